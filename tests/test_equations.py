"""The book's labels and bindings hold, and each kind of fault in them is noticed."""

import json
from pathlib import Path

import pytest

from unity import equations
from unity.equations.__main__ import main

ROOT = Path(__file__).parents[1]
EVERY = sorted(equations.bindings())


@pytest.fixture
def book(tmp_path):
    """Writes pages that display every equation the library claims, and then whatever else a test asks for."""
    (tmp_path / "book").mkdir()
    (tmp_path / "lectures").mkdir()

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


def test_the_book_has_no_faults():
    assert list(equations.faults(ROOT)) == []


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
    assert equations.Equation(
        label, "x = 1", "book/page.md", equations.displayed(root)[-1].place
    ) in equations.displayed(root)


def test_code_is_no_equation(book):
    assert list(equations.faults(book("```python\ns = '$$ x $$'\n```", "`$$ x $$`"))) == []


def test_duplicate_is_a_fault(book):
    (fault,) = equations.faults(book(f"$$ b $$ ({EVERY[0]})"))
    assert f"the label {EVERY[0]} stands also at book/page.md" in fault


def test_unbound_is_a_fault(book):
    (fault,) = equations.faults(book("$$ b $$ (eq-nobody-computes-this)"))
    assert "no function computes eq-nobody-computes-this" in fault


def test_orphan_is_a_fault(book):
    (fault,) = equations.faults(book(leave_out=[EVERY[0]]))
    assert f"its docstring names {EVERY[0]}, which no page displays" in fault


def test_odd_label_is_a_fault(book):
    (fault,) = equations.faults(book("$$ b $$ (Eq_1)"))
    assert "the label Eq_1 is not of the form eq-name" in fault


def test_two_functions_for_one_label_are_a_fault(monkeypatch, book):
    claims = {label: ["a", "b"] if label == EVERY[0] else ["a"] for label in EVERY}
    monkeypatch.setattr("unity.equations.labels.bindings", lambda: claims)
    (fault,) = equations.faults(book())
    assert fault == f"{EVERY[0]}: a and b both claim to compute it"


def test_every_binding_can_be_imported():
    import pkgutil

    for functions in equations.bindings().values():
        assert all(callable(pkgutil.resolve_name(name)) for name in functions)


def test_a_folder_without_pages_is_said(tmp_path):
    with pytest.raises(ValueError, match="holds neither lectures/ nor book/"):
        equations.displayed(tmp_path)


def test_command_line(book, capsys):
    assert main(["check", "--root", str(book())]) == 0
    assert capsys.readouterr().out == f"{len(EVERY)} displayed equations, 0 faults\n"
    assert main(["check", "--root", str(book("$$ x $$"))]) == 1
    assert "without a label: x." in capsys.readouterr().out


def test_table_lists_every_equation(book):
    root = book()
    assert main(["table", "--root", str(root)]) == 0
    rows = (root / "book" / "equations.md").read_text().splitlines()
    for label, (function, *_) in equations.bindings().items():
        assert any(f"{{eq}}`{label}`" in row and function in row and "page" in row for row in rows)
