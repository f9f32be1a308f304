"""Training from batches that come anew in each epoch, and from Dask's chunks: what is met, how often, and what is held."""

import gc
import itertools
import tracemalloc

import dask.array
import numpy as np
import pytest
from test_network import PLAN, SMALL, Witness, all_close, drawn, leaves, same

from unity.activations import RELU
from unity.arrays import move
from unity.datasets import circle
from unity.families import BERNOULLI, CATEGORICAL, GAUSSIAN
from unity.layers import Elementwise, Flatten, MaxPool, convolution, dense
from unity.network import Network, streams

LINE = Network([dense(1)], GAUSSIAN)
LEARN = {"step": 0.1, "epochs": 3}


@pytest.fixture
def small():
    return drawn(SMALL, (2,), m=10)


def in_batches(X, Y, *weights, most=4):
    """The examples in order, a few at a time, as a list."""
    arrays = [X, Y, *weights]
    return [tuple(array[..., i : i + most] for array in arrays) for i in range(0, X.shape[-1], most)]


# Batches


def by_steps(network, parameters, batches, step, epochs):
    """What training from batches means: a step for each, and the cost of each before it."""
    costs = [float(network.cost(parameters, *batches[0]))]
    for _ in range(epochs):
        met = []
        for some in batches:
            met.append(float(network.cost(parameters, *some)))
            gradients = network.gradient(parameters, *some)
            parameters = [tuple(P - step * dP for P, dP in zip(*pair)) for pair in zip(parameters, gradients)]
        costs.append(np.average(met, weights=[some[0].shape[-1] for some in batches]))
    return parameters, costs


@pytest.mark.parametrize("weighed", [False, True])
def test_batches_are_met_as_they_come(small, weighed, asarray):
    parameters, X, Y = small
    weights = [np.linspace(0, 3, 10)[None]] if weighed else []
    batches = in_batches(X, Y, *weights)
    expected, costs = by_steps(SMALL, parameters, batches, **LEARN)
    batches = [tuple(map(asarray, some)) for some in batches]
    moved = move(parameters, like=asarray(X))
    for given in (batches, lambda: iter(batches), lambda: batches, Again(batches)):
        trained = SMALL.train(moved, given, **LEARN)
        all_close(trained.parameters, expected, factor=1e3)
        np.testing.assert_allclose(trained.costs, costs, rtol=1e-12)
        assert trained.epochs == 3
        assert all(type(P) is type(moved[0][0]) for P in leaves(trained.parameters))


class Again:
    """What can be iterated over as often as one likes, and is no sequence."""

    def __init__(self, batches):
        self.batches = batches

    def __iter__(self):
        return iter(self.batches)


def test_labels_of_a_batch_may_have_any_form(small):
    parameters, X, Y = small
    y = np.argmax(Y, axis=0)
    expected = SMALL.train(parameters, in_batches(X, Y), **LEARN)
    for form in (y, y.astype(np.uint8), Y.astype(int)):
        same(SMALL.train(parameters, in_batches(X, form), **LEARN).parameters, expected.parameters)
    neuron = Network([dense(1)], BERNOULLI)
    bare = neuron.train(((np.zeros(2), 0),), in_batches(X, y > 0), **LEARN)
    full = neuron.train(((np.zeros((2, 1)), np.zeros((1, 1))),), in_batches(X, y[None] * 1.0), **LEARN)
    same(bare.parameters, full.parameters)


def test_each_batch_is_asked_for_once_an_epoch(small):
    """Also the first, which is looked at before the first epoch."""
    parameters, X, Y = small
    met = []

    def batches():
        for number, some in enumerate(in_batches(X, Y)):
            met.append(number)
            yield some

    SMALL.train(parameters, batches, **LEARN)
    assert met == [0, 1, 2] * 3
    met.clear()
    start = SMALL.train(parameters, batches, **LEARN | {"epochs": 0})
    assert met == [0]
    assert start.costs == (pytest.approx(float(SMALL.cost(parameters, *in_batches(X, Y)[0]))),)
    same(start.parameters, parameters)


