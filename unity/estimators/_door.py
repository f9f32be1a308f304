"""The door of the estimators: what scikit-learn asks of all classifiers, for a model that gives logits of columns."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.class_weight import compute_sample_weight
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from unity.activations import log_sum_exp, sigmoid, softplus
from unity.activations import softmax as shares

FLOATS = [np.float64, np.float32]
"""What the models compute in. Other numbers become the first."""


class _Classifier(ClassifierMixin, BaseEstimator):
    """The door. Beyond it a model gives the logits Z of columns: one row for two classes, or a row for each class."""

    def _enter(self, X, y, *, reset):
        """The columns of X, and y, once scikit-learn has looked at them."""
        X, y = validate_data(self, X, y, reset=reset, dtype=FLOATS)
        check_classification_targets(y)
        return X.T, y

    def _weights(self, sample_weight, X, y):
        """What each column of X counts, as a list: nothing where all count alike."""
        if sample_weight is None and self.class_weight is None:
            return []
        weights = _check_sample_weight(sample_weight, X.T, dtype=X.dtype)
        if self.class_weight is not None:
            weights = weights * compute_sample_weight(self.class_weight, y).astype(X.dtype)
        return [weights]

    def _scores(self, X):
        check_is_fitted(self, "classes_")
        return self._logits(validate_data(self, X, reset=False, dtype=FLOATS).T)

    def decision_function(self, X):
        """How far each row is on the side of a class: `(n_samples,)` for two classes, `(n_samples, K)` for more.

            w^T x + b,   or   w_k^T x + b_k for each class;   for two classes of a softmax  z_1 - z_0

        A network has its own logits z there. Raises NotFittedError before `fit`, and ValueError where X does not fit.

        >>> from unity.estimators import LogisticRegression
        >>> LogisticRegression().fit([[0.0], [1.0]], ["no", "yes"]).decision_function([[0.5], [1.0]]).round(4) + 0.0
        array([0.    , 2.2929])
        """
        Z = self._scores(X)
        if len(self.classes_) > 2:
            return Z.T
        return Z[0] if len(Z) == 1 else Z[1] - Z[0]

    def predict_proba(self, X):
        """The probability of each class, in the order of `classes_`: `(n_samples, K)`.

            (sigma(-z), sigma(z)),   or   softmax(z)

        Neither is taken from 1, so a small probability keeps its digits. Raises NotFittedError before `fit`, and
        ValueError where X does not fit.

        >>> from unity.estimators import LogisticRegression
        >>> LogisticRegression().fit([[0.0], [1.0]], ["no", "yes"]).predict_proba([[0.5], [1.0]]).round(4)
        array([[0.5   , 0.5   ],
               [0.0917, 0.9083]])
        """
        Z = self._scores(X)
        return (np.concatenate([sigmoid(-Z), sigmoid(Z)]) if len(Z) == 1 else shares(Z)).T

    def predict_log_proba(self, X):
        """The logarithms of the probabilities, from the logits: none is the logarithm of a 0. `(n_samples, K)`.

            (-softplus(z), -softplus(-z)),   or   z - lse(z)

        Raises NotFittedError before `fit`, and ValueError where X does not fit.

        >>> from unity.estimators import LogisticRegression
        >>> LogisticRegression().fit([[0.0], [1.0]], ["no", "yes"]).predict_log_proba([[0.5], [1000.0]]).round(2) + 0.0
        array([[-6.90000e-01, -6.90000e-01],
               [-4.58345e+03,  0.00000e+00]])
        """
        Z = self._scores(X)
        if len(Z) == 1:
            return -np.concatenate([softplus(Z), softplus(-Z)]).T
        S = Z - Z.max(axis=0, keepdims=True)  # the largest first: its own logarithm keeps its digits
        return (S - log_sum_exp(S)).T

    def predict(self, X):
        """The most probable class of each row, as it was named in y: `(n_samples,)`.

            the second class where z >= 0, the first elsewhere,   or   the class of the largest z_k

        Raises NotFittedError before `fit`, and ValueError where X does not fit.

        >>> from unity.estimators import LogisticRegression
        >>> LogisticRegression().fit([[0.0], [1.0]], ["no", "yes"]).predict([[-2.0], [3.0]])
        array(['no', 'yes'], dtype='<U3')
        """
        Z = self._scores(X)
        return self.classes_[(Z[0] >= 0).astype(int) if len(Z) == 1 else Z.argmax(axis=0)]


def _classes(y):
    """The classes in y, two at least, and the number of each label among them."""
    classes, labels = np.unique(y, return_inverse=True)
    if len(classes) < 2:
        raise ValueError(f"fit: y holds one class, {classes.tolist()[0]!r}, expected two or more")
    return classes, labels
