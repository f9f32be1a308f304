"""Layers: each number as it is defined, the step back as the adjoint of the step forward, PyTorch as the oracle."""

import dataclasses
import itertools
import math

import array_api_compat
import array_api_strict
import numpy as np
import pytest
from every_activation import ACTIVATIONS
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from unity import notebook
from unity.activations import RELU, SIGMOID, TANH, Activation
from unity.arrays import move, to_numpy
from unity.checks import adjoint_gap, assert_adjoint, assert_gradient
from unity.layers import Affine, Elementwise, Flatten, Layer, MaxPool, MeanPool, collapse, convolution, dense
from unity.toeplitz import matrix, weight_numbers
from unity.trilinear import Convolution, Dense

EPS = np.finfo(np.float64).eps
some_shapes = settings(max_examples=25)

LAYERS = {
    "dense": (dense(3), (4,)),
    "dense on an image": (dense(3), (2, 3, 2)),
    "convolution": (convolution(3, 2), (2, 4, 5)),
    "convolution, all at once": (convolution(3, (2, 3), stride=(2, 1), padding=(1, 2)), (2, 4, 5)),
    "sigmoid": (Elementwise(SIGMOID), (3,)),
    "tanh": (Elementwise(TANH), (2, 3, 2)),
    "relu": (Elementwise(RELU), (2, 3, 2)),
    "max side by side": (MaxPool(2), (2, 4, 6)),
    "max with a rest": (MaxPool((2, 3)), (2, 5, 5)),
    "max overlapping": (MaxPool(3, stride=(1, 2)), (2, 5, 6)),
    "max jumping": (MaxPool(2, stride=3), (2, 6, 6)),
    "mean side by side": (MeanPool(2), (2, 4, 6)),
    "mean with a rest": (MeanPool((2, 3)), (2, 5, 5)),
    "mean overlapping": (MeanPool(3, stride=(1, 2)), (2, 5, 6)),
    "flatten": (Flatten(), (2, 3, 2)),
}
every_layer = pytest.mark.parametrize(("layer", "shape"), LAYERS.values(), ids=LAYERS)
SOME = ("dense", "convolution, all at once", "relu", "max overlapping", "mean with a rest", "flatten")
some_layers = pytest.mark.parametrize(("layer", "shape"), [LAYERS[name] for name in SOME], ids=SOME)


def close(found, expected, factor=100):
    found, expected = to_numpy(found), to_numpy(expected)
    assert found.shape == expected.shape
    scale = np.abs(expected).max(initial=1.0)
    np.testing.assert_allclose(found, expected, rtol=0, atol=factor * EPS * scale)


