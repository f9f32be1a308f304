"""Batches that are no arrays in memory: from whatever can be read anew in each epoch, and from the chunks of Dask."""

import array_api_compat
import numpy as np

from unity.arrays import move
from unity.labelling import check_sizes
from unity.network.batches import cost, parts, taken
from unity.shapes import Array

__all__ = ["Stream", "chunks_of", "opener"]


class Stream:
    """What comes part by part: each is looked at, dealt into batches, met and forgotten. An epoch reads all, once.

    `opened()` starts to read, `look(name, part)` gives a part as arrays that fit, `deal(part)` its batches. The first batch
    is read at once, and waits for the first epoch.

    >>> stream = Stream(lambda: [[np.ones((2, 3))], [np.ones((2, 1))]], lambda name, part: part, lambda part: [part])
    >>> [X.shape for (X,) in stream.epoch()], [X.shape for (X,) in stream.epoch()]
    ([(2, 3), (2, 1)], [(2, 3), (2, 1)])
    """

    as_met = True
    """The cost of an epoch is the mean over its batches as they were met: another reading would take as long again."""

    def __init__(self, opened, look, deal):
        self.opened, self.look, self.deal, self.read = opened, look, deal, 0
        self.begun = self._batches()
        self.first = next(self.begun)

    def epoch(self):
        """The batches of one epoch."""
        if self.first is None:
            return self._batches()
        return self._rest()

    def _rest(self):
        waiting = [self.first]
        self.first = None
        yield waiting.pop()  # who is given it holds it alone
        yield from self.begun

    def cost(self, learner):
        """The cost of the first batch, before any is met."""
        return cost(learner, self.first)

    def _batches(self):
        self.read += 1
        number = 0
        for part in self.opened():
            number += 1
            batches = self.deal(self.look(f"train: batch {number} of epoch {self.read}", part))
            del part  # no more than the part that is dealt and its batches
            yield from batches
        if number == 0:
            raise ValueError(
                f"train: epoch {self.read} brought no batch, expected some: (X, Y) or (X, Y, weights), and the same anew "
                "in each epoch"
            )


def opener(batches, epochs):
    """The function that starts to read batches: itself, or what iterates over them.

    Raises TypeError where they are neither, ValueError where they can be read once and several epochs want them.

    >>> opener((n for n in range(3)), epochs=2)
    Traceback (most recent call last):
    ValueError: train: a generator can be read once, expected for epochs = 2 a function that returns a new one, or an object \
that can be iterated over again
    """
    kind = type(batches).__name__
    if callable(batches):
        return batches
    try:
        once = iter(batches) is batches
    except TypeError:
        raise TypeError(
            f"train: X is of type {kind} and Y is not given, expected arrays X and Y, or batches: an object that can be "
            "iterated over in each epoch, or a function that returns an iterator of (X, Y) or (X, Y, weights)"
        ) from None
    if once and epochs > 1:
        raise ValueError(
            f"train: a {kind} can be read once, expected for epochs = {epochs} a function that returns a new one, or an "
            "object that can be iterated over again"
        )
    return lambda: iter(batches)


def chunks_of(X: Array, Y: Array, weights: Array | None, batch: int, rng: np.random.Generator):
    """`(opened, deal)` of a `Stream` through the chunks of a Dask array X, and of what goes with it.

    Chunks come in an order that rng decides, one at a time, and so do the examples of each, in batches of at most `batch`.

    Raises ValueError where an example is spread over several chunks, or X, Y and weights have not as many.

    >>> import dask.array
    >>> X = dask.array.arange(6.0, chunks=3).reshape(1, 6)
    >>> opened, deal = chunks_of(X, X, None, 2, np.random.default_rng(0))
    >>> [[X.tolist() for X, Y in deal(chunk)] for chunk in opened()]
    [[[[2.0]], [[0.0, 1.0]]], [[[5.0]], [[4.0, 3.0]]]]
    """
    import dask

    _check_chunks(X, Y)
    examples = [X, _beside(X, Y)]
    if weights is not None:
        if tuple(weights.shape) != (1, X.shape[-1]):
            raise ValueError(f"train: weights {tuple(weights.shape)}, expected (1, {X.shape[-1]})")
        weights = _beside(X, weights)
        least, most, mean = dask.compute(weights.min(), weights.max(), weights.mean())
        check_sizes("train", float(least), float(most))
        examples.append(weights / mean)

    def opened():
        for i in rng.permutation(X.numblocks[-1]):
            yield dask.compute(*(array.blocks[..., int(i)] for array in examples))

    def deal(chunk):
        order = move(rng.permutation(chunk[0].shape[-1]), like=chunk[0])
        return parts([taken(array, order) for array in chunk], batch)

    return opened, deal


def _check_chunks(X, Y):
    if any(size != size for size in X.shape):
        raise ValueError(f"train: X {tuple(X.shape)} has an unknown size (X.compute_chunk_sizes() finds it)")
    if X.ndim < 2 or X.shape[-1] == 0:
        raise ValueError(f"train: X {tuple(X.shape)} holds no example, expected examples along the last axis")
    if any(count > 1 for count in X.numblocks[:-1]):
        raise ValueError(
            f"train: X {tuple(X.shape)} has an example in {X.npartitions // X.numblocks[-1]} chunks, expected all of it in "
            f"one (X.rechunk({{{', '.join(f'{axis}: -1' for axis in range(X.ndim - 1))}}}))"
        )
    if not array_api_compat.is_array_api_obj(Y):
        raise TypeError(f"train: Y is of type {type(Y).__name__}, expected an array of labels")
    if Y.shape[-1:] != X.shape[-1:]:
        raise ValueError(f"train: Y {tuple(Y.shape)} does not fit X {tuple(X.shape)}, expected {X.shape[-1]} labels")


def _beside(X, array):
    """An array in chunks of the same examples as X."""
    import dask.array

    array = array if array_api_compat.is_dask_array(array) else dask.array.from_array(array)
    return array.rechunk({axis: -1 for axis in range(array.ndim - 1)} | {array.ndim - 1: X.chunks[-1]})
