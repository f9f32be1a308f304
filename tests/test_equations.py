"""Each kind of fault in the labels, bindings and formulas of the book's equations is noticed.

That the equations themselves hold is what `python -m unity.equations check` says, a step of `make test`.
"""

import json
import pkgutil
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from unity import equations
from unity.equations import labels, letters, mutate, page, verdicts
from unity.equations.__main__ import main
from unity.equations.book import Book
from unity.equations.book import book as tables_of_the_book
from unity.equations.labels import Equation
from unity.equations.mutate import survival, trying
from unity.equations.readings import reading_of, readings
from unity.equations.states import Proved, Stated

ROOT = Path(__file__).parents[1]
BOUND = equations.bindings()
TABLES = tables_of_the_book()
DISPLAYED = {equation.label: equation for equation in equations.displayed(ROOT)}


READINGS = {found.equation.label: found for found in readings(ROOT)}
EVERY = sorted({*BOUND, *TABLES.entries})
MISPRINTS = [label for label in READINGS if READINGS[label].state == "refuted"]


def reading(label, latex=None):
    """How an equation of the book is read, or the same label with other LaTeX."""
    equation = Equation(label, latex or DISPLAYED[label].latex, "page", "place")
    return replace(READINGS[label], equation=equation) if label in READINGS else reading_of(equation, None)


def verdict(label, latex=None):
    """The verdict on it."""
    return verdicts.verdict(reading(label, latex))


# The book


def test_the_book_has_no_faults():
    assert list(equations.faults(ROOT)) == []


def test_nearly_all_are_run():
    states = [found.state for label, found in READINGS.items() if not label.startswith("err-")]
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


def test_an_unknown_label_is_explained_by_its_neighbours(capsys):
    assert main(["explain", "eq-signed-distanse", "--root", str(ROOT)]) == 1
    assert capsys.readouterr().out.startswith("no page displays eq-signed-distanse; near by: eq-signed-distance")
    assert main(["explain", "eq-qqqqqq", "--root", str(ROOT)]) == 1
    assert capsys.readouterr().out == "no page displays eq-qqqqqq\n"


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


def test_a_label_that_is_taken_is_said_where_only_it_is_checked(copy, capsys):
    (path,) = copy.glob("lectures/02-*.ipynb")
    path.write_text(path.read_text().replace("(eq-signed-distance)", "(eq-norm)"))
    assert main(["check", "eq-norm", "--root", str(copy)]) == 1
    said = capsys.readouterr().out
    assert "the label eq-norm stands at lectures/02-the-sum-of-vectors.ipynb, cell 11, line 11 and at" in said
    assert "each equation needs one of its own" in said


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


# Misprints

OTHER = {
    "err-e04": ("w_z^\\top T", "w_z^\\top (T + T)"),
    "err-e06": (r"\frac{W E_{n+1}}", r"\frac{2 W E_{n+1}}"),
    "err-e08": ("W E_{n+1}", "3 W E_{n+1}"),
    "err-e09-row": ("x_3", "x_4"),
    "err-e11": (r"(2 \pi)", r"(3 \pi)"),
    "err-e16": (r"\frac{1}{m}", r"\frac{7}{m}"),
    "err-e19": ("-3 + x_1^2", "-5 + x_1^3"),
    "err-e22": (r"w_x^\top x", r"3 w_x^\top x"),
    "err-e25": (r"\frac{\partial y_j}{\partial w_i}", r"\frac{\partial y_j}{\partial w_i} w_i"),
    "err-e29": ("+ b", "- b"),
}


@pytest.mark.parametrize("label", MISPRINTS)
def test_a_misprint_is_refuted(label):
    assert verdict(label).problem is None


@pytest.mark.parametrize(("label", "printed", "other"), [(label, *change) for label, change in OTHER.items()])
def test_another_wrong_formula_is_no_misprint(label, printed, other):
    latex = DISPLAYED[label].latex
    assert printed in latex
    assert (
        "it is not what the table of letters says as printed" in verdict(label, latex.replace(printed, other)).problem
    )


def spoilt_page(label, old, new):
    """The verdict on a misprint where a formula behind it is another."""
    found = READINGS[label]
    behind = [
        replace(formula, equation=formula.equation._replace(latex=formula.equation.latex.replace(old, new)))
        for formula in found.behind
    ]
    return verdicts.verdict(replace(found, behind=tuple(behind)))


