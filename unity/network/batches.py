"""Where batches come from: examples in memory, met in a new order in each epoch, a few at a time."""

import numpy as np

from unity.arrays import move, namespace

__all__ = ["Held", "cost", "parts", "taken"]

TOGETHER = 256
"""How many examples are turned from columns to rows at a time."""


def parts(examples, most):
    """The examples in as few parts of at most that many as there can be, all nearly of one size.

    >>> [X.shape for (X,) in parts([np.ones((2, 10))], 4)]
    [(2, 3), (2, 3), (2, 4)]
    """
    for some in _slices(examples[0].shape[-1], most):
        yield [array[..., some] for array in examples]


def _slices(m, most):
    count = -(-m // most)
    return [slice(i * m // count, (i + 1) * m // count) for i in range(count)]


class Held:
    """Examples in memory: X, Y and perhaps weights, in batches of at most `batch`, in an order that `rng` decides.

    With `rows` each batch is copied from rows of X, which lie in one piece each: columns that are far apart take several
    times as long to bring together. Otherwise a copy of all examples in their order lives until the epoch ends.

    >>> held = Held([np.arange(4.0)[None], np.ones((1, 4))], 2, np.random.default_rng(0))
    >>> [X.tolist() for X, Y in held.epoch()]
    [[[2.0, 0.0]], [[1.0, 3.0]]]
    """

    as_met = False
    """The cost of an epoch is that of all examples after it."""

    def __init__(self, examples, batch, rng, *, rows=False):
        self.examples, self.first, self.m, self.rng = examples, examples, examples[0].shape[-1], rng
        self.batch = min(batch, self.m)
        self.rows = _as_rows(examples[0]) if rows and self.batch < self.m else None

    def epoch(self):
        """The batches of one epoch; all examples in their own order where one batch takes all."""
        if self.batch == self.m:
            return iter([self.examples])
        order = self.rng.permutation(self.m)
        if self.rows is not None:
            return self._gathered(order)
        order = move(order, like=self.examples[0])
        return parts([taken(array, order) for array in self.examples], self.batch)

    def _gathered(self, order):
        X, *others = self.examples
        others = [taken(array, order) for array in others]
        held = np.empty((self.batch, self.rows.shape[1]), X.dtype)
        for some in _slices(self.m, self.batch):
            rows = np.take(self.rows, order[some], axis=0, out=held[: some.stop - some.start], mode="clip")
            yield [rows.T.reshape(*X.shape[:-1], -1), *(array[:, some] for array in others)]

    def cost(self, learner):
        """The cost of all examples; they go forward a few at a time."""
        return cost(learner, self.examples)


def cost(learner, examples):
    """The mean loss of examples, of which `learner.at_once` go forward together: that bounds the memory, not the result."""
    m = examples[0].shape[-1]
    return sum(learner.cost(*some) * (some[0].shape[-1] / m) for some in parts(examples, learner.at_once))


def taken(array, order):
    """The columns of an array in this order.

    >>> taken(np.array([[1.0, 2.0, 3.0]]), np.array([2, 0]))
    array([[3., 1.]])
    """
    return namespace(array).take(array, order, axis=array.ndim - 1)


def _as_rows(X):
    """A row for each example: of X itself, where its examples lie in one piece each."""
    X = X.reshape(-1, X.shape[-1])
    if X.flags.f_contiguous:
        return X.T
    rows = np.empty(X.shape[::-1], X.dtype)
    for some in _slices(len(rows), TOGETHER):
        rows[some] = X[:, some].T
    return rows
