"""Drawing, binding, comparing, proving: a true equation holds, and every kind of false one is noticed."""

import re
import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from unity import activations, geometry, logistic
from unity.equations import check, draws, functions, library, proofs
from unity.equations import tree as t
from unity.equations.binding import Binding, Entry, Proved, bind, bind_clauses
from unity.equations.book import Book, book
from unity.equations.check import Mismatch, run
from unity.equations.draws import axes_of, draw, sizes
from unity.equations.evaluate import EvaluationError, UnknownSymbol
from unity.equations.functions import convolve, correlate
from unity.equations.library import compare_code
from unity.equations.proofs import ProofError, prove, to_sympy
from unity.equations.reader import ReadError, read
from unity.shapes import Array, Float

BOOK = Book(
    symbols={"z": r"w^\top x + b", "a": r"\sigma(z)", "Z": r"w^\top X + b", "A": r"\sigma(Z)", "J": logistic.cost},
    shapes=dict(w="n 1", v="n 1", W="n K", x="n 1", X="n m", b="1 1", y="1 1", Y="1 m", c="", q="", M="n n", alpha=""),
    functions=("f", "g", "D", "J", "p"),
)
DISTANCE = "unity.geometry.signed_distance"
NORM = "unity.geometry.norm"


def holds(latex, function=None, times=6, **entry):
    binding = bind(latex, function, Entry(**entry), BOOK)
    run(binding, "eq-test", times)
    compare_code(binding, "eq-test", book())
    return binding


def fails(latex, function=None, times=6, **entry):
    with pytest.raises(Mismatch) as failure:
        run(bind(latex, function, Entry(**entry), BOOK), "eq-test", times)
    return str(failure.value)


def refused(message, latex, function=None, kind=EvaluationError, **entry):
    with pytest.raises(kind, match=re.escape(message)):
        holds(latex, function, **entry)


# Draws


@pytest.mark.parametrize(
    ("annotation", "axes"),
    [
        ("n m", ("n", "m")),
        ("", ()),
        ("1 K", (1, "K")),
        (Float[Array, "n 1"], ("n", 1)),
        (Float[Array, ""], ()),
        (Float[Array, "... m"], ("m",)),
        (Float[Array, "*shape m"], ("m",)),
        (float, None),
        (int, None),
        (Callable, None),
    ],
)
def test_axes(annotation, axes):
    assert axes_of(annotation) == axes


NAMES = st.lists(st.sampled_from("nmKijc"), min_size=1, max_size=3).map(tuple)


@given(st.dictionaries(st.sampled_from("wxyz"), NAMES.map(lambda axes: [axes]), min_size=1), st.integers(0, 9))
def test_sizes_differ_and_are_at_least_two(axes, seed):
    table = sizes(axes, {}, np.random.default_rng(seed))
    assert table.keys() == {name for several in axes.values() for shape in several for name in shape}
    assert len(set(table.values())) == len(table)
    assert all(2 <= size <= 8 for size in table.values())


def test_axes_that_must_agree_agree(rng):
    table = sizes({"X": [("n", "m"), ("i", "j")], "w": [("i", 1)], "Y": [(1, "m"), ("k", "m")]}, {}, rng)
    assert table["n"] == table["i"]
    assert table["m"] == table["j"]
    assert table["k"] == 1
    assert len({table["n"], table["m"]}) == 2


def test_a_fixed_size_is_nobody_elses(rng):
    for _ in range(50):
        table = sizes({"X": [("n", "m"), ("i", "m")]}, {"n": 3}, rng)
        assert table["n"] == table["i"] == 3 != table["m"]


