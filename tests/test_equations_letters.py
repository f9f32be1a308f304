"""The letters that a page declares: what a table says is what a formula means, its left side included."""

import inspect
import json

import numpy as np
import pytest

from unity.equations.book import book
from unity.equations.check import Mismatch, run
from unity.equations.evaluate import EvaluationError, UnknownSymbol
from unity.equations.letters import Binding, Code, Namespace, Undeclared, bind, letters_of, page_of
from unity.equations.letters.domains import DOMAINS, drawing
from unity.equations.library import meets_library

NAMES = Namespace(["unity", "unity.geometry"])
TABLE = r"""
| letter | in code | shape | what it is |
|---|---|---|---|
| $w$, $b$ | `w`, `b` | (n, 1), (1, 1) | the weights and the bias |
| $X$ | `X` | (n, m) | the examples |
| $Y$ | `Y` | (1, m), 0 or 1 | the labels |
| $A$ | `logistic.probability(w, b, X)` | | the answers, $= \sigma(w^\top X + b)$ |
| $J$ | `logistic.cost(w, b, X, Y)` | | the cost |
| $d$ | `signed_distance(w, b, X)` | | the distance |
| $dw$, $db$ | `logistic.gradient(w, b, X, Y)[0]`, `logistic.gradient(w, b, X, Y)[1]` | | the slopes |
| $\frac{\partial J}{\partial w}$ | `logistic.gradient(w, b, X, Y)[0]` | | the slope by the weights |
| $\alpha$ | `step` | (), positive | the step |
| $w_t$ | | | before a step, $= w$ |
| $w_{t+1}$ | `w - step * logistic.gradient(w, b, X, Y)[0]` | | after it |
"""
RIGHT = {
    "distance": r"d = \frac{w^\top X + b}{\lVert w \rVert}",
    "derivative": r"\frac{\partial J}{\partial w} = \frac{1}{m} X (A - Y)^\top",
    "differential": r"dw = \frac{1}{m} \sum_{i=1}^{m} (a^{(i)} - y^{(i)}) x^{(i)}",
    "step": r"w_{t+1} = w_t - \alpha dw",
    "answers": r"A = \sigma(w^\top X + b)",
}
GRADIENT, DISTANCE = "unity.logistic.gradient", "unity.geometry.signed_distance"


def page(tmp_path, *texts, around=()):
    """A page of these Markdown texts, as a notebook's cells where there are several."""
    path = tmp_path / ("page.md" if len(texts) == 1 else "page.ipynb")
    cells = [{"cell_type": "markdown", "source": text.splitlines(keepends=True)} for text in texts]
    path.write_text(texts[0] if len(texts) == 1 else json.dumps({"cells": cells}), encoding="utf-8")
    return page_of(path, path.name, around)


def bound(latex, table=TABLE) -> Binding:
    letters = {letter.name or letter.written: letter for letter in letters_of(table)}
    return bind(latex, letters, frozenset(), NAMES)


def check(latex, table=TABLE):
    run(bound(latex, table), "eq-test")


@pytest.mark.parametrize("latex", RIGHT.values(), ids=RIGHT)
def test_what_the_letters_say_holds(latex):
    check(latex)


WRONG_LEFT = {
    "another letter": (r"db = \frac{1}{m} \sum_{i=1}^{m} (a^{(i)} - y^{(i)}) x^{(i)}", "the shapes"),
    "an index": (r"w_t = w_t - \alpha dw", "the largest difference"),
    "a sign": (r"-dw = \frac{1}{m} X (A - Y)^\top", "the largest difference"),
    "a transpose": (r"dw^\top = \frac{1}{m} X (A - Y)^\top", "the shapes"),
    "what it derives by": (r"\frac{\partial J}{\partial b} = \frac{1}{m} X (A - Y)^\top", "the shapes"),
}


@pytest.mark.parametrize(("latex", "said"), WRONG_LEFT.values(), ids=WRONG_LEFT)
def test_a_wrong_left_side_fails(latex, said):
    with pytest.raises(Mismatch, match=said):
        check(latex)


def test_an_undeclared_left_side_fails():
    with pytest.raises(Undeclared, match=r"^no table of letters declares \\Xi, which stands on a left side$"):
        check(r"\Xi = \frac{1}{m} X (A - Y)^\top")


def test_a_clause_defines_what_another_uses():
    check(r"d = \frac{w^\top X - c}{\lVert w \rVert}, \qquad c = -b")
    with pytest.raises(Mismatch):
        check(r"d = \frac{w^\top X - c}{\lVert w \rVert}, \qquad c = b")