def drawn(layer, shape, m=3, seed=0, dtype=np.float64):
    """Parameters, X and E. The numbers of X are 0.1 apart and from 0: no kink is near, and no window has a tie."""
    rng = np.random.default_rng(seed)
    parameters, out = layer.init(shape, rng)
    parameters = tuple(rng.standard_normal(P.shape).astype(dtype) for P in parameters)
    size = math.prod(shape) * m
    X = (rng.permutation(size) - size // 2 + 0.5).reshape(*shape, m) * 0.1
    return parameters, X.astype(dtype), rng.standard_normal((*out, m)).astype(dtype)


# Definition


def by_definition(layer, parameters, X, E):
    """Z, the gradients and dX, number by number."""
    if isinstance(layer, Affine):
        return affine_by_definition(layer, parameters, X, E)
    if isinstance(layer, Elementwise):
        f, slope = layer.activation.function, layer.activation.slope
        one = lambda g, x: float(g(np.array([x]))[0])
        Z, dX = np.empty_like(X), np.empty_like(X)
        for i in np.ndindex(X.shape):
            Z[i], dX[i] = one(f, X[i]), E[i] * one(slope, X[i])
        return Z, (), dX
    if isinstance(layer, Flatten):
        (_, height, width, _), Z, dX = X.shape, np.empty_like(E), np.empty_like(X)
        for c, r, s, i in np.ndindex(X.shape):
            Z[(c * height + r) * width + s, i] = X[c, r, s, i]
            dX[c, r, s, i] = E[(c * height + r) * width + s, i]
        return Z, (), dX
    (kh, kw), (down, right) = layer.size, layer.stride
    Z, dX = np.empty_like(E), np.zeros_like(X)
    for c, r, s, i in np.ndindex(E.shape):
        window = [(c, r * down + a, s * right + b, i) for a in range(kh) for b in range(kw)]
        if isinstance(layer, MaxPool):
            winner = max(window, key=lambda place: X[place])  # the first of several
            Z[c, r, s, i] = X[winner]
            dX[winner] += E[c, r, s, i]
        else:
            Z[c, r, s, i] = sum(X[place] for place in window) / len(window)
            for place in window:
                dX[place] += E[c, r, s, i] / len(window)
    return Z, (), dX


def affine_by_definition(layer, parameters, X, E):
    W, b = parameters
    Z, dX = np.zeros_like(E), np.zeros_like(X)
    dW, db = np.zeros_like(W), np.zeros_like(b)
    for k, *place, i in np.ndindex(E.shape):
        out = (k, *place, i)
        Z[out] += b[k, 0]
        db[k, 0] += E[out]
        for tap in np.ndindex(W.shape[:-1]):
            here = tap
            if place:
                (down, right), (top, left) = layer.product.stride, layer.product.padding
                here = (tap[0], place[0] * down + tap[1] - top, place[1] * right + tap[2] - left)
                if not (0 <= here[1] < X.shape[1] and 0 <= here[2] < X.shape[2]):
                    continue
            Z[out] += W[(*tap, k)] * X[(*here, i)]
            dX[(*here, i)] += W[(*tap, k)] * E[out]
            dW[(*tap, k)] += X[(*here, i)] * E[out]
    return Z, (dW, db), dX


@pytest.mark.derivation("D40")
@every_layer
def test_forward_and_backward_number_by_number(layer, shape):
    parameters, X, E = drawn(layer, shape)
    Z, own, dX = by_definition(layer, parameters, X, E)
    close(layer.forward(parameters, X), Z)
    gradients, error = layer.backward(parameters, X, E)
    close(error, dX)
    close(layer.error_back(parameters, X, E), dX)
    for found in (gradients, layer.gradients(parameters, X, E)):
        assert isinstance(found, tuple)
        for ours, expected in zip(found, own, strict=True):
            close(ours, expected)


@pytest.mark.derivation("D40")
@some_shapes
@given(
    st.sampled_from([MaxPool, MeanPool]),
    *[st.tuples(st.integers(1, 3), st.integers(1, 3)) for _ in range(2)],
    st.tuples(st.integers(1, 2), st.integers(1, 7), st.integers(1, 7)),
    st.integers(0, 2**32 - 1),
)
def test_pooling_number_by_number(kind, size, stride, shape, seed):
    assume(size[0] <= shape[1] and size[1] <= shape[2])
    layer = kind(size, stride)
    _, X, E = drawn(layer, shape, m=2, seed=seed)
    Z, _, dX = by_definition(layer, (), X, E)
    close(layer.forward((), X), Z)
    close(layer.backward((), X, E)[1], dX)


@pytest.mark.derivation("D01")
def test_flatten_takes_plane_by_plane_and_row_by_row():
    """64 x 64 x 3 -> 12288: red first, then green, then blue, each row by row; back again to the same image."""
    X = np.random.default_rng(0).standard_normal((3, 64, 64, 2))
    x = Flatten().forward((), X)
    assert x.shape == (12288, 2)
    np.testing.assert_array_equal(x[:4096], X[0].reshape(4096, 2))
    np.testing.assert_array_equal(x[4096 + 64 : 4096 + 128, 1], X[1, 1, :, 1])
    gradients, back = Flatten().backward((), X, x)
    assert gradients == ()
    np.testing.assert_array_equal(back, X)


def test_a_dense_layer_on_an_image_is_flatten_and_dense(rng):
    parameters, X, E = drawn(dense(4), (2, 3, 2))
    flat = (parameters[0].reshape(12, 4), parameters[1])
    x = Flatten().forward((), X)
    close(dense(4).forward(parameters, X), dense(4).forward(flat, x))
    (dW, db), dX = dense(4).backward(parameters, X, E)
    (dW_flat, db_flat), dx = dense(4).backward(flat, x, E)
    close(dW.reshape(12, 4), dW_flat)
    close(db, db_flat)
    close(dX, Flatten().error_back((), X, dx))


@pytest.mark.parametrize("width", [3, 4, 5])
def test_one_bias_serves_a_whole_feature_map(width, asarray):
    """With as many filters as columns or rows a bare (filters, 1) would be added along the wrong axis, unseen."""
    layer, b = convolution(width, 1), np.arange(1.0, width + 1).reshape(width, 1)
    parameters = tuple(map(asarray, (np.zeros((1, 1, 1, width)), b)))
    Z = to_numpy(layer.forward(parameters, asarray(np.ones((1, 4, width, 2)))))
    for k in range(width):
        assert (Z[k] == k + 1).all()
    E = np.random.default_rng(0).standard_normal((width, 4, width, 2))
    (_, db), _ = layer.backward(parameters, asarray(np.ones((1, 4, width, 2))), asarray(E))
    assert tuple(db.shape) == (width, 1)
    for k in range(width):
        assert float(db[k, 0]) == pytest.approx(E[k].sum(), abs=100 * EPS * np.abs(E[k]).sum())


@every_layer
def test_nothing_divides_by_m(layer, shape):
    """E carries the 1/m: the same examples twice give the same errors and twice the gradient."""
    parameters, X, E = drawn(layer, shape)
    gradients, dX = layer.backward(parameters, X, E)
    twice, dX_twice = layer.backward(parameters, np.concatenate([X, X], -1), np.concatenate([E, E], -1))
    close(dX_twice, np.concatenate([dX, dX], -1))
    for one, two in zip(gradients, twice, strict=True):
        close(two, 2 * one)


# Ties, remainders, not a number


@pytest.mark.derivation("D40")
def test_the_first_maximum_wins_a_tie(asarray):
    X = asarray(np.array([[3.0, 3.0, 1.0, 2.0], [3.0, 3.0, 2.0, 2.0]]).reshape(1, 2, 4, 1))
    dX = MaxPool(2).error_back((), X, asarray(np.array([5.0, 7.0]).reshape(1, 1, 2, 1)))
    np.testing.assert_array_equal(to_numpy(dX)[0, :, :, 0], [[5, 0, 0, 7], [0, 0, 0, 0]])


@pytest.mark.parametrize("kind", [MaxPool, MeanPool])
def test_what_is_left_over_is_dropped_and_gets_no_error(kind):
    X = np.random.default_rng(0).standard_normal((1, 5, 7, 2))
    E = np.ones((1, 2, 2, 2))
    X[:, 4:] = X[:, :, 6:] = np.inf
    layer = kind((2, 3))
    assert np.isfinite(layer.forward((), X)).all()
    dX = layer.error_back((), X, E)
    assert (dX[:, 4:] == 0).all()
    assert (dX[:, :, 6:] == 0).all()
    assert dX.sum() == pytest.approx(E.sum())


def test_no_error_gets_lost_beside_a_nan():
    X = np.array([[np.nan, 1.0], [2.0, 0.0]]).reshape(1, 2, 2, 1)
    assert np.isnan(MaxPool(2).forward((), X)).all()
    assert MaxPool(2).error_back((), X, np.ones((1, 1, 1, 1))).sum() == 1


@pytest.mark.parametrize(
    ("window", "winner"),
    [
        ([[1.0, np.nan], [2.0, 3.0]], 1),
        ([[1.0, 2.0], [3.0, np.nan]], 3),
        ([[1.0, np.nan], [np.nan, 3.0]], 1),
        ([[np.inf, 2.0], [np.nan, 3.0]], 2),
        ([[-np.inf, -np.inf], [-np.inf, -np.inf]], 0),
        ([[1.0, np.inf], [np.inf, 3.0]], 1),
    ],
    ids=str,
)
def test_a_nan_wins_and_has_the_error(window, winner, asarray):
    """The output is NaN because of it, so the error is its own; of several the first has it, as of several maxima."""
    X, E = (
        asarray(np.array(numbers).reshape(1, 2, 2, 1)[:, :k, :k]) for numbers, k in ((window, 2), (np.full(4, 5.0), 1))
    )
    expected = np.zeros(4)
    expected[winner] = 5
    np.testing.assert_array_equal(to_numpy(MaxPool(2).error_back((), X, E)).ravel(), expected)


def test_pytorch_sends_the_error_to_the_nan_too(torch):
    window = np.array([[1.0, np.nan], [2.0, 3.0]])
    images = torch.tensor(window.reshape(1, 1, 2, 2), requires_grad=True)
    torch.nn.functional.max_pool2d(images, 2).sum().backward()
    dX = MaxPool(2).error_back((), window.reshape(1, 2, 2, 1), np.ones((1, 1, 1, 1)))
    np.testing.assert_array_equal(images.grad.numpy().ravel(), dX.ravel())


@pytest.mark.parametrize(("dtype", "large"), [(np.float16, 6e4), (np.float32, 3e38), (np.float64, 1.5e308)])
def test_the_mean_of_large_numbers_is_one(dtype, large):
    """Their sum is beyond the dtype, their mean is not."""
    X = np.full((1, 4, 4, 1), large, dtype)
    Z = MeanPool(2).forward((), X)
    assert Z.dtype == dtype
    np.testing.assert_array_equal(Z, np.full((1, 2, 2, 1), large, dtype))


def test_a_mean_of_halves_in_half_precision():
    """0.5 and 1.5 have the mean 1, forward; a quarter of 6e4 goes back to each."""
    X = np.array([[0.5, 1.5], [1.5, 0.5]], np.float16).reshape(1, 2, 2, 1)
    assert MeanPool(2).forward((), X).item() == 1
    dX = MeanPool(2).error_back((), X, np.full((1, 1, 1, 1), 6e4, np.float16))
    assert dX.dtype == np.float16
    assert dX.ravel().tolist() == [15000] * 4


# Adjoint: forward and back are two sides of one number


@pytest.mark.derivation("D33", "D40")
@every_layer
def test_back_is_the_adjoint_of_forward(layer, shape):
    """<E, forward> is linear in X for the linear layers, so its slope is the error sent back; W and b alike."""
    parameters, X, E = drawn(layer, shape)
    if isinstance(layer, Elementwise | MaxPool):
        # Linear near X: forward(X + small) = forward(X) + the derivative of small.
        small = 1e-3 * np.random.default_rng(1).standard_normal(X.shape)
        step = layer.forward(parameters, X + small) - layer.forward(parameters, X - small)
        back = layer.error_back(parameters, X, E)
        assert (step * E).sum() / 2 == pytest.approx((small * back).sum(), rel=1e-4)
        return
    offset = layer.forward(parameters, np.zeros_like(X))
    assert_adjoint(lambda X: layer.forward(parameters, X) - offset, lambda E: layer.error_back(parameters, X, E), X, E)
    if parameters:
        W, b = parameters
        none = np.zeros_like(b)
        assert_adjoint(lambda W: layer.forward((W, none), X), lambda E: layer.gradients(parameters, X, E)[0], W, E)
        assert_adjoint(lambda b: layer.forward((0 * W, b), X), lambda E: layer.gradients(parameters, X, E)[1], b, E)


@pytest.mark.derivation("D41")
def test_mean_pooling_is_a_product_and_max_pooling_is_none():
    """A fixed convolution of each channel by itself, against a choice that depends on the image."""
    _, X, E = drawn(MeanPool((2, 3), stride=1), (2, 5, 6))
    W = np.zeros((2, 2, 3, 2))
    W[0, :, :, 0] = W[1, :, :, 1] = 1 / 6
    product = Convolution((2, 3))
    close(MeanPool((2, 3), stride=1).forward((), X), product.forward(W, X))
    close(MeanPool((2, 3), stride=1).backward((), X, E)[1], product.error_back(W, E, X.shape[:-1]))
    X_2 = np.random.default_rng(5).standard_normal(X.shape)
    pool = lambda X: MaxPool((2, 3), stride=1).forward((), X)
    close(pool(3 * X), 3 * pool(X))
    assert np.abs(pool(X + X_2) - pool(X) - pool(X_2)).max() > 0.1
    assert adjoint_gap(pool, lambda E: MaxPool((2, 3), stride=1).error_back((), X_2, E), X, E) > 1e-3


@pytest.mark.derivation("D41")
@pytest.mark.parametrize(
    ("pool", "shape"),
    [
        (MeanPool(2), (3, 4, 6)),
        (MeanPool((2, 3)), (2, 5, 7)),
        (MeanPool(1), (1, 2, 2)),
        (MeanPool(3), (2, 3, 3)),
        (MeanPool(3, stride=(1, 2)), (2, 5, 6)),
    ],
    ids=repr,
)
def test_the_kernel_of_a_mean(pool, shape):
    """The convolution with it does what the pooling does, window by window and as an adjoint; a remainder is dropped."""
    product, W = Convolution(pool.size, pool.stride), pool.kernel(shape[0])
    (kh, kw), (down, right) = pool.size, pool.stride
    rng = np.random.default_rng(22)
    X = rng.standard_normal((*shape, 2))
    Z = product.forward(W, X)
    assert W.shape == (shape[0], kh, kw, shape[0])
    assert Z.shape == (*pool.output_shape(shape), 2)
    for c, r, s, i in np.ndindex(Z.shape):
        window = X[c, r * down : r * down + kh, s * right : s * right + kw, i]
        assert Z[c, r, s, i] == pytest.approx(window.mean(), abs=100 * EPS)
    close(pool.forward((), X), Z)
    E = rng.standard_normal(Z.shape)
    close(pool.error_back((), X, E), product.error_back(W, E, shape))
    assert_adjoint(lambda X: product.forward(W, X), lambda E: pool.error_back((), X, E), X, E)


def test_the_kernel_of_a_mean_goes_where_it_is_wanted(asarray):
    like = asarray(np.ones(1, np.float32))
    W = MeanPool((1, 4)).kernel(2, like=like)
    assert type(W) is type(like)
    assert W.dtype == like.dtype
    close(W, np.eye(2).reshape(2, 1, 1, 2) * np.full((1, 1, 4, 1), 0.25))


def test_a_kernel_like_an_array_in_blocks_is_in_blocks(in_blocks):
    found = MeanPool(3).kernel(2, like=in_blocks(np.ones(4)))
    assert array_api_compat.is_dask_array(found)
    np.testing.assert_array_equal(to_numpy(found), MeanPool(3).kernel(2))


def test_a_kernel_has_channels():
    with pytest.raises(ValueError, match=r"^kernel: channels = 0, expected at least one"):
        MeanPool(2).kernel(0)


@pytest.mark.derivation("D44")
def test_max_pooling_answers_to_a_shift_by_one_pixel():
    """By a whole stride it follows the shift; by one pixel it gives other numbers, not the same ones elsewhere."""
    X = np.random.default_rng(0).standard_normal((1, 8, 8, 1))
    shifted = lambda by: np.roll(X, by, axis=2)
    pool = lambda X: MaxPool(2).forward((), X)
    np.testing.assert_array_equal(pool(shifted(2)), np.roll(pool(X), 1, axis=2))
    for by in range(4):
        assert np.abs(pool(shifted(1)) - np.roll(pool(X), by, axis=2)).max() > 0.1


@pytest.mark.derivation("D40")
@pytest.mark.parametrize("pool", [MaxPool((2, 3)), MaxPool(2, stride=1)], ids=repr)
def test_the_rectifier_and_max_pooling_change_places(pool):
    """Forward and back, also where whole windows are negative; the rectifier and mean-pooling do not."""
    bend, (_, Z, E) = Elementwise(RELU), drawn(pool, (2, 4, 6))
    Z[0, :2] = -np.abs(Z[0, :2])
    bent, pooled = bend.forward((), Z), pool.forward((), Z)
    np.testing.assert_array_equal(pool.forward((), bent), bend.forward((), pooled))
    first = bend.error_back((), Z, pool.error_back((), bent, E))
    np.testing.assert_array_equal(first, pool.error_back((), Z, bend.error_back((), pooled, E)))
    mean = MeanPool(2)
    apart = mean.forward((), bent) - bend.forward((), mean.forward((), Z))
    assert apart.min() >= 0
    assert apart.max() > 0.1


# Differences


@pytest.mark.derivation("D33", "D40")
@every_layer
def test_differences(layer, shape):
    parameters, X, E = drawn(layer, shape, m=2)
    gradients, dX = layer.backward(parameters, X, E)
    value = lambda parameters, X: (E * layer.forward(parameters, X)).sum()
    assert_gradient(lambda X: value(parameters, X), X, dX, tolerance=1e-9)
    for n, (P, dP) in enumerate(zip(parameters, gradients, strict=True)):
        changed = lambda P, n=n: (*parameters[:n], P, *parameters[n + 1 :])
        assert_gradient(lambda P, changed=changed: value(changed(P), X), P, dP, tolerance=1e-9)


@pytest.mark.derivation("D27", "D33")
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=repr)
def test_every_activation(activation):
    """Not the slope at the output, and not the slope times anything else."""
    layer = Elementwise(activation)
    _, X, E = drawn(layer, (2, 3), m=2)
    close(layer.forward((), X), activation.function(X), factor=0)
    close(layer.backward((), X, E)[1], E * activation.slope(X), factor=0)
    assert_gradient(lambda X: (E * layer.forward((), X)).sum(), X, layer.error_back((), X, E), tolerance=1e-9)


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=repr)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_activations_far_out_stay_finite(activation, dtype):
    X, layer = np.array([[-1e4, 1e4]], dtype=dtype), Elementwise(activation)
    assert np.isfinite(layer.forward((), X)).all()
    assert np.isfinite(layer.error_back((), X, np.ones_like(X))).all()


