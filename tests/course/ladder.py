"""The ladder of a lecture's exercises: levels, a starter, hints one in the other, a solution under names of its own."""

import ast
import re
from typing import NamedTuple

from tests.course.lanes import code, opened, run, tags

__all__ = ["Exercise", "exercises", "faults", "recalled", "tried"]

HEADING = re.compile(r"^### Exercise \d+\.\d+ \((\w+)(?:, level ([123]))?\)", re.MULTILINE)
HINT = re.compile(r"^:{3,}\{admonition\} (?:A hint|Another hint|A last hint)\n:class: dropdown$", re.MULTILINE)
EXPECTED = re.compile(r"^print\((?P<call>.+)\)  # expected: (?P<value>.+)$", re.MULTILINE)
TO_WRITE = {"code", "complete"}
LEAST_HINTS = 2


class Exercise(NamedTuple):
    """An exercise as its cells stand: what kind it is, which level, its text, the sources of its starter and solution."""

    title: str
    kind: str
    level: str
    text: str
    starter: str
    solution: str


def exercises(notebook):
    """The exercises of a lecture, each from its heading to the next."""
    found, current = [], None
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and (heading := HEADING.search(source)):
            current = Exercise(heading[0], heading[1], heading[2] or "", source, "", "")
            found.append(current)
        elif current and cell["cell_type"] == "code":
            name = next((name for name in ("starter", "solution") if name in tags(cell)), None)
            if name:
                found[-1] = current = current._replace(**{name: source})
    return found


def bound(source):
    """The names that a cell gives at its top level."""
    names = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        for child in ast.walk(node) if isinstance(node, ast.Assign | ast.AugAssign | ast.For | ast.With) else ():
            if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
                names.add(child.id)
    return names


def recalled(notebook):
    """How many questions from earlier chapters stand before the first section."""
    found = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown" and "".join(cell["source"]).startswith("## "):
            return found
        found += "recall" in tags(cell)
    return found


def faults(notebook):
    """Where the exercises leave the ladder: one sentence each."""
    found = exercises(notebook)
    if (asked := recalled(notebook)) != 3:
        yield f"{asked} questions from earlier chapters before the first section, expected 3"
    if {"1", "2", "3"} - {exercise.level for exercise in found}:
        yield f"levels {sorted(exercise.level for exercise in found)}, expected 1, 2 and 3 among them"
    if not any(exercise.kind == "complete" for exercise in found):
        yield "no worked example to complete"
    taken = set().union(*map(bound, opened(notebook)), *(bound(exercise.starter) for exercise in found))
    for exercise in found:
        for fault in _faults_of(exercise, taken):
            yield f"{exercise.title}: {fault}"
    for cell in code(notebook):
        said = "".join("".join(output.get("data", {}).get("text/plain", "")) for output in cell["outputs"])
        if "solution" in tags(cell) and ": right." in said:
            yield f"a solution says of itself {said!r}, which its reader may take for their own answer's verdict"


def _faults_of(exercise, taken):
    if not exercise.level:
        yield "no level"
    if again := bound(exercise.solution) & taken if exercise.solution else ():
        yield f"its solution gives new values to {sorted(again)}"
    if exercise.kind not in TO_WRITE:
        return
    hints = len(HINT.findall(exercise.text))
    if hints < LEAST_HINTS:
        yield f"{hints} hints, expected at least {LEAST_HINTS}"
    for name, source in (("starter", exercise.starter), ("solution", exercise.solution)):
        if not source:
            yield f"no cell with the tag {name}"
        elif "grading.check(" not in source:
            yield f"its {name} asks for no check"
    if exercise.starter and not (EXPECTED.search(exercise.starter) and re.search(r"^def my_", exercise.starter, re.M)):
        yield "its starter has no `def my_...` or no tried `print(...)  # expected: `"


def tried(exercise, names):
    """What the starter's tried call gives with the solution in the place of the answer, and what it says is expected."""
    run([_only(exercise.solution, ast.FunctionDef)], names)
    for name in bound(exercise.starter):
        if name.startswith("my_"):
            names[name] = names["solution_" + name.removeprefix("my_")]
    run([_only(exercise.starter, ast.Assign)], names)
    found = EXPECTED.search(exercise.starter)
    return eval(found["call"], names), ast.literal_eval(found["value"])


def _only(source, kind):
    """The statements of a cell that are of one kind."""
    return "\n".join(ast.unparse(node) for node in ast.parse(source).body if isinstance(node, kind))
