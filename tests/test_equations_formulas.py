"""Every formula of a page is found, with what it stands in, and judged; each way in which it is checked can fail."""

import ast
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from planting import Field, drawn

from unity import logistic
from unity.equations.book import Book
from unity.equations.configuration import configuration
from unity.equations.evaluate import EvaluationError, Scope, evaluate, free_indices
from unity.equations.finding import formulas_of
from unity.equations.finding.docstrings import GREEK, formulas_in_sentences, formulas_of_docstring, latex_of
from unity.equations.finding.strings import strings_of
from unity.equations.formulas import around, faults
from unity.equations.formulas.documented import of_docstring
from unity.equations.formulas.examples import stands
from unity.equations.formulas.judging import of_page
from unity.equations.formulas.listed import members
from unity.equations.formulas.normal import normal, parts
from unity.equations.formulas.typeset import clause_of, typeset
from unity.equations.letters import Namespace, bind, page_of
from unity.equations.reader import read
from unity.shapes import Array, Float

ROOT = Path(__file__).parents[1]
BOOK = Book(said=replace(configuration(ROOT), modules=("unity.geometry",), namespaces=("unity.geometry",)))
TEXT = r"""# Page

$$
d = \frac{w^\top X + b}{\lVert w \rVert}
$$ (eq-signed-distance)

| letter | in code | shape | what it is |
|---|---|---|---|
| $w$, $b$ | `w`, `b` | (n, 1), (1, 1) | weights and bias, with the score $w^\top X + b$ |
| $X$ | `X` | (n, m) | the points |
| $d$ | `signed_distance(w, b, X)` | | their distances |

"""


def judge(tmp_path, text, code="", spoken=None):
    """What is said of each formula of a page that begins with TEXT: LaTeX -> (way, problem)."""
    return {found.formula.latex: found for found in all_of(tmp_path, text, code, spoken)}


def all_of(tmp_path, text, code="", spoken=None, more=()):
    """What is said of each formula of a page that begins with TEXT, in their order."""
    cells = [("markdown", TEXT), ("markdown", text), ("code", code), *more]
    path = tmp_path / "page.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": kind, "source": source} for kind, source in cells]}))
    book = replace(BOOK, spoken={"page.ipynb": spoken or {}})
    with book.said.notation.used():
        one = around.alone(page_of(path, "page.ipynb"), book)
    return list(of_page(around.among(one, [one])))


# Finding


def test_each_formula_is_found_with_what_it_stands_in():
    text = "$a$\n\n| letter | what |\n|---|---|\n| $b$ | $= c$ |\n\n| x | y |\n|---|---|\n| $d$ | $e$ |\n\n"
    text += ":::{admonition} Solution\n:class: dropdown\n\n$f$\n\n$$ g $$\n:::\n\n$h$\n\n```{note}\n$i$\n```\n"
    found = {formula.latex: formula.kind for formula in formulas_of(text, "page", "line {}")}
    kinds = {"sentence": "ahi", "letters": "b", "table": ["= c", "d", "e"], "solution": "f", "displayed": "g"}
    assert found == {latex: kind for kind, several in kinds.items() for latex in several}
    assert {formula.kind for formula in formulas_of("$a$", "page", "line {}", "exercise")} == {"exercise"}


def test_formulas_in_code_are_those_of_its_strings():
    code = '"""$no$"""\nquiz(r"\\(a\\)", right={"$b$": "$c$"}, wrong={"$d$": "$e$"})\nax.text(f"$x_{i + 1} = {x:g}$")\n# $no$\n'
    found = {formula.latex: (formula.kind, formula.place) for formula in strings_of(code, "page", "line {}")}
    quiz, wrong = ("quiz", "line 2"), ("wrong answer", "line 2")
    assert found == {
        "a": quiz, "b": quiz, "c": quiz, "d": wrong, "e": quiz, r"x_i = \square": ("figure", "line 3"),
    }  # fmt: skip
    assert list(strings_of("no python $x$", "page", "")) == []
    assert [each.latex for each in strings_of(r"words = r'the slope $f\/′(z)$'", "page", "")] == ["f'(z)"]


