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

from unity import geometry
from unity.equations import check, draws, functions, library, proofs
from unity.equations import tree as t
from unity.equations.book import book
from unity.equations.check import Mismatch, run
from unity.equations.draws import axes_of, draw, sizes
from unity.equations.evaluate import EvaluationError, UnknownSymbol
from unity.equations.extremes import hold
from unity.equations.functions import convolve, correlate
from unity.equations.letters import Namespace, bind, letters_of
from unity.equations.letters.tables import functions_of
from unity.equations.library import meets_library
from unity.equations.proofs import ProofError, prove, to_sympy
from unity.equations.reader import ReadError
from unity.equations.states import Proved
from unity.shapes import Array, Float

LIBRARY = Namespace(["unity", "unity.geometry", "unity.activations"])
CALLS = frozenset({"f", "g", "D", "h", "p"})
TABLE = r"""
| letter | in code | shape | what it is |
|---|---|---|---|
| $w$, $v$, $x$ | `w`, `v`, `x` | (n, 1) | |
| $W$ | `W` | (n, K) | |
| $X$ | `X` | (n, m) | |
| $M$ | `M` | (n, n) | |
| $b$, $y$ | `b`, `y` | (1, 1) | |
| $Y$ | `Y` | (1, m), 0 or 1 | |
| $c$, $q$ | `c`, `q` | () | |
| $\alpha$ | `step` | (), positive | |
| $z$ | | | $= w^\top x + b$ |
| $a$ | | | $= \sigma(z)$ |
| $Z$ | | | $= w^\top X + b$ |
| $A$ | | | $= \sigma(Z)$ |
| $J$ | `logistic.cost(w, b, X, Y)` | | |
| $d$ | `signed_distance(w, b, X)` | | |
| $\lVert w \rVert$ | `norm(w)` | | |
| $\frac{\partial J}{\partial w}$, $\frac{\partial J}{\partial w_j}$ | `logistic.gradient(w, b, X, Y)[0]` | | |
| $\nabla^2_w J$ | `logistic.hessian(w, b, X)` | | |
"""
DISTANCE = "unity.geometry.signed_distance"
NORM = "unity.geometry.norm"
GRADIENT = "unity.logistic.gradient"


def bound(latex, rows="", **draws):
    """A formula with the letters of the table and some rows more, some of them drawn otherwise."""
    letters = {letter.name or letter.written: letter for letter in letters_of(TABLE + rows, CALLS)}
    binding = bind(latex, letters, CALLS | functions_of(TABLE + rows), LIBRARY)
    return replace(binding, draws={**binding.draws, **draws})


def holds(latex, function=None, rows="", times=6, **draws):
    binding = bound(latex, rows, **draws)
    run(binding, "eq-test", times)
    if function:
        meets_library(binding, "eq-test", function, book())


def fails(latex, rows="", times=6, **draws):
    with pytest.raises(Mismatch) as failure:
        run(bound(latex, rows, **draws), "eq-test", times)
    return str(failure.value)


def refused(message, latex, function=None, rows="", kind=EvaluationError, **draws):
    with pytest.raises(kind, match=re.escape(message)):
        holds(latex, function, rows, **draws)


# Edges and bounds

STEP = {
    r"f(z) = \begin{cases} 1 & \text{if } z > 0 \\ 0 & \text{otherwise} \end{cases}": True,
    r"f(z) = \begin{cases} 1 & \text{if } z \ge 0 \\ 0 & \text{otherwise} \end{cases}": False,
    r"f(z) = [z > 0]": True,
    r"f(z) = [z \ge 0]": False,
    r"f(z) + z - z = [0 < z]": True,
}


@pytest.mark.parametrize(("latex", "right"), STEP.items())
def test_a_condition_is_drawn_on_its_edge(latex, right):
    binding = bound(latex, "| $z$ | `z` | (n, 1) | |\n| $f(z)$ | `np.heaviside(z, 0)` | | |\n")
    run(binding, "eq-test")
    if right:
        hold(binding, "eq-test")
    else:
        with pytest.raises(Mismatch, match="the largest difference is 1"):
            hold(binding, "eq-test")


def test_where_an_edge_has_no_value_nothing_is_compared():
    hold(bound(r"\frac{z}{z} = [z = z]", "| $z$ | `z` | (1, 1) | |\n"), "eq-test")


BOUND = {
    r"(w^\top v)^2 \le w^\top w v^\top v": True,
    r"(w^\top v)^2 \le 2 w^\top w v^\top v": False,
    r"w^\top w \ge 0": True,
    r"w^\top w \ge -1": False,
    r"-1 < \tanh q < 1": True,
    r"\tanh q < 3": False,
}


