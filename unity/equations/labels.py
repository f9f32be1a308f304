"""Find the displayed equations of a book's pages, and the functions whose docstrings claim to compute them."""

import inspect
import re

from unity.equations.book import book
from unity.equations.finding import Equation, on_page, paths_of

__all__ = ["Equation", "bindings", "claimed", "displayed", "faults", "inline", "labels_of", "paths_of", "public"]

STEPS = re.compile(r"=.*(=|\\\\)", re.DOTALL)
"""A formula of several steps: its lines are compared with each other, and it needs no label."""
NAME = r"({})-[a-z0-9]+(-[a-z0-9]+)*"


def displayed(root):
    """Every displayed equation of the project in a folder, in the order of the pages.

    Raises ValueError where no file is a page of it.
    """
    return [found for found in _formulas(root) if not found.is_inline]


def inline(root):
    """Every formula that stands in a line of something else; it has no label."""
    return [found for found in _formulas(root) if found.is_inline]


def _formulas(root):
    for path, name in paths_of(root):
        yield from on_page(path, name)


def bindings(root=".", wanted=()):
    """Which function computes an equation: label -> importable names, read from the docstrings of the book's modules.

    Only modules that mention one of the labels in `wanted` are loaded, if there are any.
    """
    found, label_of = {}, labels_of(root)
    for module in book(root).modules(wanted):
        for path, member in public(module):
            for label in claimed(member, label_of):
                found.setdefault(label, []).append(path)
    return found


def claimed(member, label_of):
    """The labels that a docstring names; `label_of` finds one."""
    claim = re.search(r"Equations?: (.+?)\.(?:\s|$)", inspect.getdoc(member) or "", re.DOTALL)
    return [label[0] for label in label_of.finditer(claim[1])] if claim else []


def labels_of(root):
    """What a label of a book looks like."""
    return re.compile(NAME.format("|".join(book(root).said.labels)))


def public(module):
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
    bound, seen, label_of, said = bindings(root), {}, labels_of(root), book(root).said
    form = f"{said.labels[0]}-name"
    for equation in displayed(root):
        where = f"{equation.page}, {equation.place}"
        if equation.label is None and said.strict and not (said.formulas and STEPS.search(equation.latex)):
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