# The form of a quotation


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a + b - c", "b - c + a", True),
        ("a - b", "b - a", False),
        (r"(A \odot B) \odot C", r"C \odot (A \odot B)", True),
        ("A B", "B A", False),
        ("(A B) C", "A (B C)", True),
        ("-a", "a", False),
        ("a < b", "a > b", False),
        (r"\max_k z_k", r"\min_k z_k", False),
        ("x^2", "x^3", False),
        (r"\lVert w \rVert", r"\lvert w \rvert", False),
    ],
)
def test_the_form_of_a_formula(one, other, same):
    first, second = (normal(read(latex)[0].chain) for latex in (one, other))
    assert (first == second) == same


def test_the_parts_of_a_formula():
    found = set(parts(read("d = a b c + e")[0]))
    assert {normal(read(latex)[0].chain.sides[0]) for latex in ("a", "a b", "b c", "a b c + e", "d")} <= found
    assert normal(read("a c")[0].chain.sides[0]) not in found


# Judging

GOOD = {
    r"$d = \frac{b + w^\top X}{\lVert w \rVert}$": "run",
    r"$w^\top X$": "quoted",
    r"$w_1$": "named",
    r"$(n, m)$": "named",
    r"$\odot$": "named",
    r"$b = -2$": "example",
    r"$w = (3, 4)^\top$": "example",
    r"$-2$": "example",
    "$$\n\\begin{aligned} \\lVert w \\rVert d &= w^\\top X + b \\\\ &= b + w^\\top X \\end{aligned}\n$$": "line by line",
}
WRONG = {
    r"$d = \frac{b - w^\top X}{\lVert w \rVert}$": "the largest difference is",
    r"$d < \frac{b + w^\top X}{\lVert w \rVert}$": "it does not hold",
    r"$w^\top X - b$": "is no part of a formula that is run",
    r"$X^\top w$": "is no part of a formula that is run",
    r"$q$": "no table of letters declares $q$",
    r"$(m, n)$": "is no part of a formula that is run",
    r"$b = 2$": "the largest difference is",
    r"$b > -1$": "it only says what numbers are drawn: it is a condition",
    r"$\lVert w \rVert > 3$": "it does not hold",
    r"$w = (4, 3)^\top$": "differ",
    r"$w = (3, 4)$": "",
    r"$b < 0$": "",
    r"$17$": "stands nowhere in the code of the page",
    r"$w^T$": "the transpose is written",
    r"$w \foo X$": "cannot read the formula from here on",
    "$$\nd = w^\\top X + b = b + w^\\top X\n$$": "the largest difference is",
    r"$n^\top$": "is no part",
    r"$b = 3$": "the largest difference is",
    r"$b^\top = -2$": "the largest difference is",
    r"$w_2$": "stands in no table of letters that holds here, and nowhere else near by",
    r"$X^{(j)}$": "no table of letters declares $j$",
}
CODE = "b = np.array([[-2.0]])\nw = np.array([[3.0], [4.0]])"


@pytest.mark.parametrize(("text", "way"), GOOD.items())
def test_a_formula_is_checked(tmp_path, text, way):
    (*_, found) = judge(tmp_path, text, CODE).values()
    assert (found.way, found.problem) == (way, None)


@pytest.mark.parametrize(("text", "said"), WRONG.items())
def test_a_wrong_formula_is_noticed(tmp_path, text, said):
    (*_, found) = judge(tmp_path, text, CODE).values()
    assert said in found.problem


@pytest.mark.parametrize(
    ("text", "own", "known"),
    [
        ("$b = -2$", "b = -2", True),
        ("$b = -2$", "b = 2", False),
        ("$b = -2$", "t = -2", False),
        ("$(3, 4)$", "", True),
        ("$(3, 4)$", "t = 3", False),
    ],
)
def test_an_example_has_the_numbers_of_its_own_section_where_that_has_code(tmp_path, text, own, known):
    """What code of sections around says may be another sign: it counts only where a section has none."""
    cells = [("code", CODE.replace("b =", "c =")), ("markdown", f"## Own\n\n{text}")] + [("code", own)] * bool(own)
    (*_, found) = all_of(tmp_path, "", more=cells)
    assert (found.way, found.problem is None) == (("example", True) if known else ("not read", False))


TWO = "## One\n\n| letter | shape |\n|---|---|\n| $u$ | (n, 1) |\n\n## Two\n\n{}\n\n## Three\n\n{}"