def test_axes_that_cannot_agree_are_said(rng):
    with pytest.raises(ValueError, match=re.escape("X has axes ('n', 'm') in one function and ('m',) in another: say")):
        sizes({"X": [("n", "m"), ("m",)]}, {}, rng)
    with pytest.raises(ValueError, match=re.escape("X has axes (1, 'm') in one function and (2, 'm') in another")):
        sizes({"X": [(1, "m"), (2, "m")]}, {}, rng)
    with pytest.raises(ValueError, match=re.escape("8 axes (a, b, c, d, e, f, g, h), but only 7 different sizes")):
        sizes({"X": [tuple("abcdefgh")]}, {}, rng)


def test_what_is_drawn(rng):
    table = {"n": 3, "m": 5}
    assert draw("X", ["n m"], table, rng).shape == (3, 5)
    assert draw("X", [Float[Array, "n 4"]], table, rng).shape == (3, 4)
    assert draw("step", [float], table, rng).shape == ()
    assert draw("k", [int], table, rng) in (2, 3, 4)
    assert draw("k", [int], table, rng, lambda rng, shape: 9) == 9
    assert draw("f", [Callable], table, rng, lambda rng, shape: np.sin) is np.sin
    assert draw("f", [Callable[[int], int]], table, rng, lambda rng, shape: np.sin) is np.sin
    assert draw("X", ["n"], table, rng, lambda rng, shape: np.zeros(shape)).tolist() == [0, 0, 0]
    for _ in range(20):
        assert 0.2 <= draw("alpha", [""], table, rng) <= 2
        assert 0 < draw("lambda", [float], table, rng) < 1
        assert np.all((draw("Y", ["1 m"], table, rng) > 0) & (draw("Y", ["1 m"], table, rng) < 1))
        np.testing.assert_allclose(draw("Y", ["n m"], table, rng).sum(axis=0), 1)
        Sigma = draw("Sigma", ["n n"], table, rng)
        assert np.array_equal(Sigma, Sigma.T)
        assert np.linalg.eigvalsh(Sigma).min() > 0


def test_draws_have_every_size_of_their_own():
    binding = bind(r"d = \frac{w^\top X + b}{\lVert w \rVert}", DISTANCE, Entry(), BOOK)
    seen = set()
    for rng in check.generators("eq-test", 40):
        pinned = binding.scope(rng).pinned
        n, m = pinned["X"].shape
        assert n != m
        assert (pinned["w"].shape, pinned["b"].shape, pinned["n"], pinned["m"]) == ((n, 1), (1, 1), n, m)
        seen |= {n, m}
    assert seen == {2, 3, 4, 5, 6, 7, 8}


def layer(W: Float[Array, "n k"], b: Float[Array, "k 1"], X: Float[Array, "n m"]):
    return W.T @ X + b


def test_only_what_is_needed_shapes_a_leaf(rng):
    """The table knows costs whose bias has one row. A layer's has as many as it has neurons."""
    book = replace(BOOK, symbols={**BOOK.symbols, "J": logistic.cost})
    pinned = bind(r"Z = W^\top X + b", "math.sqrt", Entry(value=layer), book).scope(rng).pinned
    assert pinned["b"].shape == (pinned["W"].shape[1], 1)
    assert pinned["b"].shape[0] > 1


def test_the_same_label_has_the_same_draws():
    first, again, other = (check.generators(label, 1)[0].normal() for label in ("eq-a", "eq-a", "eq-b"))
    assert first == again != other


# True equations of every kind

