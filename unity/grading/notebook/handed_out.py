"""A notebook as an assignment's author writes it, and as a learner gets it: without answers and hidden tests."""

import json

from unity.grading.exercise import SEED, prepare
from unity.grading.notebook.cells import code_cells, tagged
from unity.grading.notebook.loading import nbformat
from unity.grading.notebook.solutions import Leak, solved, stripped
from unity.grading.notebook.surviving import none_survives
from unity.grading.values import Unfit, to_text
from unity.grading.visible import visible

__all__ = ["release", "with_solutions"]

WRITE_HERE = "*Your answer.*"


def release(notebook, assignment):
    """What a learner gets: the notebook without answers and outputs, and the visible checks as data.

    `notebook` is the author's, with answers between `# BEGIN SOLUTION` and `# END SOLUTION`, in cells of any kind; a cell
    that is tagged solution goes as a whole. Raises Leak where an answer or a hidden test would survive, or where notebook
    and tests differ.
    """
    notebook = nbformat().from_dict(notebook)
    cells, parts, answered = [], [], set()
    for i, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags", [])
        if "solution" in tags:
            parts.append(cell.source.splitlines())
            continue
        code = cell.cell_type == "code"
        try:
            found = stripped(cell.source, "..." if code else WRITE_HERE)
        except Leak as leak:
            raise Leak(f"cell {i}: {leak}") from None
        if found.solved:
            answered |= {tag.removeprefix("exercise:") for tag in tags if tag.startswith("exercise:")}
        if found.parts:
            cell.source = found.source
            parts += found.parts
        if code:
            cell.outputs, cell.execution_count = [], None
        cells.append(cell)
    notebook.cells = cells
    _matches(notebook, assignment, answered)
    none_survives(notebook, parts)
    return notebook, _visible_checks(assignment)


def with_solutions(notebook):
    """The author's notebook as it is handed out later: with its answers, and without marks and hidden tests."""
    notebook = nbformat().from_dict(notebook)
    for cell in notebook.cells:
        cell.source = solved(cell.source)
    return notebook


def _matches(notebook, assignment, answered):
    """Raise Leak where a question that a program marks has not one exercise with an answer and one check, or a tag no question."""
    code = code_cells(notebook)
    names = {question.name for question in assignment.questions if not question.kind.by_hand}
    for prefix in ("exercise", "check"):
        found = tagged(code, prefix)
        if unknown := sorted(found.keys() - {question.name for question in assignment.questions}):
            raise Leak(f"a cell is tagged {prefix}:{unknown[0]}, and the tests have no such question")
        for name in sorted(names):
            if len(found.get(name, ())) != 1:
                raise Leak(f"{len(found.get(name, ()))} cells are tagged {prefix}:{name}, expected one")
    if unsolved := sorted(names - answered):
        raise Leak(f"the cell exercise:{unsolved[0]} has no # BEGIN SOLUTION: its answer would be handed out")


def _visible_checks(assignment):
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
        if test.hidden is hidden and question.kind.wants:
            yield from (c for c in prepare(question, test, seed, parameters) if not any(map(callable, c.arguments)))
