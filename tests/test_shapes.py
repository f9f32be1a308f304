"""Shapes: annotations read, calls checked, and messages that name operation, argument, shape and expectation."""

import dataclasses
import gc
import itertools
import re
import types
import weakref

import array_api_compat
import array_api_strict
import jaxtyping
import numpy as np
import pytest
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as st

from unity.shapes import Array, Float, Int, Shape, calls, checked, fitting, refuse_dask, shapes_of
from unity.shapes.namespaces import namespace


@checked
def product(W: Float[Array, "n k"], X: Float[Array, "n m"], scale: float = 1.0) -> Float[Array, "k m"]:
    """W^T X, scaled."""
    return scale * (W.T @ X)


@checked
def image(x: Float[Array, "c *size m"], k: Float[Array, "*size"]):
    return x.shape


@checked
def pair(a: Float[Array, "..."], b: Float[Array, "..."], y: Int[Array, "m"] = None):
    return a.shape, b.shape


@checked
def square(H: Float[Array, "n n"]):
    return H.shape


@checked
def scored(w: Float[Array, "n 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]):
    return w.T @ X - Y


@checked
def bias(b: Float[Array, "1 3"]):
    return b.shape


def test_reading_an_annotation():
    assert Shape.of(Float[Array, "n 3 *rest"]) == ("real floating", ("n", 3, "*rest"))
    assert Shape.of(Int[Array, "m"]) == ("integral", ("m",))
    assert Shape.of(Float[Array, ""]) == ("real floating", ())
    assert Shape.of(float) is None
    assert Shape.of(None) is None


@pytest.mark.parametrize(
    ("axes", "text"), [("", "()"), ("m", "(m,)"), ("n 3", "(n, 3)"), ("K *m", "(K, *m)"), ("...", "(...,)")]
)
def test_a_shape_is_written_as_python_writes_it(axes, text):
    assert str(Shape.of(Float[Array, axes])) == text


def test_shapes_of_lists_the_array_arguments_in_order():
    assert list(shapes_of(product)) == ["W", "X"]
    assert {name: str(shape) for name, shape in shapes_of(image).items()} == {"x": "(c, *size, m)", "k": "(*size,)"}
    assert shapes_of(len) == {}


@pytest.mark.parametrize(
    ("axes", "shape", "sizes"),
    [
        ("n m", (2, 3), [("n", 2), ("m", 3)]),
        ("n m", (2,), None),
        ("", (), []),
        ("", (1,), None),
        ("*s", (), [("*s", ())]),
        ("*s", (2, 3), [("*s", (2, 3))]),
        ("n *s", (2,), [("n", 2), ("*s", ())]),
        ("n *s", (), None),
        ("n *s m", (2, 3, 4, 5), [("n", 2), ("*s", (3, 4)), ("m", 5)]),
        ("n *s m", (2,), None),
        ("... m", (2, 3), [("...", (2,)), ("m", 3)]),
        ("2 ...", (7, 3), [(2, 7), ("...", (3,))]),
    ],
)
def test_sizes_pair_axes_with_a_shape(axes, shape, sizes):
    assert Shape.of(Float[Array, axes]).sizes(shape) == sizes


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(["n", "m", "1", "3"]), max_size=3),
    st.one_of(st.none(), st.integers(0, 3)),
    st.lists(st.integers(1, 3), max_size=4),
)
def test_jaxtyping_agrees_on_what_fits(axes, run, shape):
    """The reader of the notation that defined it, on one array."""
    if run is not None:
        axes = [*axes[:run], "*rest", *axes[run:]]
    text, X = " ".join(axes), np.zeros(shape)

    @checked
    def take(X: Float[Array, text]):
        return True

    try:
        fits = take(X)
    except ValueError:
        fits = False
    assert fits == isinstance(X, jaxtyping.Float[np.ndarray, text])


def test_what_fits_passes_unchanged():
    W, X = np.ones((4, 2)), np.ones((4, 5))
    np.testing.assert_array_equal(product(W, X), W.T @ X)
    np.testing.assert_array_equal(product(X=X, W=W, scale=2.0), 2 * W.T @ X)
    assert image(np.ones((3, 5, 6, 7)), np.ones((5, 6))) == (3, 5, 6, 7)
    assert image(np.ones((3, 7)), np.ones(())) == (3, 7)
    assert pair(np.ones(3), np.ones((2, 2))) == ((3,), (2, 2))
    assert square(np.ones((0, 0))) == (0, 0)


