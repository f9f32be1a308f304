"""Cards of equations: the letters in a formula, one draw of it, and what a card says of both."""

import re
from pathlib import Path

import numpy as np
import pytest

from unity.equations import letters, read
from unity.equations import tree as t
from unity.equations.cards import card_of, class_of, marked
from unity.equations.cards.drawn import drawn
from unity.equations.cards.numbers import COLUMNS, ROWS, fits, told
from unity.equations.letters import letters_of
from unity.equations.notation import Notation
from unity.equations.readings import readings

ROOT = Path(__file__).parents[1]
CLASS = re.compile(r"\\class\{([^}]*)\}")
CHAPTERS = {"06": "eq-weight-slope", "17": "eq-all-triples"}  # a label by which the page is found
LABELS = (
    "eq-weight-slope", "eq-gradient", "eq-loss", "eq-differences", "eq-all-triples", "eq-form", "eq-sigmoid-tails", "err-e08", "err-e29",
    "eq-signed-distance", "eq-sides", "eq-iterate", "eq-layer-output",
)  # fmt: skip
READINGS = {reading.equation.label: reading for reading in readings(ROOT, LABELS)}
CARDS = {label: card_of(reading) for label, reading in READINGS.items()}
TABLE = r"""
| letter |
|---|
| $w$, $W_n$, $X$, $dZ$, $\hat{y}$, $\hat{Y}$, $f(z)$, $P^*$, $m$, $i$, $p(y \mid x)$, $\frac{\partial L}{\partial w}$, $L$, $y$, $t$, $T$ |
"""
TABLED = list(letters_of(TABLE))


# The letters in a formula


def bare(latex):
    """A formula with its classes as short as they can be said: w becomes <l-w w>."""
    return re.sub(r"\{\\class\{([^}]*)\}\{((?:[^{}]|\{[^{}]*\})*)\}\}", r"<\1 \2>", latex)


@pytest.mark.parametrize(
    ("latex", "said"),
    [
        (r"w^\top X", r"<l-w w>^\top <l-X X>"),
        (r"\max w + \text{w}", r"\max <l-w w> + \text{w}"),
        (r"W_n W_{n} W_{n+1}", r"<l-W_n W_n> <l-W_n W_{n}> W_{n+1}"),
        (r"W_n^\top", r"<l-W_n W>_<l-W_n n>^\top"),  # so that n and the sign stay one above the other
        (r"dZ_i", r"<l-dZ d><l-dZ Z>_<l-i i>"),
        (r"x^{(i)}", r"<l-X x>^{(<l-i i>)}"),
        (r"\hat{y} \hat{y}^{(i)}", r"<l-hat_y \hat{y}> <l-hat_Y \hat{y}>^{(<l-i i>)}"),
        (r"dw \hat{w}", r"dw \hat{w}"),  # other names, which no table declares
        (r"f(w) L^*", r"<l-f f>(<l-w w>) L^*"),
        (r"P^*(w)", r"<l-P-star P^*>(<l-w w>)"),
        (r"\frac1m", r"\frac1<l-m m>"),
        (r"w \\[4pt] w", r"<l-w w> \\[4pt] <l-w w>"),
        (r"w^T", r"<l-w w>^<l-T T>"),
    ],
)
def test_letters_are_found_where_they_stand(latex, said):
    assert bare(marked(latex, TABLED)) == said


def test_letters_stand_in_a_letter_that_is_an_expression():
    assert CLASS.findall(marked(r"\frac{\partial L}{\partial w}", TABLED)) == ["l-partial-L-partial-w", "l-L", "l-w"]
    assert CLASS.findall(marked(r"p(y \mid x)", TABLED)) == ["l-p-y-given-x", "l-y"]


def test_what_a_book_reads_as_a_transpose_is_no_letter():
    with Notation(habits=frozenset({"w^T"})).used():
        assert bare(marked("w^T T", TABLED)) == "<l-w w>^T <l-T T>"


def test_classes_have_no_sign_in_them():
    names = [class_of(letter) for page in letters.pages(ROOT) for letter in page.letters]
    assert len(names) > 300
    assert [name for name in names if not re.fullmatch(r"l-[\w-]+", name)] == []