TRUE = {
    "a name on the left": (r"d = \frac{w^\top X + b}{\lVert w \rVert}", DISTANCE, {}),
    "a longer left side": (r"\lVert w \rVert = \sqrt{\sum_{j=1}^{n} w_j^2}", NORM, {}),
    "a chain": (r"\lVert w \rVert = \sqrt{w^\top w} = \sqrt{\sum_j w_j^2}", NORM, {}),
    "components": (r"d_i = \frac{w^\top x^{(i)} + b}{\lVert w \rVert}", DISTANCE, {}),
    "examples": (r"d^{(i)} = \frac{\sum_j w_j x_j^{(i)} + b}{\lVert w \rVert}", DISTANCE, {}),
    "a derivative": (r"\frac{\partial J}{\partial w} = \frac{1}{m} X (A - Y)^\top", "unity.logistic.gradient",
                     {"value": lambda w, b, X, Y: logistic.gradient(w, b, X, Y)[0]}),
    "components of a derivative": (r"\frac{\partial J}{\partial w_j} = \frac{1}{m} \sum_i (a^{(i)} - y^{(i)}) x_j^{(i)}",
                                   "unity.logistic.gradient",
                                   {"value": lambda w, b, X, Y: logistic.gradient(w, b, X, Y)[0]}),
    "a Hessian": (r"\nabla^2_w J = \frac{1}{m} X \operatorname{diag}(A \odot (1 - A)) X^\top", "unity.logistic.hessian", {}),
    "a call": (r"J(w, b) = \frac{1}{m} \sum_i (\log(1 + e^{z^{(i)}}) - y^{(i)} z^{(i)})", "unity.logistic.cost", {}),
    "a later clause": (r"c = 2 b, \qquad d = \frac{w^\top X + b}{\lVert w \rVert}", DISTANCE, {"clause": 1, "symbols": {"c": "2 b"}}),
    "a definition behind": (r"d = \frac{s}{\lVert w \rVert}, \qquad s = w^\top X + b", DISTANCE, {}),
    "a function behind": (r"d = \frac{h(w)}{\lVert w \rVert} \quad \text{where} \quad h(t) = t^\top X + b", DISTANCE, {"functions": ("h",)}),
    "a definition with two sides": (r"d = \frac{s}{\lVert w \rVert}, \qquad s = w^\top X + b = Z", DISTANCE, {}),
    "another symbol": (r"d = \frac{s}{r}", DISTANCE, {"symbols": {"s": r"w^\top X + b", "r": lambda w: np.hypot.reduce(w[:, 0])}}),
    "a slope": (r"\sigma'(t) = \sigma(t) \odot (1 - \sigma(t))", "unity.activations.sigmoid_slope",
                {"value": lambda t: activations.sigmoid_slope(t), "shapes": {"t": "m"}}),
    "an inequality": (r"w^\top v \le \lVert w \rVert \lVert v \rVert", None, {}),
    "a strict one": (r"-1 < \tanh q < 1", None, {}),
    "equality within": (r"\lVert w \rVert \ge \lVert w \rVert", None, {}),
    "unequal": (r"w_1 \ne w_2", None, {}),
    "an approximation": (r"\sin q \approx q", None, {"draws": {"q": lambda rng, shape: rng.uniform(0, 1e-4)}}),
    "a condition": (r"M_{jk} M_{kj} = 0 \text{ for } j \ne k", None,
                    {"draws": {"M": lambda rng, shape: np.diag(rng.normal(size=shape[0]))}}),
    "a range": (r"w_j = v_j \text{ for } j = 2, \dots, n", None,
                {"symbols": {"v": lambda w: np.vstack([[[9.0]], w[1:]])}}),
    "an index that counts nothing": (r"c^{t+1} = c c^t", None, {"ranges": {"t": 4}}),
    "as far as an axis": (r"\lVert X \rVert \sum_t t = \lVert X \rVert \frac{m (m + 1)}{2}", None, {"ranges": {"t": "m"}}),
    "a transposed pair": (r"(W_{jk} - w_j) = W_{jk} - w_j \text{ for } k > j", None, {}),
}  # fmt: skip


@pytest.mark.parametrize(("latex", "function", "entry"), TRUE.values(), ids=list(TRUE))
def test_what_is_true_holds(latex, function, entry):
    holds(latex, function, **entry)


# False ones

