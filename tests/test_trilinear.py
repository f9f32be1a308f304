"""The trilinear form: index by index, as an adjoint, by differences, and against PyTorch, JAX and SciPy."""

import inspect
import pickle
import re
import tracemalloc

import array_api_strict
import numpy as np
import pytest
import scipy.signal
from hypothesis import given, settings
from hypothesis import strategies as st

from unity import trilinear
from unity.arrays import to_numpy
from unity.checks import assert_adjoint, assert_gradient
from unity.course.convolving import convolve_by_definition
from unity.datasets import photograph
from unity.trilinear import Convolution, Dense, Product

EPS = np.finfo(np.float64).eps
some_shapes = settings(max_examples=25)
seeds = st.integers(0, 2**32 - 1)
CASES = {  # a product, the shape of an example, outputs, examples
    "dense": (Dense(), (5,), 3, 4),
    "one output, one example": (Dense(), (4,), 1, 1),
    "dense over an image": (Dense(), (2, 3, 4), 3, 2),
    "the deck's": (Convolution(2), (1, 3, 3), 1, 1),
    "channels and filters": (Convolution((2, 3)), (3, 4, 5), 2, 4),
    "stride with a remainder": (Convolution((2, 3), stride=(3, 2)), (2, 7, 6), 3, 2),
    "stride beyond the kernel": (Convolution(1, stride=3), (2, 6, 5), 2, 3),
    "padding": (Convolution((3, 2), padding=(2, 1)), (2, 3, 4), 2, 3),
    "all at once": (Convolution((3, 2), stride=(2, 3), padding=(1, 2)), (2, 6, 5), 3, 4),
    "a kernel larger than its image": (Convolution(4, padding=2), (1, 2, 3), 2, 2),
    "windows that see only padding": (Convolution(1, stride=4, padding=5), (1, 1, 1), 2, 2),
}
every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


@st.composite
def convolutions(draw, *, strides=(1, 3), paddings=(0, 2)):
    """A convolution that fits an image, the shape of the image, filters, examples, a seed."""
    ranges = (st.integers(*limits) for limits in ((1, 3), strides, paddings))
    size, stride, padding = (draw(st.tuples(n, n)) for n in ranges)
    height, width = (draw(st.integers(max(1, k - 2 * p), k + 4)) for k, p in zip(size, padding))
    shape = (draw(st.integers(1, 3)), height, width)
    return Convolution(size, stride, padding), shape, draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(seeds)


@st.composite
def products(draw):
    """The same for any product."""
    dense = st.tuples(st.just(Dense()), st.tuples(st.integers(1, 6)), st.integers(1, 4), st.integers(1, 4), seeds)
    return draw(st.one_of(dense, convolutions()))


def arrays_of(product, shape, n_out, m, seed=0):
    """E, W, X that fit."""
    rng = np.random.default_rng(seed)
    sizes = ((n_out, *product.grid(shape), m), (*product.patch(shape), n_out), (*shape, m))
    return [rng.standard_normal(size) for size in sizes]


def close(ours, expected, terms=100):
    """Equal up to the rounding of a sum of some terms of size 1."""
    np.testing.assert_allclose(
        to_numpy(ours), expected, rtol=0, atol=terms * EPS * max(1, np.abs(expected).max(initial=0))
    )


def three_maps(product, E, W, X):
    return product.forward(W, X), product.error_back(W, E, X.shape[:-1]), product.weight_gradient(X, E)