def test_what_holds_instead_is_run():
    problem = spoilt_page("err-e08", r"\odot S", r"\odot S^2").problem
    assert problem.startswith(r"what holds instead, $E_n = (W E_{n+1}) \odot S^2$ (book/errata.md, line")
    assert "no formula in the sentences behind it" in verdicts.verdict(replace(READINGS["err-e08"], behind=())).problem


def test_what_is_right_is_no_misprint():
    right = {key: replace(letter, printed=letter) if letter.printed else letter
             for key, letter in READINGS["err-e16"].letters.items()}  # fmt: skip
    meant = replace(READINGS["err-e16"], letters=right)
    latex = r"J = -\frac{1}{m} \sum_{i=1}^{m} (y^{(i)} \log a^{(i)} + (1 - y^{(i)}) \log(1 - a^{(i)}))"
    problem = verdicts.verdict(replace(meant, equation=meant.equation._replace(latex=latex))).problem
    assert problem == "it is said to be refuted, but holds"


def test_labels_of_misprints_are_for_misprints():
    assert "labels err-..." in verdict("err-x", "d = 1").problem
    misprint = READINGS["err-e16"]
    assert (
        "labels err-..."
        in verdicts.verdict(replace(misprint, equation=misprint.equation._replace(label="eq-x"))).problem
    )


# Whatever goes wrong


def test_any_error_is_the_problem_of_its_equation(monkeypatch):
    def broken(binding, label):
        raise RecursionError("too deep")

    monkeypatch.setattr(verdicts, "hold", broken)
    assert verdict("eq-norm").problem == "RecursionError: too deep"
    assert verdict("eq-norm", "f_1(X) = \\lVert w \\rVert").problem


def test_a_table_that_cannot_be_read_fails_its_page_alone(copy):
    (path,) = copy.glob("lectures/02-*.ipynb")
    text = path.read_text()
    assert "| letter |" in text
    path.write_text(text.replace("| letter |", "| letter | in code |", 1).replace("|---|", "|---|---|", 1))
    broken = [found for found in verdicts.readings(copy, ["eq-norm", "eq-cost"]) if found.problem]
    assert {found.equation.label for found in broken} <= {"eq-norm"}


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
    (fault,) = labels.faults(book(), {*TABLES.entries, "eq-of-nobody"})
    assert fault == "the tables of the book have an entry for eq-of-nobody, which no page displays"


def test_odd_label_is_a_fault(book):
    (fault,) = equations.faults(book("$$ b $$ (Eq_1)"))
    assert "the label Eq_1 is not of the form eq-name" in fault


def test_two_functions_for_one_label_are_a_fault(monkeypatch, book):
    claims = {label: ["a", "b"] if label == EVERY[0] else ["a"] for label in EVERY}
    monkeypatch.setattr("unity.equations.labels.bindings", lambda *_: claims)
    (fault,) = equations.faults(book())
    assert fault == f"{EVERY[0]}: a and b both claim to compute it"


def test_every_binding_can_be_imported():
    for functions in BOUND.values():
        assert all(callable(pkgutil.resolve_name(name)) for name in functions)