def mentioned(tree, known):
    """The classes of the letters that the reader's tree of a formula has."""
    name = None if isinstance(tree, t.Number) else t.key(tree)
    base = isinstance(tree, t.Example) and t.key(tree.base)
    if isinstance(tree, t.Example) and name not in known and t.table_key(base) in known:
        return {known[t.table_key(base)]} | mentioned(tree.index, known)
    own = next((each for each in (name, name and name.rstrip("'")) if each in known), None)
    if own and not isinstance(tree, t.Call):
        return {known[own]}
    return ({known[own]} if own else set()).union(*(mentioned(child, known) for child in t.children(tree)))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_letter_of_a_formula_is_marked_and_no_other(chapter):
    """In all formulas of two chapters, wherever they stand, what is marked is what the reader has read there."""
    found = letters.pages(ROOT, wanted=[CHAPTERS[chapter]])
    (page,) = (page for page in found if page.name.startswith(f"lectures/{chapter}-"))
    count = 0
    for formula in page.formulas:
        latex = formula.equation.latex
        known = {letter.name: class_of(letter) for letter in formula.letters.values() if letter.name}
        found = set(CLASS.findall(marked(latex, formula.letters.values())))
        try:
            clauses = read(latex, page.functions | letters.names_defined(latex))
        except ValueError:
            continue  # `10^{-4}\%`: it is no formula of the dialect
        assert found & {*known.values()} == set().union(*(mentioned(clause, known) for clause in clauses)), latex
        count += len(found)
    assert count > 150
    seen = {
        each
        for formula in page.formulas
        for each in CLASS.findall(marked(formula.equation.latex, formula.letters.values()))
    }
    assert {class_of(letter) for letter in page.letters} <= seen


# One draw


def test_a_draw_has_the_numbers_of_both_sides():
    for label in ("eq-weight-slope", "eq-gradient", "eq-signed-distance", "eq-all-triples"):
        for _, sides in CARDS[label].drawn.clauses:
            assert len(sides) >= 2
            first, *rest = (side.value for side in sides)
            assert all(np.allclose(first, value, atol=1e-9) for value in rest), label


def test_a_draw_is_small_enough_to_be_read():
    for label in ("eq-weight-slope", "eq-gradient", "eq-signed-distance", "eq-all-triples"):
        found = CARDS[label].drawn
        shown = [*found.values.values(), *(side.value for _, sides in found.clauses for side in sides)]
        assert all(map(fits, shown)), label
        assert max(value.shape[-1] for value in shown if value.ndim) > 1 or label == "eq-weight-slope"


def test_a_draw_is_computed_from_what_it_shows():
    values = CARDS["eq-weight-slope"].drawn.values
    z = values["w"].T @ values["x"] + values["b"]
    ((_, (by_differences, by_code, by_formula)),) = CARDS["eq-weight-slope"].drawn.clauses
    error = 1 / (1 + np.exp(-z)) - values["y"]
    assert np.allclose(by_formula.value, error * values["x"])
    assert by_code.code == "graph(w, b, x, y).dL_dw"
    assert by_differences.latex == r"\frac{\partial L}{\partial w}"
    assert (by_code.relation, by_formula.relation) == ("=", "=")


def test_a_draw_is_the_same_each_time():
    again = drawn(READINGS["eq-gradient"])
    assert all(np.array_equal(value, CARDS["eq-gradient"].drawn.values[name]) for name, value in again.values.items())


def test_shapes_have_the_names_of_axes():
    shapes = CARDS["eq-gradient"].drawn.shapes
    assert (shapes["X"], shapes["A"], shapes["J"], shapes["b"]) == ("(n, m)", "(1, m)", "()", "(1, 1)")
    assert shapes["`logistic.gradient(w, b, X, Y)[0]`"] == "(n, 1)"


def test_an_index_has_the_number_that_is_shown():
    (_, (indices, sides)) = CARDS["eq-differences"].drawn.clauses
    assert indices == {"j": 1}
    assert sides[-1].relation == r"\approx"