def three_maps_by_definition(product, E, W, X):
    """Each triple of numbers that meet in the form, one after the other: none of it knows of views."""
    Z, dX, dW = np.zeros_like(E), np.zeros_like(X), np.zeros_like(W)
    if isinstance(product, Dense):
        for *j, k, i in np.ndindex(*W.shape, X.shape[-1]):
            j = tuple(j)
            Z[k, i] += W[(*j, k)] * X[(*j, i)]
            dX[(*j, i)] += W[(*j, k)] * E[k, i]
            dW[(*j, k)] += X[(*j, i)] * E[k, i]
        return Z, dX, dW
    (down, right), (top, left) = product.stride, product.padding
    for k, r, s, i in np.ndindex(E.shape):
        for c, a, b in np.ndindex(W.shape[:3]):
            row, column = r * down + a - top, s * right + b - left
            if 0 <= row < X.shape[1] and 0 <= column < X.shape[2]:
                Z[k, r, s, i] += W[c, a, b, k] * X[c, row, column, i]
                dX[c, row, column, i] += W[c, a, b, k] * E[k, r, s, i]
                dW[c, a, b, k] += X[c, row, column, i] * E[k, r, s, i]
    return Z, dX, dW


# Definition


@pytest.mark.derivation("D35")
def test_the_four_outputs_of_the_deck(asarray, rng):
    """3 x 3 with 2 x 2, written out: numbers without symmetry, so that no other order of windows or taps passes."""
    x, w = rng.standard_normal(9), rng.standard_normal(4)
    (x1, x2, x3, x4, x5, x6, x7, x8, x9), (w1, w2, w3, w4) = x, w
    expected = [
        w1 * x1 + w2 * x2 + w3 * x4 + w4 * x5,
        w1 * x2 + w2 * x3 + w3 * x5 + w4 * x6,
        w1 * x4 + w2 * x5 + w3 * x7 + w4 * x8,
        w1 * x5 + w2 * x6 + w3 * x8 + w4 * x9,
    ]
    W, X = asarray(w.reshape(1, 2, 2, 1)), asarray(x.reshape(1, 3, 3, 1))
    for Z in (Convolution(2).forward(W, X), convolve_by_definition(W, X)):
        assert type(Z) is type(X)
        assert tuple(Z.shape) == (1, 2, 2, 1)
        close(to_numpy(Z).ravel(), np.array(expected))


@pytest.mark.derivation("D35")
@some_shapes
@given(convolutions())
def test_forward_is_the_plain_loop(case):
    product, *_ = case
    _, W, X = arrays_of(*case)
    plain = convolve_by_definition(W, X, stride=product.stride, padding=product.padding)
    assert plain.shape == (W.shape[-1], *product.grid(X.shape[:-1]), X.shape[-1])
    close(product.forward(W, X), plain)


@pytest.mark.derivation("D35", "D38", "D39", "D41")
@some_shapes
@given(products())
def test_three_maps_index_by_index(case):
    product, *_ = case
    E, W, X = arrays_of(*case)
    for ours, expected in zip(three_maps(product, E, W, X), three_maps_by_definition(product, E, W, X), strict=True):
        assert ours.shape == expected.shape
        close(ours, expected)


@every_case
def test_three_maps_of_every_case(case):
    product, *_ = case
    E, W, X = arrays_of(*case)
    for ours, expected in zip(three_maps(product, E, W, X), three_maps_by_definition(product, E, W, X), strict=True):
        assert ours.shape == expected.shape
        close(ours, expected)


@pytest.mark.parametrize("name", ["dense", "all at once"])
def test_every_kind_of_array(name, asarray):
    product, shape, *_ = CASES[name]
    E, W, X = arrays_of(*CASES[name])
    moved = [asarray(array) for array in (E, W, X)]
    for found, expected in zip(three_maps(product, *moved), three_maps(product, E, W, X), strict=True):
        assert type(found) is type(asarray(expected))
        close(found, expected)
    close(product.form(*moved), product.form(E, W, X))
    close(product.view(moved[2]), product.view(X))
    close(product.view_adjoint(product.view(moved[2]), shape), product.view_adjoint(product.view(X), shape))


@pytest.mark.parametrize("name", ["dense", "all at once"])
def test_float32_stays_float32(name, asarray):
    product, shape, *_ = CASES[name]
    E, W, X = (asarray(array.astype(np.float32)) for array in arrays_of(*CASES[name]))
    results = [*three_maps(product, E, W, X), product.form(E, W, X), product.view(X)]
    results.append(product.view_adjoint(product.view(X), shape))
    assert all(str(result.dtype).endswith("float32") for result in results)