FALSE = {
    "a sign": r"d = \frac{w^\top X - b}{\lVert w \rVert}",
    "a factor": r"d = \frac{2 w^\top X + b}{\lVert w \rVert}",
    "an exponent": r"d = \frac{w^\top X + b}{\lVert w \rVert^2}",
    "a missing term": r"d = \frac{w^\top X}{\lVert w \rVert}",
    "an index": r"d_i = \frac{w^\top x^{(1)} + b}{\lVert w \rVert}",
    "a bound": r"d^{(i)} = \frac{\sum_{j=2}^{n} w_j x^{(i)}_j + b}{\lVert w \rVert}",
    "a definition": r"d = \frac{s}{\lVert w \rVert}, \qquad s = w^\top X - b",
    "a second side": r"d = \frac{w^\top X + b}{\lVert w \rVert} = w^\top X + b",
    "a wrong definition": r"d = \frac{s}{\lVert w \rVert}, \qquad s = w^\top X + b = w^\top X",
    "a shape": r"d = (\frac{w^\top X + b}{\lVert w \rVert})^\top",
    "NaN": r"d = \frac{w^\top X + b}{\lVert w \rVert} + \log(-1)",
    "infinity": r"d = \frac{w^\top X + b}{0}",
    "a hidden NaN": r"d = \frac{w^\top X + b}{\lVert w \rVert} + \max(0, \log(-1))",
}


@pytest.mark.parametrize("latex", FALSE.values(), ids=list(FALSE))
def test_what_is_false_is_noticed(latex):
    fails(latex, DISTANCE)


def test_a_missing_transpose_is_noticed():
    refused("the product of (", r"d = \frac{w X + b}{\lVert w \rVert}", DISTANCE)
    refused("the product of (", r"\frac{\partial J}{\partial w} = \frac{1}{m} X (A - Y)", "unity.logistic.gradient",
            value=lambda w, b, X, Y: logistic.gradient(w, b, X, Y)[0])  # fmt: skip


def test_a_small_difference_is_noticed():
    fails(r"d = \frac{w^\top X + b}{\lVert w \rVert} (1 + 10^{-9})", DISTANCE)
    holds(r"d = \frac{w^\top X + b}{\lVert w \rVert} (1 + 10^{-12})", DISTANCE)


def test_a_wrong_derivative_is_noticed():
    def gradient(w, b, X, Y):
        return logistic.gradient(w, b, X, Y)[0]

    for wrong in [r"X (A - Y)^\top", r"\frac{1}{m} X (Y - A)^\top", r"\frac{1.000001}{m} X (A - Y)^\top"]:
        fails(rf"\frac{{\partial J}}{{\partial w}} = {wrong}", "unity.logistic.gradient", value=gradient)


def test_the_message_shows_formula_draw_values_and_difference():
    message = fails(r"d = \frac{w^\top X - b}{\lVert w \rVert}", DISTANCE, times=1)
    first, left, between, right, drawn = message.split("\n")
    assert re.fullmatch(r"the largest difference is \d\.\d+, \de-\d+ is allowed", first)
    assert re.fullmatch(r"    d = \[\[.*\]\]", left)
    assert between == "  is not"
    assert right.startswith(r"    \frac{w^\top X - b}{\lVert w \rVert} = [[")
    for name in ("X", "b", "m", "n", "w"):
        assert f" {name} = " in drawn
    (rng,) = check.generators("eq-test", 1)
    scope = bind(r"d = \frac{w^\top X - b}{\lVert w \rVert}", DISTANCE, Entry(), BOOK).scope(rng)
    gap = 2 * abs(scope.pinned["b"].item()) / np.linalg.norm(scope.pinned["w"])
    assert float(re.search(r"is (\S+),", first)[1]) == pytest.approx(gap, rel=1e-2)


def test_the_message_names_a_function_that_stands_for_no_symbol():
    message = fails(r"2 \lVert w \rVert = \sqrt{w^\top w}", NORM)
    assert f"    {NORM}(...) = " in message
    message = fails("f(c) = 2 c", draws={"f": lambda rng, shape: np.sin})
    assert "f = a function" in message


