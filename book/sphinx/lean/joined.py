"""What belongs together stays on one line: a formula and the comma behind it, a section and its number, GPT and its 3."""

import re

__all__ = ["join"]

TEXT = r"[^\s<>&]"
FORMULA = re.compile(rf"(?<!{TEXT})({TEXT}*)(<math>(?:(?!</math>).)*</math>)({TEXT}*)", re.DOTALL)
"""A formula with what is written onto it, from where that begins: a picture within the page is one long word, read once."""
APART = re.compile(r"(<(code|math|option|pre|script|style|svg|textarea|title)\b.*?</\2>|<[^>]*>)", re.DOTALL)
"""What is no prose: a tag, or an element with all that is in it."""
SPACED = re.compile(
    r"\b(?:chapter|section|exercise|level)s?\s\d|\d+(?:\s×\s\d+)+|\(\w{1,2}(?:,\s\w{1,2})+\)|\d\s·\s10|\ban?\s(?-i:[A-Z])\b",
    re.IGNORECASE,
)
WHOLE = re.compile(r"\b[A-Z]\w*[A-Z]\w*-\d+\b|(?<![\w.])[\d.]*\d–\d[\d.]*")


def join(html, page=None):
    """The page with each formula in a line, and what is written onto it, in an element that is not broken.

    >>> join("<p>As <math><mi>x</mi></math>, (<math><mi>y</mi></math>) and <math><mi>z</mi></math> say.</p>").count("kept")
    2
    >>> join("<p>if <math><mi>x</mi></math>.</p>")
    '<p>if <span class="kept"><math><mi>x</mi></math>.</span></p>'
    >>> join('<a href="9.html">section 9.5</a>')
    '<a href="9.html">section\\xa09.5</a>'
    >>> join("<p>8 × 8 and (n, m)</p>")
    '<p>8\\xa0×\\xa08 and (n,\\xa0m)</p>'
    >>> join("<p>6.168 · 10⁻⁵</p>")
    '<p>6.168\\xa0·\\xa010⁻⁵</p>'
    >>> join("<p>A line, an S, a page</p>")
    '<p>A line, an\\xa0S, a page</p>'
    >>> join("<p>GPT-3, 2.1–2.3</p>")
    '<p><span class="kept">GPT-3</span>, <span class="kept">2.1–2.3</span></p>'
    >>> join("<option>(n, m)</option>")
    '<option>(n, m)</option>'
    """
    pieces = APART.split(html)  # prose, what is none, the name of its element, and again
    pieces[::3] = map(_prose, pieces[::3])
    del pieces[2::3]
    return FORMULA.sub(_joined, "".join(pieces))


def _prose(text):
    text = SPACED.sub(lambda found: re.sub(r"\s", "\N{NO-BREAK SPACE}", found[0]), text)
    return WHOLE.sub(r'<span class="kept">\g<0></span>', text)


def _joined(found):
    before, formula, behind = found.groups()
    return f'<span class="kept">{found[0]}</span>' if before or behind else formula