def test_an_iterator_is_read_once(small):
    parameters, X, Y = small
    batches = in_batches(X, Y)
    once = SMALL.train(parameters, iter(batches), **LEARN | {"epochs": 1})
    same(once.parameters, SMALL.train(parameters, batches, **LEARN | {"epochs": 1}).parameters)
    for epochs in (2, 3):
        message = f"can be read once, expected for epochs = {epochs} a function that returns a new one, or an object"
        for given in (iter(batches), (some for some in batches)):
            with pytest.raises(ValueError, match=rf"^train: a (list_iterator|generator) {message}"):
                SMALL.train(parameters, given, **LEARN | {"epochs": epochs})
    spent = iter(batches)
    with pytest.raises(ValueError, match=r"^train: epoch 2 brought no batch, expected some: .* anew in each epoch$"):
        SMALL.train(parameters, lambda: spent, **LEARN)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda X, Y: (X, Y[:, 1:]), ValueError, r"Y \(2, 3\) has m = 3, X \(2, 4\) has m = 4"),
        (lambda X, Y: (X[:1], Y), ValueError, "layer 1: X has n = 1, the parameters were made for n = 2"),
        (lambda X, Y: (X * np.nan, Y), ValueError, "X holds a NaN or an infinity"),
        (lambda X, Y: (X, 2 * Y), ValueError, "labels: a column of y sums to 2"),
        (lambda X, Y: (X.astype(np.float32), Y), TypeError, "layer 1: W is numpy.ndarray of float64"),
        (lambda X, Y: (X.tolist(), Y), TypeError, "X is a list, expected an array"),
        (lambda X, Y: (X[:, :0], Y[:, :0]), ValueError, "X holds no example"),
        (lambda X, Y: X, TypeError, r"is of type ndarray, expected \(X, Y\) or \(X, Y, weights\)"),
        (lambda X, Y: (X, Y, X), ValueError, r"weights \(2, 4\), expected \(1, 4\)"),
        (lambda X, Y: (X, Y, -(X[:1] ** 2)), ValueError, "weights holds a negative number, a NaN or an infinity"),
    ],
)
def test_a_batch_that_does_not_fit_is_named(small, change, error, message):
    parameters, X, Y = small
    batches = in_batches(X, Y)
    for place in (0, 1):
        wrong = [change(*some) if i == place else some for i, some in enumerate(batches)]
        with pytest.raises(error, match=rf"^train: batch {place + 1} of epoch 1:? {message}"):
            SMALL.train(parameters, wrong, **LEARN)


def test_what_batches_refuse(small):
    parameters, X, Y = small
    with pytest.raises(
        TypeError, match=r"^train: X is of type int and Y is not given, expected arrays X and Y, or batch"
    ):
        SMALL.train(parameters, 3, **LEARN)
    with pytest.raises(ValueError, match=r"^train: epoch 1 brought no batch"):
        SMALL.train(parameters, [], **LEARN)
    for name, value in {"batch": 4, "seed": 0, "weights": X[:1]}.items():
        with pytest.raises(ValueError, match=rf"^train: {name} is given, and X are batches: .*, expected none$"):
            SMALL.train(parameters, in_batches(X, Y), **LEARN, **{name: value})
    with pytest.raises(TypeError, match=r"^train: Y is a NoneType, expected an array"):
        SMALL.train(parameters, X, **PLAN)
    with pytest.raises(TypeError, match=r"^train: seed is missing, expected an integer or a numpy.random.Generator$"):
        SMALL.train(parameters, X, Y, **LEARN, batch=4)
    with pytest.raises(FloatingPointError, match=r"^train: a parameter is no longer finite after batch 2 of epoch 1: "):
        LINE.train(((X[:, :1], X[:1, :1]),), in_batches(X, X[:1]), step=1e155, epochs=2)


def test_held_out_examples_watch_over_batches(small):
    seen, held = circle(40, seed=0), circle(60, seed=1)
    network = Network([dense(6), Elementwise(RELU), dense(1)], BERNOULLI)
    watched = network.train(
        network.init((2,), seed=0),
        in_batches(seen.X, seen.Y),
        step=0.5,
        epochs=300,
        held_out=(held.X, held.Y),
        patience=3,
    )
    assert watched.epochs == watched.best + 3 < 300
    assert watched.held_out[watched.best] == pytest.approx(float(network.cost(watched.parameters, held.X, held.Y)))


