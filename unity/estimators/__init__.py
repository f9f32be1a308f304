"""The same models as scikit-learn's estimators: rows come in, are transposed at the door, and rows go out.

Examples are rows here, X `(n_samples, n_features)`, as in scikit-learn, and columns everywhere else in the library.
"""

from unity.estimators.linear import LogisticRegression, SoftmaxRegression
from unity.estimators.networks import NetworkClassifier

__all__ = ["LogisticRegression", "NetworkClassifier", "SoftmaxRegression"]
