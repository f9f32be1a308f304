"""A place to answer: each exercise of a chapter has a box for what is typed, or a way to the notebook for what is written.

What is typed is compared in the browser, with the data that `unity.grading` has of it. How far a reader has come is kept
there, too (book/assets/page/progress.js).
"""

import html
import json
import re
from functools import cache
from pathlib import Path

import course
import numpy as np
from docutils import nodes

from unity.grading.visible import typed

__all__ = ["box", "exercises", "field", "place_boxes", "standing", "way"]

TITLE = re.compile(r"Exercise (\d+\.\d+) \(")
KNOWN = "What you now know"
HEADING = re.compile(r"^### Exercise (\d+\.\d+) \(", re.MULTILINE)


@cache
def exercises(root=course.ROOT):
    """The exercises of all chapters: chapter's page -> number of the exercise -> the name of its cell."""
    found = {}
    for path in sorted(Path(root).glob("lectures/*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        numbers = {number: cell["id"] for cell in cells for number in HEADING.findall("".join(cell["source"]))}
        found[f"lectures/{path.stem}"] = numbers
    return found


def form(right):
    """How an answer may be typed: a number, as many as are asked for in a row, or several rows.

    >>> form(4), form([0.5, 0.5, 2]), form([[1, 0], [0, 1]])
    ('', 'as in 1, 2, 3', 'as in 1 2; 3 4')
    """
    if np.ndim(right) == 1:
        return f"as in {', '.join(map(str, range(1, 1 + len(right))))}"
    return "as in 1 2; 3 4" if np.ndim(right) else ""


def field(asked):
    r"""The place in a box for one answer; in the question, mathematics stands between \( and \), code between backticks.

    >>> from unity.grading import Typed
    >>> print(field(Typed("sheep", "1.1", "Legs", 4)))
    <p><label><span>Legs</span> <input name="sheep" autocomplete="off" spellcheck="false" placeholder=""></label> <output></output></p>
    """
    name, asks = html.escape(asked.name), re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(asked.asks))
    if asked.choices:
        options = "".join(f"<option>{html.escape(choice)}</option>" for choice in asked.choices)
        place = f'<select name="{name}"><option value="">choose</option>{options}</select>'
    else:
        example = form(asked.right)
        place = f'<input name="{name}" autocomplete="off" spellcheck="false" placeholder="{example}">'
    return f"<p><label><span>{asks}</span> {place}</label> <output></output></p>"


def box(number, asked):
    """The box of an exercise: a form with its fields, and the data with which they are compared."""
    data = html.escape(json.dumps([each.data for each in asked], separators=(",", ":")))
    return (
        f'<form class="answer pst-js-only" data-exercise="{number}" data-asked="{data}" '
        f'aria-label="Your answer to exercise {number}">{"".join(map(field, asked))}<button>Check</button></form>'
    )


def way(number, lecture, cell, address, branch="main"):
    """Where an exercise can be written, and a mark for what is done."""
    colab, binder = f"{address.colab(lecture)}#scrollTo={cell}", address.binder(lecture, branch)
    return (
        f'<p class="exercise-place" data-exercise="{number}">'
        f'<label class="pst-js-only"><input type="checkbox" aria-label="Exercise {number} is done"> Done</label>'
        f'<span>Write it <a href="{colab}" aria-label="Exercise {number} on Colab">on Colab</a>, '
        f'<a href="{binder}" aria-label="Exercise {number} on Binder">on Binder</a>, or on your machine: '
        "<code>make lab</code></span></p>"
    )


def standing(own, every, known=None):
    """The box at the end of a chapter: how many of its exercises are done, and of all; what is kept can be saved.

    `known` is the section that says what a reader can do now.
    """
    can = ""
    if known is not None:
        title = html.escape(known.children[0].astext())
        can = f'What you can do now stands in <a href="#{known["ids"][0]}">{title}</a>. '
    here, everywhere = " ".join(own), " ".join(every)
    return (
        f'<aside class="progress-box pst-js-only" aria-label="Where you stand"><p><strong>Where you stand.</strong> {can}You have done '
        f'<span data-done-of="{here}">0</span> of the {len(own)} exercises of this chapter, and '
        f'<span data-done-of="{everywhere}">0</span> of the {len(every)} of the course.</p>'
        f'<progress data-done-of="{here}" value="0" max="{len(own)}" aria-label="Exercises of this chapter"></progress>'
        f"{keeping()}</aside>"
    )


def keeping():
    """What can be done with a reader's progress."""
    return (
        '<p class="keeping">It is kept in this browser alone. <button type="button" class="save">Save to a file</button> '
        '<button type="button" class="load">Read a file</button> <button type="button" class="forget">Forget</button>'
        '<input type="file" accept=".json" hidden aria-label="A file of saved progress"> <output></output></p>'
    )


def is_solution(node):
    """Whether a part of an exercise is its solution: a folded cell, or a box of that title."""
    if isinstance(node, nodes.Admonition):
        return node.children and node.children[0].astext() == "Solution"
    return isinstance(node, nodes.container) and "tag_solution" in node["classes"]


def place_boxes(app, doctree):
    """Put a box before the solution of each exercise of a chapter, and its reader's standing at the chapter's end."""
    docname = app.env.docname
    cells = exercises().get(docname)
    if not cells:
        return
    address, branch = course.address(), app.config.html_theme_options.get("repository_branch", "main")
    for section in list(doctree.findall(nodes.section)):
        found = TITLE.match(section.children[0].astext())
        if not found:
            continue
        number = found[1]
        asked = [each for each in typed().values() if each.exercise == number]
        lecture = docname.rsplit("/", 1)[-1]
        written = box(number, asked) if asked else way(number, lecture, cells[number], address, branch)
        place = next((i for i, node in enumerate(section.children) if is_solution(node)), len(section.children))
        section.insert(place, nodes.raw("", written, format="html"))
    known = next((each for each in doctree.findall(nodes.section) if KNOWN in each.children[0].astext()), None)
    every = [number for own in exercises().values() for number in own]
    doctree.children[-1].append(nodes.raw("", standing(list(cells), every, known), format="html"))


def setup(app):
    app.connect("doctree-read", place_boxes)
