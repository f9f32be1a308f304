"""Formulas in words, for the buttons that are named by one: there a screen reader reads no mathematics."""

import re
from html import unescape
from xml.etree import ElementTree

__all__ = ["in_summaries", "spoken"]

SIGNS = {
    "=": "is", "+": "plus", "−": "minus", "/": "over", "⊙": "times, entry by entry,", "⋅": "times", "×": "times",
    "∗": "star", "⋆": "star", "≤": "is at most", "≥": "is at least", "<": "is less than", ">": "is greater than",
    "≠": "is not", "∂": "d", "⊤": "transposed", "′": "prime", "∘": "after", "→": "to", "±": "plus or minus",
    "(": "(", ")": ")", "√": "root of", "∣": "given", "‖": "length", "|": "size", "⟨": "(", "⟩": ")", "⁣": "",
    "\u2061": "",
}  # fmt: skip
ACCENTS = {"ˆ": "hat", "¯": "bar", "˜": "tilde", "⃗": "vector"}
SUMMARY = re.compile(r"<summary>(?:(?!</summary>).)*</summary>", re.DOTALL)
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]\w*;")
FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)


def spoken(mathml):
    """A formula in words.

    >>> spoken("<math><msub><mi>a</mi><mi>k</mi></msub><mo>−</mo><mfrac><mi>y</mi><mn>2</mn></mfrac></math>")
    'a sub k minus y over 2'
    """
    return " ".join(_words(ElementTree.fromstring(ENTITY.sub(_character, mathml))).split())


def _character(entity):
    """The character of a named entity that HTML knows and XML does not."""
    return unescape(entity[0])


def _words(node):
    parts = [_words(child) for child in node]
    match node.tag, parts:
        case "msub" | "munder", [base, below]:
            return f"{base} sub {below}"
        case "msup", [base, above]:
            return f"{base} {_above(above)}"
        case "msubsup" | "munderover", [base, below, above]:
            return f"{base} sub {below} {_above(above)}"
        case "mfrac", [over, under]:
            return f"{over} over {under}"
        case "msqrt", _:
            return f"root of {' '.join(parts)}"
        case "mover", [base, accent]:
            return f"{base} {accent}"
        case _, []:
            text = (node.text or "").strip()
            return SIGNS.get(text, ACCENTS.get(text, text))
        case _:
            return " ".join(parts)


def _above(words):
    """What stands above: a word that needs no other, or a power."""
    return words if words in {"transposed", "prime", "star"} else f"to the {words}"


def in_summaries(html, page=None):
    """The page with words for the formulas of its folds' names, which a reader hears in place of the formulas.

    >>> in_summaries("<summary><math><mi>y</mi></math></summary>")
    '<summary><math aria-hidden="true"><mi>y</mi></math><span class="sr-only">y</span></summary>'
    """

    def told(found):
        hidden = found[0].replace("<math", '<math aria-hidden="true"', 1)
        return f'{hidden}<span class="sr-only">{spoken(found[0])}</span>'

    return SUMMARY.sub(lambda summary: FORMULA.sub(told, summary[0]), html)
