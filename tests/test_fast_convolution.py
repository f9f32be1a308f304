"""The fast maps of a convolution are the plain ones, number by number, wherever a tile may end; and who is given them."""

import contextlib
import inspect
import tracemalloc
from unittest import mock

import array_api_strict
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_trilinear import CASES, arrays_of, convolutions

from unity.fast import convolution as fast
from unity.fast import shifts, tiles, windows
from unity.trilinear import Convolution, Dense, Product

many_shapes = settings(deadline=None, max_examples=30)
PLAIN = {name: inspect.unwrap(getattr(Product, name)) for name in ("forward", "error_back", "weight_gradient")}
limits = st.fixed_dictionaries(
    {"bytes": st.integers(1, 4000), "multiplications": st.integers(1, 400), "spare": st.integers(1, 5)}
)


@contextlib.contextmanager
def small(*, bytes, multiplications, spare):
    """Tiles so small that even small images have many: of one row or several, of whole rows or parts of them."""
    with contextlib.ExitStack() as stack:
        for module, names in (
            (tiles, {"UNPACKED": multiplications, "LEAST": 3, "USUAL": 5, "MOST": 30}),
            (windows, {"BLOCK": bytes}),
            (shifts, {"BLOCK": bytes, "SPARE": spare}),
            (fast, {"BLOCK": bytes}),
        ):
            stack.enter_context(mock.patch.multiple(module, **names))
        yield


def fast_maps(product, E, W, X):
    found = fast.forward(product, W, X), fast.error_back(product, W, E, X.shape[:-1])
    return *found, fast.weight_gradient(product, X, E)


def plain_maps(product, E, W, X):
    found = PLAIN["forward"](product, W, X), PLAIN["error_back"](product, W, E, X.shape[:-1])
    return *found, PLAIN["weight_gradient"](product, X, E)


def assert_equal_maps(product, E, W, X):
    """Each number within the rounding of its own sum: as many eps as it has terms, of the sum without signs."""
    terms = W[..., 0].size, W[0].size, E[0].size
    sizes = plain_maps(product, *map(np.abs, (E, W, X)))
    for found, plain, n, size in zip(fast_maps(product, E, W, X), plain_maps(product, E, W, X), terms, sizes):
        assert found.shape == plain.shape
        assert found.dtype == plain.dtype == X.dtype
        assert (np.abs(found - plain) <= 2 * n * np.finfo(X.dtype).eps * size).all()


@many_shapes
@given(convolutions(), limits, st.sampled_from([np.float32, np.float64]))
def test_they_are_the_plain_maps(case, limits, dtype):
    product, *_ = case
    with small(**limits):
        assert_equal_maps(product, *(array.astype(dtype) for array in arrays_of(*case)))


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if isinstance(case[0], Convolution)])
@pytest.mark.parametrize("bytes", [1, 10**6])
def test_every_case(name, bytes):
    product, *_ = CASES[name]
    with small(bytes=bytes, multiplications=50, spare=2):
        assert_equal_maps(product, *arrays_of(*CASES[name]))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("product", "shape", "filters", "m"),
    [
        (Convolution(3), (3, 40, 30), 5, 70),
        (Convolution((2, 5), padding=(1, 2)), (2, 4, 7), 3, 5000),
        (Convolution(3, stride=2, padding=1), (20, 33, 32), 24, 9),
        (Convolution(7), (1, 200, 190), 1, 1),
        (Convolution(5), (70, 12, 12), 65, 20),
    ],
    ids=["examples", "many examples", "stride", "one image", "channels"],
)
def test_with_the_tiles_that_are_used(product, shape, filters, m, dtype):
    assert_equal_maps(product, *(array.astype(dtype) for array in arrays_of(product, shape, filters, m)))


@many_shapes
@given(convolutions(), limits)
def test_three_maps_are_one_number(case, limits):
    """They are each other's adjoints: <E, Z> = <X, dX> = <W, dW>."""
    product, *_ = case
    E, W, X = arrays_of(*case)
    with small(**limits):
        Z, dX, dW = fast_maps(product, E, W, X)
    scale = np.sum(np.abs(E) * PLAIN["forward"](product, np.abs(W), np.abs(X)))
    n = W.size * E[0].size
    for number in (np.sum(X * dX), np.sum(W * dW)):
        assert abs(np.sum(E * Z) - number) <= 2 * n * np.finfo(float).eps * scale