@every_case
def test_arguments_are_left_alone(case):
    product, *_ = case
    given_arrays, kept = arrays_of(*case), arrays_of(*case)
    three_maps(product, *given_arrays)
    product.view_adjoint(product.view(given_arrays[2]), case[1])
    for ours, before in zip(given_arrays, kept):
        np.testing.assert_array_equal(ours, before)


@pytest.mark.derivation("D41")
def test_views():
    """The identity, and windows of two channels and two examples: places before examples, channels before taps."""
    X = np.arange(24.0).reshape(2, 2, 3, 2)
    np.testing.assert_array_equal(Dense().view(X), X.reshape(12, 2))
    P = Convolution((2, 2)).view(X)
    expected = [[X[c, a, s + b, i] for s in (0, 1) for i in (0, 1)] for c in (0, 1) for a in (0, 1) for b in (0, 1)]
    np.testing.assert_array_equal(P, expected)


@pytest.mark.parametrize("product", [Dense(), Convolution(2)], ids=repr)
def test_a_mask_is_not_ignored(product):
    E, W, X = arrays_of(product, (1, 3, 3), 2, 4)
    hidden = np.ma.masked_array(X, mask=X > 1)
    for call in (
        lambda: product.forward(W, hidden),
        lambda: product.weight_gradient(hidden, E),
        lambda: product.form(E, W, hidden),
        lambda: product.view(hidden),
    ):
        with pytest.raises(
            TypeError, match=r"^\w+: X is a MaskedArray, expected a plain array \(.*\) \(fill or leave out"
        ):
            call()


def test_no_examples():
    for product, shape, n_out, _ in CASES.values():
        E, W, X = arrays_of(product, shape, n_out, 0)
        Z, dX, dW = three_maps(product, E, W, X)
        assert (Z.shape, dX.shape) == (E.shape, X.shape)
        assert dW.shape == W.shape
        assert (dW == 0).all()


# Adjoint: three derivatives, one number


@pytest.mark.derivation("D41", "D38", "D39")
@some_shapes
@given(products())
def test_three_maps_are_one_number(case):
    product, *_ = case
    E, W, X = arrays_of(*case)
    Z, dX, dW = three_maps(product, E, W, X)
    scale = np.abs(W).sum() * np.abs(X).max() * np.abs(E).max() * E[0].size
    for number in ((Z * E).sum(), (dX * X).sum(), (dW * W).sum()):
        assert product.form(E, W, X) == pytest.approx(number, rel=0, abs=10 * EPS * scale)
    assert product.form(E, W, X).shape == ()


@pytest.mark.derivation("D41", "D42")
@every_case
def test_derivatives_are_the_three_maps(case):
    """By name: Z in the shape of E, dX in that of X, dW in that of W; the sum of the pairings is three times the form."""
    product, *_ = case
    E, W, X = arrays_of(*case)
    found = product.derivatives(E, W, X)
    for ours, map_, like in zip(found, three_maps(product, E, W, X), (E, X, W), strict=True):
        np.testing.assert_array_equal(ours, map_)
        assert ours.shape == like.shape
    assert found._fields == ("Z", "dX", "dW")
    pairings = product.pairings(E, W, X)
    assert pairings == tuple((a * d).sum() for a, d in zip((E, X, W), found))
    assert sum(pairings) == pytest.approx(3 * product.form(E, W, X), abs=1e-10)


@pytest.mark.derivation("D41")
@some_shapes
@given(products())
def test_view_and_its_adjoint(case):
    product, shape, *_, seed = case
    X = arrays_of(*case)[2]
    P = product.view(X)
    assert product.view_adjoint(P, shape).shape == X.shape
    V = np.random.default_rng(seed).standard_normal(P.shape)
    assert_adjoint(product.view, lambda V: product.view_adjoint(V, shape), X, V)


