"""The book's page of equations: what each is, and how `check` checks it. Nothing is evaluated here."""

import inspect
import pkgutil
import re
from collections import Counter
from pathlib import Path

from unity.equations.readings import readings

__all__ = ["page_of_equations"]

HEADER = """# Equations

Every displayed equation of the book: what computes it, and how it is checked. *run*: the LaTeX that you see is read by
a program, evaluated on {draws} random draws, {differences} where it has derivatives, and compared with the function. *proved*: SymPy proves it for all values of
its symbols. *stated*: it cannot be evaluated, and the reason is given. *refuted*: a deck prints it so, and it fails.

{summary} `python -m unity.equations check label` tries one row.

| number and label | equation | state | computed by | deck | chapter |
|---|---|---|---|---|---|
"""


def page_of_equations(root):
    """The page in Markdown: number, formula, state, function with a link to its source, deck and chapter."""
    from unity.equations.check import DIFFERENCES, DRAWS

    found = list(readings(root))
    states = Counter(reading.state for reading in found)
    summary = ", ".join(f"{states[state]} {state}" for state in ("run", "proved", "stated", "refuted") if states[state])
    address = _address(Path(root))
    rows = [_row(reading, address) for reading in found]
    return HEADER.format(draws=DRAWS, differences=DIFFERENCES, summary=f"{summary}.") + "\n".join(rows) + "\n"


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
    page = Path(equation.page)
    chapter = re.match(r"\d+", page.stem)
    place = "../" + equation.page if page.parts[0] == "lectures" else page.relative_to("book").as_posix()
    shown = f"[{int(chapter[0]) if chapter else page.stem}]({place})"
    entry = known.entries.get(equation.label)
    state = reading.state
    state = f"{state}: {entry.reason}" if state == "stated" else state
    function, source = _function(computing, address, known.sources) if computing else ("", "")
    formula = "" if re.search(r"\\begin", formula) else f"${formula}$"
    return f"| {{eq}}`{equation.label}` `{equation.label}` | {formula} | {state} | {function} | {source} | {shown} |"


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