@many_shapes
@given(convolutions(), limits, st.data())
def test_what_is_not_finite_reaches_only_who_looks_at_it(case, limits, data):
    product, *_, seed = case
    arrays = arrays_of(*case)
    rng = np.random.default_rng(seed)
    for array in arrays:
        value = data.draw(st.sampled_from([0.0, np.nan, np.inf, -np.inf]))
        array.flat[rng.integers(array.size)] += value
    with small(**limits), np.errstate(invalid="ignore"):
        for found, plain in zip(fast_maps(product, *arrays), plain_maps(product, *arrays)):
            for kind in (np.isnan, np.isposinf, np.isneginf):
                np.testing.assert_array_equal(kind(found), kind(plain))


@pytest.mark.parametrize(
    "laid",
    [
        lambda X: np.asfortranarray(X),
        lambda X: np.repeat(X, 2, axis=-1)[..., ::2],
        lambda X: np.flip(np.flip(X, (1, 2)).copy(), (1, 2)),
        lambda X: np.moveaxis(np.moveaxis(X, -1, 0).copy(), 0, -1),
        lambda X: np.broadcast_to(X[:1], X.shape),
    ],
    ids=["columns first", "every second", "backwards", "examples first", "repeated"],
)
def test_however_they_lie_in_memory_and_left_alone(laid):
    product = Convolution((3, 2), stride=(1, 2), padding=(1, 0))
    arrays = [laid(array) for array in arrays_of(product, (4, 9, 8), 4, 30)]
    for array in arrays:
        array.flags.writeable = False
    kept = [array.copy() for array in arrays]
    with small(bytes=2000, multiplications=300, spare=2):
        assert_equal_maps(product, *arrays)
    for array, before in zip(arrays, kept):
        np.testing.assert_array_equal(array, before)


# Who is given them


LARGE = Convolution(3), (2, 6, 14), 3, 8  # 96 columns
MAPS = {
    "forward": lambda product, E, W, X: product.forward(W, X),
    "error_back": lambda product, E, W, X: product.error_back(W, E, X.shape[:-1]),
    "weight_gradient": lambda product, E, W, X: product.weight_gradient(X, E),
}
every_map = pytest.mark.parametrize("name", MAPS)


def is_fast(name, product, E, W, X):
    with mock.patch.object(fast, name, return_value="fast"):
        return isinstance(MAPS[name](product, E, W, X), str)


@every_map
def test_arrays_of_numpy_are_given_the_fast_map(name):
    product, *_ = LARGE
    E, W, X = arrays_of(*LARGE)
    assert is_fast(name, product, E, W, X)
    assert is_fast(name, product, *(array.astype(np.float32) for array in (E, W, X)))
    np.testing.assert_array_equal(
        MAPS[name](product, E, W, X), fast_maps(product, E, W, X)[list(MAPS).index(name)], strict=True
    )


@every_map
def test_few_columns_are_not(name):
    assert not is_fast(name, Convolution(3), *arrays_of(Convolution(3), (2, 6, 21), 3, 5))  # 95 columns
    assert not is_fast(name, Convolution(3), *arrays_of(Convolution(3), (2, 6, 14), 49, 8))
    assert is_fast(name, Convolution(3), *arrays_of(Convolution(3), (2, 6, 14), 48, 8))


@every_map
def test_other_arrays_are_not(name):
    class Own(np.ndarray):
        pass

    product, *_ = LARGE
    arrays = arrays_of(*LARGE)
    for others in (
        [array_api_strict.asarray(array) for array in arrays],
        [array.view(Own) for array in arrays],
        [array.astype(np.float16) for array in arrays],
        [array.astype(array.dtype.newbyteorder()) for array in arrays],
    ):
        assert not is_fast(name, product, *others)
    for i in range(3):
        mixed = [array.astype(np.float32) if i == j else array for j, array in enumerate(arrays)]
        used = {"forward": (1, 2), "error_back": (0, 1), "weight_gradient": (0, 2)}[name]
        assert is_fast(name, product, *mixed) == (i not in used)