# Oracles


@pytest.mark.derivation("D40")
@some_shapes
@given(
    kind=st.sampled_from([MaxPool, MeanPool]),
    size=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    stride=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    shape=st.tuples(st.integers(1, 3), st.integers(3, 7), st.integers(3, 7)),
    ties=st.booleans(),
    seed=st.integers(0, 2**32 - 1),
)
def test_pytorch_pools_alike(torch, kind, size, stride, shape, ties, seed):
    """Overlaps, gaps, remainders and ties: the numbers and what autograd sends back."""
    rng = np.random.default_rng(seed)
    X = rng.integers(0, 3, (*shape, 2)) * 1.0 if ties else rng.standard_normal((*shape, 2))
    layer = kind(size, stride)
    images = torch.tensor(np.moveaxis(X, -1, 0).copy(), requires_grad=True)
    pool = torch.nn.functional.max_pool2d if kind is MaxPool else torch.nn.functional.avg_pool2d
    Z = pool(images, size, stride)
    E = rng.standard_normal(tuple(Z.shape))
    Z.backward(torch.tensor(E))
    close(layer.forward((), X), np.moveaxis(Z.detach().numpy(), 0, -1))
    close(layer.error_back((), X, np.moveaxis(E, 0, -1)), np.moveaxis(images.grad.numpy(), 0, -1))