def test_a_misprint_is_drawn_where_it_fails():
    ((_, (left, right)),) = CARDS["err-e08"].drawn.clauses
    assert left.value.shape == right.value.shape
    assert abs(left.value - right.value).max() > 0.1


def test_what_has_no_numbers_has_no_draw():
    assert CARDS["eq-sigmoid-tails"].drawn is None  # it is proved
    assert CARDS["err-e29"].drawn is None  # its shapes do not fit


def test_a_draw_on_which_it_does_not_hold_is_not_shown():
    from dataclasses import replace

    reading = READINGS["eq-signed-distance"]
    equation = reading.equation._replace(latex=reading.equation.latex.replace("+ b", "- b"))
    assert drawn(replace(reading, equation=equation)) is None


# The numbers


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([[0.0, 1.0], [1.0, 1.0]], "0  1\n1  1"),
        ([[123.4], [-0.5]], "123\n  0"),
        ([[-0.001], [0.5]], "−0.001\n 0.500"),
        ([[1e-9, 2.0e-9]], "1e−9  2e−9"),
        (0.25, "0.25"),
        (-3.0, "−3"),
        (np.ones((1, 4)), "(1, 4), norm 2"),
        (np.ones((2, 2, 1)), "(2, 2, 1), norm 2"),
        ([np.nan, 1.0], "nan    1"),
    ],
)
def test_numbers_are_few_and_stand_in_columns(value, said):
    assert told(np.array(value)) == said


def test_lines_are_equally_long():
    lines = told(np.array([[1.0, -12.3], [0.5, 100.0]])).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert fits(np.ones((ROWS, COLUMNS)))
    assert not fits(np.ones((ROWS + 1, COLUMNS)))
    assert not fits(np.ones(COLUMNS + 1))


# What a card says


def said(label):
    return [
        ([(letter.latex, shape) for letter, shape in group.letters], group.meaning) for group in CARDS[label].groups
    ]


def test_letters_come_as_they_stand_then_those_behind_them():
    groups = said("eq-weight-slope")
    names = [latex for several, _ in groups for latex, _ in several]
    assert names == [r"\frac{\partial L}{\partial w}", "L", "w", "b", "a", "y", "x", "z"]
    assert ([("w", "(n, 1)"), ("b", "(1, 1)")], "the weights and the bias of the neuron") in groups
    assert ([("a", "(1, 1)")], r"the neuron's answer, $= \sigma(z)$") in groups
    assert [("y", "(1, 1), 0 or 1"), ("x", "(n, 1)")] in [several for several, _ in groups]


def test_a_letter_that_is_not_asked_is_not_told():
    """The gradient is of all examples: it shows X and A, and no single x or a."""
    names = {latex for several, _ in said("eq-gradient") for latex, _ in several}
    assert names == {r"\frac{\partial J}{\partial w}", "J", "w", "b", "A", "X", "Y"}


def test_what_a_lambda_or_a_function_binds_is_none_of_its_letters():
    """The code of w_t has `lambda w: ...`, and the activation is called f(z): neither is the w or the z of the page."""
    assert {latex for several, _ in said("eq-iterate") for latex, _ in several} == {
        "w_t - 2",
        "w_t",
        r"\alpha",
        "t",
        "w_0",
    }
    assert {latex for several, _ in said("eq-layer-output") for latex, _ in several} == {"A_{n+1}", "f(z)", "Z_n"}


def test_counting_letters_and_numbers_say_so():
    shapes = {latex: shape for several, _ in said("eq-differences") for latex, shape in several}
    assert (shapes["j"], shapes["f(x)"], shapes["h"]) == ("1 to n", "smooth", "from 0.0005 to 0.001")


def test_a_value_is_told_once():
    card = CARDS["eq-loss"]
    assert [letter.latex for letter, _ in card.values] == ["y", "x", "a", "z", "w", "b"]  # L is a side


def test_formulas_of_a_card_have_the_classes_of_its_page():
    card = CARDS["eq-weight-slope"]
    assert bare(card.marked(r"\sigma(z)")) == r"\sigma(<l-z z>)"


def test_a_card_of_what_cannot_be_drawn_has_its_letters():
    assert CARDS["eq-sigmoid-tails"].drawn is None
    assert CARDS["err-e29"].groups
