"""Names and roles that the theme leaves unsaid to a screen reader, or says wrongly."""

import re

__all__ = ["say"]

PART = re.compile(r'(<a class="[^"]*" href="[^"]*">([^<]*)</a><details[^>]*>)<summary>')
FOLD = ' aria-label="Toggle hidden content"'  # it hides the words that stand in the fold itself
# A work's number counts for nothing: the text names author and year.
WORK = re.compile(r'(<div class="citation"[^>]*) role="doc-biblioentry">(\s*<span class="label">.*?</span>\s*(?=<p>))?')


def say(html, page=None):
    """The page with names for the arrows of its contents, folds that are called by their words, and works as a list.

    >>> say('<a class="x" href="y">Part</a><details><summary>')
    '<a class="x" href="y">Part</a><details><summary aria-label="Pages of: Part">'
    >>> say('<div class="citation" id="a" role="doc-biblioentry"> <span class="label"><span>[</span>1</span> <p>Ada.</p>')
    '<div class="citation" id="a" role="listitem"><p>Ada.</p>'
    """
    html = PART.sub(r'\1<summary aria-label="Pages of: \2">', html)
    return WORK.sub(r'\1 role="listitem">', html.replace(FOLD, ""))
