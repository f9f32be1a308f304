"""Each kind of fault in the labels, bindings and formulas of the book's equations is noticed.

That the equations themselves hold is what `python -m unity.equations check` says, a step of `make test`.
"""

import json
import pkgutil
import shutil
from pathlib import Path

import pytest

from unity import equations
from unity.equations import letters, mutate, page, verdicts
from unity.equations.__main__ import main
from unity.equations.binding import Entry, Proved, Refuted, Stated
from unity.equations.book import Book
from unity.equations.book import book as tables_of_the_book
from unity.equations.labels import Equation
from unity.equations.mutate import survival, trying
from unity.equations.readings import reading_of

ROOT = Path(__file__).parents[1]
BOUND = equations.bindings()
TABLES = tables_of_the_book()
EVERY = sorted({*BOUND, *TABLES.entries})
DISPLAYED = {equation.label: equation for equation in equations.displayed(ROOT)}


PLACES = {
    formula.equation.label: (page, formula.letters)
    for page in letters.pages(ROOT, TABLES.said.letters)
    for formula in page.formulas
    if formula.equation.label
}


def reading(label, latex=None):
    """How an equation of the book is read, or the same label with other LaTeX."""
    equation = Equation(label, latex or DISPLAYED[label].latex, "page", "place")
    return reading_of(equation, BOUND.get(label, [None])[0], *PLACES.get(label, (None, None)))


def verdict(label, latex=None):
    """The verdict on it."""
    return verdicts.verdict(reading(label, latex))


# The book


def test_the_book_has_no_faults():
    assert list(equations.faults(ROOT)) == []


def test_nearly_all_are_run():
    states = [verdicts.state_of(label) for label in DISPLAYED if not label.startswith("err-")]
    assert states.count("run") >= 0.9 * len(states)


# A fault in what the reader sees

FAULTS = {
    "eq-sum-of-vectors": ("e_j", "e_k"),
    "eq-norm": (r"w_j^2", r"w_j^3"),
    "eq-unit-normal": (r"\frac{w}", r"\frac{w^\top}"),
    "eq-projection": (r"w^\top X", r"X^\top w"),
    "eq-along": ("u p", "w p"),
    "eq-offset": ("c = -b", "c = b"),
    "eq-line": ("(-u_2, u_1)", "(u_2, -u_1)"),
    "eq-signed-distance": ("+ b", "- b"),
    "eq-foot": ("X - u d", "X + u d"),
    "eq-loss-slope": ("a (1 - a)", "a (1 + a)"),
    "eq-error": ("a - y", "y - a"),
    "eq-push": ("w_t -", "w_t +"),
    "eq-push-score": (r"\lVert x \rVert^2", r"\lVert x \rVert"),
    "eq-softmax-slope": (r"- a_k", r"- a_j"),
    "eq-family-error": (r"\frac{1}{m} (", r"("),
    "eq-gradient": (r"x^{(i)}", r"x^{(1)}"),
    "eq-accumulated": (r"\frac{1}{m} dw", "m dw"),
}


@pytest.mark.parametrize(("label", "right", "wrong"), [(label, *change) for label, change in FAULTS.items()])
def test_a_wrong_equation_is_noticed(label, right, wrong):
    latex = DISPLAYED[label].latex
    assert right in latex
    assert verdict(label, latex.replace(right, wrong)).problem


