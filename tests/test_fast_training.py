"""Training in place is training by the formulas: on random networks, in batches of any size and layout, in both precisions."""

import inspect
import tracemalloc
from unittest import mock

import array_api_strict
import numpy as np
import pytest
from test_network import ARCHITECTURES, FAMILIES, NETWORKS, architecture, drawn, leaves

from unity.activations import RELU, TANH, relu, relu_slope
from unity.activations.activation import Activation
from unity.families import BERNOULLI, CATEGORICAL, GAUSSIAN, Family
from unity.fast import ends, steps
from unity.layers import Elementwise, Flatten, Layer, MaxPool, MeanPool, convolution, dense
from unity.network import Network, batches, quick, training
from unity.network.batches import Held
from unity.network.quick import Quick, applies
from unity.network.training import Plain

BEND = Elementwise(RELU)
IMAGES = {
    "rectified, then pooled": ([convolution(3, 2), BEND, MaxPool(2), Flatten(), dense(3)], (2, 6, 7)),
    "rectified, then pooled twice": ([convolution(3, 2), BEND, MaxPool(2), MaxPool((1, 2)), dense(3)], (2, 6, 9)),
    "pooled, then rectified": ([convolution(3, 2, padding=1), MaxPool((2, 3)), BEND, dense(3)], (2, 6, 7)),
    "windows that overlap": ([convolution(3, 2), BEND, MaxPool(3, stride=2), Flatten(), dense(3)], (2, 6, 7)),
    "pooled first": ([MaxPool(2), Flatten(), BEND, dense(4), BEND, dense(2)], (2, 5, 6)),
    "rectified first and last": ([BEND, Flatten(), dense(4), BEND], (1, 2, 3)),
    "a dense layer that sees an image": ([dense(4), BEND, dense(2)], (2, 3, 2)),
    "two convolutions": ([convolution(3, 3), BEND, MeanPool(2), convolution(2, 2), BEND, dense(2)], (1, 9, 8)),
    "nothing to learn": ([Flatten(), BEND], (1, 2, 2)),
}


def by_the_formulas():
    """Where the plain gradient is asked for, it is no quicker one that is given."""
    return mock.patch.object(Network, "gradient", inspect.unwrap(Network.gradient))


