"""Examples spread over a cluster: each worker reads the chunks that it holds or makes, and only sums travel.

Dask's own sums would do the same arithmetic, with dozens of tasks for each chunk, which a scheduler hands out one by one.
"""

import itertools

import numpy as np

from unity.arrays import namespace, to_numpy
from unity.labelling import check_sizes
from unity.shapes import Array

__all__ = ["check_chunks", "counted_chunks", "read_chunks", "thinned_chunks", "together"]

TOGETHER = 8
"""How many chunks' sums are added at a time: a worker holds few of them, and the client only the last."""


def check_chunks(X: Array) -> None:
    """Raise ValueError where the features of an example are spread over several chunks.

    >>> import dask.array
    >>> check_chunks(dask.array.ones((4, 6), chunks=(2, 3)))
    Traceback (most recent call last):
    ValueError: fit: X (4, 6) has its features in 2 chunks, expected all of an example in one (X.rechunk({0: -1}))
    """
    if X.numblocks[0] > 1:
        raise ValueError(
            f"fit: X {tuple(X.shape)} has its features in {X.numblocks[0]} chunks, expected all of an example in one "
            "(X.rechunk({0: -1}))"
        )


def read_chunks(read, f, X, Y, weights):
    """What read(f, X, Y, weights) gives for the chunks of X, `together`; each is read once, where it is.

    f travels to each worker once. It meets arrays of the kind that the chunks are, and is to hold none of Dask's.
    """
    import dask
    from dask.delayed import Delayed
    from dask.highlevelgraph import HighLevelGraph

    check_chunks(X)
    examples = [X, *(_like(X, array) for array in (Y, weights) if array is not None)]
    told = dask.delayed(f)
    chunks = dask.array.map_blocks(read, told, *examples, dtype=object, meta=np.empty((0, 0), dtype=object))
    (chunks,) = dask.optimize(chunks)
    keys, sums, name, number = chunks.__dask_keys__()[0], {}, f"together-{told.key}", itertools.count()
    while len(keys) > 1:
        groups = [keys[i : i + TOGETHER] for i in range(0, len(keys), TOGETHER)]
        keys = [(name, next(number)) for _ in groups]
        sums.update(zip(keys, ((together, group) for group in groups)))
    graph = HighLevelGraph.from_collections(name, sums, dependencies=[chunks])
    return Delayed(keys[0], graph, layer=name).compute()


def thinned_chunks(arrays):
    """The arrays, of which the caller took few examples, computed; None for None.

    A worker copies its share of a chunk, since a view would keep all of it, and the client puts the shares together:
    Dask would have one worker do so, which may not have the memory.
    """
    import dask

    shares = [
        None if array is None else array.rechunk({0: -1}).map_blocks(_copied).to_delayed().ravel().tolist()
        for array in arrays
    ]
    found = dask.compute(*shares)
    return [None if parts is None else namespace(*parts).concat(parts, axis=1) for parts in found]


def _copied(array):
    return namespace(array).asarray(array, copy=True)


def together(parts):
    """The sums of all arrays but the last of each part, of which it is the largest. None is what no example gives.

    >>> together([[np.ones(2), np.zeros(1)], None, [np.ones(2), np.ones(1)]])
    [array([2., 2.]), array([1.])]
    """
    *sums, largest = zip(*(part for part in parts if part is not None))
    return [*map(sum, sums), np.maximum.reduce(largest)]


def counted_chunks(X, Y, weights):
    """The examples of weight above 0, and weights of mean 1, as `unity.newton.counted` gives them: one look at the weights."""
    weights, m = _like(X, weights), X.shape[1]
    looked = weights.map_blocks(_looked, chunks=((4,), (1,) * X.numblocks[1]), dtype=float, meta=np.empty((0, 0)))
    least, most, shares, count = to_numpy(looked)
    largest = most.max()
    check_sizes("fit", least.min(), largest)
    if count.sum() < m:
        widths = tuple(count.astype(int).tolist())
        X, Y, weights = (
            array.map_blocks(_kept, weights, chunks=(array.chunks[0], widths), dtype=array.dtype, meta=array._meta)
            for array in (X, _like(X, Y), weights)
        )
    mean = most / largest @ shares / count.sum()
    return X, Y, weights / float(largest) / float(mean)


def _like(X, array):
    """The array in chunks of the same examples as X, each with all its rows."""
    return array.rechunk({0: -1, 1: X.chunks[1]})


def _looked(weights):
    """The least weight of a chunk, or 0, the largest, the sum in units of that, and how many are above 0."""
    weights = to_numpy(weights).astype(float)
    some, largest = weights[weights > 0], weights.max(initial=0.0)
    with np.errstate(invalid="ignore"):  # an infinity is told when all are known
        return np.array([[weights.min(initial=0.0)], [largest], [(some / largest).sum()], [some.size]])


def _kept(array, weights):
    some = weights[0, :] > 0
    return array if some.all() else array[:, some]
