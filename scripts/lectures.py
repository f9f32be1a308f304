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

| chapter | words | code cells | median lines | longest | figures | quizzes | equations | exercises | minutes |
|---|---|---|---|---|---|---|---|---|---|
"""
FOOTER = """
How long each took when this page was built:

```{nb-exec-table}
```
"""


class Counts(NamedTuple):
    """What one lecture holds: all its words, formulas, code, hints and tables of letters aside; cells and lines of the open
    lane, without imports, quizzes, starters and solutions."""

    words: int
    cells: int
    median: float
    longest: int
    figures: int
    quizzes: int
    equations: int
    exercises: int
    minutes: int


class Bounds(NamedTuple):
    """The least and the most of something."""

    least: float
    most: float


BUDGET = {
    "words": Bounds(1500, 2500),
    "cells": Bounds(10, 30),
    "median": Bounds(1, 5),
    "longest": Bounds(1, 15),
    "figures": Bounds(4, 7),
    "quizzes": Bounds(2, 4),
    "exercises": Bounds(5, 7),
    "minutes": Bounds(45, 75),
}
FORMULAS = re.compile(r"\$\$.*?\$\$|\$.*?\$|`.*?`|\{\w+\}", re.DOTALL)
LETTERS = re.compile(r"(?:^:::\{admonition\}.*\n(?::.*\n)*\n)?^\| letter \|.*\n(?:\|.*\n?)*(?:\n:::)?", re.MULTILINE)
"""A table of letters, with the box that folds it: what a reader looks up, and what the check of the equations reads."""
HINTS = re.compile(r"^(:{4,})\{admonition\} A hint\n.*?^\1$", re.MULTILINE | re.DOTALL)
"""Hints, one in the other: who reads the chapter leaves them closed."""
ASIDE = {"made", "quiz", "recall", "starter", "solution"}
NAMES = {"cells": "code cells", "median": "lines in the median cell", "longest": "lines in the longest"}


def counts(path):
    """What the lecture at `path` holds."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = [(cell["cell_type"], "".join(cell["source"]), cell["metadata"]) for cell in notebook["cells"]]
    teaching = [
        sum(bool(line.strip()) for line in source.splitlines())
        for kind, source, metadata in cells
        if kind == "code" and not ASIDE & set(metadata.get("tags", ()))
    ]
    prose = "\n".join(source for kind, source, _ in cells if kind == "markdown")
    return Counts(
        words=len(re.findall(r"\w[\w’'-]*", FORMULAS.sub(" x ", HINTS.sub("", LETTERS.sub("", prose))))),
        cells=len(teaching) - 1,  # the first one only imports
        median=statistics.median(teaching[1:]),
        longest=max(teaching),
        figures=sum("figure" in metadata.get("mystnb", {}) for _, _, metadata in cells),
        quizzes=sum("quiz" in metadata.get("tags", ()) for _, _, metadata in cells),
        equations=len(re.findall(r"^\$\$ \(eq-", prose, re.MULTILINE)),
        exercises=len(re.findall(r"^### Exercise", prose, re.MULTILINE)),
        minutes=notebook["metadata"]["harmony"]["minutes"],
    )


def faults(path):
    """Where a lecture leaves its budget: one sentence each."""
    for name, number in counts(path)._asdict().items():
        if name in BUDGET and not BUDGET[name].least <= number <= BUDGET[name].most:
            least, most = BUDGET[name]
            yield f"{path.name}: {number:g} {NAMES.get(name, name)}, the budget is {least} to {most}"


def table(paths):
    """The page in Markdown."""
    budget = ", ".join(f"{least} to {most} {NAMES.get(name, name)}" for name, (least, most) in BUDGET.items())
    rows = [
        f"| [{path.stem}](../lectures/{path.name}) | " + " | ".join(f"{number:,g}" for number in counts(path)) + " |"
        for path in paths
    ]
    return HEADER.format(budget=budget) + "\n".join(rows) + "\n" + FOOTER


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder (default: the current one)")
    root = parser.parse_args(arguments).root
    paths = sorted(root.glob("lectures/*.ipynb"))
    (root / "book" / "lectures.md").write_text(table(paths), encoding="utf-8")
    found = [fault for path in paths for fault in faults(path)]
    print(*found, sep="\n", end="\n" if found else "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