def one_after_the_other(network, parameters, X, Y, weights=None, *, layout=np.asarray, step=0.02):
    """A plain and a quick learner meet all examples, then some, then all: parameters and costs after each."""
    learners = Plain(network, parameters, step), Quick(network, parameters, X, step)
    m = X.shape[-1]
    for some in (slice(0, m), slice(0, -(-m // 2)), slice(0, m)):
        part = [array[..., some] for array in (X, Y, weights) if array is not None]
        with by_the_formulas():
            assert learners[0].meet(*part)
        assert learners[1].meet(*map(layout, part))
        yield [(leaves(learner.parameters), learner.cost(*part)) for learner in learners]


def assert_alike(network, parameters, X, Y, *weights, layout=np.asarray):
    slack = 2e3 * float(np.finfo(X.dtype).eps)
    for (plain, cost), (found, quick_cost) in one_after_the_other(network, parameters, X, Y, *weights, layout=layout):
        assert quick_cost == pytest.approx(cost, rel=slack, abs=slack)
        for ours, theirs in zip(found, plain, strict=True):
            assert ours.dtype == theirs.dtype == X.dtype
            np.testing.assert_allclose(ours, theirs, rtol=0, atol=slack * np.abs(theirs).max(initial=1))


precisions = pytest.mark.parametrize("dtype", [np.float32, np.float64])


@precisions
@pytest.mark.parametrize("seed", ARCHITECTURES)
def test_random_networks(seed, dtype):
    network, parameters, X, Y = architecture(seed)
    parameters = tuple(tuple(0.5 * P.astype(dtype) for P in own) for own in parameters)
    assert applies(network, X)
    assert_alike(network, parameters, X.astype(dtype), Y.astype(dtype))


@precisions
@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
@pytest.mark.parametrize("name", IMAGES)
def test_layers_that_meet(name, family, dtype):
    layers, shape = IMAGES[name]
    network = Network(layers, family)
    parameters, X, Y = drawn(network, shape, m=7, dtype=dtype)
    weights = np.linspace(0, 2, 7, dtype=dtype)[None]
    X.setflags(write=False)
    assert_alike(network, parameters, X, Y, weights)
    assert_alike(network, parameters, X.round(), Y)  # equal numbers in a window


@pytest.mark.parametrize("layout", [np.asfortranarray, lambda A: np.repeat(A, 2, axis=-1)[..., ::2]])
@pytest.mark.parametrize(
    "name", ["pooled, then rectified", "a dense layer that sees an image", "rectified first and last"]
)
def test_however_a_batch_lies_in_memory(name, layout):
    layers, shape = IMAGES[name]
    network = Network(layers, CATEGORICAL)
    assert_alike(network, *drawn(network, shape, m=6), layout=layout)


def test_the_first_of_equal_numbers_in_a_window_has_the_error():
    network = Network([convolution(1, 1), BEND, MaxPool(2), dense(1)], GAUSSIAN)
    own = (np.ones((1, 1, 1, 1)), np.zeros((1, 1))), (), (), (np.ones((1, 1, 1, 1)), np.zeros((1, 1)))
    X = np.array([[1.0, 3.0], [3.0, 2.0]]).reshape(1, 2, 2, 1)
    pooled = steps.MaxPooled(steps.Room(float), "", (2, 2), (1, 2, 2), 1)
    pooled.forward(X)
    assert pooled.back(np.full((1, 1, 1, 1), 5.0)).ravel().tolist() == [0, 5, 0, 0]
    assert_alike(network, own, X, np.zeros((1, 1)))


@precisions
def test_logits_far_out_keep_their_digits(dtype):
    """A sure and right answer: both the slope and the loss are tiny, and right to their last digits; equal logits too."""
    room, eps = steps.Room(dtype), float(np.finfo(dtype).eps)
    Z = np.array([[30, -30, 2, 1e4, -1e4, 0], [0, 0, 2, 0, 0, 0], [0, 0, -1, 1e4, 0, 0]], dtype=dtype)
    for labels in (np.eye(3, dtype=dtype)[:, [0, 0, 1, 1, 2, 0]], np.full((3, 6), 1 / 3, dtype)):
        for family, made, loss in (
            (CATEGORICAL, ends.categorical_slope, ends.categorical_loss),
            (BERNOULLI, ends.bernoulli_slope, None),
            (GAUSSIAN, ends.gaussian_slope, None),
        ):
            np.testing.assert_allclose(made(room, 3, 6)(Z, labels), family.slope(Z, labels), rtol=20 * eps, atol=0)
            if loss:
                np.testing.assert_allclose(loss(room, 3, 6)(Z, labels), family.loss(Z, labels), rtol=20 * eps, atol=0)


def test_a_cost_that_is_infinite_is_the_plain_one():
    """A class without a share costs nothing, however far its logit has fallen."""
    network = Network([dense(2)], CATEGORICAL)
    own = ((np.array([[0.0, -np.inf]]), np.zeros((2, 1))),)
    X, Y = np.ones((1, 2)), np.array([[1.0, 1.0], [0.0, 0.0]])
    with np.errstate(invalid="ignore"):
        assert Quick(network, own, X, 1.0).cost(X, Y) == network.cost(own, X, Y) == 0
        assert Quick(network, own, X, 1.0).cost(X, Y[::-1]) == np.inf


def test_it_says_where_a_parameter_is_no_number():
    network = Network([dense(1)], GAUSSIAN)
    learner = Quick(network, ((np.ones((1, 1)), np.zeros((1, 1))),), np.ones((1, 1)), 1e308)
    with np.errstate(over="ignore", invalid="ignore"):
        assert not learner.meet(np.full((1, 1), 1e3), np.zeros((1, 1)))


def test_parameters_are_copies_and_what_is_given_is_left_alone():
    network, shape = NETWORKS["three dense layers"]
    parameters, X, Y = drawn(network, shape)
    kept = [P.copy() for P in leaves(parameters)]
    learner = Quick(network, parameters, X, 0.1)
    before = leaves(learner.parameters)
    learner.meet(X, Y)
    for P, copy, now in zip(leaves(parameters), kept, before):
        np.testing.assert_array_equal(P, copy)
        np.testing.assert_array_equal(now, copy)
    assert all((now != P).any() for P, now in zip(leaves(learner.parameters), before))


# What is done in place of which layer


POOLED = MaxPool((2, 2), stride=(2, 2))
PLACED = {
    "dense": ([dense(4), BEND, dense(2)], (3,), [(0, "Dense"), (1, "Rectified"), (2, "Dense")]),
    "flat": ([Flatten(), dense(2)], (1, 2, 2), [(0, "Flat"), (1, "Dense")]),
    "convolution": ([convolution(2, 2), dense(2)], (1, 3, 3), [(-1, "Laid"), (0, "Convolved"), (1, "Dense")]),
    "elementwise": ([Elementwise(TANH), dense(2)], (3,), [(-1, "Laid"), (0, "Other"), (1, "Dense")]),
    "a stride that is the size": ([POOLED, dense(2)], (1, 4, 4), [(-1, "Laid"), (0, "MaxPooled"), (1, "Dense")]),
    "windows that overlap": ([MaxPool(3, stride=2), dense(2)], (1, 5, 5), [(-1, "Laid"), (0, "Other"), (1, "Dense")]),
    "rectified, then pooled twice": (
        *IMAGES["rectified, then pooled twice"],
        [(-1, "Laid"), (0, "Convolved"), (2, "MaxPooled"), (3, "MaxPooled"), (1, "Rectified"), (4, "Dense")],
    ),
    "rectified first, then pooled": (
        [BEND, MaxPool(2), dense(2)],
        (1, 4, 4),
        [(-1, "Laid"), (1, "MaxPooled"), (0, "Rectified"), (2, "Dense")],
    ),
}


@pytest.mark.parametrize("name", PLACED)
def test_each_layer_has_its_own_quick_way(name):
    layers, shape, expected = PLACED[name]
    parameters = drawn(Network(layers, CATEGORICAL), shape, m=3)[0]
    placed = quick._placed(layers, parameters, parameters, shape, 3, steps.Room(float))
    assert [(place, type(step).__name__) for place, step in placed] == expected


# Who learns in this way


class Own(Layer):
    def output_shape(self, shape):
        return shape

    def forward(self, parameters, X):
        return X

    def error_back(self, parameters, X, E):
        return E


class Wide(MaxPool):
    """A layer of the library with a change of somebody's own."""


def test_for_whom_it_is():
    X, vector = np.ones((1, 4, 4, 2)), np.ones((3, 2))
    net = Network([dense(2)], CATEGORICAL)
    assert applies(net, vector)
    assert applies(net, vector.astype(np.float32))
    assert applies(Network([dense(2), Elementwise(Activation(relu, relu_slope)), dense(2)], GAUSSIAN), vector)
    for other in (
        vector.astype(np.float16),
        vector.astype(vector.dtype.newbyteorder()),
        vector.view(type("Own", (np.ndarray,), {})),
        array_api_strict.asarray(vector),
    ):
        assert not applies(net, other)
    assert not applies(Network([Own(), dense(2)], CATEGORICAL), vector)
    assert not applies(Network([Wide(2), dense(2)], CATEGORICAL), X)
    assert not applies(Network([], CATEGORICAL), vector)
    own = Family("OWN", *(getattr(GAUSSIAN, name) for name in ("log_partition", "conjugate", "mean", "loss", "slope")))
    assert not applies(Network([dense(2)], own), vector)


@precisions
@pytest.mark.parametrize("batch", [4, 7, 30])
@pytest.mark.parametrize("name", NETWORKS)
def test_training_meets_the_same_batches(name, batch, dtype, monkeypatch):
    """With weights and examples held out, for three epochs: costs and parameters are those of the formulas."""
    network, shape = NETWORKS[name]
    parameters, X, Y = drawn(network, shape, m=30, dtype=dtype)
    weights = np.linspace(0.5, 1.5, 30, dtype=dtype)[None]
    plan = {
        "step": 0.02,
        "batch": batch,
        "epochs": 3,
        "seed": 0,
        "weights": weights,
        "held_out": (X[..., :9], Y[:, :9]),
    }
    monkeypatch.setattr(quick, "LARGEST", 200)
    found = network.train(parameters, X, Y, **plan)
    rows = network.train(parameters, np.moveaxis(np.moveaxis(X, -1, 0).copy(), 0, -1), Y, **plan)
    monkeypatch.setattr(training, "applies", lambda network, X: False)
    with by_the_formulas():
        plain = network.train(parameters, X, Y, **plan)
    slack = 2e3 * float(np.finfo(dtype).eps)
    for ours in (found, rows):
        assert ours.best == plain.best
        np.testing.assert_allclose(ours.costs, plain.costs, rtol=slack)
        np.testing.assert_allclose(ours.held_out, plain.held_out, rtol=slack)
        for P, expected in zip(leaves(ours.parameters), leaves(plain.parameters), strict=True):
            np.testing.assert_allclose(P, expected, rtol=0, atol=slack * np.abs(expected).max(initial=1))


def test_rows_and_columns_hold_the_same_batches(monkeypatch):
    monkeypatch.setattr(batches, "TOGETHER", 4)
    X, Y = np.random.default_rng(0).standard_normal((2, 3, 10)), np.arange(10.0)[None]
    columns, rows = (Held([X, Y], 4, np.random.default_rng(1), rows=rows) for rows in (False, True))
    for expected, found in zip(columns.epoch(), rows.epoch(), strict=True):
        for ours, theirs in zip(found, expected, strict=True):
            np.testing.assert_array_equal(ours, theirs)
    as_rows = np.moveaxis(np.moveaxis(X, -1, 0).copy(), 0, -1)
    assert np.shares_memory(Held([as_rows, Y], 4, None, rows=True).rows, as_rows)


def test_batches_of_two_sizes_share_their_memory():
    network = Network([dense(50), Elementwise(TANH), dense(50), BEND, dense(2)], CATEGORICAL)
    parameters, X, Y = drawn(network, (40,), m=1000)
    learner = Quick(network, parameters, X, 0.1)
    learner.meet(X, Y)
    tracemalloc.start()
    try:
        for m in range(900, 1000, 10):
            learner.meet(X[:, :m], Y[:, :m])
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 3 * 50 * 1000 * 8 + 10 * 60_000