@pytest.mark.parametrize(
    ("latex", "said"),
    [
        (r"c \le c - 1", r"is not \le"),
        (r"c < c", "is not <"),
        (r"c > c", "is not >"),
        (r"c \ne c", r"is not \ne"),
        (r"c \approx c + 0.01", "is not near"),
        (r"w \le w - v \odot v", "it does not hold"),
        (r"c = w", "the shapes () and ("),
        (r"c \le \log(-1)", "a value is not finite"),
    ],
)
def test_each_relation_can_fail(latex, said):
    assert said in fails(latex)


def test_an_approximation_is_as_close_as_the_entry_says():
    small = {"q": lambda rng, shape: rng.uniform(0.1, 0.2)}
    with pytest.raises(Mismatch):
        run(bind(r"\sin q \approx q", None, Entry(draws=small), BOOK), "eq-test")
    run(bind(r"\sin q \approx q", None, Entry(draws=small, rounding=0.05), BOOK), "eq-test")


def test_a_condition_restricts_and_no_more():
    diagonal = {"M": lambda rng, shape: np.diag(rng.normal(size=shape[0]))}
    assert "    M_{j, k} = " in fails("M_{jk} = 0", draws=diagonal)
    run(bind(r"M_{jk} = 0 \text{ for all } j \ne k", None, Entry(draws=diagonal), BOOK), "eq-test")
    with pytest.raises(Mismatch):
        run(bind(r"M_{jk} = 0 \text{ for } j \le k", None, Entry(draws=diagonal), BOOK), "eq-test")
    with pytest.raises(EvaluationError, match="no index fulfils the conditions"):
        run(bind(r"M_{jk} = 0 \text{ for } j < 1", None, Entry(draws=diagonal), BOOK), "eq-test")


def test_every_choice_of_the_free_indices_is_tried():
    def last_is_wrong(w):
        return np.vstack([w[:-1], w[-1:] + 1])

    binding = bind("u_j = w_j", None, Entry(symbols={"u": last_is_wrong}), BOOK)
    with pytest.raises(Mismatch, match="j = "):
        run(binding, "eq-test", 1)


def test_a_table_is_compared_entry_by_entry_in_the_order_of_its_indices():
    def slopes(W: Float[Array, "n K"], v: Float[Array, "n 1"]):
        return W * v

    entry = Entry(value=slopes)
    run(bind(r"0 + W_{jk} v_j = v_j W_{jk}", NORM, entry, BOOK), "eq-test")
    counted = Entry(value=slopes, ranges={"k": "K", "j": "n"})
    run(bind(r"0 + W_{jk} v_j = v_j W_{jk} \text{ for } k > j", NORM, counted, BOOK), "eq-test")
    with pytest.raises(Mismatch):
        run(bind(r"0 + W_{jk} v_1 = W_{jk} v_1", NORM, entry, BOOK), "eq-test")
    with pytest.raises(Mismatch, match="the shapes"):  # v_j K is no table of n by K numbers
        run(bind(r"0 + v_j = v_j", NORM, entry, BOOK), "eq-test")


def test_derivatives_too_rough_to_tell_are_refused():
    jump = {"f": lambda rng, shape: lambda x: np.sign(np.sin(1e5 * x))}
    refused("half of the derivatives are known to", r"\frac{\partial f(c)}{\partial c} = f'(c)", draws=jump)


def test_a_wrong_formula_hides_behind_no_rough_draw():
    """Where a few draws come close to a kink, the others still decide."""
    entry = {"symbols": {"a": r"\operatorname{relu}(q)"}, "draws": {"q": lambda rng, shape: rng.normal()}}
    right, wrong = r"\frac{\partial a}{\partial q} = [q > 0]", r"\frac{\partial a}{\partial q} = [q > 0.5]"
    run(bind(right, None, Entry(**entry), BOOK), "eq-test", 40)
    with pytest.raises(Mismatch):
        run(bind(wrong, None, Entry(**entry), BOOK), "eq-test", 40)