def test_the_function_is_kept():
    assert product.__name__ == "product"
    assert product.__doc__ == "W^T X, scaled."
    assert product.__wrapped__(np.ones((2, 1)), np.ones((2, 1))) == 2


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: product(np.ones((4, 1)), np.ones((3, 5))), r"product: X (3, 5) has n = 3, W (4, 1) has n = 4"),
        (lambda: product(X=np.ones((3, 5)), W=np.ones((4, 1))), r"product: X (3, 5) has n = 3, W (4, 1) has n = 4"),
        (lambda: product(np.ones(4), np.ones((4, 5))), r"product: W (4,) has 1 axis, expected (n, k)"),
        (lambda: product(np.ones((4, 1, 1)), np.ones((4, 5))), r"product: W (4, 1, 1) has 3 axes, expected (n, k)"),
        (lambda: square(np.ones((2, 3))), r"square: H (2, 3) has n = 3, H (2, 3) has n = 2"),
        (lambda: bias(np.ones((3, 1))), r"bias: b (3, 1) does not fit, expected (1, 3) (is b transposed?)"),
        (lambda: bias(np.ones((1, 4))), r"bias: b (1, 4) does not fit, expected (1, 3)"),
        (
            lambda: product(np.ones((4, 1)), np.ones((5, 4))),
            r"product: X (5, 4) has n = 5, W (4, 1) has n = 4 (is X transposed? an example is a column)",
        ),
        (
            lambda: product(np.ones((2, 4)), np.ones((4, 5))),
            r"product: X (4, 5) has n = 4, W (2, 4) has n = 2 (is W transposed?)",
        ),
        (
            lambda: product(np.ones((3, 4)), np.ones((4, 3))),
            r"product: X (4, 3) has n = 4, W (3, 4) has n = 3 (is X transposed? an example is a column)",
        ),
        (
            lambda: scored(np.ones((2, 1)), np.ones((5, 2)), np.ones((5, 1))),
            r"scored: X (5, 2) has n = 5, w (2, 1) has n = 2 (are X and Y transposed? an example is a column)",
        ),
        (
            lambda: scored(np.ones((1, 2)), np.ones((5, 2)), np.ones((5, 1))),
            r"scored: w (1, 2) does not fit, expected (n, 1) (are w and X and Y transposed? an example is a column)",
        ),
        (
            lambda: scored(np.ones((2, 1)), np.ones((5, 3)), np.ones((5, 1))),
            r"scored: X (5, 3) has n = 5, w (2, 1) has n = 2",
        ),
        (lambda: image(np.ones(3), np.ones(())), r"image: x (3,) has 1 axis, expected (c, *size, m)"),
        (
            lambda: image(np.ones((3, 5, 6, 7)), np.ones((6, 5))),
            r"image: k (6, 5) has *size = (6, 5), x (3, 5, 6, 7) has *size = (5, 6) (is k transposed?)",
        ),
    ],
)
def test_shapes_that_do_not_fit(call, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is compared below
        call()
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: product([[1.0]], np.ones((1, 5))), "product: W is a list, expected an array (n, k)"),
        (lambda: product(np.ones((1, 1)), 3), "product: X is an int, expected an array (n, m)"),
        (lambda: square(None), "square: H is a NoneType, expected an array (n, n)"),
        (
            lambda: square(np.ones((2, 2), dtype=int)),
            "square: H is of dtype int64, expected floating numbers (H.astype(float))",
        ),
        (
            lambda: square(np.ones((2, 2), dtype=bool)),
            "square: H is of dtype bool, expected floating numbers (H.astype(float))",
        ),
        (lambda: square(np.ones((2, 2), dtype=complex)), "square: H is of dtype complex128, expected floating numbers"),
        (
            lambda: pair(np.ones(1), np.ones(1), np.ones(3)),
            "pair: y is of dtype float64, expected integer numbers",
        ),
        (
            lambda: product(np.ones((1, 1)), array_api_strict.ones((1, 1))),
            "product: expected arrays of one library, got W numpy.ndarray, X array_api_strict._array_object.Array "
            "(unity.arrays.move moves them)",
        ),
    ],
)
def test_what_is_not_the_right_kind_of_array(call, message):
    with pytest.raises(TypeError) as error:
        call()
    assert str(error.value) == message


