"""The same models as scikit-learn's estimators: rows come in, are transposed at the door, and rows go out.

Examples are rows here, X (n_samples, n_features), as in scikit-learn, and columns everywhere else in the library.
"""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from unity import logistic, softmax
from unity.activations import RELU, log_sum_exp, sigmoid, softplus
from unity.activations import softmax as shares
from unity.arrays import move, one_hot
from unity.families import BERNOULLI, CATEGORICAL
from unity.layers import Elementwise, dense
from unity.network import Network

__all__ = ["LogisticRegression", "NetworkClassifier", "SoftmaxRegression"]

FLOATS = [np.float64, np.float32]
"""What the models compute in. Other numbers become the first."""


class _Classifier(ClassifierMixin, BaseEstimator):
    """The door. Beyond it a model gives the logits Z of columns: one row for two classes, or a row for each class."""

    def _enter(self, X, y, *, reset):
        """The columns of X, and y, once scikit-learn has looked at them."""
        X, y = validate_data(self, X, y, reset=reset, dtype=FLOATS)
        check_classification_targets(y)
        return X.T, y

    def _scores(self, X):
        check_is_fitted(self, "classes_")
        return self._logits(validate_data(self, X, reset=False, dtype=FLOATS).T)

    def decision_function(self, X):
        """How far each row is on the side of a class: (n_samples,) for two classes, (n_samples, K) for more.

            w^T x + b,   or   w_k^T x + b_k for each class;   for two classes of a softmax  z_1 - z_0

        A network has its own logits z there. Raises NotFittedError before `fit`, and ValueError where X does not fit.

        >>> LogisticRegression().fit([[0.0], [1.0]], ["no", "yes"]).decision_function([[0.5], [1.0]]).round(4) + 0.0
        array([0.    , 2.2929])
        """
        Z = self._scores(X)
        if len(self.classes_) > 2:
            return Z.T
        return Z[0] if len(Z) == 1 else Z[1] - Z[0]

    def predict_proba(self, X):
        """The probability of each class, in the order of `classes_`: (n_samples, K).

            (sigma(-z), sigma(z)),   or   softmax(z)

        Neither is taken from 1, so a small probability keeps its digits. Raises NotFittedError before `fit`, and
        ValueError where X does not fit.

        >>> LogisticRegression().fit([[0.0], [1.0]], ["no", "yes"]).predict_proba([[0.5], [1.0]]).round(4)
        array([[0.5   , 0.5   ],
               [0.0917, 0.9083]])
        """
        Z = self._scores(X)
        return (np.concatenate([sigmoid(-Z), sigmoid(Z)]) if len(Z) == 1 else shares(Z)).T

    def predict_log_proba(self, X):
        """The logarithms of the probabilities, from the logits: none is the logarithm of a 0. (n_samples, K).

            (-softplus(z), -softplus(-z)),   or   z - lse(z)

        Raises NotFittedError before `fit`, and ValueError where X does not fit.

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
        """The most probable class of each row, as it was named in y: (n_samples,).

            the second class where z >= 0, the first elsewhere,   or   the class of the largest z_k

        Raises NotFittedError before `fit`, and ValueError where X does not fit.

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