# What cannot be compared


def test_what_cannot_be_compared_is_refused():
    refused("has no relation: there is nothing to compare", r"w^\top v")
    refused("the entry says clause 2, there are 1", "d = w", DISTANCE, clause=2)
    refused("nothing is known of the symbol s", "c = 2 s", kind=UnknownSymbol, symbols={"q": None})
    refused("cannot read the formula", "c = ? 2", kind=ReadError)
    refused("the index t runs to s, which is no axis of what is drawn", "c^t = c^t", ranges={"t": "s"})


def test_a_function_that_is_never_called_is_refused():
    refused(
        f"no side calls {NORM}, which claims to compute the equation",
        r"d = \frac{w^\top X + b}{\lVert w \rVert}",
        NORM,
        value=lambda w, b, X: (w.T @ X + b) / np.linalg.norm(w),
    )


def test_sides_that_share_their_code_are_refused():
    refused(
        "every side runs the same code of the library (norm): nothing is compared",
        "r = s",
        NORM,
        symbols={"s": geometry.norm},
    )
    binding = bind("r = s = \\lVert w \\rVert", NORM, Entry(symbols={"s": geometry.norm}), BOOK)
    compare_code(binding, "eq-test", book())  # one side has none of it


def test_the_methods_of_a_class_are_its_code():
    class Box:
        size = 3

        def volume(self):
            return 27

    sys.modules[__name__].Box = Box
    assert library._codes(f"{__name__}.Box") == {Box.volume.__code__}
    assert library._codes("unity.geometry.norm") == {geometry.norm.__wrapped__.__code__}


def test_tracing_puts_a_profiler_back():
    def profiler(frame, event, argument):
        pass

    binding = bind(r"\lVert w \rVert = \sqrt{w^\top w}", NORM, Entry(), BOOK)
    before = sys.getprofile()
    sys.setprofile(profiler)
    try:
        compare_code(binding, "eq-test", book())
        assert sys.getprofile() is profiler
    finally:
        sys.setprofile(before)


# Binding


def test_what_is_drawn_and_what_is_computed():
    binding = bind(
        r"\frac{\partial J}{\partial w} = \frac{1}{m} X (A - Y)^\top", "unity.logistic.gradient", Entry(), BOOK
    )
    assert isinstance(binding, Binding)
    assert binding.leaves.keys() == {"w", "b", "X", "Y"}
    assert binding.leader is None
    assert bind("d = w", DISTANCE, Entry(), BOOK).leader == "d"
    assert bind("w = d", DISTANCE, Entry(), BOOK).leader is None  # what it is computed from is not its value
    assert bind("d = w", DISTANCE, Entry(symbols={"d": "2 w"}), BOOK).leader is None
    assert bind("d_i = w", DISTANCE, Entry(), BOOK).leader == "d"
    assert bind("d^{(i)} = w", DISTANCE, Entry(), BOOK).leader == "d"
    assert bind("w_t = w", DISTANCE, Entry(), BOOK).leader == "w_t"
    assert bind("f(w) = w", DISTANCE, Entry(), BOOK).leader == "f"
    assert bind("f(2 w) = w", DISTANCE, Entry(), BOOK).leader is None
    assert bind("f'(w) = w", DISTANCE, Entry(), BOOK).leader is None
    assert bind(r"\log w = w", DISTANCE, Entry(), BOOK).leader is None
    assert bind(r"p(k \mid x) = w", DISTANCE, Entry(), BOOK).leader == "p(k|x)"


def test_the_tables_give_way_to_the_entry():
    binding = bind("z = q", None, Entry(symbols={"z": 3.0, "q": "2 c"}, shapes={"c": "n m"}), BOOK)
    assert binding.fixtures["z"] == 3.0
    assert binding.leaves == {"c": ["n m"]}
    assert "z" in bind("z = q", None, Entry(symbols={"z": None}, shapes={"z": ""}), BOOK).leaves