# Chunks of Dask


def blocks(array, width):
    return dask.array.from_array(array, chunks=(*(-1,) * (array.ndim - 1), width))


def test_every_example_is_met_once_an_epoch_chunk_by_chunk():
    witness, X = Witness(), np.arange(20.0)[None]
    network = Network([witness, dense(1)], GAUSSIAN)
    plan = {"step": 1e-3, "batch": 3, "seed": 0}
    network.train(network.init((1,), seed=0), blocks(X, 8), np.zeros((1, 20)), **plan, epochs=4)
    seen = witness.seen[1:]  # the first is that of the cost at the start
    met = seen[1::2]  # the cost of each batch before its step, then its step
    assert seen[::2] == met
    assert [len(batch) for batch in met[:8]].count(2) == 4
    epochs = [met[i : i + 8] for i in range(0, 32, 8)]
    orders = set()
    for epoch in epochs:
        assert sorted(itertools.chain(*epoch)) == list(range(20))
        chunks = [{i // 8 for i in batch} for batch in epoch]
        assert all(len(chunk) == 1 for chunk in chunks)
        order = [next(iter(chunk)) for chunk in chunks]
        assert len(list(itertools.groupby(order))) == 3
        orders.add(tuple(dict.fromkeys(order)))
    assert len(orders) > 1
    assert len({tuple(itertools.chain(*epoch)) for epoch in epochs}) == 4
    assert any(list(batch) != sorted(batch) for batch in met)


def test_one_chunk_in_one_batch_is_gradient_descent(small):
    parameters, X, Y = small
    plan = {"step": 0.1, "batch": 10, "epochs": 3, "seed": 0}
    plain, found = SMALL.train(parameters, X, Y, **plan), SMALL.train(parameters, blocks(X, 10), blocks(Y, 10), **plan)
    all_close(found.parameters, plain.parameters)
    np.testing.assert_allclose(found.costs, [plain.costs[0], *plain.costs[:-1]], rtol=1e-12)


def test_what_goes_with_chunks_may_come_in_any_form(small):
    """Labels and weights in other chunks, in memory, as integers; weights have a mean of 1 then."""
    parameters, X, Y = small
    y, s = np.argmax(Y, axis=0), np.linspace(0, 3, 10)[None]
    train = lambda Y, weights: SMALL.train(parameters, blocks(X, 4), Y, **PLAN, weights=weights)
    expected, weighed = train(Y, None), train(Y, s)
    for labels in (blocks(Y, 3), y, blocks(y, 5)):
        same(train(labels, None).parameters, expected.parameters)
        all_close(train(labels, 7 * s).parameters, weighed.parameters)
        all_close(train(labels, blocks(s, 10)).parameters, weighed.parameters)
    all_close(train(Y, np.full((1, 10), 3.0)).parameters, expected.parameters)
    assert train(Y, None).costs == expected.costs
    assert SMALL.train(parameters, blocks(X, 4), Y, **PLAN | {"seed": 1}).costs[1:] != expected.costs[1:]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_images_in_chunks(dtype):
    network = Network([convolution(2, 3), Elementwise(RELU), MaxPool(2), Flatten(), dense(3)], CATEGORICAL)
    parameters, X, Y = drawn(network, (1, 8, 8), m=30, dtype=dtype)
    trained = network.train(parameters, blocks(X, 8), Y, step=0.05, batch=4, epochs=15, seed=0)
    assert trained.costs[-1] < 0.8 * trained.costs[1]
    assert all(P.dtype == dtype for P in leaves(trained.parameters))


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (
            lambda X, Y, s: (X.rechunk((1, -1)), Y, s),
            ValueError,
            r"X \(2, 10\) has an example in 2 chunks, expected all of it in one \(X.rechunk\(\{0: -1\}\)\)$",
        ),
        (
            lambda X, Y, s: (X[:, X[0] > 0], Y, s),
            ValueError,
            r"X \(2, nan\) has an unknown size \(X.compute_chunk_sizes",
        ),
        (lambda X, Y, s: (X[:, :0], Y, s), ValueError, r"X \(2, 0\) holds no example"),
        (
            lambda X, Y, s: (X[0], Y, s),
            ValueError,
            r"X \(10,\) holds no example, expected examples along the last axis$",
        ),
        (
            lambda X, Y, s: (X.reshape(2, 1, 1, 10), Y[:, 1:], s),
            ValueError,
            r"Y \(2, 9\) does not fit X \(2, 1, 1, 10\), expected 10 labels$",
        ),
        (lambda X, Y, s: (X, Y[:, 1:], s), ValueError, r"Y \(2, 9\) does not fit X \(2, 10\), expected 10 labels$"),
        (lambda X, Y, s: (X, Y.tolist(), s), TypeError, "Y is of type list, expected an array of labels"),
        (lambda X, Y, s: (X, Y, s[:, 1:]), ValueError, r"weights \(1, 9\), expected \(1, 10\)"),
        (lambda X, Y, s: (X, Y, np.ones((2, 10))), ValueError, r"weights \(2, 10\), expected \(1, 10\)"),
        (lambda X, Y, s: (X, Y, -s), ValueError, "weights holds a negative number"),
        (lambda X, Y, s: (X, Y, 0 * s), ValueError, "weights holds a negative number, or zeros only"),
        (lambda X, Y, s: (X * np.inf, Y, s), ValueError, "batch 1 of epoch 1: X holds a NaN or an infinity"),
        (
            lambda X, Y, s: (X.astype(int), Y, s),
            TypeError,
            "batch 1 of epoch 1: X is of dtype int64, expected floating",
        ),
        (lambda X, Y, s: (X[:1], Y, s), ValueError, "batch 1 of epoch 1: layer 1: X has n = 1"),
    ],
)
def test_chunks_that_do_not_fit(small, change, error, message):
    parameters, X, Y = small
    X, Y, weights = change(blocks(X, 4), Y, np.ones((1, 10)))
    with pytest.raises(error, match=f"^train: {message}"):
        SMALL.train(parameters, X, Y, **PLAN, weights=weights)


