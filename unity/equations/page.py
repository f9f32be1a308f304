"""The book's page of equations: what each is, and how `check` checks it; and how many formulas stand elsewhere."""

import inspect
import json
import pkgutil
import re
from collections import Counter
from pathlib import Path

from unity.equations.book import book
from unity.equations.formulas import WAYS, everywhere
from unity.equations.readings import readings

__all__ = ["page_of_equations"]

STATES = ("run", "proved", "stated", "refuted")

NO_BREAK = "\N{NO-BREAK SPACE}"
FORMULAS = """
## All formulas

Formulas without a label stand in sentences, tables, exercises, solutions, quizzes, figures and docstrings. They are
checked as well:

{ways}
A formula that is *not read* is kept as it is, with a reason that `python -m unity.equations formulas` shows beside it.

| page | where formulas stand | how they are checked |
|---|---|---|
{rows}
"""

HEADER = """# Equations

Every displayed equation of the book: what computes it, and how it is checked. *run*: the LaTeX that you see is read by
a program, evaluated on up to {draws} random draws and compared with the function. *proved*: SymPy proves it for all values of
its symbols. *stated*: it cannot be evaluated, and the reason is given. *refuted*: a deck prints it so, and it fails.

{summary} `python -m unity.equations check label` tries one row.

## Displayed equations

Each page opens into its equations. A number leads to the place where the equation stands, and each number there leads
back to its row.
"""

# A page's equations, in the fold that `unity.equations.rows` makes of them.
ROWS = """
```{{equation-rows}} {title}
:counts: {counts}

| number | equation, how it is checked, and what computes it |
|---|---|
{rows}
```
"""


def page_of_equations(root):
    """The page in Markdown: by pages, each equation's number, formula, state, function with a link to its source, and deck."""
    from unity.equations.check import DRAWS

    found = list(readings(root))
    states = Counter(reading.state for reading in found)
    address = _address(Path(root))
    rows = {}
    for reading in found:
        rows.setdefault(reading.equation.page, []).append(reading)
    header = HEADER.format(draws=DRAWS, summary=f"{_in_states(states)}.")
    folds = (_rows(Path(root), page, read, address) for page, read in rows.items())
    return header + "".join(folds) + _formulas(root, found)


def _in_states(states):
    """How many are in which state, in the order of STATES."""
    return ", ".join(f"{states[state]}{NO_BREAK}{state}" for state in STATES if states[state])


def _rows(root, page, found, address):
    """The fold of a page's equations."""
    counts = _in_states(Counter(reading.state for reading in found))
    rows = "\n".join(_row(reading, address) for reading in found)
    return ROWS.format(title=_title(root / page), counts=counts, rows=rows)


def _title(path):
    """A page's title; its name where it has none."""
    try:
        if path.suffix == ".ipynb":
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        else:
            text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return path.stem
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    return found[1] if found else path.stem


def _formulas(root, labelled):
    """How many formulas each page has, where they stand and how they are checked; nothing where the book does not ask it."""
    if not book(root).said.formulas:
        return ""
    ways, kinds = {}, {}
    for reading in labelled:
        ways.setdefault(reading.equation.page, Counter())[reading.state] += 1
        kinds.setdefault(reading.equation.page, Counter())["displayed"] += 1
    for judgement in everywhere(root):
        way = "not yet" if judgement.problem else judgement.way
        page = "docstrings" if judgement.formula.kind == "docstring" else judgement.formula.page
        ways.setdefault(page, Counter())[way] += 1
        kinds.setdefault(page, Counter())[judgement.formula.kind] += 1
    rows = [
        f"| {page if page == 'docstrings' else _shown(Path(root), Path(page))} | {_counts(kinds[page])} | {_counts(ways[page])} |"
        for page in sorted(ways)
    ]
    described = ";\n".join(f"* *{way}*: {said}" for way, said in WAYS.items()) + ".\n"
    return FORMULAS.format(ways=described, rows="\n".join(rows))


def _counts(counter):
    """How many there are of each, the most first; a name and its number stay on one line."""
    return ", ".join(f"{name} {number}".replace(" ", NO_BREAK) for name, number in counter.most_common())


def _address(root):
    """The repository's address, as _config.yml has it."""
    configuration = root / "_config.yml"
    found = (
        re.search(r"^\s+url: (\S+)", configuration.read_text(encoding="utf-8"), re.M)
        if configuration.exists()
        else None
    )
    return found and found[1]


def _row(reading, address):
    """An equation's row. Its formula is one line: a row of a table has no other."""
    equation, known = reading.equation, reading.book
    formula = re.sub(r"(?<!\\)\|", r"\\vert ", " ".join(equation.latex.split()).replace(r"\|", r"\Vert "))
    entry = known.entries.get(equation.label)
    state = f"*{reading.state}*" + (f": {entry.reason}" if reading.state == "stated" else "")
    parts = [state, *_function(reading.computed_by, address, known.sources), f"`{equation.label}`"]
    return f"| {{eq}}`{equation.label}` | $\\displaystyle {formula}$<br>{' · '.join(parts)} |"


def _shown(root, page):
    """A link to a page, as its chapter's number or by its title."""
    chapter = re.match(r"\d+", page.stem)
    place = f"../{page.as_posix()}" if page.parts[0] != "book" else page.relative_to("book").as_posix()
    return f"[{int(chapter[0]) if chapter else _title(root / page)}]({place})"


def _function(name, address, sources):
    """A function's link to its place in the API, a link to its source, and the deck that its docstring names."""
    if not name:
        return
    member = pkgutil.resolve_name(name)
    package = name.partition(".")[0]
    root = Path(pkgutil.resolve_name(package).__file__).parents[1]
    path = Path(inspect.getsourcefile(inspect.unwrap(member))).relative_to(root)
    line = inspect.getsourcelines(inspect.unwrap(member))[1]
    yield f"{{py:obj}}`{name.removeprefix(f'{package}.')} <{name}>`"
    if address:
        yield f"[source]({address}/blob/main/{path.as_posix()}#L{line})"
    if deck := next((key for title, key in sources.items() if title in (inspect.getdoc(member) or "")), None):
        yield f"{{cite}}`{deck}`"
