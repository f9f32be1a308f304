"""Notebooks as an assignment's author writes them, as a learner gets them, and as a stranger hands them in."""

import json
import re
from dataclasses import dataclass

import nbformat

from unity.grading.check import visible
from unity.grading.exercise import LOOK, SEED, prepare
from unity.grading.values import Unfit, to_text

__all__ = ["Cell", "Leak", "Submission", "Unreadable", "flags", "read", "release"]

MOST_BYTES = 64 * 2**20
MOST_CELLS = 1000
MOST_SOURCE = 200_000
MOST_FLAGS = 40
BEGIN = re.compile(r"^(?P<indent>[ \t]*)# BEGIN SOLUTION\s*$")
END = re.compile(r"^[ \t]*# END SOLUTION\s*$")
START = re.compile(r"^[ \t]*# > ?(?P<line>.*)$")


class Unreadable(ValueError):
    """A file that is no notebook that can be graded; the message says why."""


class Leak(ValueError):
    """A notebook that would hand out an answer or a hidden test; the message says where."""


@dataclass(frozen=True)
class Cell:
    """A code cell as it was handed in."""

    index: int
    source: str
    tags: tuple[str, ...] = ()
    id: str = ""
    has_output: bool = False


@dataclass(frozen=True)
class Submission:
    """The code cells of a notebook that was handed in."""

    cells: tuple[Cell, ...]


