"""What the audits found of each page: kept beside the tests, and written as book/pace.md by `python -m scripts.measured`."""

import datetime
import json
import os
import sys
from pathlib import Path

from scripts.matrix import machine

__all__ = ["COLUMNS", "keep", "page", "read"]

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "tests" / "audit.json"
PAGE = ROOT / "book" / "pace.md"

# What is measured of a page: the head of its column, and how its number is written.
COLUMNS = {
    "speed": ("speed", "{:.0f}"),
    "accessibility": ("accessibility", "{:.0f}"),
    "best_practices": ("good practice", "{:.0f}"),
    "seo": ("found by searches", "{:.0f}"),
    "shown": ("ms until shown", "{:,.0f}"),
    "moved": ("moved", "{:.3f}"),
    "sent": ("kB sent", "{:,.0f}"),
    "blocked": ("ms blocked", "{:,.0f}"),
    "seconds": ("s to run", "{:.1f}"),
}
HEADER = """# What each page costs

Written by `make audit`, which opens each page as a phone does. *Speed*, *accessibility*, *good practice* and *found by
searches* are Lighthouse's points out of 100: of the first page, the chapters and the page of equations the median of several
runs, of the others one run. *ms until shown* is when the largest part of the first screen stands there, on a slow network
and a processor slowed down fourfold; *moved* is how far lines shift meanwhile, of which 0.1 is Lighthouse's limit; *kB sent*
is what the page has loaded by then, compressed. *ms blocked* are the milliseconds beyond 50 of each task, in the processor's
own time, fourfold: the median of several runs. *s to run* are the processor's seconds that a chapter's notebook takes from
its top, in seconds of the machine on which the budget of 20 was set: a fixed piece of work is measured beside it.

"""
FOOTER = """
Measured on {on}. The machine: {machine}.
"""


def read():
    """What is kept: {"on", "machine", "pages": {name: {column: number}}}."""
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {"pages": {}}


def keep(name, **numbers):
    """Keep numbers of a page of the site, which is named as its address has it, beside what is kept of it.

    Raises ValueError for a number without a column.
    """
    if unknown := [column for column in numbers if column not in COLUMNS]:
        raise ValueError(f"keep: there is no column {unknown[0]!r}; there are {', '.join(COLUMNS)}")
    pages = read()["pages"]
    pages[name] = pages.get(name, {}) | {column: round(number, 3) for column, number in numbers.items()}
    said = {"on": f"{datetime.date.today()}", "machine": f"{machine()}, {os.cpu_count()} cores"}
    ordered = said | {"pages": {name: pages[name] for name in sorted(pages)}}
    KEPT.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def page(kept):
    """The page in Markdown: a row for each page of the site, a column for each number that some page has."""
    pages = kept["pages"]
    columns = [column for column in COLUMNS if any(column in row for row in pages.values())]
    lines = [
        f"| page | {' | '.join(COLUMNS[column][0] for column in columns)} |",
        f"|---|{'--:|' * len(columns)}",
    ]
    for name, row in pages.items():
        cells = (COLUMNS[column][1].format(row[column]) if column in row else "" for column in columns)
        lines.append(f"| {_linked(name)} | {' | '.join(cells)} |")
    table = "\n".join(lines) + "\n" if pages else "Nothing has been measured.\n"
    return HEADER + table + (FOOTER.format(**kept) if pages else "")


def _linked(name):
    """A page's name, as a link to its source."""
    stem = name.removesuffix(".html")
    place = f"../{stem}.ipynb" if stem.startswith("lectures/") else f"{stem.removeprefix('book/')}.md"
    return f"[{stem.removeprefix('lectures/').removeprefix('book/')}]({place})" if "/" in stem else stem


def main():
    PAGE.write_text(page(read()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