@pytest.mark.derivation("D41")
@some_shapes
@given(products(), st.floats(-3, 3))
def test_linear_in_each_argument(case, t):
    product, *sizes, seed = case
    E, W, X = first = arrays_of(product, *sizes, seed)
    second = arrays_of(product, *sizes, seed + 1)
    scale = 4 * sum(np.abs(a).sum() for a in (*first, *second)) ** 2
    for n in range(3):
        mixed, other = list(first), list(first)
        mixed[n], other[n] = first[n] + t * second[n], second[n]
        expected = product.form(E, W, X) + t * product.form(*other)
        assert product.form(*mixed) == pytest.approx(expected, rel=0, abs=20 * EPS * scale)


@pytest.mark.derivation("D41")
def test_not_linear_in_all_arguments_at_once():
    """Three factors: twice everything is eight times the number."""
    for case in CASES.values():
        E, W, X = arrays_of(*case)
        assert case[0].form(2 * E, 2 * W, 2 * X) == 8 * case[0].form(E, W, X)


# Differences


@pytest.mark.derivation("D38", "D39", "D41")
@every_case
def test_three_derivatives_by_differences(case):
    product, *_ = case
    E, W, X = arrays_of(*case)
    Z, dX, dW = three_maps(product, E, W, X)
    assert_gradient(lambda E: product.form(E, W, X), E, Z, tolerance=1e-10)
    assert_gradient(lambda W: product.form(E, W, X), W, dW, tolerance=1e-10)
    assert_gradient(lambda X: product.form(E, W, X), X, dX, tolerance=1e-10)


# Taps


@pytest.mark.derivation("D41")
@some_shapes
@given(convolutions())
def test_taps_are_the_rows_of_the_view(case):
    """Number by number, 0 beyond the border; and their adjoint brings back as many errors as there are looks at a pixel."""
    product, shape, *_ = case
    X = arrays_of(*case)[2]
    (down, right), (top, left), m = product.stride, product.padding, X.shape[-1]
    taps = product.taps(X)
    assert len(taps) == product.size[0] * product.size[1]
    for (a, b), tap in zip(np.ndindex(product.size), taps, strict=True):
        assert tap.shape == (shape[0], *product.grid(shape), m)
        for c, r, s, i in np.ndindex(tap.shape):
            row, column = r * down + a - top, s * right + b - left
            inside = 0 <= row < shape[1] and 0 <= column < shape[2]
            assert tap[c, r, s, i] == (X[c, row, column, i] if inside else 0)
    looks = np.zeros(X.shape)
    for a, b in np.ndindex(product.size):
        for r, s in np.ndindex(product.grid(shape)):
            row, column = r * down + a - top, s * right + b - left
            if 0 <= row < shape[1] and 0 <= column < shape[2]:
                looks[:, row, column] += 1
    np.testing.assert_array_equal(product.taps_adjoint([np.ones_like(tap) for tap in taps], shape), looks)


@some_shapes
@given(convolutions())
def test_the_adjoint_is_one_for_every_library(case):
    product, shape, *_ = case
    P = product.view(arrays_of(*case)[2])
    V = np.random.default_rng(case[-1]).standard_normal(P.shape)
    close(product.view_adjoint(array_api_strict.asarray(V), shape), product.view_adjoint(V, shape))


def test_nothing_is_copied_where_there_is_no_padding():
    X = np.arange(60.0).reshape(1, 5, 6, 2)
    assert all(np.shares_memory(tap, X) for tap in Convolution(3, stride=(1, 2)).taps(X))
    assert np.shares_memory(Dense().view(X), X)
    assert not any(np.shares_memory(tap, X) for tap in Convolution(3, padding=1).taps(X))


def test_memory_is_what_it_was_and_the_result():
    """Kernels of many sizes on a photograph leave nothing behind: no table, no copy of the windows."""
    X, little = photograph("china")[:, ::3, ::3], 50_000
    once, W = Convolution(3), np.ones((3, 3, 3, 2))
    three_maps(once, once.forward(W, X), W, X)  # what is made at the first call, and what counts lines, is there then
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for k in (3, 5, 7, 9, 11):
            product, W = Convolution(k), np.ones((3, k, k, 2))
            Z = product.forward(W, X)
            dX, dW = product.error_back(W, Z, X.shape[:-1]), product.weight_gradient(X, Z)
            kept = sum(array.nbytes for array in (W, Z, dX, dW))
            assert tracemalloc.get_traced_memory()[0] - before <= kept + little
            del W, Z, dX, dW
            assert tracemalloc.get_traced_memory()[0] - before <= little
    finally:
        tracemalloc.stop()