@pytest.mark.parametrize(("latex", "tight"), BOUND.items())
def test_a_bound_is_almost_attained(latex, tight):
    rows = "| $w$, $v$ | `w`, `v` | (2, 1), (2, 1) | |\n| $q$ | | from -3 to 3 | |\n"
    run(bound(latex, rows), "eq-test")
    if tight:
        hold(bound(latex, rows), "eq-test")
    else:
        with pytest.raises(Mismatch, match=r"in none of 200 draws the sides are within 15% of each other"):
            hold(bound(latex, rows), "eq-test")


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
    binding = bound(r"d = \frac{w^\top X + b}{\lVert w \rVert}")
    seen = set()
    for rng in check.generators("eq-test", 40):
        pinned = binding.scope(rng).pinned
        n, m = pinned["X"].shape
        assert n != m
        assert (pinned["w"].shape, pinned["b"].shape, pinned["n"], pinned["m"]) == ((n, 1), (1, 1), n, m)
        seen |= {n, m}
    assert seen == {2, 3, 4, 5, 6, 7, 8}


def test_the_same_label_has_the_same_draws():
    first, again, other = (check.generators(label, 1)[0].normal() for label in ("eq-a", "eq-a", "eq-b"))
    assert first == again != other


# True equations of every kind

DIAGONAL = {"M": lambda rng, shape: np.diag(rng.normal(size=shape[0]))}
TRUE = {
    "a name on the left": (r"d = \frac{w^\top X + b}{\lVert w \rVert}", DISTANCE, ""),
    "a longer left side": (r"\lVert w \rVert = \sqrt{\sum_{j=1}^{n} w_j^2}", NORM, ""),
    "a chain": (r"\lVert w \rVert = \sqrt{w^\top w} = \sqrt{\sum_j w_j^2}", NORM, ""),
    "components": (r"d_i = \frac{w^\top x^{(i)} + b}{\lVert w \rVert}", DISTANCE, ""),
    "examples": (r"d^{(i)} = \frac{\sum_j w_j x_j^{(i)} + b}{\lVert w \rVert}", DISTANCE, ""),
    "a derivative": (r"\frac{\partial J}{\partial w} = \frac{1}{m} X (A - Y)^\top", GRADIENT, ""),
    "components of a derivative": (
        r"\frac{\partial J}{\partial w_j} = \frac{1}{m} \sum_i (a^{(i)} - y^{(i)}) x_j^{(i)}", GRADIENT, ""),
    "a Hessian": (r"\nabla^2_w J = \frac{1}{m} X \operatorname{diag}(A \odot (1 - A)) X^\top", "unity.logistic.hessian", ""),
    "a call": (r"J(w, b) = \frac{1}{m} \sum_i (\log(1 + e^{z^{(i)}}) - y^{(i)} z^{(i)})", "unity.logistic.cost",
               "| $J(w, b)$ | `logistic.cost(w, b, X, Y)` | | |\n"),
    "a later clause": (r"c = 2 b, \qquad d = \frac{w^\top X + b}{\lVert w \rVert}", None, "| $c$ | | | $= 2 b$ |\n"),
    "a definition behind": (r"d = \frac{s}{\lVert w \rVert}, \qquad s = w^\top X + b", DISTANCE, ""),
    "a function behind": (r"d = \frac{h(w)}{\lVert w \rVert} \quad \text{where} \quad h(t) = t^\top X + b", DISTANCE, ""),
    "a definition with two sides": (r"d = \frac{s}{\lVert w \rVert}, \qquad s = w^\top X + b = Z", None, ""),
    "another symbol": (r"d = \frac{s}{r}", DISTANCE,
                       "| $s$ | | | $= w^\\top X + b$ |\n| $r$ | `np.hypot.reduce(w[:, 0])` | | |\n"),
    "a slope": (r"\sigma'(t) = \sigma(t) \odot (1 - \sigma(t))", "unity.activations.sigmoid_slope",
                "| $t$ | `t` | (m) | |\n| $\\sigma'(t)$ | `activations.sigmoid_slope(t)` | | |\n"),
    "an inequality": (r"w^\top v \le \lVert w \rVert \lVert v \rVert", None, ""),
    "a strict one": (r"-1 < \tanh q < 1", None, ""),
    "equality within": (r"\lVert w \rVert \ge \lVert w \rVert", None, ""),
    "unequal": (r"w_1 \ne w_2", None, ""),
    "an approximation": (r"\sin q \approx q", None, "| $q$ | | from 0 to 0.0001 | |\n"),
    "a range": (r"w_j = v_j \text{ for } j = 2, \dots, n", None, "| $v$ | `np.vstack([[[9.0]], w[1:]])` | | |\n"),
    "an index that counts nothing": (r"c^{t+1} = c c^t", None, "| $t$ | | 1 to 4 | |\n"),
    "as far as an axis": (r"\lVert X \rVert \sum_t t = \lVert X \rVert \frac{m (m + 1)}{2}", None, "| $t$ | | 1 to m | |\n"),
    "a transposed pair": (r"(W_{jk} - w_j) = W_{jk} - w_j \text{ for } k > j", None, ""),
}  # fmt: skip