@pytest.mark.parametrize(
    ("second", "third", "known"),
    [
        ("Of $u$.", "", False),
        ("Of $u$.", "$u^\\top u$", False),
        ("Of $u$, and $u^\\top u$.", "", True),
        ("Of $u$.\n\n### Below\n\n$u^\\top u$", "", True),
        ("Of $u_2$.", "", False),
        ("Of $u_2$.", "$u_2 u_2$", True),
        ("Of $u^\\top$.", "", False),
        ("Of $u_n$.", "", False),
        ("Of $w_n$.", "", True),
        ("Of $\\log u$.", "", False),
        ("Of $\\log w$.", "", True),
    ],
)
def test_a_name_is_at_home_where_it_stands(tmp_path, second, third, known):
    found = judge(tmp_path, TWO.format(second, third))
    problem = found[second.partition("Of $")[2].partition("$")[0]].problem
    assert problem is None if known else "stands in no table of letters that holds here" in problem


def test_what_is_spoken_has_a_reason_and_stands_there(tmp_path):
    found = judge(tmp_path, "$w^T  X$", spoken={"w^T X": "a deck writes it so", "gone": "idle"})
    assert (found["w^T  X"].way, found["w^T  X"].reason) == ("not read", "a deck writes it so")


def test_a_wrong_answer_is_read_and_names_what_there_is(tmp_path):
    found = judge(tmp_path, "", r'quiz("$d$", right={"$w$": ""}, wrong={"$X w$": "", "$q w$": "", "$X j$": ""})')
    assert found["X w"].problem is None
    assert found["q w"].problem == "no table of letters declares $q$"


@pytest.mark.parametrize(
    ("latex", "code", "said"),
    [
        ("(3, 4)", "[3, 4]", True),
        ("(3, 4)", "[4, 3]", False),
        ("-1", "x - 1", False),
        ("-1", "f(-1)", True),
        ("1", "f(-1)", False),
        (r"\frac{1}{2}", "0.5", True),
        (r"\frac{1}{2}", "0.25", False),
        (r"\frac{1}{2}", "a = 1, 2", False),
        (r"\frac{1}{2}", "1 / 2 * x", True),
        (r"\log 2", "np.log(2)", True),
        (r"\log 2", "np.log(3) + f(2)", False),
        (r"\sigma(2)", "sigmoid(np.array([3, 2]))", True),
        (r"\sigma(2)", "sigmoid(3) + 2", False),
    ],
)
def test_the_numbers_of_an_example(latex, code, said):
    assert stands(read(latex)[0].chain.sides[0], code) == said


def test_members_of_a_list():
    assert members(r"x_1, \dots, x_n") == ["x_1", "x_n"]
    assert members(r"\{0, \dots, K - 1\}") == ["0", "K - 1"]
    assert members(r"36 \to 16") == ["36", "16"]
    assert members("f(a, b)") == ["f(a, b)"]


def test_an_expression_in_a_table_of_letters_stands_in_an_equation(tmp_path):
    table = "| letter | in code |\n|---|---|\n| ${}$ | `norm(w)` |\n"
    good, wrong = r"\lVert w \rVert", r"\lVert 2 w \rVert"
    assert judge(tmp_path, table.replace("{}", good))[good].problem is None
    assert "no displayed equation has" in judge(tmp_path, table.replace("{}", wrong))[wrong].problem


@pytest.mark.parametrize(("call", "known"), [("f(w, X)", True), (r"f(w, X^\top)", False), ("f(2 w)", False)])
def test_a_function_in_a_table_of_letters_is_one_of_letters(tmp_path, call, known):
    found = judge(tmp_path, f"| letter | in code |\n|---|---|\n| ${call}$ | `norm(w)` |\n")[call]
    assert found.problem is None if known else "no displayed equation has" in found.problem