# Oracles


@pytest.mark.derivation("D35", "D38", "D39", "D41")
@some_shapes
@given(case=convolutions())
def test_pytorch_agrees(torch, case):
    """conv2d, and the two gradients that its autograd finds."""
    product, *_ = case
    E, W, X = arrays_of(*case)
    images, kernels = (torch.tensor(np.moveaxis(array, -1, 0).copy(), requires_grad=True) for array in (X, W))
    Z = torch.nn.functional.conv2d(images, kernels, stride=product.stride, padding=product.padding)
    Z.backward(torch.tensor(np.moveaxis(E, -1, 0).copy()))
    expected = (np.moveaxis(array.detach().numpy(), 0, -1) for array in (Z, images.grad, kernels.grad))
    for found, oracle in zip(three_maps(product, E, W, X), expected, strict=True):
        assert found.shape == oracle.shape
        close(found, oracle)


@pytest.mark.derivation("D41")
@every_case
def test_pytorch_differentiates_the_form(case, torch):
    """Automatic differentiation of the form itself, through the tables, finds the three maps."""
    product, *_ = case
    arrays = arrays_of(*case)
    leaves = [torch.tensor(array, requires_grad=True) for array in arrays]
    product.form(*leaves).backward()
    Z, dX, dW = three_maps(product, *arrays)
    for leaf, ours in zip(leaves, (Z, dW, dX)):
        close(leaf.grad, ours)


@pytest.mark.derivation("D41")
@pytest.mark.parametrize("name", ["dense", "all at once"])
def test_jax_differentiates_the_form(name, jax):
    product, *_ = CASES[name]
    arrays = arrays_of(*CASES[name])
    gradients = jax.jit(jax.grad(product.form, argnums=(0, 1, 2)))(*map(jax.numpy.asarray, arrays))
    Z, dX, dW = three_maps(product, *arrays)
    for gradient, ours in zip(gradients, (Z, dW, dX)):
        close(gradient, ours)


def by_scipy(function, W, X, mode):
    """A channel, a filter and an example at a time."""
    n_out, m = W.shape[-1], X.shape[-1]
    pairs = np.ndindex(n_out, m)
    Z = [sum(function(X[c, :, :, i], W[c, :, :, k], mode) for c in range(len(X))) for k, i in pairs]
    return np.moveaxis(np.reshape(Z, (n_out, m, *Z[0].shape)), 1, -1)


@pytest.mark.derivation("D35")
@some_shapes
@given(convolutions(paddings=(0, 0)))
def test_scipy_agrees(case):
    product, *_ = case
    _, W, X = arrays_of(*case)
    down, right = product.stride
    close(product.forward(W, X), by_scipy(scipy.signal.correlate2d, W, X, "valid")[:, ::down, ::right])


def test_what_a_stride_leaves_over_is_not_looked_at(rng):
    product, shape = Convolution((2, 3), stride=(3, 2)), (2, 7, 6)
    E, W, X = arrays_of(product, shape, 3, 2)
    Z = product.forward(W, X)
    X[:, 2::3], X[:, :, 5] = 1e9, np.nan
    X[:, 5:] = np.nan
    np.testing.assert_array_equal(product.forward(W, X), Z)
    dX = product.error_back(W, E, shape)
    assert (dX[:, 5:] == 0).all()
    assert (dX[:, :, 5] == 0).all()
    assert (dX[:, :5, :5] == 0).any(axis=(0, 2, 3)).tolist() == [False, False, True, False, False]


def test_nan_reaches_only_who_looks_at_it():
    X = np.zeros((1, 4, 4, 2))
    X[0, 0, 1, 1] = np.nan
    Z = Convolution(2).forward(np.ones((1, 2, 2, 1)), X)
    assert np.argwhere(np.isnan(Z)).tolist() == [[0, 0, 0, 1], [0, 0, 1, 1]]