@pytest.mark.parametrize(("latex", "function", "rows"), TRUE.values(), ids=list(TRUE))
def test_what_is_true_holds(latex, function, rows):
    holds(latex, function, rows)


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
    fails(latex)


def test_a_missing_transpose_is_noticed():
    refused("the product of (", r"d = \frac{w X + b}{\lVert w \rVert}")
    refused("the product of (", r"\frac{\partial J}{\partial w} = \frac{1}{m} X (A - Y)")


def test_a_small_difference_is_noticed():
    fails(r"d = \frac{w^\top X + b}{\lVert w \rVert} (1 + 10^{-9})")
    holds(r"d = \frac{w^\top X + b}{\lVert w \rVert} (1 + 10^{-12})")


@pytest.mark.parametrize(
    "wrong", [r"X (A - Y)^\top", r"\frac{1}{m} X (Y - A)^\top", r"\frac{1.000001}{m} X (A - Y)^\top"]
)
def test_a_wrong_derivative_is_noticed(wrong):
    fails(rf"\frac{{\partial J}}{{\partial w}} = {wrong}")


def test_the_message_shows_formula_draw_values_and_difference():
    message = fails(r"d = \frac{w^\top X - b}{\lVert w \rVert}", times=1)
    first, left, between, right, drawn = message.split("\n")
    assert re.fullmatch(r"the largest difference is \d\.\d+, \de-\d+ is allowed", first)
    assert re.fullmatch(r"    d = \[\[.*\]\]", left)
    assert between == "  is not"
    assert right.startswith(r"    \frac{w^\top X - b}{\lVert w \rVert} = [[")
    for name in ("X", "b", "m", "n", "w"):
        assert f" {name} = " in drawn
    (rng,) = check.generators("eq-test", 1)
    scope = bound(r"d = \frac{w^\top X - b}{\lVert w \rVert}").scope(rng)
    gap = 2 * abs(scope.pinned["b"].item()) / np.linalg.norm(scope.pinned["w"])
    assert float(re.search(r"is (\S+),", first)[1]) == pytest.approx(gap, rel=1e-2)


def test_the_message_shows_what_the_library_computes():
    message = fails(r"2 \lVert w \rVert = \sqrt{w^\top w}", "| $2 \\lVert w \\rVert$ | `norm(w)` | | |\n")
    assert "    `norm(w)` = " in message
    assert "f = a function" in fails("f(c) = 2 c", "| $f(z)$ | `f` | smooth | |\n")


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


def test_an_approximation_is_close():
    fails(r"\sin q \approx q", "| $q$ | | from 0.1 to 0.2 | |\n")


@pytest.mark.parametrize(
    "right", [r"-\log 0.1 \approx 2.3", r"2.303 \approx -\log 0.1", r"\log 0.1 \approx -2", r"\pi \approx 3"]
)
def test_a_printed_number_is_near_to_half_its_last_digit(right):
    holds(right, None)


@pytest.mark.parametrize(
    "wrong",
    [
        r"-\log 0.1 \approx 2.4",
        r"2.302 \approx -\log 0.1",
        r"\log 0.1 \approx 2",
        r"\pi \approx 4",
        r"-\log 0.1 \approx 2.30 + 0",
    ],
)
def test_a_printed_number_is_no_nearer(wrong):
    assert "is not near" in fails(wrong)


def test_a_condition_restricts_and_no_more():
    assert "    M_{j, k} = " in fails("M_{jk} = 0", **DIAGONAL)
    holds(r"M_{jk} = 0 \text{ for all } j \ne k", **DIAGONAL)
    fails(r"M_{jk} = 0 \text{ for } j \le k", **DIAGONAL)
    refused("no index fulfils the conditions", r"M_{jk} = 0 \text{ for } j < 1", **DIAGONAL)


def test_every_choice_of_the_free_indices_is_tried():
    last_is_wrong = "| $u$ | `np.vstack([w[:-1], w[-1:] + 1])` | | |\n"
    assert "j = " in fails("u_j = w_j", last_is_wrong, times=1)