def test_faults_of_a_book(monkeypatch, tmp_path):
    found = list(judge(tmp_path, "$q$", spoken={"gone": "idle"}).values())
    known = replace(BOOK, spoken={"page.ipynb": {"gone": "idle"}})
    monkeypatch.setattr("unity.equations.formulas.listing.book", lambda root: known)
    wrong, idle = faults(".", found)
    assert wrong.startswith("page.ipynb, cell 2, line 1 (sentence): $q$ is not checked")
    assert idle == "page.ipynb: a reason is given for $gone$, as it stands there 1 x; it does 0 x"
    lenient = replace(known, said=replace(known.said, unfinished=("page*",)), spoken={})
    monkeypatch.setattr("unity.equations.formulas.listing.book", lambda root: lenient)
    assert list(faults(".", found)) == []
    (done,) = faults(".", [one for one in found if one.problem is None])
    assert done == "page.ipynb: every formula is checked, so it is unfinished no more"


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ({"w^T X": "a deck"}, "$w^T X$", None),
        ({"w^T X": "a deck"}, "$w^T X$ and $w^T X$", "as it stands there 1 x; it does 2 x"),
        ({"w^T X": ("a deck", 2)}, "$w^T X$ and $w^T  X$", None),
        ({"w^T X": ("a deck", 2)}, "$w^T X$", "as it stands there 2 x; it does 1 x"),
    ],
)
def test_a_spoken_formula_stands_as_often_as_its_table_says(monkeypatch, tmp_path, table, text, said):
    """Else another formula could become one that is spoken, or a spoken one another, and nobody would know."""
    known = replace(BOOK, spoken={"page.ipynb": table})
    monkeypatch.setattr("unity.equations.formulas.listing.book", lambda root: known)
    judgements = all_of(tmp_path, text, spoken=table)
    assert [fault.partition(", ")[2] for fault in faults(".", judgements)] == [said] * bool(said)


def test_no_page_of_the_book_is_unfinished():
    assert configuration(ROOT).unfinished == ()


# Docstrings


@pytest.mark.parametrize(
    ("plain", "latex"),
    [
        ("d = (w^T X + b) / ||w||", r"d = (w^\top  X + b) / \lVert w \rVert"),
        ("tanh(z)^2 = e^-|z|", r"\tanh(z)^{2} = e^{-\lvert z \rvert}"),
        ("w_(t+1) = w_t - alpha g", r"w_{t+1} = w_t - \alpha g"),
        ("E * f'(Z) >= sqrt(a (b + c))", r"E \odot f'(Z) \ge \sqrt{a (b + c)}"),
        (
            "a = 1 where z > 0, 0.5 elsewhere",
            r"a = \begin{cases} 1 & \text{if } z > 0 \\ 0.5 & \text{otherwise} \end{cases}",
        ),
        ("a_j ((1 if j = k else 0) - p(k | x)) = p(k given x)", r"a_j ([j = k] - p(k \mid x)) = p(k \mid x)"),
        (
            "L = sum over k of e^-|z| + e^z_1 + ... + e^z_K",
            r"L = \sum_{k}  e^{-\lvert z \rvert} + e^{z_1} + \dots + e^{z_K}",
        ),
        ("<A, B> = sum_i A_i B_i", r"\langle A, B \rangle = \sum_i  A_i B_i"),
        (
            "Z[k, r] = sum over c, a of W[c, a, k] X[c, r stride + a]",
            r"Z_{k, r} = \sum_{c, a}  W_{c, a, k} X_{c, r \mathrm{stride} + a}",
        ),
        ("gap = X_perp * max(size, 2)", r"\mathrm{gap} = X_{\mathrm{perp}} \odot \max(\mathrm{size}, 2)"),
        ("db_n = E_n 1 + A*(y) star B", r"db_n = E_n \mathbf{1} + A^*(y) \star B"),
        ("r = 1^T (Y * R)", r"r = \mathbf{1}^\top  (Y \odot R)"),
        ("da_j / dz_k = d", r"\partial a_j / \partial z_k = d"),
        ("v = alpha/m_k X + h/tau (I + 1/n)", r"v = \frac{\alpha}{m_k} X + \frac{h}{\tau} (I + 1/n)"),
        ("max_k |1 - a_k| = n_in", r"\max_k  \lvert 1 - a_k \rvert = n_{\mathrm{in}}"),
        ("x given k ~ N(0, 1)", r"x \mid k \sim N(0, 1)"),
        ("z = max over a, b of X[a, b]", r"z = \max_{a, b}  X_{a, b}"),
    ],
)
def test_plain_text_as_latex(plain, latex):
    assert latex_of(plain) == latex