@settings(max_examples=200)
@given(st.tuples(*[st.integers(1, 4)] * 6))
def test_what_is_said_to_be_transposed_does_fit_then(sizes):
    """Whatever fits no way is not said to be transposed; whatever fits some way is, and by the fewest arrays."""
    arrays = {name: np.ones(sizes[i : i + 2]) for name, i in zip("wXY", (0, 2, 4))}

    def fits(turned):
        try:
            scored(**{name: array.T if name in turned else array for name, array in arrays.items()})
        except ValueError as error:
            return str(error)
        return True

    said = fits(())
    if said is True:
        return
    turned = re.findall("[wXY]", said.partition("(is ")[2] or said.partition("(are ")[2])
    ways = [names for k in (1, 2, 3) for names in itertools.combinations("wXY", k) if fits(names) is True]
    assert (tuple(turned) in ways and len(turned) == len(ways[0])) if ways else not turned
    assert said.endswith("an example is a column)") == bool(ways and {"X", "Y"} & set(turned))


def test_nobody_asks_where_all_fits(monkeypatch):
    def asked(*_):
        raise AssertionError("asked")

    monkeypatch.setattr(fitting, "suspected", asked)
    assert scored(np.ones((2, 1)), np.ones((2, 9)), np.ones((1, 9))).shape == (1, 9)
    with pytest.raises(TypeError):
        scored([1.0], np.ones((2, 9)), np.ones((1, 9)))
    with pytest.raises(AssertionError, match="asked"):
        scored(np.ones((9, 2)), np.ones((2, 9)), np.ones((1, 9)))


@checked
def neuron(w: Float[Array, "n 1"], b: Float[Array, "1 1"]):
    return w.shape, b.shape


def test_an_error_says_what_repairs_it():
    """And what it says does repair it."""
    w, b, sparse = np.arange(3), np.ones(1), scipy.sparse.csr_array(np.ones((3, 1)))
    with pytest.raises(
        TypeError, match=r"^neuron: w is of dtype int64, expected floating numbers \(w.astype\(float\)\)$"
    ):
        neuron(w, b)
    w = w.astype(float)
    with pytest.raises(ValueError, match=r"^neuron: w \(3,\) has 1 axis, expected \(n, 1\) \(w.reshape\(-1, 1\)\)$"):
        neuron(w, b)
    w = w.reshape(-1, 1)
    with pytest.raises(ValueError, match=r"^neuron: b \(1,\) has 1 axis, expected \(1, 1\) \(b.reshape\(-1, 1\)\)$"):
        neuron(w, b)
    assert neuron(w, b.reshape(-1, 1)) == ((3, 1), (1, 1))
    with pytest.raises(TypeError, match=r"^neuron: w is sparse, expected a dense array \(w.toarray\(\)\)$"):
        neuron(sparse, np.ones((1, 1)))
    assert neuron(sparse.toarray(), np.ones((1, 1))) == ((3, 1), (1, 1))
    # An array that has no such method of its own is not told of it.
    with pytest.raises(TypeError, match=r"expected floating numbers$"):
        neuron(array_api_strict.asarray(np.arange(3)), array_api_strict.asarray(np.ones((1, 1))))
    with pytest.raises(ValueError, match=r"expected \(n, 1\)$"):
        neuron(array_api_strict.asarray(np.ones(3)), array_api_strict.asarray(np.ones((1, 1))))


def test_what_passed_in_a_tuple_of_tuples_is_not_checked_again():
    """As a network has its parameters: types, dtypes and shapes decide there too."""
    asked = []

    @dataclasses.dataclass(frozen=True)
    class Sum:
        @checked(fits=lambda operation, thing, parameters, X: asked.append(parameters))
        def forward(self, parameters, X: Float[Array, "n m"]):
            return sum(P.sum() for own in parameters for P in own)

    one, W, X = Sum(), np.ones((2, 3)), np.ones((2, 5))
    for parameters, seen in [
        (((W,), ()), 1),
        (((2 * W,), ()), 1),
        (((W.T,), ()), 2),
        (((), (W,)), 3),
        (([W], ()), 4),
        (((W.astype(np.float32),), ()), 5),
        (((W,), ()), 5),
    ]:
        one.forward(parameters, X)
        assert len(asked) == seen
    Sum().forward(((W,), ()), X)
    assert len(asked) == 6


def test_a_missing_argument_is_python_s_to_report():
    with pytest.raises(TypeError, match=r"product\(\) missing 2 required positional arguments: 'W' and 'X'"):
        product()
    with pytest.raises(TypeError, match=r"missing 1 required positional argument: 'X'"):
        product(np.ones((2, 2)))
    with pytest.raises(TypeError, match=r"unexpected keyword argument 'Q'"):
        product(np.ones((2, 2)), np.ones((2, 2)), Q=1)


def test_axes_written_as_dots_are_not_compared():
    assert pair(np.ones((2, 3)), np.ones(5), np.ones(4, dtype=np.int8)) == ((2, 3), (5,))


