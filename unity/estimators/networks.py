"""Networks of dense layers for rows, as a scikit-learn estimator."""

import numpy as np
from sklearn.model_selection import train_test_split

from unity.activations import RELU
from unity.arrays import move
from unity.estimators._door import _classes, _Classifier
from unity.families import BERNOULLI, CATEGORICAL
from unity.layers import Elementwise, dense
from unity.network import Network

__all__ = ["NetworkClassifier"]


class NetworkClassifier(_Classifier):
    """A network of dense layers with ReLU between them, trained by gradient descent: `unity.network` for rows.

        X -> dense(hidden[0]) -> ReLU -> ... -> dense(1) for two classes, dense(K) for more -> z
        W <- W - step dW,   b <- b - step db,   dW and db those of at most batch examples

    `hidden` holds the width of each hidden layer. With `hidden=()` it is logistic or softmax regression without a
    penalty, on its way to the optimum. A `batch` larger than `n_samples` is all of them. Standardise the features first
    (`StandardScaler` in a `Pipeline`): large ones need a small step. `progress` shows a bar.

    `random_state` decides the first weights and the order of the examples: an integer gives the same network each time, a
    RandomState or Generator goes on from where it is, and with None no two networks are alike.

    `early_stopping` holds `validation_fraction` of the rows out, of each class its share, and ends when their cost found
    no new least for `patience` epochs; the weights are those of the least. `class_weight` says how much a row of each
    class counts: `{class: weight}`, or `"balanced"` for classes that count alike. With `warm_start` a further `fit`
    goes on from the weights that are there.

    Fitting sets `network_`, the `unity.network.Network`; `parameters_`, what it learned; `costs_`, the cost at the start
    and after each epoch; `validation_costs_`, the same of the rows that are held out, or None; `best_epoch_`, the one
    whose weights are kept; `stopped_`, why it ended; and `classes_` `(K,)`. It computes in the precision of X, and
    predictions in that of theirs.

    `fit` raises ValueError where y holds one class only, X is no finite matrix with a row for each label, weights are
    negative or all 0, or a width, the step, the batch, the epochs or the patience are no positive numbers (0 epochs leave
    the first weights); TypeError where `hidden` is no sequence or X is sparse (`.toarray()` makes it dense); and
    FloatingPointError where the step is so large that the descent diverges.

    >>> from unity.datasets import moons
    >>> examples = moons(200, seed=0)
    >>> model = NetworkClassifier(hidden=(16,), step=0.5, epochs=200).fit(examples.X.T, examples.y)
    >>> model.network_.layers[-1], model.score(examples.X.T, examples.y) > 0.95
    (Affine(product=Dense(), width=1), True)
    """

    def __init__(
        self,
        *,
        hidden=(16,),
        step=0.1,
        batch=32,
        epochs=100,
        random_state=0,
        early_stopping=False,
        validation_fraction=0.1,
        patience=10,
        class_weight=None,
        warm_start=False,
        progress=False,
    ):
        self.hidden = hidden
        self.step = step
        self.batch = batch
        self.epochs = epochs
        self.random_state = random_state
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.patience = patience
        self.class_weight = class_weight
        self.warm_start = warm_start
        self.progress = progress

    def fit(self, X, y, sample_weight=None):
        """Meet every row of X `(n_samples, n_features)` `epochs` times; y is `(n_samples,)`, and so is `sample_weight`.

        It starts from new weights, or with `warm_start` from those that are there. A row of weight 2 costs what two cost;
        where one batch takes all rows it is also learned as two.

        Raises ValueError, TypeError and FloatingPointError as the class says, and ValueError where `warm_start` finds
        other classes or other hidden layers than before.

        >>> model = NetworkClassifier(hidden=(), epochs=3).fit([[0.0], [1.0], [2.0]], [0, 0, 1])
        >>> len(model.costs_), [W.shape for W in model.parameters_[0]]
        (4, [(1, 1), (1, 1)])
        """
        goes_on = self.warm_start and hasattr(self, "classes_")
        X, y = self._enter(X, y, reset=not goes_on)
        classes, labels = _classes(y)
        if goes_on:
            self._check_same(self._network(classes), classes)
        start = self._here() if goes_on else self._start(len(X), classes)
        examples = [X, labels, *self._weights(sample_weight, X, y)]
        return self._learn(examples, *start, self.epochs, held_out=self.early_stopping)

    def partial_fit(self, X, y, classes=None, sample_weight=None):
        """Meet the rows of X once more, or for the first time: a stream of examples, part by part.

        The first call names all classes that y will ever hold; after `fit` or another call they are known. It goes on
        from the weights that are there, and `costs_` holds the cost of these rows before and after. Nothing is held out.

        Raises ValueError where the first call names fewer than two classes, a later one others, or y holds one that
        is not among them; where the weights of classes are to be balanced, which a part cannot tell; and what `fit`
        raises.

        >>> model = NetworkClassifier(hidden=())
        >>> for X, y in [([[0.0], [1.0]], ["b", "a"]), ([[2.0]], ["c"])]:
        ...     model = model.partial_fit(X, y, classes=["a", "b", "c"])
        >>> model.predict_proba([[0.0]]).shape
        (1, 3)
        """
        first = not hasattr(self, "classes_")
        if first and classes is None:
            raise ValueError("partial_fit: classes is None, expected all classes in the first call")
        if self.class_weight == "balanced":
            raise ValueError(
                "partial_fit: class_weight = 'balanced', expected a weight for each class: {class: weight}"
            )
        X, y = self._enter(X, y, reset=first)
        named = self.classes_ if classes is None else np.unique(classes)
        if len(named) < 2:
            raise ValueError(f"partial_fit: classes = {named.tolist()}, expected two or more")
        if not first and not np.array_equal(named, self.classes_):
            raise ValueError(f"partial_fit: classes = {named.tolist()}, expected {self.classes_.tolist()} as before")
        unknown = np.setdiff1d(y, named)
        if len(unknown):
            raise ValueError(f"partial_fit: y holds {unknown.tolist()[0]!r}, expected one of {named.tolist()}")
        start = self._start(len(X), named) if first else self._here()
        return self._learn([X, np.searchsorted(named, y), *self._weights(sample_weight, X, y)], *start, 1)

    def _network(self, classes):
        try:
            hidden = [layer for width in self.hidden for layer in (dense(width), Elementwise(RELU))]
        except TypeError:
            raise TypeError(f"fit: hidden = {self.hidden!r}, expected a sequence of widths, such as (16,)") from None
        K = len(classes)
        return Network([*hidden, dense(1)], BERNOULLI) if K == 2 else Network([*hidden, dense(K)], CATEGORICAL)

    def _start(self, n, classes):
        """The network for these classes, its first parameters, and the generator that drew them and will draw on."""
        network, rng = self._network(classes), self.random_state
        if isinstance(rng, np.random.RandomState):
            rng = rng.randint(2**31)
        rng = np.random.default_rng(rng)
        return network, network.init((n,), rng), rng, classes

    def _here(self):
        """Where the last call ended."""
        return self.network_, self.parameters_, self._rng, self.classes_

    def _check_same(self, network, classes):
        if not np.array_equal(classes, self.classes_):
            raise ValueError(
                f"fit: y holds the classes {classes.tolist()}, expected {self.classes_.tolist()} as before (warm_start)"
            )
        if network != self.network_:
            raise ValueError(
                f"fit: hidden = {self.hidden!r}, expected the layers of before (warm_start): {self.network_}"
            )

    def _learn(self, examples, network, parameters, rng, classes, epochs, held_out=False):
        validation, patience = None, None
        if held_out:
            seed = int(rng.integers(2**31))
            split = {"test_size": self.validation_fraction, "stratify": examples[1], "random_state": seed}
            kept, held = train_test_split(np.arange(len(examples[1])), **split)
            examples, validation = ([array[..., some] for array in examples] for some in (kept, held))
            validation, patience = _as_given(*validation), self.patience
        X, labels, *weights = _as_given(*examples)
        trained = network.train(
            move(parameters, like=X),
            X,
            labels,
            step=self.step,
            batch=self.batch,
            epochs=epochs,
            seed=rng,
            weights=weights[0] if weights else None,
            held_out=validation,
            patience=patience,
            progress=self.progress,
        )
        self.network_, self.parameters_, self.costs_ = network, trained.parameters, trained.costs
        self.validation_costs_, self.best_epoch_, self.stopped_ = trained.held_out, trained.best, trained.stopped
        self._rng, self.classes_ = rng, classes
        return self

    def _logits(self, X):
        return self.network_.forward(move(self.parameters_, like=X), X)


def _as_given(X, labels, *weights):
    """Columns, labels and perhaps a row of weights, as `Network.train` takes them."""
    return X, labels, *(each[None, :] for each in weights)
