"""What a page is about, in one or two sentences."""

import re
from functools import cache
from pathlib import Path

import course
from docutils import nodes

__all__ = ["chapters", "description", "shortened"]

LINE = re.compile(
    r"^\d+\. \[([^\]]+)\]\(\.\./(lectures/[\w-]+)\.ipynb\): (.*?)(?=^\d+\. |\n\n)", re.MULTILINE | re.DOTALL
)
LONGEST = 160  # characters: what follows is cut off by those who show it
SHORTEST = 40


@cache
def chapters(root=course.ROOT):
    """What the first page says of each chapter: page -> (title, line), in their order."""
    text = Path(root, "book", "welcome.md").read_text(encoding="utf-8")
    return {page: (title, " ".join(line.split())) for title, page, line in LINE.findall(text)}


def plain(line):
    r"""A line of Markdown without its marks.

    >>> plain("why the error is $a - y$, *proved*")
    'why the error is a - y, proved'
    """
    return re.sub(r"[$*`]", "", line)


def shortened(text):
    """A text as far as its sentences, or words, have room.

    >>> shortened("One. " * 50)[-10:], shortened("word " * 50)[-10:]
    (' One. One.', 'word word…')
    """
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    whole = re.match(rf"(.{{{SHORTEST},{LONGEST}}}[.?!])\s", text)
    return whole[1] if whole else text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def description(pagename, doctree):
    """The line of a chapter on the first page; of another page the first sentences that need no formula."""
    if pagename in chapters():
        line = plain(chapters()[pagename][1])
        return shortened(line[0].upper() + line[1:])
    for paragraph in doctree.findall(nodes.paragraph) if doctree else ():
        has_formula = any(True for _ in paragraph.findall(nodes.math))
        if not has_formula and len(paragraph.astext()) >= SHORTEST:
            return shortened(paragraph.astext())
    return ""