def test_every_kind_of_array(asarray):
    """A library is accepted by its own arrays, in either precision, and 0-d numbers are arrays too."""
    for dtype in (np.float32, np.float64):
        result = product(asarray(np.ones((2, 3), dtype=dtype)), asarray(np.ones((2, 4), dtype=dtype)))
        assert tuple(result.shape) == (3, 4)
    assert pair(asarray(np.ones(())), asarray(np.ones(2)), asarray(np.arange(3))) == ((), (2,))
    with pytest.raises(TypeError, match=r"^square: H is of dtype .*int64, expected floating numbers"):
        square(asarray(np.ones((2, 2), dtype=np.int64)))


def test_methods_are_checked_too():
    class Scaled:
        @checked
        def norm(self, w: Float[Array, "n 1"]):
            return float((w**2).sum())

    assert Scaled().norm(np.ones((3, 1))) == 3
    with pytest.raises(ValueError, match=r"^norm: w \(3,\) has 1 axis, expected \(n, 1\)"):
        Scaled().norm(np.ones(3))


def test_what_only_looks_like_an_array_is_none():
    half = types.SimpleNamespace(shape=(2, 2))
    with pytest.raises(TypeError, match=r"^square: H is a SimpleNamespace, expected an array \(n, n\)"):
        square(half)


def test_a_call_that_passed_excuses_no_other(rng):
    """What has been checked once is not checked again; anything that differs from it is."""
    W, X = rng.standard_normal((4, 2)), rng.standard_normal((4, 5))
    for _ in range(3):
        np.testing.assert_array_equal(product(W, X), W.T @ X)
        with pytest.raises(ValueError, match="has n = 5"):
            product(W, X.T)
        with pytest.raises(TypeError, match="int64"):
            product(W, X.astype(np.int64))
        with pytest.raises(TypeError, match="one library"):
            product(W, array_api_strict.asarray(X))
        with pytest.raises(TypeError, match="X is a list"):
            product(W, X.tolist())


def test_what_passed_is_not_checked_again(monkeypatch):
    checks = []
    monkeypatch.setattr(calls, "check", lambda *given: checks.append(given))
    same = checked(square.__wrapped__)
    for n, seen in [(3, 1), (3, 1), (4, 2), (3, 2), (4, 2)]:
        same(np.ones((n, n)))
        assert len(checks) == seen


def test_arrays_apart_are_not_checked_again_either(monkeypatch):
    """What stands before and between them is no array, and may be anything."""
    checks = []
    monkeypatch.setattr(calls, "check", lambda *given: checks.append(given))

    @checked
    def one(times, X: Float[Array, "2 m"]):
        return X

    @checked
    def two(W: Float[Array, "n k"], times, X: Float[Array, "n m"]):
        return X

    W, X = np.ones((2, 4)), np.ones((2, 5))
    for call in (lambda: one(3, X), lambda: two(W, 3, X), lambda: two(W, times=3, X=X)):
        checks.clear()
        for _ in range(3):
            call()
        assert len(checks) == 1


def test_any_number_of_shapes_can_pass():
    """Also more than are remembered."""
    for n in range(1200):
        assert square(np.broadcast_to(1.0, (n, n))) == (n, n)
        with pytest.raises(ValueError, match="square: H"):
            square(np.broadcast_to(1.0, (n, n + 1)))


def test_an_object_is_let_go_once_a_thousand_others_have_passed():
    """Its id could be another's otherwise, so it is held for as long as it is remembered."""

    @dataclasses.dataclass(frozen=True)
    class Scaled:
        scale: float

        @checked(fits=lambda operation, thing, X: None)
        def times(self, X: Float[Array, "n m"]):
            return self.scale * X

    X, first = np.ones((1, 1)), Scaled(2.0)
    first.times(X)
    seen = weakref.ref(first)
    del first
    gc.collect()
    assert seen() is not None
    for _ in range(calls.MOST_SIGNATURES):
        Scaled(3.0).times(X)
    gc.collect()
    assert seen() is None