def test_a_table_is_compared_entry_by_entry_in_the_order_of_its_indices():
    table = "| $0 + W_{jk} v_j$, $0 + W_{jk} v_1$, $0 + v_j$ | `W * v` | | |\n"
    holds(r"0 + W_{jk} v_j = v_j W_{jk}", rows=table)
    holds(r"0 + W_{jk} v_j = v_j W_{jk} \text{ for } k > j", rows=table)
    fails(r"0 + W_{jk} v_1 = W_{jk} v_1", table)
    assert "the shapes" in fails("0 + v_j = v_j", table)  # v_j is no table of n by K numbers


def test_derivatives_too_rough_to_tell_are_refused():
    jump = {"f": lambda rng, shape: lambda x: np.sign(np.sin(1e5 * x))}
    refused(
        "half of the derivatives are known to",
        r"\frac{\partial f(c)}{\partial c} = f'(c)",
        rows="| $f(z)$ | `f` | smooth | |\n",
        **jump,
    )


def test_a_wrong_formula_hides_behind_no_rough_draw():
    """Where a few draws come close to a kink, the others still decide."""
    kink = "| $a$ | | | $= \\operatorname{relu}(q)$ |\n"
    holds(r"\frac{\partial a}{\partial q} = [q > 0]", rows=kink, times=40)
    fails(r"\frac{\partial a}{\partial q} = [q > 0.5]", kink, times=40)


# What cannot be compared


def test_what_cannot_be_compared_is_refused():
    refused("has no relation: there is nothing to compare", r"w^\top v")
    refused("nothing is known of the symbol s", "c = 2 s", kind=UnknownSymbol)
    refused("cannot read the formula", "c = ? 2", kind=ReadError)
    refused("the index t runs to s, which is no axis of what is drawn", "c^t = c^t", rows="| $t$ | | 1 to s | |\n")


def test_a_function_that_is_never_called_is_refused():
    by_numpy = "| $d$ | `(w.T @ X + b) / np.linalg.norm(w)` | | |\n"
    refused("no side runs code of the library", r"d = \frac{w^\top X + b}{\lVert w \rVert}", NORM, by_numpy)


def test_sides_that_share_their_code_are_refused():
    norms = "| $r$, $s$ | `norm(w)` | | |\n"
    refused("every side runs the same code of the library: nothing is compared", "r = s", NORM, norms)
    holds(r"r = s = \sqrt{w^\top w}", NORM, norms)  # one side has none of it


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

    binding = bound(r"\lVert w \rVert = \sqrt{w^\top w}")
    before = sys.getprofile()
    sys.setprofile(profiler)
    try:
        meets_library(binding, "eq-test", NORM, book())
        assert sys.getprofile() is profiler
    finally:
        sys.setprofile(before)


# Binding


def test_what_is_drawn_and_what_is_computed():
    binding = bound(r"\frac{\partial J}{\partial w} = \frac{1}{m} X (A - Y)^\top")
    assert binding.leaves == {"w": "n 1", "b": "1 1", "X": "n m", "Y": "1 m", "m": ""}
    assert {"J", "A", "Z"} <= binding.fixtures.keys()


def test_definitions():
    binding = bound(r"c = q + s + h(1), \qquad s = 2 c, \qquad h(t) = t s, \qquad p(k \mid x) = h(1) = p(k \mid x)")
    assert binding.definitions == {1, 2, 3}
    assert binding.fixtures["h"].parameters == ("t",)
    assert binding.fixtures["p(k|x)"].parameters == ()
    rows = "| $f(z)$ | `f` | smooth | |\n"
    assert bound(r"c = q, \quad f(2 c) = q, \quad \log q = q, \quad q < c, \quad q", rows).definitions == set()
    holds(r"p(k \mid x) = c, \qquad p(k \mid x) + c = 2 c", times=2)


def test_an_index_is_not_drawn():
    binding = bound(r"\sum_c w_c = \sum_j w_j")
    assert binding.leaves.keys() == {"w"}
    run(binding, "eq-test", 3)


def test_a_name_with_its_index_is_drawn_whole():
    binding = bound(r"w_q = 2 w_q - w_q", "| $w_q$ | | (n, 1) | |\n")
    assert "w_q" in binding.leaves
    run(binding, "eq-test", 2)


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
        prove(latex, Proved(assumptions), CALLS)


def test_assumptions_reach_the_symbols():
    symbols = {}
    to_sympy(t.Symbol("x"), {"x": "positive"}, symbols)
    to_sympy(t.Symbol(r"\alpha"), {}, symbols)
    assert symbols["x"].is_positive
    assert symbols["alpha"].is_real
    assert symbols["alpha"].is_positive is None
    assert proofs.FUNCTIONS[r"\sigma"](0) == sympy.Rational(1, 2)
    assert draws.SMALLEST == 2
