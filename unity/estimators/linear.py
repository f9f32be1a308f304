"""Logistic and softmax regression for rows, as scikit-learn's estimators."""

import numpy as np

from unity import logistic, softmax
from unity.arrays import move
from unity.estimators._door import _classes, _Classifier

__all__ = ["LogisticRegression", "SoftmaxRegression"]

L2 = 0.01
"""The penalty of both by default: then separable classes have an optimum, too. `unity.logistic.fit` and
`unity.softmax.fit` have none by default, and say so where an optimum needs one."""


class _Linear(_Classifier):
    """What the two share: how they ask for a fit, and where its numbers go."""

    def _find(self, fit, X, y, labels, classes, sample_weight):
        X = X.astype(np.float64, copy=False)
        (weights,) = self._weights(sample_weight, X, y) or [None]
        found = fit(X, labels, weights=weights, l2=self.l2, tol=self.tol)
        self.coef_, self.intercept_, self.classes_ = found.W.T, found.b.ravel(), classes
        self.gradient_norm_, self.n_iter_ = found.gradient_norm, found.iterations
        return self


class LogisticRegression(_Linear):
    """Logistic regression of two classes, at the least cost that there is: `unity.logistic.fit` for rows.

        minimise  J(w, b) + l2/2 ||w||^2,   J the mean cross-entropy of the n_samples labels

    The mean makes `l2` independent of the number of examples; what it is by default, `unity.estimators.linear.L2` says.
    scikit-learn adds the losses up and has C in front of them: `C = 1 / (l2 * n_samples)` is the same model. With weights
    their sum takes the place of `n_samples`. Without a penalty, `l2=0`, separable classes have no optimum. `tol` is as in
    `unity.logistic.fit`: it has no units. `class_weight` says how much a row of each class counts: `{class: weight}`, or
    `"balanced"` for classes that count alike.

    Fitting sets `coef_` `(1, n_features)`, `intercept_` `(1,)`, `classes_` `(2,)`, `n_iter_`, the steps taken, and
    `gradient_norm_`, the largest derivative left. It computes in float64; predictions have the precision of their X.

    `fit` raises NoOptimum where there is no least cost. It raises ValueError where y holds anything but two classes,
    X is no finite matrix with a row for each label, weights are negative or all 0, `l2 < 0` or `tol <= 0`, and where
    float64 does not reach `tol`.

    >>> from sklearn.datasets import load_breast_cancer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sklearn.preprocessing import StandardScaler
    >>> X, y = load_breast_cancer(return_X_y=True)
    >>> model = make_pipeline(StandardScaler(), LogisticRegression(l2=0.01)).fit(X, y)
    >>> round(model.score(X, y), 3), model[-1].coef_.shape
    (0.986, (1, 30))
    """

    def __init__(self, *, l2=L2, tol=1e-6, class_weight=None):
        self.l2 = l2
        self.tol = tol
        self.class_weight = class_weight

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags

    def fit(self, X, y, sample_weight=None):
        """Find the w and b of least cost for the rows of X `(n_samples, n_features)` and the labels y `(n_samples,)`.

        With `sample_weight` `(n_samples,)` the cost is the weighted mean: a row of weight 2 costs what two cost.

        Raises NoOptimum and ValueError as the class says.

        >>> model = LogisticRegression(l2=0.0).fit([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1])
        >>> model.coef_.round(4), model.intercept_.round(4)
        (array([[0.9082]]), array([-1.3623]))
        """
        X, y = self._enter(X, y, reset=True)
        classes, labels = _classes(y)
        if len(classes) > 2:
            raise ValueError(
                f"fit: y holds {len(classes)} classes. Only binary classification is supported. "
                "SoftmaxRegression takes any number of classes"
            )
        return self._find(logistic.fit, X, y, labels, classes, sample_weight)

    def _logits(self, X):
        w, b = move((self.coef_.T, self.intercept_[:, None]), like=X)
        return logistic.forward(w, b, X)


class SoftmaxRegression(_Linear):
    """Softmax regression of two classes or more, at the least cost that there is: `unity.softmax.fit` for rows.

        minimise  J(W, b) + l2/2 ||W||^2,   J the mean cross-entropy of the n_samples labels

    In scikit-learn `C = 1 / (l2 * n_samples)` is the same model for three classes or more. It has one w for two classes:
    there $w = w_1 - w_0$, $w_1 = -w_0$ and `C = 2 / (l2 * n_samples)`. With weights their sum takes the place of
    `n_samples`. Without a penalty, `l2=0`, separable classes have no optimum. `tol` is as in `unity.softmax.fit`: it has
    no units. `class_weight` says how much a row of each class counts: `{class: weight}`, or `"balanced"` for classes that
    count alike.

    Fitting sets `coef_` `(K, n_features)` and `intercept_` `(K,)`, whose columns sum to 0, for two classes too. It sets
    `classes_` `(K,)`, `n_iter_`, the steps taken, and `gradient_norm_`, the largest derivative left. It computes
    in float64; predictions have the precision of their X.

    `fit` raises NoOptimum where there is no least cost. It raises ValueError where y holds one class only, X is no
    finite matrix with a row for each label, weights are negative or all 0, `l2 < 0` or `tol <= 0`, and where float64
    does not reach `tol`.

    >>> from sklearn.datasets import load_iris
    >>> X, y = load_iris(return_X_y=True)
    >>> model = SoftmaxRegression(l2=0.01).fit(X, y)
    >>> round(model.score(X, y), 3), model.coef_.shape
    (0.973, (3, 4))
    """

    def __init__(self, *, l2=L2, tol=1e-6, class_weight=None):
        self.l2 = l2
        self.tol = tol
        self.class_weight = class_weight

    def fit(self, X, y, sample_weight=None):
        """Find the W and b of least cost for the rows of X `(n_samples, n_features)` and the labels y `(n_samples,)`.

        With `sample_weight` `(n_samples,)` the cost is the weighted mean: a row of weight 2 costs what two cost.

        Raises NoOptimum and ValueError as the class says.

        >>> X, y = [[0.0], [2.0], [1.0], [3.0], [0.0], [3.0]], list("aabbcc")
        >>> SoftmaxRegression(l2=0.0).fit(X, y).coef_.round(4) + 0.0
        array([[-0.3376],
               [ 0.3376],
               [ 0.    ]])
        """
        X, y = self._enter(X, y, reset=True)
        classes, labels = _classes(y)
        return self._find(softmax.fit, X, y, labels, classes, sample_weight)

    def _logits(self, X):
        W, b = move((self.coef_.T, self.intercept_[:, None]), like=X)
        return softmax.forward(W, b, X)