def test_an_undeclared_letter_on_the_right_fails():
    with pytest.raises(UnknownSymbol, match="nothing is known of the symbol q"):
        check("d = q w^\\top X")


def test_code_and_formula_of_a_letter_are_compared():
    table = TABLE.replace(r"$= \sigma(w^\top X + b)$", r"$= \sigma(w^\top X - b)$")
    with pytest.raises(Mismatch, match=r"`logistic.probability\(w, b, X\)`"):
        check(r"A = \sigma(w^\top X - b)", table)


def test_an_equation_meets_the_library():
    meets_library(bound(RIGHT["differential"]), "eq-test", GRADIENT, book())
    with pytest.raises(EvaluationError, match=r"no side calls unity\.geometry.signed_distance, which claims"):
        meets_library(bound(RIGHT["differential"]), "eq-test", DISTANCE, book())
    with pytest.raises(EvaluationError, match="no side runs code of the library"):
        meets_library(bound(RIGHT["distance"] + r", \qquad \alpha w = w \alpha"), "eq-test", DISTANCE, book())
    with pytest.raises(EvaluationError, match="every side runs the same code of the library"):
        meets_library(bound("dw = dw"), "eq-test", GRADIENT, book())


# Tables


def rows(text):
    return [(letter.latex, letter.code, letter.axes, letter.domain) for letter in letters_of(text)]


def test_a_row_declares_several_letters():
    assert rows(TABLE)[:4] == [
        ("w", "w", ("n", 1), ""),
        ("b", "b", (1, 1), ""),
        ("X", "X", ("n", "m"), ""),
        ("Y", "Y", (1, "m"), "0 or 1"),
    ]


def test_one_shape_serves_all_letters_of_a_row():
    table = "| letter | shape |\n|---|---|\n| $u$, $v$ | (n, 1), of length 1 |\n| $t$ | positive |"
    assert rows(table) == [
        ("u", None, ("n", 1), "of length 1"),
        ("v", None, ("n", 1), "of length 1"),
        ("t", None, (), "positive"),
    ]


def test_pieces_that_do_not_fit_their_letters_are_refused():
    table = "| letter | in code |\n|---|---|\n| $u$, $v$, $w$ | `u`, `v` |"
    with pytest.raises(ValueError, match=r"^line 3: 3 letters, but 2 entries under 'in code'$"):
        rows(table)


def test_a_letter_is_called_as_it_is_written():
    table = "| letter | in code |\n|---|---|\n| $X$, $v$, $\\alpha$, $d$ | `X`, `V`, `a`, `distance` |"
    assert [code for _, code, *_ in rows(table)] == ["X", "V", "a", "distance"]
    with pytest.raises(
        ValueError, match=r"^line 3: \$b\$ is called `c` in code, and looks like another letter: call it `b`$"
    ):
        rows("| letter | in code |\n|---|---|\n| $b$ | `c` |")


def test_other_tables_declare_nothing():
    assert rows(TABLE.replace("| letter |", "| symbol |")) == []


def test_a_relation_is_no_letter():
    with pytest.raises(ValueError, match=r"^line 3: \$u = v\$ is not one expression$"):
        rows("| letter |\n|---|\n| $u = v$ |")


def test_a_function_is_declared_by_its_call():
    table = "| letter | in code | shape |\n|---|---|---|\n| $g(z)$ | `2 * z` | |\n| $f(z)$ | `f` | smooth |\n| $z$ | | (n, 1) |"
    letters = {letter.name: letter for letter in letters_of(table)}
    assert letters["g"].parameters == ("z",)
    functions = frozenset({"f", "g"})
    run(bind("g(z) = z + z", letters, functions, NAMES), "eq-test")
    run(bind("g(f(z)) = 2 f(z)", letters, functions, NAMES), "eq-test")
    with pytest.raises(Mismatch):
        run(bind("g(z) = z + 1", letters, functions, NAMES), "eq-test")


# Sections


