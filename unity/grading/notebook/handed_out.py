"""A notebook as an assignment's author writes it, and as a learner gets it: without answers and hidden tests."""

import json
import re

from unity.grading.exercise import SEED, prepare
from unity.grading.notebook.cells import bare, code_cells, tagged
from unity.grading.values import Unfit, to_text
from unity.grading.visible import visible

__all__ = ["Leak", "release", "stripped"]

BEGIN = re.compile(r"^(?P<indent>[ \t]*)# BEGIN SOLUTION\s*$")
END = re.compile(r"^[ \t]*# END SOLUTION\s*$")
START = re.compile(r"^[ \t]*# > ?(?P<line>.*)$")


class Leak(ValueError):
    """A notebook that would hand out an answer or a hidden test; the message says where."""


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
    import nbformat

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
    return notebook, _visible_checks(assignment)


def _matches(notebook, assignment, solved):
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
    if unsolved := sorted(names - solved):
        raise Leak(f"the cell exercise:{unsolved[0]} has no # BEGIN SOLUTION: its answer would be handed out")


def _holds_no_answer(notebook, answers):
    """Raise Leak where a line of a solution, spaces aside, stands elsewhere in what is handed out."""
    told = [bare(cell.source) for cell in notebook.cells]
    for line in answers:
        said = bare(line)
        if len(said) < 16 or said.startswith("#"):
            continue  # `return a` stands anywhere
        for i, text in enumerate(told):
            if said in text:
                raise Leak(f"a line of a solution survives in cell {i}: {line.strip()}")


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