# One class, two products


def test_dense_and_convolution_are_one_class():
    assert type(dense(3)) is type(convolution(3, 2)) is Affine
    assert dense(3) == Affine(Dense(), 3)
    assert convolution(3, (2, 5), 2, padding=1) == Affine(Convolution((2, 5), stride=2, padding=1), 3)
    assert dense(3) != dense(4)
    assert len({dense(3), dense(3), convolution(3, 2)}) == 2


@pytest.mark.derivation("D46")
def test_two_dense_layers_collapse_number_by_number(rng):
    """Every weight of the one layer is the sum over all ways through the neurons in between."""
    W_1, b_1, W_2, b_2 = (rng.standard_normal(shape) for shape in ((3, 4), (4, 1), (4, 2), (2, 1)))
    W, b = collapse(W_1, b_1, W_2, b_2)
    for k in range(2):
        for j in range(3):
            close(W[j, k], sum(W_1[j, i] * W_2[i, k] for i in range(4)))
        close(b[k, 0], sum(b_1[i, 0] * W_2[i, k] for i in range(4)) + b_2[k, 0])


@pytest.mark.derivation("D46")
@pytest.mark.parametrize("widths", [(3, 1, 4), (2, 6, 2), (5, 4, 3, 2)])
def test_layers_collapse_one_by_one(rng, widths):
    stack = [(rng.standard_normal(pair), rng.standard_normal((pair[1], 1))) for pair in itertools.pairwise(widths)]
    A = X = rng.standard_normal((widths[0], 7))
    W, b = stack[0]
    for own in stack[1:]:
        W, b = collapse(W, b, *own)
    for own in stack:
        A = dense(own[0].shape[1]).forward(own, A)
    close(dense(widths[-1]).forward((W, b), X), A)
    assert np.linalg.matrix_rank(W) == min(widths)