# One class seen twice


@pytest.mark.derivation("D36", "D41")
def test_a_kernel_as_large_as_its_image_is_dense(rng):
    E, W, X = arrays_of(Convolution((3, 4)), (2, 3, 4), 3, 2)
    dense = three_maps(Dense(), E.reshape(3, 2), W.reshape(24, 3), X.reshape(24, 2))
    for ours, expected in zip(three_maps(Convolution((3, 4)), E, W, X), dense, strict=True):
        close(ours, expected.reshape(ours.shape))


@pytest.mark.derivation("D36", "D41")
def test_a_kernel_of_one_pixel_is_dense_at_every_pixel(rng):
    E, W, X = arrays_of(Convolution(1), (3, 2, 4), 5, 2)
    dense = three_maps(Dense(), E.reshape(5, 16), W.reshape(3, 5), X.reshape(3, 16))
    for ours, expected in zip(three_maps(Convolution(1), E, W, X), dense, strict=True):
        close(ours, expected.reshape(ours.shape))


@pytest.mark.derivation("D41")
def test_nothing_else_differs():
    """The three maps and the form stand once; a product brings two shapes and a view with its adjoint."""
    for name in ("forward", "error_back", "weight_gradient", "form"):
        assert name in vars(Product)
        assert name not in vars(Dense)
        assert name not in vars(Convolution)
    assert Product.__abstractmethods__ == {"patch", "grid", "view", "view_adjoint"}


def test_letters_stand_in_the_order_of_the_formula():
    """T = <E, W^T P(X)>, Z = W^T P(X), dX = P*(W E), dW = P(X) E^T: the shape, which is in none of them, comes last."""
    formulas = {"form": "<E, W^T P(X)>", "forward": "W^T P(X)", "error_back": "P*(W E)", "weight_gradient": "P(X) E^T"}
    for name, formula in formulas.items():
        method = getattr(Product, name)
        _, *letters = inspect.signature(method).parameters
        assert formula in inspect.getdoc(method)
        assert formula in inspect.getdoc(trilinear)
        assert [letter for letter in letters if letter != "shape"] == re.findall("[EWX]", formula)
        assert "shape" not in letters[:-1]
        assert f"`{name}({', '.join(letters)})`" in inspect.getdoc(trilinear).replace("\n", " ")


@pytest.mark.derivation("D41")
def test_a_third_product():
    """Whoever brings a view gets the rest: here the differences of neighbours."""

    class Neighbours(Product):
        def patch(self, shape):
            return (1,)

        def grid(self, shape):
            return (shape[0] - 1,)

        def view(self, X):
            return (X[1:] - X[:-1]).reshape(1, -1)

        def view_adjoint(self, V, shape):
            V = V.reshape(shape[0] - 1, -1)
            zero = np.zeros_like(V[:1])
            return np.concatenate([zero, V]) - np.concatenate([V, zero])

    E, W, X = arrays_of(Neighbours(), (5,), 2, 3)
    Z, dX, dW = three_maps(Neighbours(), E, W, X)
    close(Z[1], W[0, 1] * np.diff(X, axis=0))
    assert_gradient(lambda X: Neighbours().form(E, W, X), X, dX)
    assert_gradient(lambda W: Neighbours().form(E, W, X), W, dW)


# Translation


@pytest.mark.derivation("D44")
def test_shifts_commute_away_from_a_border_of_zeros(rng):
    """Zero padding sees the border: the outputs that look at nothing beyond it move along, those at it need not."""
    W, X = rng.standard_normal((2, 3, 3, 2)), rng.standard_normal((2, 8, 9, 2))
    same = Convolution(3, padding=1)
    Z, moved = same.forward(W, X), same.forward(W, np.roll(X, (1, 2), axis=(1, 2)))
    close(moved[:, 2:-1, 3:-1], Z[:, 1:-2, 1:-3])
    assert np.abs(moved - np.roll(Z, (1, 2), axis=(1, 2))).max() > 0.1
    far = np.zeros((2, 8, 9, 2))
    far[:, 2:5, 2:5] = X[:, 2:5, 2:5]
    close(same.forward(W, np.roll(far, (1, 2), axis=(1, 2))), np.roll(same.forward(W, far), (1, 2), axis=(1, 2)))


