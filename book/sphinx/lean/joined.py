"""A formula in a line and what is written onto it stay on one line: a browser would begin a line with the comma behind it."""

import re

__all__ = ["join"]

TEXT = r"[^\s<>&]"
FORMULA = re.compile(rf"({TEXT}*)(<math>(?:(?!</math>).)*</math>)({TEXT}*)", re.DOTALL)


def join(html, page=None):
    """The page with each such formula, and what is written onto it, in an element that is not broken.

    >>> join("<p>As <math><mi>x</mi></math>, (<math><mi>y</mi></math>) and <math><mi>z</mi></math> say.</p>").count("kept")
    2
    >>> join("<p>if <math><mi>x</mi></math>.</p>")
    '<p>if <span class="kept"><math><mi>x</mi></math>.</span></p>'
    """
    return FORMULA.sub(_joined, html)


def _joined(found):
    before, formula, behind = found.groups()
    return f'<span class="kept">{found[0]}</span>' if before or behind else formula
