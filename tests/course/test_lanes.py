"""Every chapter has two lanes of code, and exercises with a ladder."""

import copy
import json
import re
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from tests.course import ladder, lanes

matplotlib.use("Agg")
LECTURES = {path.stem[:2]: path for path in sorted((Path(__file__).parents[2] / "lectures").glob("*.ipynb"))}
WRAPPED = re.compile(r"\bnp\.(?:u?int|float|bool|complex|str|True_|False_)\w*\(?")
"""How NumPy writes a number of its own: `np.float64(`."""


def read(number):
    return json.loads(LECTURES[number].read_text(encoding="utf-8"))


def faults(notebook):
    """Where a lecture leaves its lanes or its ladder, but for what only running it can tell."""
    for source in lanes.opened(notebook)[1:]:
        for fault in lanes.faults(source):
            yield f"{fault}\n    in the open cell\n{source}"
    if (share := lanes.share_folded(notebook)) > lanes.MOST_FOLDED:
        yield f"{share:.0%} of the lines of code are folded away, at most {lanes.MOST_FOLDED:.0%}"
    if lanes.tags(lanes.code(notebook)[0]) != {"imports", "hide-input"}:
        yield "the first cell, which imports, has not the tags imports and hide-input alone"
    for cell in lanes.code(notebook):
        if "made" in lanes.tags(cell) and "hide-input" not in lanes.tags(cell):
            yield "a cell with the tag made has not the tag hide-input"
    for cell in lanes.code(notebook):
        for output in cell["outputs"]:
            if found := WRAPPED.search("".join(output.get("data", {}).get("text/plain", ""))):
                source = "".join(cell["source"])
                yield f"{found[0]}: an output is a plain number: print it, or end with int() or float()\n    in the cell\n{source}"
    if notebook["metadata"]["harmony"].get("exercises", True):  # the refresher asks ten questions, and has none
        yield from ladder.faults(notebook)


@pytest.mark.parametrize("number", LECTURES)
def test_a_chapter_keeps_to_its_lanes_and_its_ladder(number):
    found = list(faults(read(number)))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("number", LECTURES)
def test_the_open_lane_is_enough_and_its_exercises_can_be_tried(number, monkeypatch):
    """Pasted alone it runs, every cell shows something, and a starter's expected number is what the solution gives."""
    monkeypatch.chdir(LECTURES[number].parent)
    notebook, names = read(number), {"__name__": "__main__"}
    imports, *sources = lanes.opened(notebook)
    lanes.run([imports], names)
    for source, ran in zip(sources, lanes.run(sources, names), strict=True):
        assert ran.value is not None or ran.printed.strip(), f"shows nothing:\n{source}"
    for exercise in ladder.exercises(notebook):
        if exercise.kind in ladder.TO_WRITE:
            given, expected = ladder.tried(exercise, names)
            for got, wanted in zip(*(value if isinstance(value, tuple) else (value,) for value in (given, expected))):
                np.testing.assert_allclose(got, wanted, atol=5.1e-4, err_msg=exercise.title)


# Every rule sees what it is for.

TWISTED = {
    "at most 6": "a = 1\n" * 7,
    "two statements": "a = 1; b = 2",
    "a star": "f(*x)",
    "star that unpacks": "[*x, 1]",
    "that unpacks": "{**x}",
    "two stars": "f(**x)",
    "several assignments": "a, b = 1, 2",
    "inside an expression": "(a := 1)",
    "a chain": "a < b > c",
    "chain of": "0 < a < b < 1",
    "of comparisons": "0 < f(x) < 1",
    "a lambda": "f = lambda x, a=a: x",
    "with a default": "f = lambda x, *, a=a: x",
    "a comprehension": "[[j for j in i] for i in x]",
    "in a comprehension": "[j for i in x for j in i]",
    "an assert": "assert a == b",
    "drawing": "figures.canvas()",
    "glue": "notebook.glue('a', 1)",
    "or a guard": "np.testing.assert_raises(E)",
    "an inner name": "f.__wrapped__(x)",
}
PLAIN = "error = a - y\n# one comment\n\nfor x in X:\n    print(0 < x < 1)\ndw, db = gradient(w, b)\n[x for x in X]"


@pytest.mark.parametrize("said", TWISTED)
def test_a_twisted_cell_is_noticed(said):
    assert any(said in fault for fault in lanes.faults(TWISTED[said]))


def test_a_plain_cell_is_none():
    assert list(lanes.faults(PLAIN)) == []


def test_a_cell_shows_what_it_gives_or_prints():
    assert lanes.run(["a = 1", "a + 1", "print(a)"]) == [(None, ""), (2, ""), (None, "1\n")]
    with pytest.raises(NameError, match="folded"):
        lanes.run(["folded + 1"])


def spoilt_by(change):
    notebook = copy.deepcopy(read("06"))
    change(notebook["cells"])
    return list(faults(notebook))


def tagged(cells, tag):
    return next(cell for cell in cells if tag in lanes.tags(cell))


def change_text(old, new, tag=None):
    """A change of the cells, those with that tag, that hold a text."""

    def change(cells):
        for cell in cells:
            if tag is None or tag in lanes.tags(cell):
                cell["source"] = "".join(cell["source"]).replace(old, new)

    return change


def judged_right(cells):
    output = {"data": {"text/plain": "06-error: right. 5 of 5 cases agree."}}
    tagged(cells, "solution")["outputs"] = [output]


def wrapped(cells):
    tagged(cells, "solution")["outputs"] = [{"data": {"text/plain": "np.float64(0.5)"}}]


SPOILT = {
    "questions from earlier chapters": lambda cells: cells.remove(tagged(cells, "recall")),
    "no level": change_text(", level 1)", ")"),
    "expected 1, 2 and 3": change_text(", level 3)", ", level 2)"),
    "no worked example": change_text("(complete, level", "(code, level"),
    "hints, expected": change_text("{admonition} Another hint", "{admonition} Remark"),
    "no cell with the tag starter": lambda cells: cells.remove(tagged(cells, "starter")),
    "its starter asks for no check": change_text("grading.check(", "print(", "starter"),
    "its starter has no": change_text("# expected: ", "# it is ", "starter"),
    "gives new values to ['my_error']": change_text("def solution_error", "def my_error", "solution"),
    "says of itself": judged_right,
    "an output is a plain number": wrapped,
    "has not the tag hide-input": lambda cells: tagged(cells, "made")["metadata"].update(tags=["made"]),
    "the tags imports and hide-input": lambda cells: cells[1]["metadata"].pop("tags"),
    "are folded away": lambda cells: tagged(cells, "made").update(source="a = 1\n" * 200),
}


@pytest.mark.parametrize("said", SPOILT)
def test_a_spoilt_chapter_is_noticed(said):
    assert any(said in fault for fault in spoilt_by(SPOILT[said]))