@pytest.mark.parametrize(
    "said", ["y = 1 where x is 1", "E_n = layer n's error_back of E", "C = mean of x", "n = inputs times outputs"]
)
def test_words_are_no_formula(said):
    with pytest.raises(ValueError, match="stands in a formula"):
        latex_of(said)


def test_docstrings_are_set_as_formulas():
    block = ["    J = sum over k of y_k,   y = f(x)", "      = z_max + 1", "    0 <= J"]
    expected = [r"J &= \sum_{k}  y_k, \qquad y = f(x) \\", r"&= z_{\mathrm{max}} + 1, \\", r"0 &\le J"]
    assert typeset(block).splitlines() == expected
    assert typeset(["    J = 0", "    for each example:  J += y"]) is None


@pytest.mark.parametrize(
    ("line", "latex"),
    [
        ("A = softmax(Z),   over the keys", [r"A &= \operatorname{softmax}(Z), \qquad \text{over the keys}"]),
        ("A = B,   so that   B = A", [r"A &= B, \qquad \text{so that }B = A"]),
        ("a <= 1   or   b <= 2", [r"a &\le 1 \qquad \text{or }b \le 2"]),
        ("D[r stride] = E[r],   0 elsewhere", [r"D_{r \, \mathrm{stride}} &= E_{r}, \qquad \text{0 elsewhere}"]),
        ("n = 12 depth width^2 (k + 1)", [r"n &= 12 \, \mathrm{depth} \, \mathrm{width}^{2} \, (k + 1)"]),
        ("m = error_back(W)", [r"m &= \mathrm{error\_back}(W)"]),
        ("dJ/dx = dJ/du du/dx", [r"\partial J / \partial x &= \partial J / \partial u \, \partial u / \partial x"]),
        ("w ~ N(0, 1),   b = 0", [r"w &\sim N(0, 1), \qquad b = 0"]),
        (
            "J = 1/m sum_i L(z_i, y_i),   z = w^T x + b,   in bits",
            [r"J &= \frac{1}{m} \sum_i  L(z_i, y_i), \\", r"z &= w^\top  x + b, \\", r"&\text{in bits}"],
        ),
        (
            "softplus(z) = log(1 + e^z) = max(z, 0) + log(1 + e^-|z|)",
            [
                r"\operatorname{softplus}(z) &= \log(1 + e^{z}) \\",
                r"&= \max(z, 0) + \log(1 + e^{-\lvert z \rvert})",
            ],
        ),
        (
            "p = sigma(z) = (1 + tanh(z / 2) + [k = l]) / 2,   in bits",
            [
                r"p &= \sigma(z) \\",
                r"&= (1 + \tanh(z / 2) + [k = l]) / 2, \\",
                r"&\text{in bits}",
            ],
        ),
        (
            "W[c, a, b, k] = 1/(kh kw) where c = k, 0 elsewhere",
            [
                r"W_{c, a, b, k} &= \begin{cases} 1/(\mathrm{kh} \, \mathrm{kw}) & \text{if } c = k \\ "
                r"0 & \text{otherwise} \end{cases}"
            ],
        ),
        ("dQ = K dS / sqrt(d),   dA = A * dS", [r"dQ &= K \, dS / \sqrt{d}, \qquad dA = A \odot dS"]),
        ("w_2 = w_1 - alpha dw_1 + h_t dH", [r"w_2 &= w_1 - \alpha \, dw_1 + h_t \, dH"]),
        ("x[(c height + r) width] = X[c, r]", [r"x_{(c \, \mathrm{height} + r) \, \mathrm{width}} &= X_{c, r}"]),
        ("Z = W_1^T X + b_1,   X_2 = f(Z),   ...", [r"Z &= W_1^\top  X + b_1, \qquad X_2 = f(Z), \dots"]),
    ],
)
def test_a_formula_of_a_docstring_has_room(line, latex):
    assert typeset([f"    {line}"]).splitlines() == latex


def test_a_word_is_a_name_and_no_index():
    r"""X_perp is a name: nothing takes a column of X for it."""
    (clause,) = read(latex_of("r = X_perp"), frozenset())
    with pytest.raises(EvaluationError, match="nothing is known of the symbol perp"):
        evaluate(clause.chain.sides[1], Scope({}, {"X": np.ones((3, 2))}))
    assert free_indices(clause.chain, Scope({}, {"X": np.ones((3, 2)), "r": np.ones(2)}, {})) == {}
    close = evaluate(clause.chain.sides[1], Scope({}, {"X_perp": np.full((1, 1), 7.0)}))
    assert close.item() == 7.0


