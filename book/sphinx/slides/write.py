"""Writes the slides of each lecture that Sphinx writes into the site's folder slides/, and leads to them."""

import json
import re
from pathlib import Path

import course
from docutils import nodes
from lean import pictures
from sphinx.util import logging

from slides.deck import COURSE, Sheet, deck
from slides.plan import PlanError, derivations, plan
from slides.show import Page

__all__ = ["FOLDER", "answers", "sheets", "write"]

logger = logging.getLogger(__name__)
FOLDER = "slides"
ANSWERS = "book/answers"


def answers(doctree, chapter):
    """What a class answers in a chapter: section number -> definitions; and under "" all that it asks besides.

    A term such as "6.4 Push the weights" begins with its section; one without a number is a question of the class.
    """
    found = {}
    for section in doctree.findall(nodes.section):
        if section.next_node(nodes.title).astext().startswith(f"{chapter}. "):
            for item in section.findall(nodes.definition_list_item):
                number = re.match(rf"{chapter}\.\d+", item.next_node(nodes.term).astext())
                found.setdefault(number[0] if number else "", []).append(item)
    return found


def sheets(title, slides, page, expected):
    """The slides of a chapter as HTML: its title, and what it has planned. `expected` is what `answers` found."""
    drawn = [Sheet(title, said=page.opening(), section=COURSE, kind="title")]
    for slide, lines in [(slide, group) for group in derivations(slides) for slide in group]:
        said = f"<p>{slide.notes}</p>" if slide.notes else ""
        if slide.is_question:
            said += "".join(page.definition(item) for item in expected.get(slide.number, ()))
        kind = "question" if slide.is_question else "claim"
        shown, unfolds = page.shown(slide, lines), slide is not lines[-1]
        drawn.append(Sheet(slide.words, shown, said + page.said(slide), slide.section, kind, unfolds))
    last = drawn[-1]
    asked = "".join(page.definition(item) for item in expected.get("", ()))
    if asked:
        drawn[-1] = Sheet(
            last.words, last.shown, f"{last.said}<h3>Questions of a class</h3>{asked}", last.section, last.kind
        )
    return drawn


def write(app, pagename, templatename, context, doctree):
    """Write the slides of a lecture, and put the way to them beside its downloads."""
    chapter = course.chapter_number(pagename)
    if doctree is None or chapter is None:
        return
    cells = json.loads(Path(app.env.doc2path(pagename)).read_text(encoding="utf-8"))["cells"]
    try:
        slides = plan(cells)
        if not slides:
            return
        page = Page(
            doctree,
            lambda node: app.builder.render_partial(node)["fragment"],
            lambda address: pictures.source(app.builder, pagename, address),
        )
        expected = answers(app.env.get_and_resolve_doctree(ANSWERS, app.builder), chapter)
        title = doctree.next_node(nodes.title).astext()
        text = deck(title, sheets(title, slides, page, expected))
    except PlanError as error:
        logger.warning(str(error), location=pagename)
        return
    name = f"{FOLDER}/{pagename.rsplit('/', 1)[-1]}.html"
    target = Path(app.outdir, name)
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, encoding="utf-8")
    for group in context.get("header_buttons", []):
        if group.get("label") == "download-buttons":
            button = {"type": "link", "text": "Slides", "tooltip": "Slides of this chapter", "icon": "fas fa-display"}
            group["buttons"].append(
                button | {"url": f"{context['pathto'](FOLDER, 1)}/{Path(name).name}", "label": "slides-button"}
            )


def write_again(app, env, added, changed, removed):
    """Slides quote what a class answers: where that has changed, the lectures are written again."""
    return [name for name in env.found_docs if course.chapter_number(name)] if ANSWERS in added | changed else []


def setup(app):
    app.connect("html-page-context", write, priority=950)  # after the buttons are made
    app.connect("env-get-outdated", write_again)