@pytest.mark.derivation("D44")
def test_a_stride_commutes_with_its_own_multiples(rng):
    """Shift the image by the stride and the output moves by one place; shift it by less and there is no such place."""
    W, X = rng.standard_normal((1, 3, 3, 2)), rng.standard_normal((1, 16, 15, 1))
    product = Convolution(3, stride=(2, 3))
    Z = product.forward(W, X)
    close(product.forward(W, np.roll(X, (2, 6), axis=(1, 2)))[:, 1:, 2:], Z[:, :-1, :-2])
    off = product.forward(W, np.roll(X, 1, axis=1))
    assert min(np.abs(off[:, 1:] - np.roll(Z, shift, axis=1)[:, 1:]).max() for shift in range(Z.shape[1])) > 0.1


def test_grid_is_pytorch_s(torch):
    for size, stride, padding, n in np.ndindex(5, 4, 3, 12):
        size, stride, n = size + 1, stride + 1, n + 1
        if size > n + 2 * padding:
            continue
        rows = torch.nn.functional.conv2d(
            torch.zeros(1, 1, n, 9), torch.zeros(1, 1, size, 1), stride=(stride, 1), padding=(padding, 0)
        ).shape[2]
        assert Convolution((size, 1), stride=(stride, 1), padding=(padding, 0)).grid((1, n, 9)) == (rows, 9)


# Constants and errors