def test_letters_hold_in_their_section_and_below(tmp_path):
    row = "| letter | shape |\n|---|---|\n| {} | {} |\n"
    found = page(
        tmp_path,
        "# Page\n\n$$ a $$\n\n" + row.format("$x$, $y$", "(n, 1)"),
        "## One\n\n$$ b $$\n\n" + row.format("$x$", "(n, m)"),
        "### Inner\n\n$$ c $$",
        "## Two\n\n$$ d $$\n\n## Letters\n\n" + row.format("$z$", "()"),
    )
    axes = {
        formula.equation.latex: {name: letter.axes for name, letter in formula.letters.items()}
        for formula in found.formulas
        if not formula.is_inline
    }
    whole = {"x": ("n", 1), "y": ("n", 1), "z": ()}
    assert axes == {"a": whole, "b": whole | {"x": ("n", "m")}, "c": whole | {"x": ("n", "m")}, "d": whole}


def test_the_letters_of_the_book_are_hidden_by_those_of_a_page(tmp_path):
    around = list(letters_of("| letter | shape |\n|---|---|\n| $x$, $y$ | (k, 1) |"))
    (formula,) = page(
        tmp_path, "# Page\n\n$$ a $$\n\n| letter | shape |\n|---|---|\n| $x$ | () |", around=around
    ).formulas[:1]
    assert {name: letter.axes for name, letter in formula.letters.items()} == {"x": (), "y": ("k", 1)}


def test_a_letter_of_a_section_is_declared_once(tmp_path):
    table = "| letter |\n|---|\n| $x$ |\n\n"
    with pytest.raises(ValueError, match=r"page.md, line 1 \+ 9|declared twice in this section"):
        page(tmp_path, f"# Page\n\n{table}{table}")


def test_a_place_is_told_from_the_top_of_its_cell(tmp_path):
    found = page(tmp_path, "# Page\n", "text\n\n## Two\n\nmore\n\n$$ a $$ (eq-a)\n")
    (formula,) = found.formulas
    assert (formula.equation.label, formula.equation.page) == ("eq-a", "page.ipynb")
    assert formula.equation.place == "cell 2, line 2 + 5"


# Domains and code


@pytest.mark.parametrize("domain", [domain for domain in DOMAINS if "smooth" not in domain])
def test_what_is_drawn_lies_in_its_domain(domain):
    A = np.asarray(drawing(domain)(np.random.default_rng(0), (4, 4)), dtype=float)
    assert {
        "": np.isfinite(A).all(),
        "0 or 1": set(A.ravel()) == {0, 1},
        "-1 or 1": set(A.ravel()) == {-1, 1},
        "one-hot": (A.sum(axis=0) == 1).all() and set(A.ravel()) == {0, 1},
        "probabilities": np.allclose(A.sum(axis=0), 1) and (A > 0).all(),
        "between 0 and 1": (A > 0).all() and (A < 1).all(),
        "positive": (A > 0).all(),
        "negative": (A < 0).all(),
        "whole": (A.round() == A).all(),
        "increasing": (np.diff(A, axis=-1) >= 0).all(),
        "no two alike": np.diff(np.sort(A.ravel())).min() > 0.4,
        "of length 1": np.allclose((A**2).sum(axis=0), 1),
        "orthonormal": np.allclose(A.T @ A, np.eye(4)),
        "symmetric": (A == A.T).all() and not np.allclose(A, np.diag(np.diag(A))),
        "positive definite": (np.linalg.eigvalsh(A) > 0).all(),
    }[domain]


def test_bounds_are_a_domain():
    A = drawing("from -3 to -2.5")(np.random.default_rng(0), (50,))
    assert A.min() >= -3
    assert A.max() <= -2.5
    assert set(drawing("whole, from 1 to 3")(np.random.default_rng(0), (50,))) == {1, 2, 3}
    with pytest.raises(ValueError, match=r"^the domain 'large' is none of 0 or 1, -1 or 1,"):
        drawing("large")


def test_code_is_a_function_of_letters():
    code = Code("w.T @ X + b", {"w": "w", "X": "X", "b": "b_{n+1}"}, NAMES)
    assert list(code.parameters) == ["w", "X", "b_{n+1}"]
    values = {"w": np.array([[1.0], [2.0]]), "X": np.eye(2), "b_{n+1}": np.array([[3.0]])}
    assert code(**values).tolist() == [[4.0, 5.0]]


def test_what_a_lambda_brings_itself_is_no_letter():
    code = Code("sum(map(lambda w, t: w * t + X, [w, w], [1, 2]))", {"w": "w", "X": "X", "t": "t"}, NAMES)
    assert list(code.parameters) == ["w", "X"]
    assert code(w=np.array(2.0), X=np.array(1.0)) == 8.0
    assert list(Code("[i * j for i in range(2) for j in (i, k)]", {"i": "i", "k": "k"}, NAMES).parameters) == ["k"]


