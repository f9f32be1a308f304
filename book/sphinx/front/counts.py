"""What is executed, in numbers: as the build has just counted it."""

import re
from pathlib import Path

import answering
import course
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from unity.grading import exercises
from unity.grading.visible import typed

__all__ = ["counted", "states"]

PAGE = course.ROOT / "book" / "equations.md"
SUMMARY = re.compile(r"^((?:\d+\s\w+(?:, )?)+)\. `python -m unity\.equations check", re.MULTILINE)


def states(text):
    """How many displayed equations are checked in which way, as the page of equations says it.

    >>> states("244 run, 1 proved, 14 refuted. `python -m unity.equations check label` tries one row.")
    {'run': 244, 'proved': 1, 'refuted': 14}
    """
    found = SUMMARY.search(text)
    if not found:
        raise ValueError(f"counts: {PAGE.name} does not say how many equations are run")
    return {name: int(number) for number, name in re.findall(r"(\d+)\s(\w+)", found[1])}


def counted(text):
    """What the first page tells: (number, what it counts, the page that shows it)."""
    found = states(text)
    known = sum(len(each.mistakes) for each in (*exercises().values(), *typed().values()))
    return [
        (found["run"] + found.get("proved", 0), "displayed equations, read by a program and run", "equations"),
        (found["refuted"], "misprints of slides, each refuted and put right", "errata"),
        (sum(map(len, answering.exercises().values())), "exercises, each with a worked solution", "lectures"),
        (known, "usual mistakes that the checks call by name", "grading"),
    ]


class Counts(SphinxDirective):
    """``{counts}``: the numbers, as a list of links."""

    def run(self):
        self.env.note_dependency(str(PAGE))
        items = "".join(
            f'<li><a href="{page}.html"><strong>{number}</strong> {words}</a></li>'
            for number, words, page in counted(Path(PAGE).read_text(encoding="utf-8"))
        )
        return [nodes.raw("", f'<ul class="counts">{items}</ul>', format="html")]


def setup(app):
    app.add_directive("counts", Counts)
