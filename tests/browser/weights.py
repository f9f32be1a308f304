"""What a page may weigh: what it brings over the wire until its end has been read, and what a browser has to lay out."""

import gzip
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

__all__ = ["BUDGETS", "Budget", "Weight", "budget", "weight"]

# What servers compress; fonts and photographs are compressed already.
TEXTS = {".html", ".css", ".js", ".svg"}
LOADED = re.compile(r'<(?:script|img|link)\b[^>]*?\s(?:src|href)="([^"]+)"[^>]*>')
LEADS = re.compile(r'\srel="(?:search|next|prev|canonical|author|license|index|alternate)"')
SHIFT = 0.05  # the most that lines may shift while a page loads, as browsers count it (CLS)


class Budget(NamedTuple):
    """At most so many kilobytes, compressed; so many files; so many elements."""

    kilobytes: int
    files: int
    elements: int


class Weight(NamedTuple):
    """What a page brings: kilobytes, and the files beside the page's own."""

    kilobytes: float
    files: tuple


# The first of these that a page's name begins with. Two of five elements of a lecture stand in the cards of its equations,
# which are closed: no browser lays them out; eighty are boxes for answers, and as many keep a formula and its comma on one
# line. The page of equations has its rows as text until a fold of them is opened; those of the library show every
# signature and set its formulas; the errata end with what every letter of a misprint means, twice. Of each page's kilobytes
# 39 are the faces of its text, which the next page need not load.
BUDGETS = {
    "index": Budget(200, 32, 1_500),
    "book/welcome": Budget(200, 32, 1_500),
    "lectures/": Budget(350, 20, 9_200),
    "book/equations": Budget(130, 8, 900),
    "book/errata": Budget(120, 8, 4_700),
    "book/api/": Budget(130, 8, 8_600),
    "book/performance": Budget(160, 13, 3_000),
    "search": Budget(190, 13, 1_000),
    "": Budget(120, 8, 3_000),
}


def budget(name):
    """What the page of this name may weigh."""
    return next(budget for start, budget in BUDGETS.items() if name.startswith(start))


@cache
def sent(path):
    """How many bytes a server sends of a file."""
    content = path.read_bytes()
    return len(gzip.compress(content)) if path.suffix in TEXTS else len(content)


def weight(site, name):
    """What a reader of the page loads, to its end: the page, what it names, the text's faces, and the formulas' if it has one."""
    path = Path(site, name)
    text = path.read_text(encoding="utf-8")
    named = {found[1] for found in LOADED.finditer(text) if not LEADS.search(found[0])}
    files = {(path.parent / unquote(urlsplit(each).path)).resolve() for each in named if not each.startswith("data:")}
    if any(path.suffix == ".css" for path in files):
        files |= {path.resolve() for path in Path(site, "_static", "text").glob("*.woff2")}
    return Weight((sent(path) + sum(map(sent, files))) / 1024, tuple(sorted(files)))