def read(content):
    """The code cells of a notebook, from the bytes of its file. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"{len(content):,} bytes are too many, expected at most {MOST_BYTES:,}")
    if not content.strip():
        raise Unreadable("the file is empty")
    try:
        notebook = json.loads(content)
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"it is no JSON: {type(error).__name__}: {error}"[:200]) from error
    if not isinstance(notebook, dict) or type(notebook.get("nbformat")) is not int:
        raise Unreadable("it is no notebook: nbformat is missing")
    version = notebook["nbformat"]
    if version == 3:
        notebook = _upgraded(notebook)
    elif version != 4:
        raise Unreadable(f"it is a notebook of version {version}, expected 4")
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise Unreadable("it is no notebook: it has no list of cells")
    if len(cells) > MOST_CELLS:
        raise Unreadable(f"{len(cells):,} cells are too many, expected at most {MOST_CELLS:,}")
    found = [_cell(index, cell) for index, cell in enumerate(cells)]
    return Submission(tuple(cell for cell in found if cell is not None))


def _upgraded(notebook):
    """The cells of a notebook of version 3, as version 4 has them."""
    sheets = notebook.get("worksheets")
    sheets = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)] if isinstance(sheets, list) else []
    cells = [cell for own in sheets if isinstance(own, list) for cell in own if isinstance(cell, dict)]
    return {"cells": [cell | {"source": cell.get("input", "")} for cell in cells]}


def _cell(index, cell):
    """A code cell; None for any other. What is not as it should be is left out, not believed."""
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return None
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        source = ""
    if len(source) > MOST_SOURCE:
        raise Unreadable(f"cell {index} has {len(source):,} characters, expected at most {MOST_SOURCE:,}")
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    tags = tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()
    name = cell.get("id")
    return Cell(index, source, tags, name if isinstance(name, str) else "", bool(cell.get("outputs")))


# What is handed out


def tagged(cells, prefix):
    """The cells with a tag such as exercise:NAME, by their name: name -> cells."""
    found = {}
    for cell in cells:
        for tag in cell.tags:
            if tag.startswith(f"{prefix}:"):
                found.setdefault(tag.removeprefix(f"{prefix}:"), []).append(cell)
    return found


def stripped(source):
    """A cell without its solutions, and the lines of these, but for those that the learner starts from.

    In a solution's place stands what its comments that begin with # > hold, or an ellipsis. Raises Leak where the marks do
    not pair.
    """
    kept, solution, begin, start = [], [], None, []
    for line in source.splitlines():
        if begin is None and BEGIN.match(line):
            begin, start = BEGIN.match(line), []
        elif begin is not None and END.match(line):
            kept += [(begin["indent"] + text).rstrip() for text in start or ["..."]]
            begin = None
        elif BEGIN.match(line) or END.match(line):
            raise Leak(f"the marks of a solution do not pair at {line.strip()!r}")
        elif begin is None:
            kept.append(line)
        elif START.match(line):
            start.append(START.match(line)["line"])
        elif line.strip() not in {text.strip() for text in start}:
            solution.append(line)
    if begin is not None:
        raise Leak("a solution begins and does not end: # END SOLUTION is missing")
    return "\n".join(kept), solution


def release(notebook, assignment):
    """What a learner gets: the notebook without answers and outputs, and the visible checks as data.

    `notebook` is the author's, with answers between # BEGIN SOLUTION and # END SOLUTION; a cell that is tagged solution
    goes as a whole. Raises Leak where an answer or a hidden test would survive, or where notebook and tests differ.
    """
    notebook = nbformat.from_dict(notebook)
    cells, answers, solved = [], [], set()
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if "solution" in tags:
            answers += cell.source.splitlines()
            continue
        if cell.cell_type == "code":
            if any(map(BEGIN.match, cell.source.splitlines())):
                solved |= {tag.removeprefix("exercise:") for tag in tags if tag.startswith("exercise:")}
            cell.source, own = stripped(cell.source)
            answers += own
            cell.outputs, cell.execution_count = [], None
        cells.append(cell)
    notebook.cells = cells
    _matches(notebook, assignment, solved)
    _holds_no_answer(notebook, answers)
    checks = visible_checks(assignment)
    return notebook, checks


def _matches(notebook, assignment, solved):
    """Raise Leak where a question has not one exercise with an answer and one check, or a tag names no question."""
    code = [
        Cell(i, cell.source, tuple(cell.metadata.get("tags", ())))
        for i, cell in enumerate(notebook.cells)
        if cell.cell_type == "code"
    ]
    names = {question.name for question in assignment.questions}
    for prefix in ("exercise", "check"):
        found = tagged(code, prefix)
        if unknown := sorted(found.keys() - names):
            raise Leak(f"a cell is tagged {prefix}:{unknown[0]}, and the tests have no such question")
        for name in sorted(names):
            if len(found.get(name, ())) != 1:
                raise Leak(f"{len(found.get(name, ()))} cells are tagged {prefix}:{name}, expected one")
    if unsolved := sorted(names - solved):
        raise Leak(f"the cell exercise:{unsolved[0]} has no # BEGIN SOLUTION: its answer would be handed out")


def _holds_no_answer(notebook, answers):
    """Raise Leak where a line of a solution, spaces aside, stands elsewhere in what is handed out."""
    told = ["".join(cell.source.split()) for cell in notebook.cells]
    for line in answers:
        bare = "".join(line.split())
        if len(bare) < 16 or bare.startswith("#"):
            continue  # `return a` stands anywhere
        for i, text in enumerate(told):
            if bare in text:
                raise Leak(f"a line of a solution survives in cell {i}: {line.strip()}")


def visible_checks(assignment):
    """The visible checks as data. Raises Leak where they hold a case of a hidden test, ValueError for what is no data."""
    try:
        checks = visible(assignment)
        for question in assignment.questions:
            seen = [json.dumps(to_text(case.arguments)) for case in _cases(question, False, SEED)]
            for case in _cases(question, True, assignment.hidden_seed, assignment.parameters.get(question.name)):
                if json.dumps(to_text(case.arguments)) in seen:
                    raise Leak(f"a hidden test of {question.name} has a case that a visible one shows")
    except Unfit as error:
        raise ValueError(f"release: the visible tests hold what is no data: {error}") from error
    return checks


def _cases(question, hidden, seed, parameters=None):
    for test in question.tests:
        if test.hidden is hidden and question.steps != LOOK:
            yield from (c for c in prepare(question, test, seed, parameters) if not any(map(callable, c.arguments)))


# What comes back


def _bare(source):
    return "".join(source.split())


def flags(submission, released):
    """What an instructor may want to look at: nothing here changes a mark. One sentence each."""
    ours = [
        Cell(i, cell.source, tuple(cell.metadata.get("tags", ())), cell.get("id", ""))
        for i, cell in enumerate(released.cells)
        if cell.cell_type == "code"
    ]
    theirs = submission.cells
    said = []
    if not any(cell.tags for cell in theirs):
        said.append("the tags are gone")
    else:
        for prefix in ("exercise", "check"):
            found = tagged(theirs, prefix)
            for name, (own,) in sorted(tagged(ours, prefix).items()):
                cells = found.get(name, [])
                if not cells:
                    said.append(f"missing {prefix}:{name}")
                elif len(cells) > 1:
                    said.append(f"duplicated {prefix}:{name}")
                elif prefix == "check" and _bare(cells[0].source) != _bare(own.source):
                    said.append(f"edited check:{name}")
            said += [f"unknown tag {prefix}:{name:.60}" for name in sorted(found.keys() - tagged(ours, prefix).keys())]
        tags = {cell.id: cell.tags for cell in ours if cell.id}
        said += [
            f"retagged cell {cell.index}: {', '.join(cell.tags)[:80] or 'no tag'}"
            for cell in theirs
            if cell.id in tags and set(cell.tags) != set(tags[cell.id])
        ]
    said += [f"cell {c.index} stores an output without code" for c in theirs if c.has_output and not c.source.strip()]
    return said if len(said) <= MOST_FLAGS else [*said[:MOST_FLAGS], f"and {len(said) - MOST_FLAGS:,} more"]