def test_dask_is_not_held_out_and_not_a_batch(small):
    parameters, X, Y = small
    with pytest.raises(NotImplementedError, match=r"^train: held_out: X is a Dask array"):
        SMALL.train(parameters, X, Y, **PLAN, held_out=(blocks(X, 4), Y))
    with pytest.raises(NotImplementedError, match=r"^train: batch 1 of epoch 1: X is a Dask array"):
        SMALL.train(parameters, [(blocks(X, 4), Y)], **LEARN)


# Memory


WIDTH, COUNT = 5000, 16


def made(block_info=None):
    return np.random.default_rng(block_info[None]["chunk-location"][1]).standard_normal((40, WIDTH))


def most_held(way):
    gc.collect()
    tracemalloc.start()
    try:
        way()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_more_examples_than_memory_holds():
    """Two chunks of sixteen and a little, from Dask; three batches from a function that makes them."""
    X = dask.array.map_blocks(made, chunks=((40,), (WIDTH,) * COUNT), dtype=float, meta=np.empty((0, 0)))
    Y = X[:1] * 2
    network = Network([dense(4), Elementwise(RELU), dense(1)], GAUSSIAN)
    start, chunk = network.init((40,), seed=0), X.nbytes / COUNT
    plan = {"step": 0.01, "epochs": 2}
    train = lambda: network.train(start, X, Y, **plan, batch=100, seed=0)
    with dask.config.set(scheduler="synchronous"):
        train()
        assert most_held(train) < 2.6 * chunk < X.nbytes / 6

    def batches():
        for i in range(COUNT):
            x = made({None: {"chunk-location": (0, i)}})
            yield x, 2 * x[:1]
            del x

    assert most_held(lambda: network.train(start, batches, **plan)) < 2.6 * chunk


def test_all_names_everything_public():
    own = {name for name, value in vars(streams).items() if getattr(value, "__module__", "") == streams.__name__}
    assert set(streams.__all__) == {name for name in own if not name.startswith("_")}
