"""Chapters as cards: each line about one, on the first page, has a picture from its chapter and says how much is done.

A card is small, and the letters of a figure would be specks on it: its picture has none.
"""

import html
import re
from pathlib import Path

import answering
import course
from docutils import nodes
from lean import pictures

__all__ = ["PICTURES", "add_pictures", "picture", "wordless"]

GROUP = re.compile(r"<g\b[^>]*?(/?)>|</g>")
WORDS = re.compile(r'<g id="text_\d+">')

# The figure of each chapter that says most where it is small, and without words.
PICTURES = {
    0: "fig-bell",
    1: "fig-ch01-planes",
    2: "fig-ch02-sum",
    3: "fig-ch03-question",
    4: "fig-ch04-valleys",
    5: "fig-ch05-iterate",
    6: "fig-ch06-classes",
    7: "fig-ch07-product",
    8: "fig-ch08-circle",
    9: "fig-ch09-network",
    10: "fig-ch10-lamps",
    11: "fig-ch11-listeners",
    12: "fig-ch12-mistakes",
    13: "fig-ch13-flip",
    14: "fig-ch14-wires",
    15: "fig-ch15-question",
    16: "fig-ch16-moved",
    17: "fig-ch17-lines",
    18: "fig-ch18-cells",
    19: "fig-curve",
}


def wordless(svg):
    """A drawing of Matplotlib's without its groups of letters.

    >>> wordless('<svg><g id="axes_1"><g id="text_1"><g><use/></g></g><path/></g></svg>')
    '<svg><g id="axes_1"><path/></g></svg>'
    """
    kept, position = [], 0
    while found := WORDS.search(svg, position):
        depth, end = 1, found.end()
        while depth:
            tag = GROUP.search(svg, end)
            depth += -1 if tag[0] == "</g>" else not tag[1]
            end = tag.end()
        kept.append(svg[position : found.start()])
        position = end
    return "".join([*kept, svg[position:]])


def is_photograph(figure):
    """Whether a figure's cell is tagged so: a photograph is not turned over in the dark."""
    while figure := figure.parent:
        if "tag_photograph" in figure.get("classes", ()):
            return True
    return False


def picture(app, doctree, chapter):
    """The picture of a chapter's figure, written anew without letters. Raises ValueError where there is no such figure."""
    if not (name := PICTURES.get(chapter)):
        raise ValueError(
            f"cards: chapter {chapter} has no picture: name one of its figures in PICTURES of book/sphinx/front/cards.py"
        )
    for figure in doctree.findall(nodes.figure):
        if name in figure["ids"]:
            break
    else:
        raise ValueError(f"cards: chapter {chapter} has no figure {name}")
    image = next(figure.findall(nodes.image))
    drawing = wordless(pictures.lighter(Path(app.srcdir, image["uri"]).read_text(encoding="utf-8")))
    target = Path(app.outdir, "cards", f"{chapter:02}.svg")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(drawing, encoding="utf-8")
    width, height = pictures.svg_size(drawing)
    alt = html.escape(image["alt"])
    photograph = ' class="photograph"' * is_photograph(figure)
    said = f'<img{photograph} alt="{alt}" src="../cards/{target.name}" width="{width}" height="{height}">'
    return nodes.raw("", said, format="html")


def set_title(item):
    """Let the link of a line be its title: what stands behind it is a sentence of its own."""
    paragraph = next(item.findall(nodes.paragraph))
    at = next(i for i, part in enumerate(paragraph.children) if isinstance(part, nodes.reference))
    behind = paragraph.children[at + 1] if at + 1 < len(paragraph.children) else None
    if isinstance(behind, nodes.Text):
        text = behind.lstrip(":, \n")
        paragraph.replace(behind, nodes.Text(text[:1].upper() + text[1:]))


def add_pictures(app, doctree, docname):
    """Put a picture before each line of the first page that leads to a chapter; make titles of its links."""
    if docname != course.FIRST:
        return
    for item in [item for numbered in doctree.findall(nodes.enumerated_list) for item in numbered.children]:
        link = next(item.findall(nodes.reference), None)
        page = link.get("refuri", "").split("#")[0].removeprefix("../").removesuffix(".html") if link else ""
        if page not in answering.exercises():
            continue
        set_title(item)
        item["classes"].append("chapter-card")
        item.insert(0, picture(app, app.env.get_doctree(page), course.chapter_number(page)))
        if not (done := " ".join(answering.exercises()[page])):
            continue
        told = (
            f'<p class="chapter-done" data-done-of="{done}" data-says="{{}} of {len(done.split())} exercises done"></p>'
        )
        item.append(nodes.raw("", told, format="html"))
    for ways in doctree.findall(lambda node: isinstance(node, nodes.container) and "ways" in node["classes"]):
        for item in ways.findall(nodes.list_item):
            set_title(item)


def setup(app):
    app.connect("doctree-resolved", add_pictures)