@pytest.mark.derivation("D36", "D41")
@pytest.mark.parametrize("name", ["convolution", "convolution, all at once"])
def test_a_convolution_is_a_dense_layer_with_tied_weights(name):
    """The same logits, the same error sent back; its weight gradient is the dense one, summed where a weight recurs."""
    layer, shape = LAYERS[name]
    (W, b), X, E = drawn(layer, shape)
    width, *grid = layer.output_shape(shape)
    T, places = matrix(layer.product, W, shape), math.prod(grid)
    flat = lambda A: A.reshape(-1, A.shape[-1])
    tied = (T, np.repeat(b, places, axis=0))
    wide = dense(width * places)
    close(flat(layer.forward((W, b), X)), wide.forward(tied, flat(X)))
    (dW, db), dX = layer.backward((W, b), X, E)
    (dT, db_tied), dx = wide.backward(tied, flat(X), flat(E))
    close(flat(dX), dx)
    number = weight_numbers(layer.product, shape, width)
    close(dW.ravel(), np.array([dT[number == n].sum() for n in range(1, W.size + 1)]))
    close(db, db_tied.reshape(width, places).sum(axis=1, keepdims=True))
    assert np.count_nonzero(dT[number == 0]) > 0  # a free dense layer would fill the empty places, too


# Where it starts