def test_a_folder_without_pages_is_said(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with pytest.raises(ValueError, match=r"no file is one of its pages, lectures/\*\.ipynb, book/\*\*/\*\.md$"):
        equations.displayed(tmp_path)


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
    formulas = (letters.Formula(equation, READINGS[equation.label].letters) for equation in chosen)
    page = letters.Page("lectures/page.md", (), frozenset(), tuple(formulas))
    monkeypatch.setattr(letters, "pages", lambda root, common, wanted=(): [page])
    return chosen


def test_the_page_folds_each_pages_formulas_with_state_function_and_deck(few, book):
    root = book()
    assert main(["table", "--root", str(root)]) == 0
    text = (root / "book" / "equations.md").read_text()
    second, errata = text.split("```{equation-rows} ")[1:]
    assert second.startswith("02-the-sum-of-vectors\n:counts: 2\N{NO-BREAK SPACE}run\n")
    norm, offset = [line for line in second.splitlines() if line.startswith("| {eq}")]
    assert norm.startswith(
        r"| {eq}`eq-norm` | $\displaystyle \lVert w \rVert = \sqrt{\sum_{j=1}^{n} w_j^2}$<br>*run* · "
    )
    assert norm.endswith("{py:obj}`geometry.norm <unity.geometry.norm>` · {cite}`chen` · `eq-norm` |")
    assert r"$\displaystyle o = \frac{c}{\lVert w \rVert}, \qquad c = -b$" in offset
    assert errata.startswith("errata\n:counts: 1\N{NO-BREAK SPACE}refuted\n")
    assert "| {eq}`err-e22` | $\\displaystyle \\begin{bmatrix}" in errata
    assert "$<br>*refuted* · {py:obj}`decks.sums <unity.decks.sums>`" in errata
    assert "2\N{NO-BREAK SPACE}run, 1\N{NO-BREAK SPACE}refuted." in text


def test_every_equation_is_on_the_page(few):
    """Also one of several lines or columns, and one with bars, which would end a cell."""
    text = page.page_of_equations(ROOT)
    rows = [line for line in text.splitlines() if line.startswith("| {eq}")]
    assert len(rows) == len(few)
    assert all(re.fullmatch(r"\| \{eq\}`[\w-]+` \| \$[^|$]+\$<br>[^|]+ \|", row) for row in rows), rows
    assert "```{equation-rows} 2. The sum of vectors\n" in text


def test_the_page_links_to_the_source_where_the_repository_has_an_address(few):
    assert "/blob/main/unity/geometry.py#L" in page.page_of_equations(ROOT)


def test_the_page_gives_the_reason_of_what_is_only_stated(few, entry):
    entry("eq-norm", Stated("A name."))
    assert "<br>*stated*: A name. · " in page.page_of_equations(ROOT)


# Mutants


@pytest.mark.parametrize("label", ["eq-signed-distance", "eq-gradient", "eq-along", "eq-line"])
def test_the_check_notices_every_mutant(label):
    number, alive = mutate.survivors(reading(label))
    assert number >= 3
    assert alive == []


def test_every_mutant_of_the_book_that_survives_has_a_reason(capsys):
    assert mutate.report(ROOT) == 0, capsys.readouterr().out


def test_a_mutant_of_a_misprint_that_holds_as_meant_is_noticed():
    """The printed label is wrong; with the right one, w_3, the formula would be no misprint."""
    printed = reading("err-e09-label")
    right = [m for m in mutate.mutants(printed) if m.key[1:] == ("shift an index", "0.0.1.1")]
    assert len(right) == 1
    assert right[0] not in mutate.survivors(printed)[1]


def changes(label, latex=None):
    return {mutant.change for mutant in mutate.mutants(reading(label, latex))}


def test_mutants_of_every_kind():
    assert changes("eq-foot") >= {"flip a sign", "drop the left factor", "add a transpose", "swap X and u"}
    assert "swap factors" in changes("eq-projection")
    assert changes("eq-norm") >= {"raise an exponent", "shift an index", "shift the upper bound"}
    assert changes("eq-signed-distance") >= {
        "drop a transpose",
        "drop a divisor",
        "turn a fraction over",
        "drop the bars",
    }
    assert "flip the kernel" in changes("eq-foot", r"F = X \star u")
    assert changes("eq-relu-slope") >= {"move the edge", "swap the cases"}
    assert "move the edge" in changes("eq-decide")


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
    mutant = mutate.Mutant("eq-norm", "nothing", "0.0", equations.read(DISPLAYED["eq-norm"].latex))
    monkeypatch.setattr(trying, "mutants", lambda *_: [mutant])
    assert mutate.report(ROOT, ["eq-norm"]) == 1
    assert "no reason is given" in capsys.readouterr().out
    monkeypatch.setitem(TABLES.accepted, mutant.key, "It is the equation itself.")
    monkeypatch.setattr(survival, "ACCEPTED", 1.0)
    assert main(["mutate", "eq-norm", "--root", str(ROOT)]) == 0
    assert "survives: It is the equation itself." in capsys.readouterr().out


def test_no_mutants_at_all_is_no_success(few):
    assert mutate.report(ROOT, ["eq-nowhere"]) == 1


def test_two_entries_of_one_label_are_refused():
    with pytest.raises(ValueError, match=r"^Book: entries: \['eq-x'\] stand there twice$"):
        Book(entries=[{"eq-x": Proved()}, {"eq-y": Proved(), "eq-x": Proved()}])