def test_formulas_of_a_docstring():
    said = "Says a = b.\n\n    J = a b,   a = c,   so that   b = d\n      = e\n\nMore.\n\n>>> x\n    y = 1\n"
    assert list(formulas_of_docstring(said)) == ["J = a b", "a = c", "b = d = e"]


def sentences():
    """The docstrings of the mathematics, which names no other LaTeX than its own: where each stands, and what it says."""
    beside = {ROOT / "unity" / name for name in ("course", "equations", "grading", "notebook")}
    for path in sorted((ROOT / "unity").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if beside.isdisjoint(path.parents) else ():
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (said := ast.get_docstring(node)):
                yield f"{path.relative_to(ROOT)}: {getattr(node, 'name', '')}", said


def test_formulas_in_the_sentences_of_docstrings_are_read():
    found = [(where, text) for where, said in sentences() for text in formulas_in_sentences(said)]
    assert len(found) > 100
    assert [(where, text) for where, text in found if clause_of(text) is None] == []


SPELT = re.compile(rf"(?<![\w.])(?:{GREEK})(?!\w)|(?<![\w.])[a-zA-Z]_\w\b|\^")


def test_sentences_of_docstrings_spell_no_letter_out():
    """Beside a formula that is set, `alpha` is another letter to a reader. Private names are on no page."""
    found = []
    for where, said in sentences():
        blocks = re.split(r"\n\s*\n", said.partition(">>>")[0])
        prose = "\n\n".join(block for block in blocks if not block.startswith("    "))
        prose = re.sub(r"`[^`]+`|\$[^$]+\$|\*[A-Z][^*]+\*[^.]*\.", "", prose)
        found += [(where, each[0]) for each in SPELT.finditer(prose) if ": _" not in where]
    assert found == []


def test_no_plain_block_of_a_docstring_has_marks_of_code():
    blocks = [(where, block) for where, said in sentences() for block in re.split(r"\n\s*\n", said.partition(">>>")[0])]
    assert [(where, block) for where, block in blocks if block.startswith("    ") and "`" in block] == []


COST = logistic.cost.__doc__


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("-1/m sum_i (Y_i", "1/m sum_i (Y_i"),
        ("-1/m sum_i", "- sum_i"),
        ("(1 - Y_i) log(1 - A_i))", "(1 - Y_i) log(1 + A_i))"),
        ("sum_i (Y_i log A_i + (1 - Y_i) log(1 - A_i))", "sum_i Y_i log A_i + (1 - Y_i) log(1 - A_i)"),
        ("Z = w^T X + b", "Z = w^T X - b"),
    ],
)
def test_a_fault_in_a_docstring_is_noticed(right, wrong):
    assert right in COST
    with np.errstate(all="ignore"):
        before = list(of_docstring("unity.logistic.cost", logistic.cost, COST))
        after = list(of_docstring("unity.logistic.cost", logistic.cost, COST.replace(right, wrong)))
    assert {judgement.way for judgement in before} == {"run"}
    assert any(judgement.problem or judgement.way != "run" for judgement in after)


@pytest.mark.parametrize(("factor", "wrong"), [(2.0, 0), (3.0, 1)])
def test_a_function_is_held_to_the_formula_that_names_it(factor, wrong):
    r"""double(z) = ... and D(z) = ... speak of functions: of the one that has the docstring, and of one that it defines."""

    def double(z: Float[Array, "n m"]):
        return factor * z

    said = "Twice z.\n\n    double(z) = 2 z = D(z) + z,   D(z) = z\n\nThat is all.\n"
    with np.errstate(all="ignore"):
        found = list(of_docstring("unity.double", double, said))
    assert [judgement.way for judgement in found] == ["run", "run"]
    assert sum(judgement.problem is not None for judgement in found) == wrong


# Planted faults


def test_planted_faults_are_noticed(tmp_path):
    """A few of the faults that `python tests/planting.py` plants: those of displayed equations and of what says something."""
    field = Field(ROOT, tmp_path)
    sample = [fault for fault in drawn(ROOT, 42, seed=5) if not fault.only_names and fault.page.endswith(".ipynb")][:4]
    missed = [str(fault) for fault in sample if not field.notices(fault)]
    assert len(missed) <= 1, missed


