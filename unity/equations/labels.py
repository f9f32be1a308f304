"""Find the displayed equations of a book's pages, and the functions whose docstrings claim to compute them."""

import inspect
import json
import re
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from unity.equations.book import book

__all__ = ["READER", "Equation", "bindings", "displayed", "faults", "formulas_of", "inline", "on_page", "paths_of"]

READER = MarkdownIt().use(dollarmath_plugin, allow_labels=True, double_inline=True).use(amsmath_plugin)
NAME = r"({})-[a-z0-9]+(-[a-z0-9]+)*"


class Equation(NamedTuple):
    """A displayed equation: its label (None where it has none), its LaTeX, and the page and place it stands at."""

    label: str | None
    latex: str
    page: str
    place: str


def displayed(root):
    """Every displayed equation of the project in a folder, in the order of the pages.

    Raises ValueError where no file is a page of it.
    """
    return [Equation(*found) for found, is_inline in _formulas(root) if not is_inline]


def inline(root):
    """Every formula that stands in a sentence; it has no label."""
    return [Equation(*found) for found, is_inline in _formulas(root) if is_inline]


def paths_of(root):
    """Every page of a project, with its name: (path, the path from the root on); in the order of its globs.

    Raises ValueError where there is none.
    """
    root, said = Path(root), book(root).said
    left_out = {path for glob in said.without for path in root.glob(glob)}
    found = dict.fromkeys(path for glob in said.pages for path in sorted(root.glob(glob)) if path not in left_out)
    if not found:
        raise ValueError(f"{root}: no file is one of its pages, {', '.join(said.pages)}")
    for page in found:
        yield page, page.relative_to(root).as_posix()


def _formulas(root):
    for path, name in paths_of(root):
        yield from on_page(path, name)


def on_page(path, page):
    """Every formula of a page, as `formulas_of` tells it."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        yield from formulas_of(text, page, "line {}")
        return
    for number, cell in enumerate(json.loads(text)["cells"], 1):
        if cell["cell_type"] == "markdown":
            yield from formulas_of("".join(cell["source"]), page, f"cell {number}, line {{}}")


def formulas_of(text, page, place):
    """Every formula of a Markdown text: ((label, latex, page, place), whether it stands in a sentence)."""
    for token in READER.parse(text):
        line = token.map[0] + 1 if token.map else 0
        yield from _in_token(token, page, place.format(line))
        if token.type == "fence" and not token.info.startswith("{math}"):
            directive = token.info.startswith(("{", ":::")) and not re.match(r"\{(code|literalinclude)", token.info)
            inside = token.content if directive else ""
            yield from formulas_of(inside, page, place.replace("{}", f"{line} + {{}}"))


def _in_token(token, page, place):
    if token.type == "math_block_label":
        yield (token.info, token.content.strip(), page, place), False
    elif token.type in ("math_block", "amsmath", "math_inline_double"):
        yield (None, token.content.strip(), page, place), False
    elif token.type == "math_inline":
        yield (None, token.content.strip(), page, place), True
    elif token.type == "fence" and token.info.startswith("{math}"):
        label = re.search(r"^:label:\s*(\S+)", token.content, re.MULTILINE)
        latex = re.sub(r"^:.*$", "", token.content, flags=re.MULTILINE).strip()
        yield (label and label[1], latex, page, place), False
    for child in token.children or ():
        yield from _in_token(child, page, place)


def bindings(root=".", wanted=()):
    """Which function computes an equation: label -> importable names, read from the docstrings of the book's modules.

    Only modules that mention one of the labels in `wanted` are loaded, if there are any.
    """
    found, label_of = {}, _labels(root)
    for module in book(root).modules(wanted):
        for path, member in _public(module):
            claim = re.search(r"Equations?: (.+?)\.(?:\s|$)", inspect.getdoc(member) or "", re.DOTALL)
            for label in label_of.finditer(claim[1]) if claim else ():
                found.setdefault(label[0], []).append(path)
    return found


def _labels(root):
    """What a label of a book looks like."""
    return re.compile(NAME.format("|".join(book(root).said.labels)))


def _public(module):
    for name in getattr(module, "__all__", ()):
        member = getattr(module, name)
        home = getattr(member, "__module__", "")
        if home != module.__name__ and not home.startswith(f"{module.__name__}."):
            continue
        if inspect.isfunction(member) or inspect.isclass(member):
            yield f"{module.__name__}.{name}", member
        if inspect.isclass(member):
            methods = (pair for pair in vars(member).items() if not pair[0].startswith("_"))
            yield from ((f"{module.__name__}.{name}.{m}", f) for m, f in methods if inspect.isfunction(f))


def faults(root, entries):
    """What is wrong with the book's labels and bindings: one sentence each, none where all is well.

    `entries` are the labels that the book's table knows without a function: what is proved, stated or refuted.
    """
    bound, seen, label_of, said = bindings(root), {}, _labels(root), book(root).said
    form = f"{said.labels[0]}-name"
    for equation in displayed(root):
        where = f"{equation.page}, {equation.place}"
        if equation.label is None and said.strict:
            yield f"{where}: an equation without a label: {_brief(equation.latex)}. Write $$ ... $$ ({form})"
        elif equation.label is None:
            continue
        elif not label_of.fullmatch(equation.label):
            yield f"{where}: the label {equation.label} is not of the form {form} (small letters, digits, hyphens)"
        elif equation.label in seen:
            yield f"{where}: the label {equation.label} stands also at {seen[equation.label]}"
        elif said.strict and equation.label not in bound and equation.label not in entries:
            yield f"{where}: no function computes {equation.label}: none has 'Equation: {equation.label}.' in its docstring"
        seen.setdefault(equation.label, where)
    for label in sorted(entries - seen.keys() - bound.keys()):
        yield f"the tables of the book have an entry for {label}, which no page displays"
    for label, functions in bound.items():
        if label not in seen:
            yield f"{functions[0]}: its docstring names {label}, which no page displays"
        if len(functions) > 1:
            yield f"{label}: {' and '.join(functions)} both claim to compute it"


def _brief(latex):
    latex = " ".join(latex.split())
    return latex if len(latex) <= 60 else latex[:57] + "..."
