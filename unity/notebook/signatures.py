"""What plain code says of arguments: their names, and in a comment the shapes that annotations ask for."""

import inspect
from typing import get_args, get_origin

from unity.shapes import Shape, shapes_of

__all__ = ["WIDTH", "header", "shapes_line", "wide", "wrapped"]

WIDTH = 78  # characters of code that fit beside each other on a page of the book


def header(name, arguments, default):
    """`def name(...):` without annotations; `default` says the text of each default's node."""
    plain = [argument.arg for argument in arguments.args]
    for i, node in enumerate(reversed(arguments.defaults), 1):
        plain[-i] += f"={default[node]}"
    star = [f"*{arguments.vararg.arg}"] if arguments.vararg else ["*"] if arguments.kwonlyargs else []
    named = [
        argument.arg + (f"={default[node]}" if node is not None else "")
        for argument, node in zip(arguments.kwonlyargs, arguments.kw_defaults)
    ]
    return "\n".join(wrapped(f"def {name}({', '.join([*plain, *star, *named])}):"))


def shapes_line(function):
    """The shapes of the arrays that go in and come out, as comments; none where no annotation says one.

    >>> from unity.shapes import Array, Float
    >>> def score(w: Float[Array, "n 1"], X: Float[Array, "n m"]) -> Float[Array, "1 m"]: ...
    >>> shapes_line(score)
    ['    # w (n, 1), X (n, m)  ->  (1, m)']
    """
    given = ", ".join(f"{name} {_written(shape)}" for name, shape in shapes_of(function).items())
    result = _result(inspect.signature(function).return_annotation)
    said = f"    # {given}{'  ->  ' + result if result else ''}"
    if not given:
        return []
    return [said] if len(said) <= WIDTH else [f"    # {given}", f"    # ->  {result}"]


def _written(shape):
    """`("*patch", "n_out")` as `(patch..., n_out)`."""
    axes = [f"{axis[1:]}..." if str(axis).startswith("*") else str(axis) for axis in shape.axes]
    return f"({', '.join(axes)}{',' if len(axes) == 1 and axes[0][-3:] != '...' else ''})"


def _result(annotation):
    """The shape of what is returned, those of a tuple, or the name of what holds them."""
    if (shape := Shape.of(annotation)) is not None:
        return _written(shape)
    if get_origin(annotation) is tuple:
        parts = [Shape.of(part) for part in get_args(annotation)]
        return ", ".join(map(_written, parts)) if None not in parts else ""
    return annotation.__name__ if hasattr(annotation, "_fields") else ""


def wrapped(line):
    """A line of code that fits the page: one part of its last bracket a line, where it is too long."""
    end = line.rstrip(":")
    if len(line) <= WIDTH or not end.endswith((")", "]")):
        return [line]
    depth, i = 0, len(end)
    while True:
        i -= 1
        depth += (end[i] in ")]}") - (end[i] in "([{")
        if depth == 0:
            break
    parts, depth, start = [], 0, i + 1
    for at in range(i + 1, len(end)):
        depth += (end[at] in "([{") - (end[at] in ")]}")
        if depth < 0 or (end[at] == "," and depth == 0):
            parts += [end[start:at].strip()] if end[start:at].strip() else []
            start = at + 1
    indent = " " * (len(line) - len(line.lstrip()))
    inside = [f"{indent}    {part}," for part in parts]
    if len(parts) < 2 or any(" for " in part for part in parts):
        inside = [f"{indent}    {end[i + 1 : -1]}"]
        if len(inside[0]) > WIDTH:
            inside = inside[0].replace(" for ", f"\n{indent}    for ").split("\n")
    return [line[: i + 1], *inside, indent + line[len(end) - 1 :]]


def wide(body):
    """The lines of a body as they stand below a header: indented, and wrapped where they are too long."""
    return "\n".join(part for line in body.splitlines() for part in wrapped(f"    {line}") if part.strip())
