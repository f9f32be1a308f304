"""A derivation is examined line by line, bounded whatever is typed, and the first wrong line is told with its slip."""

import time

import pytest

from unity.equations import Derivation, derive, examine_derivation
from unity.equations.derivations.typed import expressions
from unity.equations.evaluate.allowance import LONGEST

LETTERS = r"""
| letter | shape | what it is |
|---|---|---|
| $X$, $Y$ | (n, m), (1, m) | examples and labels |
| $w$, $v$ | (n, 1), (n, 1) | weights |
| $J$ | | the cost, $= \frac{1}{2 m} \lVert w^\top X - Y \rVert^2$ |
| $u$ | () | a number |
| $i$ | 1 to m | an example |
"""
SLOPE = Derivation(
    "slope",
    LETTERS,
    start=r"\frac{\partial J}{\partial w}",
    goal=r"\frac{1}{m} X (w^\top X - Y)^\top",
    solution=r"""\frac{\partial J}{\partial w} &= \frac{1}{m} \sum_{i=1}^{m} (w^\top x^{(i)} - y^{(i)}) x^{(i)} \\
&= \frac{1}{m} X (w^\top X - Y)^\top.""",
)
PRODUCT = Derivation("product", LETTERS, r"\frac{\partial}{\partial u} (u^3 \sin u)", r"3 u^2 \sin u + u^3 \cos u", "")


def wrong(right, planted, derivation=SLOPE):
    assert right in derivation.solution
    return examine_derivation(derivation, derivation.solution.replace(right, planted))


def test_a_right_derivation():
    found = examine_derivation(SLOPE, SLOPE.solution)
    assert found.holds
    assert str(found) == "slope: each of 2 steps follows, from the start to the goal."
    assert found.following == 1.0


SLIPS = {
    "a sign": ("x^{(i)} - y^{(i)}", "x^{(i)} + y^{(i)}", 2, "a sign is turned"),
    "1/m": (r"\frac{1}{m} \sum", r"\sum", 2, "the factor 1/m is missing"),
    "1/m twice": (r"&= \frac{1}{m} X", r"&= \frac{1}{m^2} X", 3, "a factor 1/m is too many"),
    "a transpose": (r"- Y)^\top", r"- Y)", 3, "a transpose is missing or too many"),
    "an order": (r"X (w^\top X - Y)^\top", r"(w^\top X - Y)^\top X", 3, "two factors stand in the wrong order"),
    "an index": (r"y^{(i)}) x^{(i)}", r"y^{(i)}) x^{(1)}", 2, "an index is wrong"),
}