# What a letter equals


def meaning(tmp_path, row):
    """What is said of the meaning in the last row of a table, and of what follows."""
    rows = "\n\n## More\n\n| letter | in code | shape | what it is |\n|---|---|---|---|\n| $p$, $q$ | `p`, `q` | (2, 1), (2, 1) | numbers |\n"
    judged = all_of(tmp_path, "", more=[("markdown", rows + row)])
    return next(found.problem for found in judged if found.formula.latex.startswith("= "))


SUM, DIFFERENCE = "| $s$ | `s` | | their sum, $= p + q$ |\n\n", "| $s$ | `s` | | what is left, $= p - q$ |\n\n"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (SUM, "$p + q$ is no part of a formula that is run, on this page or elsewhere"),
        (SUM + "It is $t = p + q$.", "$p + q$ is no part of a formula that is run, on this page or elsewhere"),
        (SUM + "It is $s = p + q$.", None),
        (SUM + "$$ 2 s = s + s $$", "no formula that is run says what $s$ equals, or would fail if it were something else"),
        (DIFFERENCE + "$$ s^\\top s = p^\\top p + q^\\top q - 2 p^\\top q $$", None),
        (SUM.replace("`s`", "`p + q`"), None),
        (SUM.replace("`s`", "`p - q`"), "is not\n    `p - q` ="),
    ],
)  # fmt: skip
def test_what_a_letter_equals_is_held_by_more_than_its_row(tmp_path, row, problem):
    """By code beside it, by a formula that says the same, or by one that would fail with another meaning."""
    said = meaning(tmp_path, row)
    assert said is None if problem is None else problem in said


def test_a_size_with_bounds_is_the_lowest_of_them(tmp_path):
    text = "| letter | in code | shape | what it is |\n|---|---|---|---|\n| $m$ | | whole, from 30 to 60 | how many |\n"
    path = tmp_path / "page.md"
    path.write_text(f"{text}| $v$ | `v` | (m, 1) | numbers |\n\n$$ v = v $$ (eq-size)\n")
    page = page_of(path, "page.md")
    formula = next(formula for formula in page.formulas if formula.equation.label)
    binding = bind(formula.equation.latex, formula.letters, frozenset(), Namespace(()))
    assert binding.scope(np.random.default_rng(0)).value("v").shape == (30, 1)


def test_a_list_names_nothing_twice(tmp_path):
    table = "| letter | in code | shape | what it is |\n|---|---|---|---|\n| $p$, $q$ | `p`, `q` | (2, 1), (2, 1) | numbers |\n\n"
    assert judge(tmp_path, table + "There are $p, q$.")["p, q"].problem is None
    assert judge(tmp_path, table + "There are $p, p$.")["p, p"].problem == "it lists $p$ twice"


BESIDE = "| letter | in code | shape | what it is |\n|---|---|---|---|\n| $p$, $q$ | `p`, `q` | (n, 1), (n, m) | numbers |\n\n"


@pytest.mark.parametrize(
    ("sentence", "latex", "problem"),
    [
        ("Fold $p$ on $q$.", "q", None),
        ("Fold $p$ on $p$.", "p", "$p$ stands on both sides of 'on'"),
        ("Of $p$ and $p_1$ one is left.", "p_1", None),
        ("Forward $p_1$, back $p_{1}$.", "p_{1}", "$p_{1}$ stands on both sides of ', back'"),
        ("Take $p$ columns of $p$.", "p", "$p$ is (n, 1), which has no several columns and rows"),
        ("If $p$ is small. And $p$ is (n).", "p", None),
        ("Here $p$, the lesser of both, and $p$.", "p", None),
        ("$q$ is $(n, m)$.", "(n, m)", None),
        ("$p$ is $(n, m)$.", "(n, m)", "$p$ is (n, 1) by its table"),
        ("An array $q$, of shape $(n, 1)$.", "(n, 1)", "$q$ is (n, m) by its table"),
        ("The point $p$ and $(n, m)$.", "(n, m)", None),
        ("Go over the columns of $q$.", "q", None),
        ("Go over the columns of $p$.", "p", "$p$ is (n, 1), which has no several columns and rows"),
    ],
)
def test_words_say_what_a_name_may_be(tmp_path, sentence, latex, problem):
    """Two names that a few words join are two; a shape that is said is that of the table."""
    assert judge(tmp_path, BESIDE + sentence)[latex].problem == problem