@pytest.fixture
def copy(tmp_path):
    """The book's pages and lectures, to be spoilt."""
    for folder in ("lectures", "book"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_a_fault_in_a_lecture_fails_the_check(copy, capsys):
    (path,) = copy.glob("lectures/02-*.ipynb")
    text = path.read_text()
    assert r"\\frac{w^\\top X + b}" in text
    path.write_text(text.replace(r"\\frac{w^\\top X + b}", r"\\frac{w^\\top X - b}"))
    assert main(["check", "eq-signed-distance", "--root", str(copy)]) == 1
    said = capsys.readouterr().out
    assert "lectures/02-the-sum-of-vectors.ipynb, cell" in said
    assert r"d = \frac{w^\top X - b}{\lVert w \rVert}" in said
    assert "the largest difference is" in said
    assert "w = [[" in said


# States


@pytest.fixture
def entry(monkeypatch):
    """Give a label another entry."""

    def give(label, value):
        monkeypatch.setitem(TABLES.entries, label, value)

    return give


def test_proved(entry):
    entry("eq-x", Proved())
    assert verdict("eq-x", r"\sigma(-z) = 1 - \sigma(z)").problem is None
    assert "is left of the difference" in verdict("eq-x", r"\sigma(-z) = 2 - \sigma(z)").problem


def test_stated_needs_a_reason(entry):
    for reason, held in (("A definition of notation.", True), (" ", False)):
        entry("eq-x", Stated(reason))
        said = verdict("eq-x", "x")
        assert said.state == "stated"
        assert (said.problem is None) == held


def test_what_a_deck_misprints_must_fail_as_it_is_said():
    assert verdict("err-e29").problem is None
    assert verdict("err-e29", r"a = \sigma(w^\top x + b)").problem == "it is said to be refuted, but holds"
    assert "it should fail by shape, but fails by value" in verdict("err-e29", r"a = \sigma(w^\top x - b)").problem
    assert "but fails by another way" in verdict("err-e29", r"a = \sigma(").problem


def test_labels_of_misprints_are_for_misprints(entry):
    entry("err-x", Entry())
    assert "labels err-..." in verdict("err-x", "d = 1").problem
    entry("eq-x", Refuted("unity.geometry.norm", (("value", Entry()),)))
    assert "labels err-..." in verdict("eq-x", "d = 1").problem


def test_too_few_that_run_fail_the_check(entry, monkeypatch, book, capsys):
    root = book()
    for label in EVERY[: len(EVERY) // 2]:
        entry(label, Stated("Nothing here can be computed."))
    main(["check", "--root", str(root)])
    assert "expected at least 90%" in capsys.readouterr().out


# Labels and bindings


@pytest.fixture
def book(tmp_path):
    """Writes pages that display every equation the library claims, and then whatever else a test asks for."""
    (tmp_path / "book").mkdir()
    (tmp_path / "lectures").mkdir()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)

    def write(*blocks, leave_out=(), cell=False):
        text = "\n\n".join([*(f"$$ a $$ ({label})" for label in EVERY if label not in leave_out), *blocks])
        (tmp_path / "book" / "page.md").write_text("" if cell else text)
        cells = [
            {"cell_type": "code", "source": "1"},
            {"cell_type": "markdown", "source": text.splitlines(keepends=True)},
        ]
        (tmp_path / "lectures" / "01.ipynb").write_text(json.dumps({"cells": cells if cell else []}))
        return tmp_path

    return write


@pytest.mark.parametrize("cell", [False, True])
def test_all_bound_is_well(book, cell):
    root = book(cell=cell)
    assert list(equations.faults(root)) == []
    assert [equation.label for equation in equations.displayed(root)] == EVERY


UNLABELLED = {
    "plain": "$$ x = 1 $$",
    "several lines": "$$\nx\n= 1\n$$",
    "in a sentence": "so that $$x = 1$$ holds",
    "environment": "\\begin{align}\nx &= 1\n\\end{align}",
    "directive": "```{math}\nx = 1\n```",
    "admonition": ":::{note}\n$$ x = 1 $$\n:::",
    "backtick admonition": "```{note}\n$$ x = 1 $$\n```",
    "quoted": "> $$ x = 1 $$",
    "listed": "* item\n\n  $$ x = 1 $$",
}


@pytest.mark.parametrize("block", UNLABELLED.values(), ids=UNLABELLED)
@pytest.mark.parametrize("cell", [False, True])
def test_unlabelled_is_a_fault(book, block, cell):
    (fault,) = equations.faults(book(block, cell=cell))
    assert "an equation without a label" in fault
    assert ("lectures/01.ipynb, cell 2, line" if cell else "book/page.md, line") in fault


def test_a_labelled_directive_is_read(book):
    label = EVERY[0]
    root = book(f"```{{math}}\n:label: {label}\nx = 1\n```", leave_out=[label])
    assert list(equations.faults(root)) == []
    assert Equation(label, "x = 1", "book/page.md", equations.displayed(root)[-1].place) in equations.displayed(root)


def test_code_is_no_equation(book):
    assert list(equations.faults(book("```python\ns = '$$ x $$'\n```", "`$$ x $$`"))) == []


def test_duplicate_is_a_fault(book):
    (fault,) = equations.faults(book(f"$$ b $$ ({EVERY[0]})"))
    assert f"the label {EVERY[0]} stands also at book/page.md" in fault


def test_unbound_is_a_fault(book):
    (fault,) = equations.faults(book("$$ b $$ (eq-nobody-computes-this)"))
    assert "no function computes eq-nobody-computes-this" in fault


def test_a_name_that_no_page_displays_is_a_fault(book):
    label = next(iter(BOUND))
    (fault, *_) = equations.faults(book(leave_out=[label]))
    assert f"its docstring names {label}, which no page displays" in fault


def test_an_entry_that_no_page_displays_is_a_fault(book):
    label = next(label for label in EVERY if label not in BOUND)
    (fault,) = equations.faults(book(leave_out=[label]))
    assert fault == f"the tables of the book have an entry for {label}, which no page displays"


def test_odd_label_is_a_fault(book):
    (fault,) = equations.faults(book("$$ b $$ (Eq_1)"))
    assert "the label Eq_1 is not of the form eq-name" in fault


def test_two_functions_for_one_label_are_a_fault(monkeypatch, book):
    claims = {label: ["a", "b"] if label == EVERY[0] else ["a"] for label in EVERY}
    monkeypatch.setattr("unity.equations.labels.bindings", lambda root: claims)
    (fault,) = equations.faults(book())
    assert fault == f"{EVERY[0]}: a and b both claim to compute it"


def test_every_binding_can_be_imported():
    for functions in BOUND.values():
        assert all(callable(pkgutil.resolve_name(name)) for name in functions)


def test_a_folder_without_pages_is_said(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with pytest.raises(ValueError, match=r"no file is one of its pages, lectures/\*\.ipynb, book/\*\*/\*\.md$"):
        equations.displayed(tmp_path)


# Formulas in sentences

NAMES = [
    "w^\\top x + b",
    "m = 3",
    "w = (3, 4)^\\top",
    "b = -10",
    "w^\\top x = 8",
    "q = X w",
    "i = j",
    "q",
    "\\mathbb{R}^n",
    "x =",
]
RESULTS = ["d = \\frac{w^\\top X + b}{\\lVert w \\rVert}", "\\sigma(z) = \\frac{1}{1 + e^{-z}}", "z = w^\\top x + b"]


@pytest.mark.parametrize("latex", NAMES)
def test_a_formula_in_a_sentence_may_name(book, latex):
    assert list(equations.faults(book(f"Here ${latex}$ stands."))) == []


@pytest.mark.parametrize("latex", RESULTS)
def test_a_formula_in_a_sentence_may_not_state_a_result(book, latex):
    (fault,) = equations.faults(book(f"Here ${latex}$ stands."))
    assert "states a result" in fault
    assert latex in fault


# The command line and the page


def test_check_says_how_many_are_in_which_state(capsys):
    assert main(["check", "eq-norm", "err-e29", "--root", str(ROOT)]) == 0
    assert capsys.readouterr().out == "2 equations: 1 run, 0 proved, 0 stated, 1 refuted; 0 do not hold, 0 faults\n"


def test_check_of_a_label_that_is_nowhere(capsys):
    assert main(["check", "eq-nowhere", "--root", str(ROOT)]) == 1
    assert "no page displays eq-nowhere" in capsys.readouterr().out


def test_check_of_a_book_with_faults(book, capsys):
    assert main(["check", "--root", str(book("$$ x $$"))]) == 1
    assert "without a label: x." in capsys.readouterr().out


@pytest.fixture
def few(monkeypatch):
    """Only three equations, so that the page is quickly made."""
    chosen = [DISPLAYED[label] for label in ("eq-norm", "eq-offset", "err-e22")]
    page = letters.Page("page", (), frozenset(), tuple(letters.Formula(equation, False, {}) for equation in chosen))
    monkeypatch.setattr(letters, "pages", lambda root, common: [page])
    return chosen


def test_the_page_shows_formula_state_function_source_and_chapter(few, book):
    root = book()
    assert main(["table", "--root", str(root)]) == 0
    text = (root / "book" / "equations.md").read_text()
    norm, offset, misprint = text.strip().splitlines()[-3:]
    assert r"{eq}`eq-norm` `eq-norm` | $\lVert w \rVert = \sqrt{\sum_{j=1}^{n} w_j^2}$ | run" in norm
    assert "{py:obj}`geometry.norm <unity.geometry.norm>`" in norm
    assert "| {cite}`chen` | [2](../lectures/02-the-sum-of-vectors.ipynb) |" in norm
    assert r"$o = \frac{c}{\lVert w \rVert}, \qquad c = -b$" in offset
    assert "`err-e22` |  | refuted | {py:obj}`decks.sums <unity.decks.sums>`" in misprint
    assert "| [errata](errata.md) |" in misprint
    assert "2 run, 1 refuted." in text


def test_the_page_links_to_the_source_where_the_repository_has_an_address(few):
    assert "/blob/main/unity/geometry.py#L" in page.page_of_equations(ROOT)


def test_the_page_gives_the_reason_of_what_is_only_stated(few, entry):
    entry("eq-norm", Stated("A name."))
    assert "| stated: A name. |" in page.page_of_equations(ROOT)


# Mutants


@pytest.mark.parametrize("label", ["eq-signed-distance", "eq-gradient", "eq-along", "eq-line"])
def test_the_check_notices_every_mutant(label):
    number, alive = mutate.survivors(reading(label))
    assert number >= 3
    assert alive == []


def changes(label, latex=None):
    return {mutant.change for mutant in mutate.mutants(reading(label, latex))}


def test_mutants_of_every_kind():
    assert changes("eq-foot") >= {"flip a sign", "drop a factor", "add a transpose", "swap X and u"}
    assert "swap factors" in changes("eq-projection")
    assert changes("eq-norm") >= {"change an exponent", "shift an index", "shift a bound"}
    assert changes("eq-signed-distance") >= {
        "drop a transpose",
        "drop a divisor",
        "turn a fraction over",
        "drop the bars",
    }
    assert "flip the kernel" in changes("eq-foot", r"F = X \star u")


@pytest.mark.parametrize(
    ("label", "latex", "same"),
    [
        ("eq-offset", r"o = \frac{c}{\lVert w \rVert}, \qquad c = -b", "add a transpose"),  # of numbers
        ("eq-norm", r"\lVert w \rVert = 2 b", "swap factors"),  # a number commutes
    ],
)
def test_what_means_the_same_is_no_mutant(label, latex, same):
    kept = [m for m in mutate.mutants(reading(label, latex)) if m.change == same]
    assert all("w" in mutant.latex and r"w^\top" in mutant.latex for mutant in kept)


def test_a_survivor_needs_a_reason(monkeypatch, few, capsys):
    assert mutate.report(ROOT, ["eq-norm"]) == 0
    assert "0 survive" in capsys.readouterr().out
    mutant = mutate.Mutant("eq-norm", "nothing", equations.read(DISPLAYED["eq-norm"].latex))
    monkeypatch.setattr(trying, "mutants", lambda *_: [mutant])
    assert mutate.report(ROOT, ["eq-norm"]) == 1
    assert "no reason is given" in capsys.readouterr().out
    monkeypatch.setitem(TABLES.accepted, ("eq-norm", mutant.latex), "It is the equation itself.")
    monkeypatch.setattr(survival, "ACCEPTED", 1.0)
    assert main(["mutate", "eq-norm", "--root", str(ROOT)]) == 0
    assert "survives: It is the equation itself." in capsys.readouterr().out


def test_no_mutants_at_all_is_no_success(few):
    assert mutate.report(ROOT, ["eq-nowhere"]) == 1


def test_two_entries_of_one_label_are_refused():
    with pytest.raises(ValueError, match=r"^Book: entries: \['eq-x'\] stand there twice$"):
        Book(entries=[{"eq-x": Entry()}, {"eq-y": Entry(), "eq-x": Entry()}])