def test_a_convolution_is_a_constant():
    assert Convolution(2, 1, 0) == Convolution((2, 2), stride=(1, 1), padding=[0, 0])
    assert len({Convolution(2), Convolution((2, 2)), Convolution(2, 2), Dense(), Dense()}) == 3
    assert pickle.loads(pickle.dumps(Convolution(3, 2, 1))) == Convolution(3, 2, 1)
    with pytest.raises(AttributeError):
        Convolution(2).size = 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"size": 0}, "size = 0, expected an integer of at least 1"),
        ({"size": (2, 2, 2)}, r"size = \(2, 2, 2\), expected an integer of at least 1, or a pair"),
        ({"size": 2.0}, "size = 2.0, expected an integer"),
        ({"size": 2, "stride": 0}, "stride = 0, expected an integer of at least 1"),
        ({"size": 2, "stride": (1, 0)}, r"stride = \(1, 0\), expected an integer of at least 1"),
        ({"size": 2, "padding": -1}, "padding = -1, expected an integer of at least 0"),
    ],
)
def test_what_is_no_convolution(arguments, message):
    with pytest.raises(ValueError, match=f"^Convolution: {message}"):
        Convolution(**arguments)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: Convolution(4, padding=(1, 0)).forward(np.ones((1, 4, 4, 1)), np.ones((1, 2, 3, 1))),
            r"Convolution: the kernel \(4, 4\) is larger than the image \(2, 3\) with padding \(1, 0\), expected one",
        ),
        (
            lambda: Convolution(2).view(np.ones((1, 2, 1, 1))),
            r"Convolution: the kernel \(2, 2\) is larger than the image \(2, 1\)",
        ),
        (
            lambda: Convolution(2, padding=3).forward(np.ones((1, 2, 2, 1)), np.ones((1, 0, 3, 1))),
            r"Convolution: an example of shape \(1, 0, 3\), expected \(channels, height, width\), none of them 0",
        ),
        (
            lambda: Convolution(2).forward(np.ones((1, 2, 2, 1)), np.ones((5, 5, 1))),
            r"Convolution: an example of shape \(5, 5\), expected \(channels, height, width\)",
        ),
        (
            lambda: Convolution(2).error_back(np.ones((1, 2, 2, 1)), np.ones((1, 2, 2, 7)), (1, 3, 3, 7)),
            r"Convolution: an example of shape \(1, 3, 3, 7\), expected \(channels, height, width\)",
        ),
        (
            lambda: Convolution(2).forward(np.ones((3, 2, 2, 4)), np.ones((2, 5, 5, 7))),
            r"forward: W \(3, 2, 2, 4\) does not fit Convolution\(size=\(2, 2\), .*\) of an example \(2, 5, 5\), "
            r"expected \(2, 2, 2, n_out\)",
        ),
        (
            lambda: Convolution(2).forward(np.ones((2, 2, 3, 4)), np.ones((2, 5, 5, 7))),
            r"forward: W \(2, 2, 3, 4\) .* expected \(2, 2, 2, n_out\)",
        ),
        (lambda: Dense().forward(np.ones((3, 2)), np.ones((4, 5))), r"forward: W \(3, 2\) .* expected \(4, n_out\)"),
        (
            lambda: Dense().error_back(np.ones((3, 2)), np.ones((2, 5)), (4,)),
            r"error_back: W \(3, 2\) .* expected \(4, n_out\)",
        ),
        (
            lambda: Convolution(2).error_back(np.ones((1, 2, 2, 4)), np.ones((4, 2, 2, 7)), (1, 3, 4)),
            r"error_back: E \(4, 2, 2, 7\) .* expected \(n_out, 2, 3, m\)",
        ),
        (
            lambda: Convolution(2).error_back(np.ones((1, 2, 2, 4)), np.ones((5, 2, 2, 7)), (1, 3, 3)),
            r"error_back: E \(5, 2, 2, 7\) has n_out = 5, W \(1, 2, 2, 4\) has n_out = 4",
        ),
        (
            lambda: Dense().error_back(np.ones((3, 2)), np.ones((2, 1, 5)), (3,)),
            r"error_back: E \(2, 1, 5\) .* expected \(n_out, m\)",
        ),
        (
            lambda: Convolution(2).weight_gradient(np.ones((1, 3, 3, 7)), np.ones((4, 3, 2, 7))),
            r"weight_gradient: E \(4, 3, 2, 7\) .* expected \(n_out, 2, 2, m\)",
        ),
        (
            lambda: Dense().weight_gradient(np.ones((3, 5)), np.ones((2, 4))),
            r"weight_gradient: E \(2, 4\) has m = 4, X \(3, 5\) has m = 5",
        ),
        (
            lambda: Dense().form(np.ones((2, 5)), np.ones((4, 2)), np.ones((3, 5))),
            r"form: W \(4, 2\) .* expected \(3, n_out\)",
        ),
        (
            lambda: Convolution(2).form(np.ones((1, 1, 2, 1)), np.ones((1, 2, 2, 1)), np.ones((1, 3, 3, 1))),
            r"form: E \(1, 1, 2, 1\) .* expected \(n_out, 2, 2, m\)",
        ),
        (
            lambda: Convolution(2).view_adjoint(np.ones((4, 6)), (1, 3, 3)),
            r"view_adjoint: V \(4, 6\) .* expected \(4, 4 m\)",
        ),
        (lambda: Dense().view_adjoint(np.ones((4, 6)), (3,)), r"view_adjoint: V \(4, 6\) .* expected \(3, m\)"),
    ],
)
def test_what_does_not_fit_is_said(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()


def test_the_frame_is_the_image_with_its_padding_on_both_sides():
    product = Convolution((2, 3), padding=(1, 2))
    frame, _ = product._frame((3, 5, 7))
    assert tuple(frame) == (3, 5 + 2 * 1, 7 + 2 * 2)


@pytest.mark.parametrize("product", [Dense(), Convolution(2)])
def test_what_is_no_array_is_said_at_once(product):
    with pytest.raises(TypeError, match=r"^forward: X is a list, expected an array"):
        product.forward(np.ones((2, 1)), [[1.0], [2.0]])
    with pytest.raises(TypeError, match=r"^view_adjoint: V is a list, expected an array"):
        product.view_adjoint([[1.0], [2.0]], (2,))
