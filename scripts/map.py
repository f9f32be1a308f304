"""Write book/map.md with its picture: which chapter needs which, and which derivation lives where."""

import argparse
import re
import sys
from pathlib import Path
from typing import NamedTuple

import nbformat
import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))

from scripts import lectures
from unity.course.map import needs

HEADER = """# Map of the course

Each chapter says what it needs. An arc leads from a chapter that is needed down to the one that needs it.

```{{raw}} html
<figure class="course-map" aria-label="{alt}">
{drawing}
<figcaption>Which chapter needs which; an arc has the colour of the part that it comes from.</figcaption>
</figure>
```

What lives where: the chapters, what they derive, the deck's mistakes that they correct, and the chapters they lead to.
The [coverage page](coverage.md) says what each of the ids is.

| chapter | needs | leads to | derivations | errata |
|---|---|---|---|---|
"""


class Chapter(NamedTuple):
    """What a lecture says of itself."""

    number: str
    title: str
    path: Path
    part: int
    needs: tuple[str, ...]
    derivations: tuple[str, ...]
    errata: tuple[str, ...]


def chapters(root):
    """The chapters in the order of _toc.yml, each with the number of its part: the parts that have chapters are counted."""
    found, listed = [], set(lectures.chapters(root))
    for block in yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))["parts"]:
        part = len({chapter.part for chapter in found})
        for entry in block["chapters"]:
            path = root / f"{entry.get('file', '')}.ipynb"
            if path in listed:
                notebook = nbformat.read(path, as_version=4)
                own = notebook.metadata.harmony
                number, title = re.match(r"# (\d+)\. (.+)", notebook.cells[0].source).groups()
                ids = tuple(own.derivations), tuple(own.get("errata", ()))
                found.append(Chapter(f"{int(number):02}", title, path, part, tuple(own.needs), *ids))
    return found


def faults(found):
    """What a chapter needs and is not there before it: one sentence each."""
    for place, chapter in enumerate(found):
        for number in sorted(set(chapter.needs) - {earlier.number for earlier in found[:place]}):
            yield f"{chapter.path.name} needs chapter {number}, which does not stand before it"


def pairs(found):
    """(place of the needed chapter, place of the one that needs it), for every need."""
    place = {chapter.number: i for i, chapter in enumerate(found)}
    return [(place[number], place[chapter.number]) for chapter in found for number in chapter.needs]


def page(found):
    """The page in Markdown."""
    said = "; ".join(f"{c.number} needs {', '.join(c.needs)}" for c in found if c.needs)
    rows = []
    for chapter in found:
        leads = [other.number for other in found if chapter.number in other.needs]
        cells = (chapter.needs, leads, chapter.derivations, chapter.errata)
        link = f"[{chapter.number} {chapter.title}](../lectures/{chapter.path.name})"
        rows.append(f"| {link} | {' | '.join(', '.join(cell) for cell in cells)} |")
    alt = f"The chapters in a column, joined by arcs: {said}."
    return HEADER.format(alt=alt, drawing=drawing(found)) + "\n".join(rows) + "\n"


def drawing(found):
    """The picture, as SVG: the names in it lead to their chapters."""
    titles = [f"{int(chapter.number)}. {chapter.title}" for chapter in found]
    links = [f"../lectures/{chapter.path.stem}.html" for chapter in found]
    return needs(titles, links, [chapter.part for chapter in found], pairs(found))


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder (default: the current one)")
    root = parser.parse_args(arguments).root
    found = chapters(root)
    if wrong := list(faults(found)):
        print(*wrong, sep="\n")
        return 1
    (root / "book" / "map.md").write_text(page(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
