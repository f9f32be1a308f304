"""What only names: a letter that is declared, a component of one, a shape, a sign of the dialect."""

import re

from unity.equations import tree as t
from unity.equations.evaluate.components import CONSTANTS
from unity.equations.formulas.normal import normal
from unity.equations.functions import FUNCTIONS

__all__ = ["is_named", "is_number", "is_sign", "quoted", "unnamed"]

SIGNS = r"\\(odot|oslash|star|ast|partial|nabla|cdot|times|top|sum|prod|dots)|[=<>+-]"


def is_sign(latex):
    r"""Whether a formula is a sign or a function of the dialect that stands alone: \odot, \log, \langle \cdot, \cdot \rangle."""
    text = latex.strip().removeprefix("-").strip() or "-"
    if re.fullmatch(SIGNS, text) or text in FUNCTIONS:
        return True
    return text in (r"\langle \cdot, \cdot \rangle", r"[\dots]")


def is_number(tree):
    """Whether a tree is made of numbers alone, and of the functions and constants that every formula knows."""
    symbols = {node.name for node in t.walk(tree) if isinstance(node, t.Symbol)}
    return symbols <= FUNCTIONS.keys() | CONSTANTS.keys() and not any(isinstance(node, t.Dots) for node in t.walk(tree))


def quoted(tree, around):
    """Whether a tree is a part of what is run, on its page or elsewhere in the book; one more or less of a letter, on its page."""
    form, is_count = normal(tree), isinstance(tree, t.Binary) and isinstance(tree.right, t.Number)
    return form in around.quoted or (form in around.elsewhere and not is_count)


def is_named(tree, around):
    """Whether a tree is a letter, a component, a call of a letter, or the shape of one, and no more."""
    match tree:
        case t.Symbol(name):
            return _known(tree, around) or _known(t.Symbol(name.rstrip("'")), around)
        case t.Subscript(base, indices):
            return t.key(tree) in around.named | around.known or (is_named(base, around) and _count(indices, around))
        case t.Example(base, index):
            return is_named(base, around) and _count((index,), around)
        case t.Transpose(base):
            return t.key(base) not in around.numbers and is_named(base, around)
        case t.Call(function, arguments, given):
            return t.key(tree) in around.named | around.known or (
                (is_named(function, around) or getattr(function, "name", "") in FUNCTIONS)
                and all(_is_letter(argument) and is_named(argument, around) for argument in (*arguments, *given))
            )
        case t.Tuple(entries):
            axes = tuple(t.key(entry) or t.latex(entry) for entry in entries)
            sizes = {axis for shape in around.shapes for axis in shape if axis.isidentifier()}
            return axes in around.shapes or (
                not sizes >= set(axes) and all(is_named(entry, around) for entry in entries)
            )
    return False


def _is_letter(tree):
    return t.key(tree) is not None and not isinstance(tree, t.Number)


def _known(symbol, around):
    return t.key(symbol) in around.named or t.key(symbol) in around.known


def _count(indices, around):
    """Whether each index is a number or a letter, or one more or less."""
    for index in indices:
        match index:
            case t.Binary("+" | "-", base, t.Number()):
                index = base
        if not (isinstance(index, t.Number) or is_named(index, around)):
            return False
    return True


def unnamed(tree, around):
    """The letters of a tree that nobody declares, as LaTeX."""
    found = [node for node in t.walk(tree) if isinstance(node, t.Symbol)]
    known = [node for node in found if _known(node, around) or node.name.rstrip("'") in FUNCTIONS]
    whole = [node for node in t.walk(tree) if t.key(node) in around.named | around.known]
    inside = {id(symbol) for node in whole for symbol in t.walk(node)}
    return list(dict.fromkeys(node.name for node in found if node not in known and id(node) not in inside))