@every_layer
def test_init(layer, shape):
    parameters, out = layer.init(shape, np.random.default_rng(0))
    assert layer.forward(parameters, np.zeros((*shape, 2))).shape == (*out, 2)
    assert out == layer.output_shape(shape)
    assert isinstance(parameters, tuple)
    assert [P.shape for P in parameters] == list(layer.parameter_shapes(shape).values())
    assert all(isinstance(P, np.ndarray) and P.dtype == np.float64 for P in parameters)
    again, _ = layer.init(shape, np.random.default_rng(0))
    for one, other in zip(parameters, again, strict=True):
        np.testing.assert_array_equal(one, other)
    if parameters:
        assert (parameters[1] == 0).all()
        other, _ = layer.init(shape, np.random.default_rng(1))
        assert (parameters[0] != other[0]).all()


def test_init_draws_on():
    """One generator, two layers: other weights."""
    rng = np.random.default_rng(0)
    (first, _), _ = dense(3).init((4,), rng)
    (second, _), _ = dense(3).init((4,), rng)
    assert (first != second).all()


@pytest.mark.parametrize(("layer", "shape", "n_in"), [(dense(500), (200,), 200), (convolution(900, 5), (8, 9, 9), 200)])
def test_the_scale_of_the_weights(layer, shape, n_in):
    """Variance 2 / n_in, n_in what one output looks at, whatever the size of the image."""
    (W, _), _ = layer.init(shape, np.random.default_rng(0))
    deviations = np.sqrt(2 * (2 / n_in) ** 2 / W.size)  # of a sample variance
    assert W.var() == pytest.approx(2 / n_in, abs=4 * deviations)
    assert abs(W.mean()) < 4 * np.sqrt(2 / n_in / W.size)


def test_through_many_layers_the_numbers_keep_their_size():
    rng = np.random.default_rng(0)
    X, mean_squares = rng.standard_normal((256, 500)), []
    for _ in range(20):
        parameters, _ = dense(256).init((256,), rng)
        Z = dense(256).forward(parameters, X)
        X = Elementwise(RELU).forward((), Z)
        mean_squares.append(np.mean(Z**2))
    assert 0.5 < mean_squares[-1] / mean_squares[0] < 2


# Arrays