def test_code_of_unknown_names_is_refused():
    with pytest.raises(ValueError, match=r"^`q \+ w`: q is neither a letter's name in code nor a name of the library$"):
        Code("q + w", {"w": "w"}, NAMES)
    with pytest.raises(ValueError, match=r"^`w \+` is no Python expression"):
        Code("w +", {"w": "w"}, NAMES)


def test_a_size_is_a_whole_number_in_code():
    check(r"e = \frac{1}{m}", TABLE + "| $e$ | `np.ones(m).mean() / m` | | a share |\n")


def test_a_size_that_the_page_gives_holds_where_no_formula_mentions_it():
    table = (
        "| letter | in code | shape | what it is |\n|---|---|---|---|\n| $K$ | | | $= 3$ |\n| $Y$ | `Y` | (K, m) | |\n"
    )
    check("s = 3", table + "| $s$ | `Y.shape[0]` | | |\n")


@pytest.mark.parametrize("code", ["step.shape", "w[step, 7]", "w[7]"])
def test_code_that_cannot_run_is_an_error_of_the_equation(code):
    with pytest.raises(EvaluationError, match=r"^s cannot be computed: "):
        check("s = 1", TABLE + f"| $s$ | `{code}` | | |\n")


def test_a_size_may_be_computed():
    table = "| letter | in code | shape |\n|---|---|---|\n| $I$ | `I` | (h, v) |\n| $X$ | `X` | (n, h) |\n"
    check("n = h v", table + "| $n$ | `I.size` | |\n")
    with pytest.raises(Mismatch):
        check("n = h v", table + "| $n$ | `I.size + 1` | |\n")


def test_a_letter_may_hold_for_one_equation_alone(tmp_path):
    table = "| letter | shape |\n|---|---|\n| $f$ | (n, 1) |\n| $f$ in {eq}`eq-b` | (n, m) |\n"
    found = page(tmp_path, f"# Page\n\n$$ a $$ (eq-a)\n\n$$ b $$ (eq-b)\n\n{table}")
    axes = {formula.equation.label: formula.letters["f"].axes for formula in found.formulas if not formula.is_inline}
    assert axes == {"eq-a": ("n", 1), "eq-b": ("n", "m")}


def test_a_name_in_code_is_one_letters():
    table = TABLE + "| $\\omega$ | `w` | (n, 1) | |\n"
    with pytest.raises(
        ValueError, match=r"^`signed_distance\(w, b, X\)`: w is the name in code of \$w\$ and \$\\omega\$$"
    ):
        check(RIGHT["distance"], table)
    check("v = v + 0 \\alpha v", table)


def test_a_faster_way_that_a_decorator_chooses_is_the_function_too():
    from unity.equations.library import _codes
    from unity.network import Network, quick

    assert {quick.gradient.__code__, inspect.unwrap(Network.gradient).__code__} <= _codes(
        "unity.network.Network.gradient"
    )


# As printed elsewhere


def test_a_meaning_as_printed_is_code_or_a_formula_or_a_shape():
    table = "| letter | in code | shape | as printed |\n|---|---|---|---|\n| $u$ in `err-a` | `u` | (n, m) | {} |\n"
    (code,) = letters_of(table.format("`2 * w`"))
    (formula,) = letters_of(table.format("$= 2 w$"))
    (shape,) = letters_of(table.format("(n, n)"))
    (none,) = letters_of(table.format(""))
    assert (code.printed.code, code.code) == ("2 * w", "u")
    assert formula.printed.formula is not None
    assert formula.formula is None
    assert (shape.printed.axes, shape.axes) == (("n", "n"), ("n", "m"))
    assert none.printed is None
    with pytest.raises(ValueError, match="a formula begins with an equals sign"):
        list(letters_of(table.format("$2 w$")))


def test_a_meaning_as_printed_is_that_of_one_equation():
    with pytest.raises(ValueError, match=r"^line 3: a meaning as printed is that of one equation"):
        list(letters_of("| letter | as printed |\n|---|---|\n| $u$ | `2` |\n"))


def test_a_function_of_the_library_is_found_in_code():
    assert NAMES.function_in("np.exp(signed_distance(w, b, X))") == "unity.geometry.signed_distance"
    assert NAMES.function_in("logistic.gradient(w, b, X, Y)[0]") == "unity.logistic.gradient"
    assert NAMES.function_in("w.T @ X") is None
