"""The book's page of equations: what each is, and how `check` checks it; and how many formulas stand elsewhere."""

import inspect
import pkgutil
import re
from collections import Counter
from pathlib import Path

from unity.equations.book import book
from unity.equations.formulas import WAYS, everywhere
from unity.equations.readings import readings

__all__ = ["page_of_equations"]

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
{formulas}
## Displayed equations

| number and label | equation | state | computed by | deck | chapter |
|---|---|---|---|---|---|
"""


def page_of_equations(root):
    """The page in Markdown: number, formula, state, function with a link to its source, deck and chapter."""
    from unity.equations.check import DRAWS

    found = list(readings(root))
    states = Counter(reading.state for reading in found)
    summary = ", ".join(f"{states[state]} {state}" for state in ("run", "proved", "stated", "refuted") if states[state])
    address = _address(Path(root))
    rows = [_row(reading, address) for reading in found]
    said = {"draws": DRAWS, "summary": f"{summary}.", "formulas": _formulas(root, found)}
    return HEADER.format(**said) + "\n".join(rows) + "\n"


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
        f"| {page if page == 'docstrings' else _shown(Path(page))} | {_counts(kinds[page])} | {_counts(ways[page])} |"
        for page in sorted(ways)
    ]
    described = "".join(f"* *{way}*: {said};\n" for way, said in WAYS.items())
    return FORMULAS.format(ways=described, rows="\n".join(rows))


def _counts(counter):
    return ", ".join(f"{number} {name}" for name, number in counter.most_common())


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
    equation, known = reading.equation, reading.book
    computing = reading.computed_by
    formula = " ".join(equation.latex.replace("&", "").replace("\\\\", "\\quad").split())
    formula = re.sub(r"\\(begin|end)\{aligned\}", "", formula).replace("|", "\\vert ")
    shown = _shown(Path(equation.page))
    entry = known.entries.get(equation.label)
    state = reading.state
    state = f"{state}: {entry.reason}" if state == "stated" else state
    function, source = _function(computing, address, known.sources) if computing else ("", "")
    formula = "" if re.search(r"\\begin", formula) else f"${formula}$"
    return f"| {{eq}}`{equation.label}` `{equation.label}` | {formula} | {state} | {function} | {source} | {shown} |"


def _shown(page):
    """A link to a page, as its chapter's number or by its name."""
    chapter = re.match(r"\d+", page.stem)
    place = f"../{page.as_posix()}" if page.parts[0] != "book" else page.relative_to("book").as_posix()
    return f"[{int(chapter[0]) if chapter else page.stem}]({place})"


def _function(name, address, sources):
    """A function's link to its place in the API, a link to its source, and the deck that its docstring names."""
    member = pkgutil.resolve_name(name)
    package = name.partition(".")[0]
    root = Path(pkgutil.resolve_name(package).__file__).parents[1]
    path = Path(inspect.getsourcefile(inspect.unwrap(member))).relative_to(root)
    line = inspect.getsourcelines(inspect.unwrap(member))[1]
    source = f" [source]({address}/blob/main/{path.as_posix()}#L{line})" if address else ""
    deck = next((key for title, key in sources.items() if title in (inspect.getdoc(member) or "")), None)
    return f"{{py:obj}}`{name.removeprefix(f'{package}.')} <{name}>`{source}", f"{{cite}}`{deck}`" if deck else ""
