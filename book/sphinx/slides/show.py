"""What a slide shows, and what is said to it: taken from the page that Sphinx has resolved, so it is what the page says."""

import base64
import html
import re

from docutils import nodes
from lean import folds, formulas, frames, stacked

from slides.plan import PlanError

__all__ = ["Page"]

LINK = re.compile(r"</?a\b[^>]*>")
PROSE = nodes.paragraph, nodes.bullet_list, nodes.enumerated_list


class Page:
    """A lecture as a source of slides: `render` makes HTML of a node, `picture` finds the file of a picture."""

    def __init__(self, doctree, render, picture):
        self.doctree, self.render, self.picture = doctree, render, picture
        self.equations = {node["label"]: node for node in doctree.findall(nodes.math_block) if node.get("label")}
        self.cells = {
            node["cell_index"]: node
            for node in doctree.findall(nodes.container)
            if node.get("nb_element") == "cell_code"
        }
        self.sections = {
            node.next_node(nodes.title).astext().partition(" ")[0]: node for node in doctree.findall(nodes.section)
        }

    # What is shown ------------------------------------------------------------------------------------------------

    def shown(self, slide, derivation=()):
        """HTML of what a slide shows: an equation with its number, or what a cell has put out; nothing for bare words.

        A line of a derivation, the slides of which are given in their order, comes with all of its lines, so that each stays
        in its place: those before it are quiet, and those behind it take their room and are not seen.
        """
        if not isinstance(slide.shows, str):
            return "" if slide.shows is None else self.output(slide)
        lines = list(derivation) or [slide]
        place = lines.index(slide)
        return "".join(
            self.equation(self.equations[line.shows], "told" if i < place else "later" if i > place else "")
            for i, line in enumerate(lines)
        )

    def equation(self, node, kind=""):
        """A displayed formula with its number."""
        typeset = formulas.mathml(node.get("marked", node.astext()).strip(), display=True)
        words = f"formula {kind}".strip()
        return f'<div class="{words}"><span class="whole">{typeset}</span><span class="eqno">({node["number"]})</span></div>'

    def output(self, slide):
        """The picture, the slider, the question, the table or the printed lines of a cell."""
        found = [node for node in self.cells[slide.shows].findall(nodes.container) if "cell_output" in node["classes"]]
        parts = [self.part(node) for output in found for node in output.children]
        if not any(parts):
            raise PlanError(f"slides: cell {slide.shows} puts out nothing that can be shown")
        return "".join(parts)

    def part(self, node):
        """HTML of one of the things that a cell has put out."""
        if image := node.next_node(nodes.image, include_self=True):
            return f'<img class="picture" src="{self.uri(image["uri"])}" alt="{html.escape(image.get("alt", ""))}">'
        raw = "".join(each.astext() for each in node.findall(nodes.raw) if "html" in each.get("format", ""))
        if raw:
            return frames.SLIDER.sub(alive, raw)
        return f"<pre>{html.escape(node.astext())}</pre>" if node.next_node(nodes.Text) else ""

    def uri(self, address):
        """A picture as a part of the file."""
        path = self.picture(address)
        kind = {".svg": "svg+xml", ".png": "png", ".jpg": "jpeg"}[path.suffix]
        drawing = path.read_bytes()
        if path.suffix == ".svg":
            drawing = stacked.wide(drawing.decode()).encode()
        return f"data:image/{kind};base64,{base64.b64encode(drawing).decode()}"

    # What is said to it -------------------------------------------------------------------------------------------

    def said(self, slide):
        """HTML of what the page says around what a slide shows, or for bare words of what their section knows."""
        if isinstance(slide.shows, str):
            return self.around(self.equations[slide.shows])
        if slide.shows is None:
            found = self.sections.get(slide.number)
            lists = [node for node in found.children if isinstance(node, nodes.bullet_list)] if found else []
            return self.written(lists)
        cell = self.cells[slide.shows]
        caption = cell.next_node(nodes.caption)
        first = f"<p>{self.inside(caption)}</p>" if caption is not None else ""
        return first + self.around(cell)

    def around(self, node):
        """The paragraphs just before and just behind a node."""
        siblings = [each for each in node.parent.children if not isinstance(each, nodes.target)]
        place = siblings.index(node)
        near = [*siblings[max(place - 1, 0) : place], *siblings[place + 1 : place + 2]]
        return self.written([each for each in near if isinstance(each, nodes.paragraph)])

    def opening(self):
        """What stands before the first section: what the chapter is about, and what its readers will be able to do."""
        top = self.doctree.next_node(nodes.section)
        return self.written([node for node in top.children if isinstance(node, PROSE) and not is_fold(node)])

    def definition(self, item):
        """An item of a list of definitions."""
        return self.without_links(self.render(nodes.definition_list("", item.deepcopy())))

    def written(self, found):
        return "".join(self.without_links(self.render(node)) for node in found)

    def inside(self, node):
        """HTML of a node's children alone."""
        paragraph = nodes.inline("", "", *(each.deepcopy() for each in node.children))
        return self.without_links(self.render(paragraph))

    @staticmethod
    def without_links(text):
        """A deck stands alone: what leads elsewhere in the book leads nowhere in it."""
        return LINK.sub("", text)


def is_fold(node):
    return isinstance(node, folds.fold)


def alive(found):
    """A slider with its frames as a part of the file."""
    first, source, alt, handles, stored = found.groups()
    pictures = [(html.unescape(words), frames.picture(uri)) for uri, words in frames.FRAME.findall(stored)]
    packed = base64.b64encode(frames.packed(pictures)).decode()
    return (
        f'<figure class="slider" data-frame="{first}" data-frames="data:application/gzip;base64,{packed}">'
        f'<img class="picture" src="{source}" alt="{alt}"><div class="handles">{frames.INLINE.sub("", handles)}</div>'
    )
