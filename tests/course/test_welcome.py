"""The welcome page: it lists the chapters, what it says of the error is true, and letters and prerequisites are theirs."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from scripts.lectures import chapters, is_draft
from unity.families import BERNOULLI, CATEGORICAL, GAUSSIAN

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "book" / "welcome.md").read_text(encoding="utf-8")
LECTURES = [
    "\n".join("".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])
    for path in chapters(ROOT)
]
NEEDED = {
    "inverse": r"\^\{-1\}|inverse",
    "determinant": r"\\det\b|determinant",
    "rank": r"\brank\b",
    "eigenvector": "eigenvector|eigvalsh",
    "second derivatives": "Hessian",
    "logarithms": r"\\log",
    "conditional probability": r"p\(k \\mid x\)",
    "broadcasting": "[Bb]roadcasting",
}
"""What a reader has to know, and how a lecture shows that it needs it."""


SPELLED = {18: "eighteen", 19: "nineteen", 20: "twenty"}


def test_each_lecture_has_a_line():
    """Under its number and its title, but for a draft, which may have one."""
    lines = set(re.findall(r"^(\d+)\. \[(.+)\]\(\.\./lectures/([\w.-]+)\): \S", PAGE, re.MULTILINE))
    for path in sorted(ROOT.glob("lectures/*.ipynb")):
        first = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]).splitlines()[0]
        number, title = re.fullmatch(r"# (\d+)\. (.+)", first).groups()
        assert is_draft(path) or (number, title, path.name) in lines, (
            f"book/welcome.md has under 'The chapters' no line `{number}. [{title}](../lectures/{path.name}): ` with what it is about"
        )


def test_it_counts_the_chapters_as_the_readme_does():
    number = sum(not is_draft(path) for path in chapters(ROOT))
    words = SPELLED.get(number, str(number))
    assert f"The course has {words} chapters" in PAGE
    assert f"{words.capitalize()} chapters lead" in (ROOT / "README.md").read_text(encoding="utf-8")


def commands(text):
    """The commands of LaTeX in the formulas of a text."""
    return set(re.findall(r"\\[a-zA-Z]+", " ".join(re.findall(r"\$[^$]+\$", text))))


def test_what_it_says_of_the_error_is_said_in_chapter_11_and_true(rng):
    assert "Where it is positive, a smaller output would cost less." in " ".join(PAGE.split())
    assert "Where it is positive, a smaller sum would cost less." in LECTURES[10]
    for family, Y in ((BERNOULLI, [[0.0, 1.0]]), (CATEGORICAL, np.eye(2)), (GAUSSIAN, [[0.5, -1.0]])):
        Y, Z = np.array(Y), rng.normal(size=np.shape(Y))
        E = family.error(Z, Y)
        for place in zip(*np.nonzero(E > 0)):
            smaller = Z.copy()
            smaller[place] -= 1e-4
            assert family.cost(smaller, Y) < family.cost(Z, Y)


def test_its_formulas_use_what_the_lectures_use():
    assert commands(PAGE) <= commands("\n".join(LECTURES))
    assert not commands(r"$W \circ X$") <= commands("\n".join(LECTURES))


@pytest.mark.parametrize("name", NEEDED)
def test_what_the_lectures_need_is_said(name):
    """Where a lecture needs it, the page names it under "For whom"."""
    assert any(re.search(NEEDED[name], lecture) for lecture in LECTURES)
    assert name in PAGE.split("## For whom")[1].split("\n## ")[0]
