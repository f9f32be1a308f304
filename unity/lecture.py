"""What a lecture's notebook needs beside the mathematics: show a function, quote a number, ask a question."""

import ast
import html
import importlib.util
import inspect
import json
import re
import textwrap
from pathlib import Path

from IPython.display import display

__all__ = ["Quiz", "Source", "Table", "available", "glue", "quiz", "results", "show", "table"]

WIDTH = 78  # characters of code that fit beside each other on a page of the book


class Source:
    """Python code that a notebook shows highlighted."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text

    def _repr_markdown_(self):
        return f"```python\n{self.text}\n```"


def show(*functions):
    """The signature and body of each function as it runs, without its docstring and its checks of the input.

    Raises TypeError for what has no Python source.

    >>> show(unity.geometry.unit_normal)
    def unit_normal(w: Float[Array, "n 1"]) -> Float[Array, "n 1"]:
        return w / _length("unit_normal", w)
    """
    return Source("\n\n\n".join(_bare_source(function) for function in functions))


def _bare_source(function):
    function = inspect.unwrap(function)
    if not inspect.isfunction(function) and not inspect.ismethod(function):
        raise TypeError(f"show: got a {type(function).__name__}, expected a function written in Python")
    source = textwrap.dedent(inspect.getsource(function))
    definition = ast.parse(source).body[0]
    hidden = {line for node in definition.decorator_list for line in _lines(node)}
    for i, statement in enumerate(definition.body):
        is_docstring = i == 0 and ast.get_docstring(definition) is not None
        is_check = isinstance(statement, ast.If) and all(isinstance(inner, ast.Raise) for inner in statement.body)
        if is_docstring or (is_check and not statement.orelse):
            hidden |= set(_lines(statement))
    lines = source.splitlines()
    first = definition.body[0].lineno - 1
    header = _fitted(" ".join(" ".join(lines[definition.lineno - 1 : first]).split()))
    body = [line for number, line in enumerate(lines[first:], first + 1) if number not in hidden and line.strip()]
    return "\n".join([header, *body])


def _fitted(header):
    """A signature on one line where it fits the page, else one parameter a line."""
    header = header.replace("( ", "(").replace(", )", ")").replace(" )", ")")
    if len(header) <= WIDTH:
        return header
    first = header.index("(") + 1
    depth, lines, start, i = 1, [], first, first - 1
    while depth:
        i += 1
        depth += (header[i] in "([") - (header[i] in ")]")
        if depth == 0 or (header[i] == "," and depth == 1):
            lines.append(f"    {header[start:i].strip()},")
            start = i + 1
    return "\n".join([header[:first], *lines, header[i:]])


def _lines(node):
    return range(node.lineno, node.end_lineno + 1)


def glue(name, value):
    """Keep a value under a name, so that the prose of the same page can quote it: `` {glue:text}`name` ``.

    Floats are kept to four significant digits. The value is stored in the cell's output in the form that MyST-NB
    reads; nothing here needs MyST-NB, so the notebook runs anywhere.

    Raises TypeError where the value is neither a number, nor a string, nor an array with one entry.
    """
    if hasattr(value, "item"):
        if value.size != 1:
            raise TypeError(f"glue: {name} is an array of shape {tuple(value.shape)}, expected one number")
        value = value.item()
    if not isinstance(value, int | float | str):
        raise TypeError(f"glue: {name} is of type {type(value).__name__}, expected a number or a string")
    if isinstance(value, float):
        value = float(f"{value:.4g}")
    record = {"application/papermill.record/text/plain": repr(value)}
    scrapbook = {"name": name, "mime_prefix": "application/papermill.record/"}
    display(record, raw=True, metadata={"scrapbook": scrapbook})


def results(name):
    """What a program in benchmarks/ measured and kept: the dict of unity/results/`name`.json.

    Raises FileNotFoundError, which names what there is, where nothing is kept under that name.

    >>> results("gradient")["inputs"]
    30
    """
    folder = Path(__file__).parent / "results"
    path = folder / f"{name}.json"
    if not path.is_file():
        kept = ", ".join(sorted(other.stem for other in folder.glob("*.json")))
        raise FileNotFoundError(f"results: nothing is kept under {name!r}; there are {kept}")
    return json.loads(path.read_text(encoding="utf-8"))


def available(module, package):
    """Whether a module that not every reader has can be imported; where it cannot, say which package holds it.

    >>> available("numpy", "numpy")
    True
    >>> available("no_such_module", "no-such-package")
    Left out: no_such_module is not installed here (pip install no-such-package).
    False
    """
    if importlib.util.find_spec(module.partition(".")[0]) is not None:
        return True
    print(f"Left out: {module} is not installed here (pip install {package}).")
    return False


class Table:
    """A table that a notebook shows: HTML on a page, columns of text elsewhere."""

    def __init__(self, header, rows):
        self.header, self.rows = header, rows

    def __repr__(self):
        lines = [self.header, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines)]
        return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)

    def _repr_html_(self):
        def line(cells, kind):
            first, *others = (html.escape(cell, quote=False) for cell in cells)
            return f"<tr><th>{first}</th>{''.join(f'<{kind}>{cell}</{kind}>' for cell in others)}</tr>"

        body = "".join(line(row, "td") for row in self.rows)
        return f'<table class="dataframe"><thead>{line(self.header, "th")}</thead><tbody>{body}</tbody></table>'


def table(header, rows):
    """A table of computed values: a row of headings, then rows that each begin with their name.

    Numbers are shown with four significant digits, True and False as yes and no.

    Raises ValueError where a heading is empty, which a screen reader reads as nothing, or a row has another length.

    >>> table(["layer", "form"], [["dense", -0.5], ["convolution", 1 / 3]])
    layer        form
    dense        -0.5
    convolution  0.3333
    """
    header, rows = list(header), [list(row) for row in rows]
    if not all(header):
        raise ValueError(f"table: the header {header} has an empty heading")
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"table: the row {row} has {len(row)} cells, the header has {len(header)}")
    return Table([_cell(cell) for cell in header], [[_cell(cell) for cell in row] for row in rows])


def _cell(value):
    """A value as it stands in a table."""
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


class Quiz:
    """A question whose options answer when they are opened: HTML that needs neither a kernel nor a script."""

    def __init__(self, question, right, wrong):
        self.question, self.right, self.wrong = question, right, wrong

    def __repr__(self):
        return f"Quiz: {self.question}"

    def _repr_html_(self):
        group = "quiz-" + re.sub(r"\W+", "-", self.question.lower()).strip("-")[:60]
        options = []
        for option, feedback in sorted((self.right | self.wrong).items()):
            verdict = "right" if option in self.right else "wrong"
            word = "Right." if verdict == "right" else "Not this one."
            options.append(
                f'<details name="{group}" class="{verdict}"><summary>{_text(option)}</summary>'
                f"<p><strong>{word}</strong> {_text(feedback)}</p></details>"
            )
        return f'<div class="quiz mathjax_process"><p>{_text(self.question)}</p>{"".join(options)}</div>'


def quiz(question, *, right, wrong):
    r"""A multiple-choice question: `right` and `wrong` map each option to what its reader is told.

    Options appear in alphabetical order, so that the right one has no place of its own. Mathematics stands
    between \( and \), code between backticks.

    Raises ValueError where there is not exactly one right option, no wrong one, or an option without feedback.

    >>> quiz("What is 1 + 1?", right={"2": "One more than one."}, wrong={"11": "That joins digits."})
    Quiz: What is 1 + 1?
    """
    if len(right) != 1 or not wrong or right.keys() & wrong.keys():
        raise ValueError(
            f"quiz: {len(right)} right and {len(wrong)} wrong options, expected 1 and at least 1, distinct"
        )
    silent = [option for option, feedback in (right | wrong).items() if not feedback.strip()]
    if silent:
        raise ValueError(f"quiz: the option {silent[0]!r} has no feedback")
    return Quiz(question, right, wrong)


def _text(text):
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))