def test_definitions():
    (clauses, binding) = (r"c = q, \qquad s = 2 c, \qquad h(t) = t s, \qquad p(k \mid x) = h(1)", None)
    binding = bind(clauses, None, Entry(functions=("h",)), BOOK)
    assert binding.definitions == {1, 2, 3}
    assert binding.fixtures["h"].parameters == ("t",)
    assert binding.fixtures["p(k|x)"].parameters == ()
    assert (
        bind(r"c = q, \quad f(2 c) = q, \quad \log u = q, \quad u < q, \quad q", None, Entry(), BOOK).definitions
        == set()
    )
    run(bind(r"p(k \mid x) = c, \qquad p(k \mid x) + c = 2 c", None, Entry(), BOOK), "eq-test", 2)


def test_an_index_is_not_drawn():
    binding = bind(r"\sum_c w_c = \sum_j w_j", None, Entry(), BOOK)
    assert binding.leaves.keys() == {"w"}
    run(binding, "eq-test", 3)


def test_a_name_with_its_index_is_drawn_whole():
    binding = bind(r"w_q = 2 w_q - w_q", None, Entry(shapes={"w_q": "n 1"}), BOOK)
    assert "w_q" in binding.leaves
    run(binding, "eq-test", 2)


def test_a_drawn_function_needs_a_draw():
    run(bind("f(2 c) = f(c + c)", None, Entry(draws={"f": lambda rng, shape: np.sin}), BOOK), "eq-test", 2)


def test_whole_numbers_and_floats_are_drawn_for_parameters():
    def power(c: float, k: int, scale=1.0):
        return scale * c**k

    run(bind("s = c^k", None, Entry(symbols={"s": power}), BOOK), "eq-test", 5)


def test_a_size_is_the_size_of_what_is_drawn():
    def share(X: Float[Array, "n m"], m: int):
        assert m == X.shape[1]
        return 1 / m

    run(bind(r"s m = 1", None, Entry(symbols={"s": share}), BOOK), "eq-test", 3)


def test_clauses_that_are_read_already():
    clauses = read(r"d = \frac{w^\top X + b}{\lVert w \rVert}")
    run(bind_clauses(clauses, DISTANCE, Entry(), BOOK), "eq-test", 2)


# The named functions


def test_the_correlation_checks_its_shapes(rng):
    X, W = rng.normal(size=(2, 5, 6, 3)), rng.normal(size=(2, 2, 3, 4))
    assert correlate(X, W).shape == convolve(X, W).shape == (4, 4, 4, 3)
    with pytest.raises(ValueError, match=re.escape("cannot slide W (3, 2, 3, 4) over X (2, 5, 6, 3)")):
        correlate(X, rng.normal(size=(3, 2, 3, 4)))
    with pytest.raises(ValueError, match="is larger than the image"):
        correlate(X, rng.normal(size=(2, 2, 7, 4)))


# Proofs

