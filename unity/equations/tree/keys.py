"""Under which name a symbol is known: the key by which the tables of a book find what it stands for."""

import functools
import re

from unity.equations.tree.nodes import Call, Example, Number, Subscript, Symbol
from unity.equations.tree.written import latex

__all__ = ["is_word", "key", "table_key"]

WORD = re.compile(r"\\mathrm\{([a-zA-Z]{2,})\}")
ACCENTS = r"d(?=[a-z](?:_|$))|(?:hat|bar|tilde|vec|mathbf|boldsymbol)_"  # what stands before a key's letter


def is_word(tree):
    r"""Whether a tree is a name of several letters, `\mathrm{gap}`: no index is called so, but a part of a name, `W_{\mathrm{new}}`."""
    return isinstance(tree, Symbol) and WORD.fullmatch(tree.name) is not None


@functools.cache
def key(tree):
    r"""The name under which a symbol is known: `\alpha` is alpha, `\hat{y}` is hat_y, `\mathrm{gap}` is gap; w_t and W_1 are themselves.

    A conditional probability is one name, too: p(k|x). None where the tree is none of these.
    """
    match tree:
        case Symbol(name):
            return WORD.sub(r"\1", name).replace("\\", "").replace("{", "_").replace("}", "")
        case Subscript(base, indices) if key(base) is not None:
            inside = ",".join(key(index) or latex(index) for index in indices)
            simple = all(isinstance(index, Symbol | Number) for index in indices) and len(indices) == 1
            return f"{key(base)}_{inside}" if simple else f"{key(base)}_{{{inside}}}".replace(" ", "")
        case Example(base, index) if key(base) is not None:
            return f"{key(base)}^({key(index) or latex(index)})".replace(" ", "")
        case Call(function, arguments, given) if given:
            before, behind = (",".join(key(tree) or latex(tree) for tree in trees) for trees in (arguments, given))
            return f"{key(function)}({before}|{behind})".replace(" ", "")
        case Number(text):
            return text
    return None


def table_key(name):
    """The name of the array that has a symbol's examples as columns: X for x, dZ for dz, hat_Y for hat_y."""
    before, letter, rest = re.fullmatch(f"((?:{ACCENTS})*)(.)(.*)", name).groups()
    return before + letter.upper() + rest
