"""Names and roles that the theme leaves unsaid to a screen reader, or says wrongly."""

import re

__all__ = ["say"]

PART = re.compile(r'(<a class="[^"]*" href="[^"]*">([^<]*)</a><details[^>]*>)<summary>')
FOLD = ' aria-label="Toggle hidden content"'  # it hides the words that stand in the fold itself
WORK = re.compile(r'(<div class="citation"[^>]*) role="doc-biblioentry"')


def say(html, page=None):
    """The page with names for the arrows of its contents, folds that are called by their words, and works as a list.

    >>> say('<a class="x" href="y">Part</a><details><summary>')
    '<a class="x" href="y">Part</a><details><summary aria-label="Pages of: Part">'
    """
    html = PART.sub(r'\1<summary aria-label="Pages of: \2">', html)
    return WORK.sub(r'\1 role="listitem"', html.replace(FOLD, ""))