@pytest.mark.parametrize(("right", "planted", "line", "slip"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_recognised(right, planted, line, slip):
    found = wrong(right, planted)
    assert (found.wrong, found.slip) == (line, slip)
    assert found.following == (line - 2) / 2
    assert f"slope: line {line} does not follow: " in str(found)
    assert f"    the slip: {slip}" in str(found)


@pytest.mark.parametrize("line", [r"3 u^2 \sin u", r"u^3 \cos u", r"3 u^2 \cos u", r"3 u^2 \sin u - u^3 \cos u"])
def test_half_a_product_rule(line):
    found = examine_derivation(PRODUCT, rf"\frac{{\partial}}{{\partial u}} (u^3 \sin u) = {line}")
    assert found.wrong == 2
    product = "the product rule has two terms, f' g + f g'"
    assert found.slip == (product if "-" not in line else "a sign is turned")
    right = r"\frac{\partial}{\partial u} (u^3 \sin u) = 3 u^2 \sin u + u^3 \cos u"
    assert examine_derivation(PRODUCT, right).holds


def test_the_numbers_show_it():
    found = wrong("x^{(i)} - y^{(i)}", "x^{(i)} + y^{(i)}")
    assert "the largest difference is" in found.reason
    assert "is not" in found.reason
    assert "with X = [[" in found.reason


def test_what_no_slip_explains():
    found = wrong(r"\frac{1}{m} X (w^\top X - Y)^\top", r"w + v")
    assert (found.wrong, found.slip) == (3, None)


def test_start_and_goal_are_those_that_were_asked():
    found = examine_derivation(SLOPE, r"\frac{\partial J}{\partial w} = \frac{1}{m} X (X^\top w - Y^\top)")
    assert (found.wrong, found.starts, found.ends) == (None, True, False)
    assert "it does not end with the goal, though each line follows: " in str(found)
    found = examine_derivation(SLOPE, r"X (w^\top X - Y)^\top \frac{1}{m} = \frac{1}{m} X (w^\top X - Y)^\top")
    assert (found.wrong, found.starts, found.ends) == (None, False, True)
    assert "it does not begin with what was asked" in str(found)
    assert found.following == 0.0
    swapped = r"\frac{\partial J}{\partial w} = \frac{1}{m} X (-Y + w^\top X)^\top"
    assert examine_derivation(SLOPE, swapped).wrong is None


WORDS = {
    "nothing": ("", "nothing so far: go on with = and the next one"),
    "one line": ("w", "one expression so far: go on with = and the next one"),
    "an inequality": (r"w = v \le X", r"\le stands between two expressions"),
    "a letter that nobody declared": (r"\frac{\partial J}{\partial w} = q", "nothing is known of the symbol q"),
    "no formula": (r"\frac{\partial J}{\partial w} = \frac{1}{", "cannot read the formula from here on"),
    "a condition": (r"\frac{\partial J}{\partial w} = v \text{ for } j", "expected one expression"),
    "too long": ("w = " + "v + " * 2000 + "v", "characters, expected at most 4000"),
    "too many": ("w" + " = w" * 50, "51 expressions, expected at most 40"),
}


@pytest.mark.parametrize(("typed", "said"), WORDS.values(), ids=WORDS)
def test_what_makes_no_sense_is_told_in_words(typed, said):
    assert said in str(examine_derivation(SLOPE, typed))


BOMBS = {
    "a long sum": r"\sum_{k=1}^{10^9} k",
    "sums inside each other": r"\sum_{i=1}^{9999} \sum_{j=1}^{9999} \sum_{k=1}^{9999} i j k",
    "a wide matrix": r"\operatorname{diag}(\operatorname{vec}(" * 6 + "X" + "))" * 6,
    "a high power": r"u^{9^{9^{9^{9}}}}",
    "deep brackets": "(" * 900 + "u" + ")" * 900,
    "many primes": "u" + "'" * 3000,
    "many transposes": "u" + r"^\top" * 700,
    "many terms": "+".join(["u"] * 1900),
    "many fractions": r"\frac{1}{" * 300 + "u" + "}" * 300,
    "slopes of slopes": r"\frac{\partial}{\partial u} " * 30 + "u",
    "dots": r"1 + \dots + 10^9",
    "a long number": "9" * 3000,
    "braces": "{" * 1900 + "}" * 1900,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_whatever_is_typed_ends(bomb):
    start = time.process_time()
    found = examine_derivation(PRODUCT, rf"\frac{{\partial}}{{\partial u}} (u^3 \sin u) = {bomb}")
    assert not found.holds
    assert found.wrong == 2
    assert found.reason
    assert time.process_time() - start < 15


def test_a_sum_has_a_longest_length():
    assert "expected at most 10000" in str(examine_derivation(PRODUCT, rf"u = \sum_{{i=1}}^{{{LONGEST + 2}}} i"))


def test_lines_may_be_written_as_one_likes():
    for typed in (
        r"a = b \\ = c",
        r"\begin{aligned} a &= b \\[4pt] &= c \end{aligned}",
        r"a &= b \\ b &= c",
        "a = b = c.",
    ):
        assert expressions(typed) in (["a", "b", "c"], ["a", "b", "b", "c"])
    assert expressions(r"a = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix} = [y = k]") == [
        "a",
        r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}",
        "[y = k]",
    ]


def test_a_derivation_that_nobody_asked_for():
    with pytest.raises(ValueError, match=r"^derive: there is no derivation 'no'; there are 01-two-distances, "):
        derive("no", "a = b")


def test_what_is_asked_must_be_read():
    with pytest.raises(ValueError, match="cannot read the formula"):
        Derivation("x", LETTERS, r"\frac{", "w", "")
    with pytest.raises(ValueError, match="expected one expression between = and ="):
        Derivation("x", LETTERS, "u = 1", "w", "")
