"""Show a function as it runs: its signature and body, without its docstring and its checks of the input."""

import ast
import inspect
import textwrap

__all__ = ["Source", "show"]

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
        return w / length_of("unit_normal", w)
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
