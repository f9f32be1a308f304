"""tests.py of an assignment that was translated, as text that its author reads and goes on with."""

import ast
import json
from dataclasses import dataclass, field

__all__ = ["Asked", "Tried", "tests_py"]

HEAD = '''"""{name}, translated from a notebook for nbgrader: expected is what the author's own solutions give."""

{imports}

{code}


ASSIGNMENT = Assignment(
    name="{name}",
    title="{name}",
    questions=(
{questions}
    ),
)
'''


@dataclass(frozen=True)
class Tried:
    """A call, or a look, of a test cell, with its part of the points."""

    cell: str
    called: object
    hidden: bool
    points: float


@dataclass
class Asked:
    """A question: the learner's name that it looks at, none where a person marks it, what is tried, and what was left."""

    name: str
    answer: str = ""
    points: float = 0.0
    tried: list[Tried] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def add(self, tried):
        self.tried.append(tried)

    def tests(self):
        """The lines of its tests: the calls of one cell that are alike hidden, and raise alike, are one."""
        groups = {}
        for one in self.tried:
            groups.setdefault((one.cell, one.hidden, one.called.raises, one.called.arguments is None), []).append(one)
        for (cell, hidden, raises, value), group in groups.items():
            told = [_quoted(cell + " raises" * bool(raises) + ", hidden" * (hidden and not value))]
            if not value:
                cases = [
                    f"({', '.join(one.called.arguments)}{',' * (len(one.called.arguments) == 1)})" for one in group
                ]
                told += [f"arguments=[{', '.join(dict.fromkeys(cases))}]"]
            told += [f"expected=Raises({raises})"] if raises else []
            told += [f"points={sum(one.points for one in group):.6g}"] + ["hidden=True"] * hidden
            yield f"Test({', '.join(told)})"

    def text(self):
        """Its lines in tests.py. What nothing could be translated of is for a person to mark."""
        lines = [f"# not translated: {text}" for text in self.left]
        if self.tried:
            looks = all(one.called.arguments is None for one in self.tried)
            lines += [f"name={_quoted(self.name)},", f"answer={_quoted(self.answer)},", f"reference={self.answer},"]
            lines += ["tests=(", *(f"    {test}," for test in self.tests()), "),"] + ["kind=LOOK,"] * looks
            lines += [f"tolerance={max(one.called.tolerance for one in self.tried):g},"]
        else:
            rubric = f"Test({_quoted(f'the rubric of {self.name}')}, points={self.points:.6g})"
            lines += [
                f"name={_quoted(self.name)},",
                'answer="",',
                "reference=None,",
                f"tests=({rubric},),",
                "kind=WRITTEN,",
            ]
        return "        Question(\n" + "\n".join(f"            {line}" for line in lines) + "\n        ),"


def tests_py(name, sources, asked):
    """The text of tests.py: the notebook's imports, its functions and answers, and the questions."""
    imports, code = ["from unity.grading import LOOK, WRITTEN, Assignment, Question, Raises, Test"], []
    for source in sources:
        lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
        for node in ast.parse("\n".join(lines)).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                imports.append(ast.unparse(node))
            elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Assign):
                code.append(ast.get_source_segment("\n".join(lines), node))
    imports = [line for line in dict.fromkeys(imports) if line != "from unity import grading"]
    questions = "\n".join(question.text() for question in asked)
    return HEAD.format(name=name, imports="\n".join(imports), code="\n\n\n".join(code), questions=questions)


def _quoted(text):
    return json.dumps(text, ensure_ascii=False)
