"""Chapters as cards: each line about one, on the first page, has a picture from its chapter and says how much is done."""

import answering
import course
from docutils import nodes

__all__ = ["PICTURES", "add_pictures", "picture"]

# The figure of each chapter that says most where it is small.
PICTURES = {
    0: "fig-bell",
    1: "fig-ch01-question",
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


def picture(doctree, chapter):
    """The picture of a chapter's figure. Raises ValueError where the chapter has no such figure."""
    name = PICTURES[chapter]
    for figure in doctree.findall(nodes.figure):
        if name in figure["ids"]:
            return next(figure.findall(nodes.image)).deepcopy()
    raise ValueError(f"cards: chapter {chapter} has no figure {name}")


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
        item.insert(0, picture(app.env.get_doctree(page), course.chapter_number(page)))
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