@every_layer
def test_every_kind_of_array(layer, shape, asarray):
    parameters, X, E = drawn(layer, shape)
    moved = tuple(map(asarray, parameters))
    Z = layer.forward(moved, asarray(X))
    gradients, dX = layer.backward(moved, asarray(X), asarray(E))
    expected, expected_back = layer.backward(parameters, X, E)
    assert all(type(found) is type(asarray(X)) for found in (Z, dX, *gradients))
    close(Z, layer.forward(parameters, X))
    close(dX, expected_back)
    for found, reference in zip(gradients, expected, strict=True):
        close(found, reference)


@some_layers
def test_float32_stays_float32(layer, shape, asarray):
    parameters, X, E = drawn(layer, shape, dtype=np.float32)
    moved = tuple(map(asarray, parameters))
    gradients, dX = layer.backward(moved, asarray(X), asarray(E))
    for array in (layer.forward(moved, asarray(X)), dX, *gradients):
        assert str(array.dtype).endswith("float32")


@every_layer
def test_arguments_are_left_alone(layer, shape):
    given_arrays, kept = drawn(layer, shape), drawn(layer, shape)
    layer.forward(*given_arrays[:2])
    layer.backward(*given_arrays)
    for ours, before in zip((*given_arrays[0], *given_arrays[1:]), (*kept[0], *kept[1:]), strict=True):
        np.testing.assert_array_equal(ours, before)


@some_layers
def test_no_examples(layer, shape, asarray):
    parameters, X, E = drawn(layer, shape, m=0)
    moved = tuple(map(asarray, parameters))
    assert tuple(layer.forward(moved, asarray(X)).shape) == E.shape
    gradients, dX = layer.backward(moved, asarray(X), asarray(E))
    assert tuple(dX.shape) == X.shape
    for P, dP in zip(parameters, gradients, strict=True):
        assert tuple(dP.shape) == P.shape
        assert (to_numpy(dP) == 0).all()


# What is refused


def test_layers_are_constants():
    for layer, _ in LAYERS.values():
        for field in dataclasses.fields(layer):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(layer, field.name, 1)
    # One without a field, too: equal ones are one key.
    assert len({Flatten(), Flatten()}) == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        Flatten().size = 1


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: dense(0), ValueError, r"^Affine: width = 0, expected an integer of at least 1$"),
        (lambda: dense(2.0), ValueError, r"^Affine: width = 2.0, expected"),
        (lambda: Affine(3, 2), TypeError, r"^Affine: product is of type int, expected a product"),
        (lambda: convolution(2, 0), ValueError, r"^Convolution: size = 0, expected"),
        (lambda: Elementwise(np.tanh), TypeError, r"^Elementwise: activation is of type ufunc, expected an Activation"),
        (lambda: MaxPool(0), ValueError, r"^MaxPool: size = 0, expected an integer of at least 1"),
        (lambda: MeanPool(2, stride=0), ValueError, r"^MeanPool: stride = 0, expected an integer of at least 1"),
        (lambda: MaxPool((1, 2, 3)), ValueError, r"^MaxPool: size = \(1, 2, 3\), expected"),
        (lambda: MaxPool(3).output_shape((1, 2, 5)), ValueError, r"^MaxPool: the window \(3, 3\) is larger than the image \(2, 5\)"),
        (lambda: MeanPool(3).output_shape((1, 5, 2)), ValueError, r"^MeanPool: the window \(3, 3\) is larger than the image \(5, 2\)"),
        (lambda: MaxPool(2).output_shape((4,)), ValueError, r"^MaxPool: an example of shape \(4,\), expected \(channels, height, width\)"),
        (lambda: convolution(1, 5).init((1, 4, 4), np.random.default_rng(0)), ValueError, r"the kernel \(5, 5\) is larger than the image"),
        (lambda: dense(3).init(4, np.random.default_rng(0)), ValueError, r"^init: shape = 4, expected that of one example, such as \(5,\)"),
        (lambda: dense(3).init((4, 0), np.random.default_rng(0)), ValueError, r"^init: shape = \(4, 0\), expected"),
        (lambda: Flatten().init((), np.random.default_rng(0)), ValueError, r"^init: shape = \(\), expected"),
    ],
)  # fmt: skip
def test_what_makes_no_layer(make, error, message):
    with pytest.raises(error, match=message):
        make()


W, b, X, E = np.zeros((4, 3)), np.zeros((3, 1)), np.zeros((4, 2)), np.zeros((3, 2))