def test_other_libraries_are_not(torch, jax):
    product, *_ = LARGE
    for asarray in (torch.tensor, jax.numpy.asarray):
        assert not any(is_fast(name, product, *map(asarray, arrays_of(*LARGE))) for name in MAPS)


def test_a_dense_product_has_no_faster_way():
    _, W, X = arrays_of(Dense(), (5,), 3, 200)
    np.testing.assert_array_equal(Dense().forward(W, X), W.T @ X)


def test_arguments_may_be_named():
    product, *_ = LARGE
    E, W, X = arrays_of(*LARGE)
    np.testing.assert_array_equal(product.forward(X=X, W=W), product.forward(W, X))
    np.testing.assert_array_equal(product.error_back(W, E=E, shape=[2, 6, 14]), product.error_back(W, E, (2, 6, 14)))


@every_map
def test_no_outputs_and_no_examples(name):
    for n_out, m in ((0, 50), (3, 0)):
        assert not is_fast(name, Convolution(3), *arrays_of(Convolution(3), (2, 6, 14), n_out, m))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: Convolution(2).forward(np.ones((3, 2, 2, 4)), np.ones((2, 5, 5, 70))),
            r"forward: W \(3, 2, 2, 4\) does not fit Convolution\(.*\) of an example \(2, 5, 5\), expected \(2, 2, 2, n_out\)",
        ),
        (
            lambda: Convolution(2).error_back(np.ones((1, 2, 2, 4)), np.ones((4, 2, 2, 70)), (1, 3, 4)),
            r"error_back: E \(4, 2, 2, 70\) .* expected \(n_out, 2, 3, m\)",
        ),
        (
            lambda: Convolution(2).weight_gradient(np.ones((1, 3, 3, 70)), np.ones((4, 3, 2, 70))),
            r"weight_gradient: E \(4, 3, 2, 70\) .* expected \(n_out, 2, 2, m\)",
        ),
    ],
)
def test_what_does_not_fit_is_said_as_before(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()


# Memory


@pytest.mark.parametrize("index", range(3), ids=MAPS)
def test_beside_the_result_there_are_a_few_tiles(index):
    """However large the kernel is: the plain way holds every pixel as often as it has taps."""
    for k in (3, 9):
        product = Convolution(k)
        E, W, X = (array.astype(np.float32) for array in arrays_of(product, (4, 120, 130), 8, 8))
        tracemalloc.start()
        try:
            found = list(MAPS.values())[index](product, E, W, X)
            held, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert held <= found.nbytes + 10_000
        assert most <= found.nbytes + 3 * tiles.BLOCK
    assert k**2 * X.nbytes > 10 * tiles.BLOCK


def test_a_tile_holds_the_columns_of_the_kernel_and_no_rows_of_it():
    """What makes them fast: the windows of neighbouring rows of the grid are the same numbers in memory."""
    X = np.arange(60.0).reshape(1, 5, 12, 1)
    ((rows, columns, found),) = windows.tiles(X, Convolution(3), 100, 10)
    assert (rows, columns, found.shape) == (slice(0, 3), slice(0, 10), (3, 3, 3, 10))
    np.testing.assert_array_equal(found[0, 1:], found[1, :-1])
    assert np.shares_memory(found[0, 1:], found[1, :-1])
    assert np.shares_memory(found, found.reshape(3, 9, 10))


def test_a_block_of_the_way_back_holds_as_many_rows_as_its_bytes_allow():
    W, E = np.ones((2, 3, 2, 4)), np.ones((4, 50, 30, 40))
    with mock.patch.object(shifts, "pieces", wraps=shifts.pieces) as cut:
        shifts.spread(W, E, range(52), range(31))
    summed, read = 2 * 2 * (31 * 40 + 32) * 8, 4 * (30 * 40 + 32) * 8  # bytes of a row: channels and taps; filters
    rows = tiles.BLOCK // (summed + read)
    assert 1 < rows < 52 / 1.5
    assert [call.args for call in cut.call_args_list] == [
        (40, tiles.BLOCK // (2 * 2 * 31 * 8)),  # so many examples that one row of sums fits
        (30 * 40, tiles.width(2 * 2 * 3 * 4), 32),
        (52, rows),
    ]
