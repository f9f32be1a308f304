"""The icons of the page's buttons, drawn in the page: a font of a thousand icons would be most of what is fetched."""

import re

__all__ = ["DRAWINGS", "draw"]

# On a square of 24: a line of width 2, or a form that is filled.
DRAWINGS = {
    "angle-left": '<path d="m15 5-7 7 7 7"/>',
    "angle-right": '<path d="m9 5 7 7-7 7"/>',
    "bars": '<path d="M3 6h18M3 12h18M3 18h18"/>',
    "chevron-down": '<path d="m4 8 8 8 8-8"/>',
    "circle-half-stroke": '<path d="M12 3a9 9 0 0 0 0 18z" fill="currentColor"/><circle cx="12" cy="12" r="9"/>',
    "display": '<path d="M3 4h18v12H3zM8 20h8m-4-4v4"/>',
    "download": '<path d="M12 3v12m-5-5 5 5 5-5M4 20h16"/>',
    "expand": '<path d="M4 9V4h5m6 0h5v5m0 6v5h-5m-6 0H4v-5"/>',
    "file": '<path d="M6 3h8l5 5v13H6zM14 3v5h5"/>',
    "file-pdf": '<path d="M6 3h8l5 5v13H6zM14 3v5h5M9 13h6m-6 4h6"/>',
    "github": (
        '<path class="full" transform="scale(1.5)" d="M8 0a8 8 0 0 0-2.53 15.59c.4.07.55-.17.55-.38 0-.19-.01-.82-.01-1.49'
        "-2.01.37-2.53-.49-2.69-.94-.09-.23-.48-.94-.82-1.13-.28-.15-.68-.52-.01-.53.63-.01 1.08.58 1.23.82.72 1.21 1.87"
        ".87 2.33.66.07-.52.28-.87.51-1.07-1.78-.2-3.64-.89-3.64-3.95 0-.87.31-1.59.82-2.15-.08-.2-.36-1.02.08-2.12 0 0"
        " .67-.21 2.2.82a7.4 7.4 0 0 1 4 0c1.53-1.04 2.2-.82 2.2-.82.44 1.1.16 1.92.08 2.12.51.56.82 1.27.82 2.15 0 3.07"
        '-1.87 3.75-3.65 3.95.29.25.54.73.54 1.48 0 1.07-.01 1.93-.01 2.2 0 .21.15.46.55.38A8 8 0 0 0 8 0z"/>'
    ),
    "lightbulb": '<path d="M9 18h6m-5 3h4M8 15a6 6 0 1 1 8 0l-1 1H9z"/>',
    "list": '<path d="M9 6h12M9 12h12M9 18h12M4 6h.01M4 12h.01M4 18h.01"/>',
    "magnifying-glass": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5.5 5.5"/>',
    "moon": '<path d="M20 14A8.5 8.5 0 0 1 10 4a8.5 8.5 0 1 0 10 10z"/>',
    "rocket": '<path d="M9 15c-1-5 4-11 12-12-1 8-7 13-12 12zm0 0-4-1 3-4m1 5 1 4 4-3M4 20l2-2"/>',
    "sun": (
        '<circle cx="12" cy="12" r="4"/><path d="M12 2v3m0 14v3M2 12h3m14 0h3M5 5l2 2m10 10 2 2m0-14-2 2M7 17l-2 2"/>'
    ),
}
PLACE = re.compile(r'<(i|span) class="([^"]*\bfa-[^"]*)"([^>]*)></\1>')


def draw(html, page=None):
    """The page with a drawing in place of each name of an icon. Raises KeyError for one that is not drawn here.

    >>> draw('<i class="fas fa-angle-left" data-mode="x" title="Back"></i>')
    '<svg class="icon fa-angle-left" viewBox="0 0 24 24" aria-hidden="true" data-mode="x"><path d="m15 5-7 7 7 7"/></svg>'
    """
    return PLACE.sub(_drawing, html)


def _drawing(found):
    classes = found[2].split()
    named = [
        each.removeprefix("fa-") for each in classes if each.startswith("fa-") and each not in {"fa-solid", "fa-lg"}
    ]
    if len(named) != 1 or named[0] not in DRAWINGS:
        raise KeyError(f"the icon {found[2]!r} is not drawn in lean/icons.py, which has {', '.join(DRAWINGS)}")
    # The theme's own class stays: its sheet turns and sizes the icon by it.
    kept = [each for each in classes if each not in {"fa", "fas", "fab", "fa-solid", "fa-lg", f"fa-{named[0]}"}]
    names = " ".join(["icon", f"fa-{named[0]}", *kept])
    attributes = re.sub(r'\s*(title|aria-hidden)="[^"]*"', "", found[3])
    return f'<svg class="{names}" viewBox="0 0 24 24" aria-hidden="true"{attributes}>{DRAWINGS[named[0]]}</svg>'