@pytest.mark.parametrize(
    ("parameters", "X", "E", "error", "message"),
    [
        (W, X, E, TypeError, r"the parameters of Affine\(product=Dense\(\), width=3\) are of type ndarray, expected the tuple \(W, b\)"),
        ((W,), X, E, ValueError, r"1 parameters for Affine\(.*\), expected \(W, b\)"),
        ((W, b, b), X, E, ValueError, r"3 parameters for Affine"),
        ((W, [[0.0]]), X, E, TypeError, r"b is of type list, expected an array \(3, 1\)"),
        ((W, b[:, 0]), X, E, ValueError, r"b \(3,\) does not fit Affine\(product=Dense\(\), width=3\) of an example \(4,\), expected \(3, 1\)"),
        ((W, b.T), X, E, ValueError, r"b \(1, 3\) does not fit"),
        ((W.T, b), X, E, ValueError, r"W \(3, 4\) does not fit Affine\(.*\) of an example \(4,\), expected \(4, 3\)"),
        ((W, b), X[:3], E, ValueError, r"X has n = 3, the parameters were made for n = 4$"),
        ((W, b), X.T, np.zeros((3, 4)), ValueError, r"X has n = 2, the parameters were made for n = 4 \(is X transposed\? an example is a column\)$"),
        ((W, b, b), X[:3], E, ValueError, r"3 parameters for Affine"),
        ((W.astype(np.float32), b), X, E, TypeError, r"W is numpy.ndarray of float32, X numpy.ndarray of float64: unity.arrays.move"),
        ((W.astype(int), b), X, E, TypeError, r"W is numpy.ndarray of int64, X numpy.ndarray of float64"),
        ((W, b), X.tolist(), E, TypeError, r"X is a list, expected an array"),
        ((W, b), np.ma.masked_array(X), E, TypeError, r"X is a MaskedArray, expected a plain array"),
        ((W, b), X.astype(int), E, TypeError, r"X is of dtype int64, expected floating numbers"),
    ],
)  # fmt: skip
def test_what_does_not_fit(parameters, X, E, error, message):
    with pytest.raises(error, match=rf"^forward: {message}"):
        dense(3).forward(parameters, X)
    for method in (dense(3).backward, dense(3).gradients, dense(3).error_back):
        with pytest.raises(error, match=rf"^{method.__name__}: {message}"):
            method(parameters, X, E)
        with pytest.raises(error, match=rf"^{method.__name__}: {message}"):
            method(parameters=parameters, X=X, E=E)


@every_layer
def test_an_error_that_does_not_fit(layer, shape):
    parameters, X, E = drawn(layer, shape)
    with pytest.raises(ValueError, match=r"^backward: E \(.*\) does not fit .* of an example .*, expected \(.*, m\)$"):
        layer.backward(parameters, X, np.concatenate([E, E]))
    with pytest.raises(ValueError, match=r"^error_back: E \("):
        layer.error_back(parameters, X, np.concatenate([E, E]))
    with pytest.raises(ValueError, match=r"^backward: E .* has m = 2, X .* has m = 3"):
        layer.backward(parameters, X, E[..., :2])
    with pytest.raises(ValueError, match=rf"^forward: {len(parameters) + 1} parameters for "):
        layer.forward((*parameters, X), X)


def test_parameters_of_another_library():
    with pytest.raises(
        TypeError, match=r"^forward: W is numpy.ndarray of float64, X .*Array of .*float64: unity.arrays.move"
    ):
        dense(3).forward((W, b), array_api_strict.asarray(X))
    Z = dense(3).forward(move((W, b), like=array_api_strict.asarray(X)), array_api_strict.asarray(X))
    assert tuple(Z.shape) == (3, 2)


def test_flattened_sizes_that_do_not_fit():
    """A network's usual mistake: weights for images of another size."""
    image = np.zeros((1, 4, 4, 2))
    with pytest.raises(ValueError, match=r"^forward: X has n = 16, the parameters were made for n = 9$"):
        dense(3).forward((np.zeros((9, 3)), b), Flatten().forward((), image))


# A layer of one's own, and how a lecture shows one


def test_a_layer_of_ones_own():
    class Scale(Layer):
        """One factor, learned."""

        def output_shape(self, shape):
            return shape

        def parameter_shapes(self, shape):
            return {"c": (1, 1)}

        def forward(self, parameters, X):
            return parameters[0] * X

        def gradients(self, parameters, X, E):
            return ((X * E).sum(keepdims=True),)

        def error_back(self, parameters, X, E):
            return parameters[0] * E

    X, E = np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]])
    (dc,), dX = Scale().backward((np.array([[5.0]]),), X, E)
    np.testing.assert_array_equal(dc, [[11.0]])
    np.testing.assert_array_equal(dX, [[15.0, 20.0]])
    with pytest.raises(ValueError, match=r"^backward: c \(1, 2\) does not fit .*, expected \(1, 1\)"):
        Scale().backward((X,), X, E)
    with pytest.raises(TypeError, match="abstract"):
        Layer()


def test_an_activation_of_ones_own():
    square = Elementwise(Activation(lambda z: z * z, lambda z: 2 * z))
    _, dX = square.backward((), np.array([[3.0]]), np.array([[5.0]]))
    np.testing.assert_array_equal(dX, [[30.0]])


def test_a_lecture_shows_the_mathematics():
    shown = repr(notebook.show(Affine.forward))
    assert shown.startswith("def forward(")
    assert "W, b = parameters" in shown
    assert "check" not in shown
