"""What belongs together stays on one line: a formula and the comma behind it, a section and its number."""

import re

__all__ = ["join"]

TEXT = r"[^\s<>&]"
FORMULA = re.compile(rf"({TEXT}*)(<math>(?:(?!</math>).)*</math>)({TEXT}*)", re.DOTALL)
PLACE = re.compile(r"(?<=>)((?:[Ss]ection|[Cc]hapter|[Ee]xercise)) (?=[\d.]+(?:</span>)?</a>)")


def join(html, page=None):
    """The page with each formula in a line, and what is written onto it, in an element that is not broken.

    >>> join("<p>As <math><mi>x</mi></math>, (<math><mi>y</mi></math>) and <math><mi>z</mi></math> say.</p>").count("kept")
    2
    >>> join("<p>if <math><mi>x</mi></math>.</p>")
    '<p>if <span class="kept"><math><mi>x</mi></math>.</span></p>'
    >>> join('<a href="9.html">section 9.5</a>')
    '<a href="9.html">section\\xa09.5</a>'
    """
    return PLACE.sub("\\1\N{NO-BREAK SPACE}", FORMULA.sub(_joined, html))


def _joined(found):
    before, formula, behind = found.groups()
    return f'<span class="kept">{found[0]}</span>' if before or behind else formula
