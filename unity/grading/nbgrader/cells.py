"""The cells of a notebook for nbgrader, sorted: answers, test cells, what a person marks, and the rest."""

import ast
from dataclasses import dataclass, field

from unity.grading.nbgrader.assertions import calls
from unity.grading.nbgrader.written import Asked, Tried, tests_py
from unity.grading.notebook.solutions import MARK, solved

__all__ = ["Translated", "translated"]


@dataclass
class Translated:
    """An assignment of ours: tests.py, the author's notebook, and what could not be translated, in sentences."""

    tests: str
    notebook: object
    left: list[str] = field(default_factory=list)


def translated(notebook, name):
    """An author's notebook for nbgrader, as an assignment of that name. Raises ValueError where nothing in it is graded.

    An answer is what the author's own solution gives: from the assertions only the calls are taken. A test cell's points are
    shared by its calls. What a person marks becomes a written answer with one line of a rubric.
    """
    import nbformat

    notebook = nbformat.from_dict(notebook)
    told = [(cell, cell.metadata.pop("nbgrader", None) or {}) for cell in notebook.cells]
    answers = [cell for cell, meta in told if meta.get("solution") and not meta.get("grade")]
    bound = _Bound(answers)
    asked, left, cells, owner = {}, [], [], {}
    for cell, meta in told:
        own = meta.get("grade_id", "")
        if meta.get("task") or (meta.get("grade") and meta.get("solution")):
            asked[own] = Asked(own, points=float(meta.get("points") or 0))
            if meta.get("task"):  # it is answered in cells of one's own, below
                cells.append(cell)
                cell = nbformat.v4.new_markdown_cell("*Your answer.*")
            _answer(cell, [own], marks=not meta.get("task"))
        elif meta.get("solution"):
            names = bound.by_cell[id(cell)]
            owner |= {learners: own if len(names) == 1 else f"{own}-{learners}" for learners in names}
            _answer(cell, [])
        elif meta.get("grade"):
            left += _tests(cell, meta, bound, owner, asked)
            cells += _checks(owner, asked, cells)
            continue
        cells.append(cell)
    for cell in answers:
        cell.metadata.tags = [f"exercise:{owner[n]}" for n in bound.by_cell[id(cell)] if owner[n] in asked]
    if not asked:
        raise ValueError(
            "nothing in it is graded: no cell has nbgrader's data (create the assignment in nbgrader first)"
        )
    notebook.cells = [_ours(nbformat), *cells]
    sources = [solved(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    return Translated(tests_py(name, sources, list(asked.values())), notebook, left)


class _Bound:
    """What the answers bind: functions with their parameters, and values."""

    def __init__(self, answers):
        self.by_cell, self.parameters, self.functions = {}, {}, set()
        for cell in answers:
            names = []
            for node in ast.parse(solved(cell.source)).body:
                if isinstance(node, ast.FunctionDef):
                    names.append(node.name)
                    self.functions.add(node.name)
                    self.parameters[node.name] = tuple(argument.arg for argument in node.args.args)
                elif isinstance(node, ast.Assign):
                    names += [target.id for target in node.targets if isinstance(target, ast.Name)]
            self.by_cell[id(cell)] = names

    @property
    def names(self):
        return {name for names in self.by_cell.values() for name in names}


def _answer(cell, questions, marks=True):
    """Give an answer's cell its tags, and marks where the whole of it is the answer."""
    mark = "# {}" if cell.cell_type == "code" else "<!-- {} -->"
    if marks and not any(MARK.match(line) for line in cell.source.splitlines()):
        cell.source = "\n".join([mark.format("BEGIN SOLUTION"), cell.source, mark.format("END SOLUTION")])
    cell.metadata.tags = [f"exercise:{name}" for name in questions]


def _tests(cell, meta, bound, owner, asked):
    """Put the calls of a test cell to the questions of their names; return what was left, in sentences."""
    hidden, lines, inside = set(), [], False
    for number, line in enumerate(cell.source.splitlines(), 1):
        if mark := MARK.match(line):
            inside = mark["end"].upper() == "BEGIN"
        elif inside:
            hidden.add(number)
        lines.append("" if mark else line)
    own = meta.get("grade_id", "")
    try:
        found, left = calls("\n".join(lines), bound.names, bound.parameters)
    except SyntaxError as error:
        return [f"{own}: it is no Python: {error.msg}"]
    share = float(meta.get("points") or 0) / max(1, len(found))
    for called in found:
        question = asked.setdefault(owner[called.name], Asked(owner[called.name], called.name))
        question.add(Tried(own, called, called.line in hidden or called.arguments is None, share))
    for _, text in left:
        names = sorted(n for n in bound.names if n in text)
        for name in names[:1]:
            question = asked.setdefault(owner[name], Asked(owner[name], name))
            question.left.append(text)
            question.points += 0 if found else float(meta.get("points") or 0) / len(left)
    return [f"{own}, line {line}: {text}" for line, text in left]


def _checks(owner, asked, cells):
    """A check for each question that a test cell was the first to ask."""
    from nbformat.v4 import new_code_cell

    there = {tag for cell in cells for tag in cell.metadata.get("tags", ()) if tag.startswith("check:")}
    for learners, question in owner.items():
        if question in asked and f"check:{question}" not in there:
            check = f'grading.check("{question}", {learners})'
            yield new_code_cell(check, metadata={"tags": [f"check:{question}"]})


def _ours(nbformat):
    return nbformat.v4.new_code_cell("from unity import grading", metadata={"tags": ["setup"]})