def test_arrays_may_stand_anywhere_and_have_a_name():
    """Each is looked at wherever it stands among other arguments, and however it is given."""

    @checked
    def one(times: int, X: Float[Array, "2 m"]):
        return times * X.shape[1]

    @checked
    def three(W: Float[Array, "n k"], times: int, X: Float[Array, "n m"], name: str, b: Float[Array, "k 1"]):
        return times * X.shape[1]

    W, X, b = np.ones((2, 4)), np.ones((2, 5)), np.ones((4, 1))
    wrong = np.ones((3, 5))
    for _ in range(2):
        assert one(2, X) == one(2, X=X) == one(times=2, X=X) == 10
        assert three(W, 2, X, "", b) == three(W, 2, X, name="", b=b) == three(W, b=b, name="", times=2, X=X) == 10
        for call in (lambda: one(2, wrong), lambda: one(2, X=wrong), lambda: one(times=2, X=wrong)):
            with pytest.raises(ValueError, match=r"^one: X \(3, 5\) does not fit, expected \(2, m\)"):
                call()
        for call in (
            lambda: three(W, 2, wrong, "", b),
            lambda: three(W, 2, wrong, name="", b=b),
            lambda: three(W, b=b, name="", times=2, X=wrong),
        ):
            with pytest.raises(ValueError, match=r"^three: X \(3, 5\) has n = 3, W \(2, 4\) has n = 2"):
                call()
        with pytest.raises(ValueError, match=r"^three: b \(5, 1\) has k = 5"):
            three(W, 2, X, "", np.ones((5, 1)))


def test_a_large_size_that_is_asked_for_fits():
    @checked
    def pixels(X: Float[Array, "784 m"]):
        return X.shape

    assert pixels(np.ones((784, 2))) == (784, 2)
    with pytest.raises(ValueError, match=r"^pixels: X \(783, 2\) does not fit, expected \(784, m\)"):
        pixels(np.ones((783, 2)))


def test_the_namespace_is_that_of_the_arrays(asarray, in_blocks):
    """NumPy's own for NumPy's arrays; array-api-compat's for others, also where its name comes before NumPy's."""
    assert namespace(np.ones(1)) is namespace(np.ones(1), np.ones(2)) is np
    for kind in (asarray, in_blocks):
        X = kind(np.ones((2, 2)))
        expected = array_api_compat.array_namespace(X)
        assert namespace(X) is (np if isinstance(X, np.ndarray) else expected)
    assert namespace(in_blocks(np.ones((2, 2)))).__name__ == "array_api_compat.dask.array"
    with pytest.raises(TypeError):
        namespace()


# Dask: arrays in blocks


@checked(dask=True)
def of_blocks(W: Float[Array, "n k"], X: Float[Array, "n m"], scale: float = 1.0) -> Float[Array, "k m"]:
    """W^T X, scaled, also of blocks."""
    return scale * (W.T @ X)


def test_dask_is_for_functions_that_say_so(in_blocks):
    W, X = np.ones((4, 2)), np.ones((4, 5))
    assert (of_blocks.dask, product.dask) == (True, False)
    assert of_blocks.__name__ == "of_blocks"
    for scale in 1.0, 3.0:
        np.testing.assert_array_equal(of_blocks(in_blocks(W), in_blocks(X), scale=scale), scale * (W.T @ X))
    for W_, X_, argument in (in_blocks(W), X, "W"), (W, in_blocks(X), "X"), (in_blocks(W), in_blocks(X), "W"):
        with pytest.raises(NotImplementedError) as error:
            product(W_, X_)
        assert str(error.value) == (
            f"product: {argument} is a Dask array, which only unity.logistic, unity.softmax and Network.train take: "
            f"pass {argument}.compute()"
        )


def test_what_takes_blocks_is_checked_like_all_others(in_blocks):
    """By shape, by kind of number, and by library."""
    W, X = np.ones((4, 2)), np.ones((4, 5))
    with pytest.raises(ValueError, match=r"^of_blocks: X \(3, 5\) has n = 3, W \(4, 2\) has n = 4$"):
        of_blocks(in_blocks(W), in_blocks(X[:3]))
    with pytest.raises(
        TypeError, match=r"^of_blocks: X is of dtype int64, expected floating numbers \(X.astype\(float\)\)$"
    ):
        of_blocks(in_blocks(W), in_blocks(X.astype(np.int64)))
    with pytest.raises(TypeError, match=r"^of_blocks: expected arrays of one library, got W numpy.*unity.arrays.move"):
        of_blocks(W, in_blocks(X))


def test_a_size_that_only_a_computation_can_tell_is_refused(in_blocks):
    W, X = in_blocks(np.ones((1, 2))), in_blocks(np.array([[1.0, -1.0, 2.0]]))
    positive = X[:, X[0] > 0]
    with pytest.raises(
        ValueError, match=r"^of_blocks: X \(1, nan\) has an unknown size, expected \(n, m\) \(X.compute"
    ):
        of_blocks(W, positive)
    assert of_blocks(W, positive.compute_chunk_sizes()).shape == (2, 2)


def test_refuse_dask_lets_all_others_pass(asarray):
    refuse_dask("norm", w=asarray(np.ones(3)), b=None, x=[1.0])