class LogisticRegression(_Classifier):
    """Logistic regression of two classes, at the least cost that there is: `unity.logistic.fit` for rows.

        minimise  J(w, b) + l2/2 ||w||^2,   J the mean cross-entropy of the n_samples labels

    The mean makes `l2` independent of the number of examples. scikit-learn adds the losses up and has C in front of
    them: C = 1 / (l2 n_samples) is the same model. Without a penalty, l2 = 0, separable classes have no optimum. `tol`
    is as in `unity.logistic.fit`: it has no units.

    Fitting sets `coef_` (1, n_features), `intercept_` (1,), `classes_` (2,), `n_iter_`, the steps taken, and
    `gradient_norm_`, the largest derivative left. It computes in float64; predictions have the precision of their X.

    `fit` raises NoOptimum where there is no least cost. It raises ValueError where y holds anything but two classes,
    X is no finite matrix with a row for each label, l2 < 0 or tol <= 0, and where float64 does not reach `tol`.

    >>> from sklearn.datasets import load_breast_cancer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sklearn.preprocessing import StandardScaler
    >>> X, y = load_breast_cancer(return_X_y=True)
    >>> model = make_pipeline(StandardScaler(), LogisticRegression(l2=0.01)).fit(X, y)
    >>> round(model.score(X, y), 3), model[-1].coef_.shape
    (0.986, (1, 30))
    """

    def __init__(self, *, l2=0.01, tol=1e-6):
        self.l2 = l2
        self.tol = tol

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags

    def fit(self, X, y):
        """Find the w and b of least cost for the rows of X (n_samples, n_features) and the labels y (n_samples,).

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
        Y = labels[None, :].astype(np.float64)
        found = logistic.fit(X.astype(np.float64, copy=False), Y, l2=self.l2, tol=self.tol)
        self.coef_, self.intercept_, self.classes_ = found.w.T, found.b[:, 0], classes
        self.gradient_norm_, self.n_iter_ = found.gradient_norm, found.iterations
        return self

    def _logits(self, X):
        w, b = move((self.coef_.T, self.intercept_[:, None]), like=X)
        return logistic.forward(w, b, X)


class SoftmaxRegression(_Classifier):
    """Softmax regression of two classes or more, at the least cost that there is: `unity.softmax.fit` for rows.

        minimise  J(W, b) + l2/2 ||W||^2,   J the mean cross-entropy of the n_samples labels

    In scikit-learn C = 1 / (l2 n_samples) is the same model for three classes or more. It has one w for two classes:
    there w = w_1 - w_0, w_1 = -w_0 and C = 2 / (l2 n_samples). Without a penalty, l2 = 0, separable classes have no
    optimum. `tol` is as in `unity.softmax.fit`: it has no units.

    Fitting sets `coef_` (K, n_features) and `intercept_` (K,), whose columns sum to 0, for two classes too. It sets
    `classes_` (K,), `n_iter_`, the steps taken, and `gradient_norm_`, the largest derivative left. It computes
    in float64; predictions have the precision of their X.

    `fit` raises NoOptimum where there is no least cost. It raises ValueError where y holds one class only, X is no
    finite matrix with a row for each label, l2 < 0 or tol <= 0, and where float64 does not reach `tol`.

    >>> from sklearn.datasets import load_iris
    >>> X, y = load_iris(return_X_y=True)
    >>> model = SoftmaxRegression(l2=0.01).fit(X, y)
    >>> round(model.score(X, y), 3), model.coef_.shape
    (0.973, (3, 4))
    """

    def __init__(self, *, l2=0.01, tol=1e-6):
        self.l2 = l2
        self.tol = tol

    def fit(self, X, y):
        """Find the W and b of least cost for the rows of X (n_samples, n_features) and the labels y (n_samples,).

        Raises NoOptimum and ValueError as the class says.

        >>> X, y = [[0.0], [2.0], [1.0], [3.0], [0.0], [3.0]], list("aabbcc")
        >>> SoftmaxRegression(l2=0.0).fit(X, y).coef_.round(4) + 0.0
        array([[-0.3376],
               [ 0.3376],
               [ 0.    ]])
        """
        X, y = self._enter(X, y, reset=True)
        classes, labels = _classes(y)
        Y = one_hot(labels, len(classes))
        found = softmax.fit(X.astype(np.float64, copy=False), Y, l2=self.l2, tol=self.tol)
        self.coef_, self.intercept_, self.classes_ = found.W.T, found.b[:, 0], classes
        self.gradient_norm_, self.n_iter_ = found.gradient_norm, found.iterations
        return self

    def _logits(self, X):
        W, b = move((self.coef_.T, self.intercept_[:, None]), like=X)
        return softmax.forward(W, b, X)


class NetworkClassifier(_Classifier):
    """A network of dense layers with ReLU between them, trained by gradient descent: `unity.network` for rows.

        x -> dense(hidden[0]) -> ReLU -> ... -> dense(1) for two classes, dense(K) for more -> z
        W <- W - step dW,   b <- b - step db,   dW and db those of at most `batch` examples

    `hidden` holds the width of each hidden layer. With `hidden=()` it is logistic or softmax regression without a
    penalty, on its way to the optimum. A `batch` larger than n_samples is all of them. `seed`, an integer, decides the
    first weights and the order of the examples: the same seed, the same network. Standardise the features first
    (StandardScaler in a Pipeline): large ones need a small step. `progress` shows a bar.

    Fitting sets `network_`, the `unity.network.Network`; `parameters_`, what it learned; `costs_`, the cost at the
    start and after each epoch; and `classes_` (K,). It computes in the precision of X, and predictions in that of theirs.

    `fit` raises ValueError where y holds one class only, X is no finite matrix with a row for each label, or a width,
    the step, the batch or the epochs are no positive numbers (0 epochs leave the first weights); TypeError where
    `hidden` is no sequence; and FloatingPointError where the step is so large that the descent diverges.

    >>> from unity.datasets import moons
    >>> examples = moons(200, seed=0)
    >>> model = NetworkClassifier(hidden=(16,), step=0.5, epochs=200).fit(examples.X.T, examples.y)
    >>> model.network_.layers[-1], model.score(examples.X.T, examples.y) > 0.95
    (Affine(product=Dense(), width=1), True)
    """

    def __init__(self, *, hidden=(16,), step=0.1, batch=32, epochs=100, seed=0, progress=False):
        self.hidden = hidden
        self.step = step
        self.batch = batch
        self.epochs = epochs
        self.seed = seed
        self.progress = progress

    def fit(self, X, y):
        """Start from new weights and meet every row of X (n_samples, n_features) `epochs` times; y is (n_samples,).

        Raises ValueError, TypeError and FloatingPointError as the class says.

        >>> model = NetworkClassifier(hidden=(), epochs=3).fit([[0.0], [1.0], [2.0]], [0, 0, 1])
        >>> len(model.costs_), [W.shape for W in model.parameters_[0]]
        (4, [(1, 1), (1, 1)])
        """
        X, y = self._enter(X, y, reset=True)
        classes, labels = _classes(y)
        return self._learn(X, labels, *self._start(len(X), classes), self.epochs)

    def partial_fit(self, X, y, classes=None):
        """Meet the rows of X once more, or for the first time: a stream of examples, part by part.

        The first call names all classes that y will ever hold; after `fit` or another call they are known. It goes on
        from the weights that are there, and `costs_` holds the cost of these rows before and after.

        Raises ValueError where the first call names fewer than two classes, a later one others, or y holds one that
        is not among them; and what `fit` raises.

        >>> model = NetworkClassifier(hidden=())
        >>> for X, y in [([[0.0], [1.0]], ["b", "a"]), ([[2.0]], ["c"])]:
        ...     model = model.partial_fit(X, y, classes=["a", "b", "c"])
        >>> model.predict_proba([[0.0]]).shape
        (1, 3)
        """
        first = not hasattr(self, "classes_")
        if first and classes is None:
            raise ValueError("partial_fit: classes is None, expected all classes in the first call")
        X, y = self._enter(X, y, reset=first)
        named = self.classes_ if classes is None else np.unique(classes)
        if len(named) < 2:
            raise ValueError(f"partial_fit: classes = {named.tolist()}, expected two or more")
        if not first and not np.array_equal(named, self.classes_):
            raise ValueError(f"partial_fit: classes = {named.tolist()}, expected {self.classes_.tolist()} as before")
        unknown = np.setdiff1d(y, named)
        if len(unknown):
            raise ValueError(f"partial_fit: y holds {unknown.tolist()[0]!r}, expected one of {named.tolist()}")
        start = self._start(len(X), named) if first else (self.network_, self.parameters_, self._rng, self.classes_)
        return self._learn(X, np.searchsorted(named, y), *start, 1)

    def _start(self, n, classes):
        """The network for these classes, its first parameters, and the generator that drew them and will draw on."""
        try:
            hidden = [layer for width in self.hidden for layer in (dense(width), Elementwise(RELU))]
        except TypeError:
            raise TypeError(f"fit: hidden = {self.hidden!r}, expected a sequence of widths, such as (16,)") from None
        K = len(classes)
        network = Network([*hidden, dense(1)], BERNOULLI) if K == 2 else Network([*hidden, dense(K)], CATEGORICAL)
        rng = np.random.default_rng(self.seed)
        return network, network.init((n,), rng), rng, classes

    def _learn(self, X, labels, network, parameters, rng, classes, epochs):
        Y = labels[None, :].astype(X.dtype) if len(classes) == 2 else one_hot(labels, len(classes))
        batch = min(self.batch, X.shape[1])
        trained = network.train(
            move(parameters, like=X), X, Y, step=self.step, batch=batch, epochs=epochs, seed=rng, progress=self.progress
        )
        self.network_, self.parameters_, self.costs_ = network, trained.parameters, trained.costs
        self._rng, self.classes_ = rng, classes
        return self

    def _logits(self, X):
        return self.network_.forward(move(self.parameters_, like=X), X)