PROVED = {
    r"\sigma(-z) = 1 - \sigma(z)": {},
    r"\sigma'(z) = \sigma(z) (1 - \sigma(z))": {},
    r"\sigma''(z) = \sigma(z) (1 - \sigma(z)) (1 - 2 \sigma(z))": {},
    r"\tanh'(z) = 1 - \tanh^2 z": {},
    r"\tanh z = 2 \sigma(2 z) - 1": {},
    r"\log(a b) = \log a + \log b": {"a": "positive", "b": "positive"},
    r"\sqrt{x^2} = x": {"x": "positive"},
    r"\frac{\partial}{\partial x} x^n = n x^{n - 1}": {"x": "positive"},
    r"\frac{\partial^2 x^3}{\partial x^2} = 6 x": {},
    r"\lim_{h \to 0} \frac{(x + h)^2 - x^2}{h} = 2 x": {},
    r"\lim_{z \to \infty} \sigma(z) = 1": {},
    r"\lim_{z \to -\infty} \sigma(z) = 0": {},
    r"\lim_{x \to \infty} \log x = \infty": {"x": "positive"},
    r"w_1 (x + y) - w_1 x = w_1 \odot y = y w_1": {},
    r"\cosh^2 z - \sinh^2 z = 1": {},
    r"\cos^2 z + \sin^2 z = \exp(0)": {},
    r"\operatorname{logit}(\sigma(z)) = z": {},
    r"\operatorname{softplus}'(z) = \sigma(z)": {},
    r"\operatorname{erf}(0) = 0": {},
    r"e^{x} e^{-x} = 1, \qquad \sin \pi = 0": {},
    r"\frac{1}{2} + 0.5 = 1": {},
    r"-(a - b) = b - a": {},
    r"e + 1 = 1 + e": {"e": "real"},
}


@pytest.mark.parametrize(("latex", "assumptions"), PROVED.items(), ids=list(PROVED))
def test_identities_are_proved(latex, assumptions):
    prove(latex, Proved(assumptions))


@pytest.mark.parametrize("name", proofs.FUNCTIONS)
def test_what_sympy_proves_with_is_what_is_evaluated(name):
    """The translation of each function, against the numbers that the check compares with."""
    for z in (0.3, 0.75):
        proved = float(proofs.FUNCTIONS[name](sympy.Rational(str(z))))
        assert proved == pytest.approx(float(functions.FUNCTIONS[name](np.asarray(z))), rel=1e-14)


@pytest.mark.parametrize(
    ("latex", "assumptions", "message"),
    [
        (r"\sigma(-z) = \sigma(z) - 1", {}, "is not proved"),
        (r"\sigma'(z) = \sigma(z) (1 + \sigma(z))", {}, "is not proved"),
        (r"a + b = a - b", {}, r"a + b = a - b is not proved: 2*b is left of the difference"),
        (r"a = a = 2 a", {}, "a = 2 a is not proved: -a is left of the difference"),
        (r"\sqrt{x^2} = x", {}, "is not proved"),
        (r"\lim_{z \to \infty} \sigma(z) = 0", {}, "is not proved: 1 is left of the difference"),
        (r"\lim_{x \to 0} \frac{\sin x}{x} = 0", {}, "is not proved: 1 is left"),
        (r"\frac{1}{0} = \frac{2}{0}", {}, "is not proved: nan is left of the difference"),
        (r"\infty - \infty = \infty - \infty", {}, "is not proved: nan is left of the difference"),
        ("a < a + 1", {}, "only equations are proved"),
        ("a", {}, "a: only equations are proved"),
        (r"W^\top = W", {}, r"W^\top has no translation into SymPy"),
        (r"\sum_{j=1}^{n} w_j = 0", {}, "has no translation into SymPy"),
        (r"f(x) = 1", {}, "f(x) has no translation into SymPy"),
        (r"\max(a, b) = a", {}, "has no translation into SymPy"),
        (r"a \star b = a", {}, "has no translation into SymPy"),
    ],
)
def test_what_is_false_or_unknown_is_not_proved(latex, assumptions, message):
    with pytest.raises(ProofError, match=re.escape(message)):
        prove(latex, Proved(assumptions), BOOK.functions)


def test_assumptions_reach_the_symbols():
    symbols = {}
    to_sympy(t.Symbol("x"), {"x": "positive"}, symbols)
    to_sympy(t.Symbol(r"\alpha"), {}, symbols)
    assert symbols["x"].is_positive
    assert symbols["alpha"].is_real
    assert symbols["alpha"].is_positive is None
    assert proofs.FUNCTIONS[r"\sigma"](0) == sympy.Rational(1, 2)
    assert draws.SMALLEST == 2
