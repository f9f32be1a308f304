"""Elements that change nothing: a browser lays out each of them, so they are left out."""

import re

__all__ = ["spare"]

# A cell's one paragraph, and the marks that docutils sets around each word of code.
CELL = re.compile(r"(<t[dh]\b[^>]*>)<p>((?:(?!</?(?:p|td|th)\b).)*)</p>\s*(?=</t[dh]>)", re.DOTALL)
WORD = re.compile(r'<span class="pre">([^<]*)</span>')
STATE = re.compile(r'<script type="application/vnd\.jupyter\.widget-state\+json">.*?</script>\s*', re.DOTALL)


def spare(html, page=None):
    """The page without them, and without the state of widgets that no kernel moves here.

    >>> spare('<td><p>A <code><span class="pre">x</span></code></p></td>')
    '<td>A <code>x</code></td>'
    """
    return CELL.sub(r"\1\2", WORD.sub(r"\1", STATE.sub("", html)))