def test_a_number_of_the_page_is_no_witness_for_itself(tmp_path):
    table = "| letter | in code | shape | what it is |\n|---|---|---|---|\n| $K$ | | | how many classes, $= 31$ |\n"
    assert judge(tmp_path, table)["= 31"].problem == "$31$ stands nowhere in the code of the page"
    assert judge(tmp_path, table, "K = 31")["= 31"].problem is None


def test_a_symbol_stands_on_another_page_too(tmp_path):
    table = "| symbol | in code | what it is |\n|---|---|---|\n| $q_k$ | `q` | a number |\n"
    (tmp_path / "symbols.md").write_text(table)
    (tmp_path / "other.md").write_text("Here is $q_k$.\n")
    with BOOK.said.notation.used():
        symbols, other = (around.alone(page_of(tmp_path / name, name), BOOK) for name in ("symbols.md", "other.md"))
    said = {found.formula.latex: found for found in of_page(around.among(symbols, [symbols, other]))}
    assert said["q_k"].problem is None
    said = {found.formula.latex: found for found in of_page(around.among(symbols, [symbols]))}
    assert said["q_k"].problem == "no displayed equation has this expression"


SYMBOLS = """| symbol | in code | what it is |
|---|---|---|
| $q$ | `q` | a number |

## Other

| symbol | in code | what it is |
|---|---|---|
| $q$ | `q_there` | {} |
"""


def test_a_symbol_that_means_two_things_says_where(tmp_path):
    (tmp_path / "other.md").write_text("Here is $q$.\n")
    (tmp_path / "third.md").write_text("Here is none.\n")
    for name in "other.md", "third.md":
        (tmp_path / "symbols.md").write_text(SYMBOLS.format(f"on [a page]({name}#there), another"))
        with BOOK.said.notation.used():
            several = [
                around.alone(page_of(tmp_path / each, each), BOOK) for each in ("symbols.md", "other.md", "third.md")
            ]
            problems = [found.problem for found in of_page(around.among(several[0], several))]
        assert problems == [None, None if name == "other.md" else "it does not stand on third.md"]
    for said in (
        SYMBOLS.format("another"),
        SYMBOLS.format("[a page](other.md)").replace(
            "\n## Other\n\n| symbol | in code | what it is |\n|---|---|---|\n", ""
        ),
    ):
        (tmp_path / "symbols.md").write_text(said)
        with pytest.raises(ValueError, match=r"symbols.md, line .*: \$q\$ has a row at line .*, too"):
            page_of(tmp_path / "symbols.md", "symbols.md")


def test_a_wrong_answer_is_none_of_the_right_ones(tmp_path):
    quiz = 'quiz("What?", right={r"\\(w^\\top X\\)": ""}, wrong={r"\\({}\\)": ""})'
    said = {found.formula.kind: found for found in all_of(tmp_path, "", quiz.replace("{}", r"X^\top w"))}
    assert (said["wrong answer"].way, said["wrong answer"].problem) == ("not read", None)
    several = all_of(tmp_path, "", quiz.replace("{}", r"w^\top X"))
    assert [found.problem for found in several if found.formula.kind == "wrong answer"] == [
        "the quiz says the same where it is right"
    ]


def test_one_more_than_a_letter_is_quoted_from_its_own_page(tmp_path):
    with BOOK.said.notation.used():
        (tmp_path / "other.md").write_text("$$ w_1 (n - 1) = w_1 n - w_1 $$\n\n$$ 2 (w_1 + b) = 2 w_1 + 2 b $$\n")
        (tmp_path / "page.md").write_text(TEXT + "One less is $n - 1$, and there is $w_1 + b$.\n")
        one, other = (around.alone(page_of(tmp_path / name, name), BOOK) for name in ("page.md", "other.md"))
        said = {found.formula.latex: found for found in of_page(around.among(one, [one, other]))}
    assert said["n - 1"].problem == "$n - 1$ is no part of a formula that is run, on this page or elsewhere"
    assert said["w_1 + b"].problem is None
