"""Count what each lecture holds, compare it with the budget that all lectures share, and write book/lectures.md."""

import argparse
import json
import re
import statistics
import sys
from pathlib import Path
from typing import NamedTuple

HEADER = """# The lectures in numbers

What each chapter holds. All of them keep to one budget, and a test holds them to it: {budget}.

| chapter | words | code cells | median lines | longest | figures | quizzes | equations | exercises | to read | to do |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
"""
FOOTER = """
*To read* and *to do*, the exercises, are minutes. Nobody took them with a watch: {paces} How many seconds each takes to run
stands on [the page of costs](pace.md).
"""


class Counts(NamedTuple):
    """What one lecture holds: all its words, formulas, code, hints, errata and tables of letters aside; cells and lines of
    the open lane, without imports, quizzes, starters and solutions; and how many minutes it takes."""

    words: int
    cells: int
    median: float
    longest: int
    figures: int
    quizzes: int
    equations: int
    exercises: int
    reading: int
    exercising: int


class Bounds(NamedTuple):
    """The least and the most of something; as a text "30 to 65", or "7" where they are one."""

    least: float
    most: float

    def __str__(self):
        return f"{self.least:,} to {self.most:,}" if self.least < self.most else f"{self.least:,}"


BUDGET = {
    "words": Bounds(1500, 2500),
    "cells": Bounds(10, 30),
    "median": Bounds(1, 6),
    "longest": Bounds(1, 15),
    "figures": Bounds(4, 7),
    "quizzes": Bounds(2, 4),
    "exercises": Bounds(7, 7),
    "reading": Bounds(30, 65),
    "exercising": Bounds(45, 75),
}
A_MINUTE = {"words": 100, "equations": 4 / 3, "lines of code": 10, "figures": 1, "quizzes": 1}
"""How much of a lecture's main text, what is folded aside, a reader who follows it gets through in a minute."""
EXERCISE = {"predict": 3, "complete": 8, "code": 8, "derive": 12, "transfer": 12}
"""How many minutes an exercise of each kind takes."""
ASIDE = {"made", "quiz", "recall", "starter", "solution"}
"""Tags of cells that are not of the open lane."""
EQUATION = re.compile(r"^\$\$ \(eq-", re.MULTILINE)
FORMULAS = re.compile(r"\$\$.*?\$\$|\$.*?\$|`.*?`|\{\w+\}", re.DOTALL)
LETTERS = re.compile(r"(?:^:::\{admonition\}.*\n(?::.*\n)*\n)?^\| letter \|.*\n(?:\|.*\n?)*(?:\n:::)?", re.MULTILINE)
"""A table of letters, with the box that folds it: what a reader looks up, and what the check of the equations reads."""
ERRATUM = re.compile(r"^:::\{admonition\}.*\n:class: erratum\n(?:.*\n)*?:::$", re.MULTILINE)
"""A box about a slide, which a reader of the book alone may switch off."""
TERM = re.compile(r"\{term\}`([^`<]*?)(?: <[^>]*>)?`")
HINTS = re.compile(r"^(:{4,})\{admonition\} A hint\n.*?^\1$", re.MULTILINE | re.DOTALL)
"""Hints, one in the other: who reads the chapter leaves them closed."""
NAMES = {
    "cells": "code cells",
    "median": "lines in the median cell",
    "longest": "lines in the longest",
    "reading": "minutes of reading",
    "exercising": "minutes of exercises",
}


def chapters(root):
    """The lectures that are chapters, in their order: not the questions before the first, nor the project behind the last."""
    paths = sorted(root.glob("lectures/*.ipynb"))
    return [path for path in paths if read(path)["metadata"]["harmony"].get("chapter", True)]


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def words(prose):
    """How many words a text has: formulas, code, hints, tables of letters and boxes of errata aside; of a link, what is shown."""
    for aside in (LETTERS, ERRATUM, HINTS):
        prose = aside.sub("", prose)
    prose = TERM.sub(r"\1", prose)
    return len(re.findall(r"\w[\w’'-]*", FORMULAS.sub(" x ", prose)))


def minutes(main, exercises, lines, figures, quizzes):
    """How long the main text takes to read, and the exercises, whose kinds are given, to do."""
    amounts = words(main), len(EQUATION.findall(main)), lines, figures, quizzes
    reading = sum(amount / pace for amount, pace in zip(amounts, A_MINUTE.values(), strict=True))
    return round(reading), sum(EXERCISE[kind] for kind in exercises)


def is_draft(path):
    """Whether the metadata of a lecture call it a draft: then the budget is not asked of it, and it is not for `main`."""
    return bool(json.loads(path.read_text(encoding="utf-8"))["metadata"].get("harmony", {}).get("draft"))


def counts(path):
    """What the lecture at `path` holds."""
    notebook = read(path)
    cells = [(cell["cell_type"], "".join(cell["source"]), cell["metadata"]) for cell in notebook["cells"]]
    teaching = [
        sum(bool(line.strip()) for line in source.splitlines())
        for kind, source, metadata in cells
        if kind == "code" and not ASIDE & set(metadata.get("tags", ()))
    ]
    prose = "\n".join(source for kind, source, _ in cells if kind == "markdown")
    figures = sum("figure" in metadata.get("mystnb", {}) for _, _, metadata in cells)
    quizzes = sum("quiz" in metadata.get("tags", ()) for _, _, metadata in cells)
    exercises = re.findall(r"^### Exercise.*\((\w+)[,)]", prose, re.MULTILINE)
    reading, exercising = minutes(prose.split("\n## Exercises")[0], exercises, sum(teaching[1:]), figures, quizzes)
    return Counts(
        words=words(prose),
        cells=len(teaching) - 1,  # the first one only imports
        median=statistics.median(teaching[1:]),
        longest=max(teaching),
        figures=figures,
        quizzes=quizzes,
        equations=len(EQUATION.findall(prose)),
        exercises=len(exercises),
        reading=reading,
        exercising=exercising,
    )


def faults(path):
    """Where a lecture leaves its budget: one sentence each, none of a draft."""
    if is_draft(path):
        return
    for name, number in counts(path)._asdict().items():
        if name in BUDGET and not BUDGET[name].least <= number <= BUDGET[name].most:
            yield f"{path.name}: {number:g} {NAMES.get(name, name)}, the budget is {BUDGET[name]}"


def table(paths):
    """The page in Markdown."""
    budget = ", ".join(f"{bounds} {NAMES.get(name, name)}" for name, bounds in BUDGET.items())
    rows = [
        f"| [](../lectures/{path.name}){', a draft' * is_draft(path)} | "
        + " | ".join(f"{number:,g}" for number in counts(path))
        + " |"
        for path in paths
    ]
    one = {"figures": "a figure", "quizzes": "a quiz"}
    said = (one[name] if pace == 1 else f"{pace:.3g} {name}" for name, pace in A_MINUTE.items())
    paces = ", ".join(said) + " a minute; an exercise "
    paces += ", ".join(f"({kind}) {minutes}" for kind, minutes in EXERCISE.items()) + " minutes."
    return HEADER.format(budget=budget) + "\n".join(rows) + "\n" + FOOTER.replace("{paces}", paces)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder (default: the current one)")
    root = parser.parse_args(arguments).root
    paths = chapters(root)
    (root / "book" / "lectures.md").write_text(table(paths), encoding="utf-8")
    found = [fault for path in paths for fault in faults(path)]
    found += [f"{path.name}: a draft, of which the budget is not asked" for path in paths if is_draft(path)]
    print(*found, sep="\n", end="\n" if found else "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
