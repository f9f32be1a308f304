"""Room for what comes later in the page: lines that stand keep their place when the rest arrives."""

__all__ = ["keep"]

CONTENTS = 'class="bd-sidebar-secondary'
PLACE = '<div class="bd-content">'


def keep(html, page=None):
    """The page with a class that says, before the text, whether contents will stand beside it.

    >>> keep('<div class="bd-content"></div><div class="bd-sidebar-secondary"><nav class="page-toc">')
    '<div class="bd-content beside-contents"></div><div class="bd-sidebar-secondary"><nav class="page-toc">'
    """
    beside = "page-toc" in html[html.find(CONTENTS) :] if CONTENTS in html else False
    return html.replace(PLACE, f'<div class="bd-content {"beside-contents" if beside else "alone"}">', 1)
