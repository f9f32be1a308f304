"""What is wrong with the formulas of a book that no label names, and how many are checked in which way."""

from collections import Counter
from fnmatch import fnmatch

from unity.equations.book import book
from unity.equations.formulas.around import arounds
from unity.equations.formulas.documented import documented
from unity.equations.formulas.judging import WAYS, of_page

__all__ = ["counted", "everywhere", "faults", "listed", "summary"]


def everywhere(root, wanted=()):
    """Every formula without a label, of the pages and of the docstrings, judged; only of those in `wanted`, if any are named."""
    pages = list(arounds(root))
    for around in pages:
        yield from of_page(around) if _is_wanted(around.page.name, wanted) else ()
    yield from (found for found in documented(root, pages) if _is_wanted(found.formula.page, wanted))


def _is_wanted(page, wanted):
    return not wanted or any(name in page for name in wanted)


def counted(found):
    """How many formulas of each page are checked in each way: page -> way -> number; the wrong ones count as "wrong"."""
    table = {}
    for judgement in found:
        way = "wrong" if judgement.problem else judgement.way
        table.setdefault(judgement.formula.page, Counter())[way] += 1
    return table


def told(judgement):
    """What is wrong with a formula, as an author reads it: page, place, where it stands, the formula and the reason."""
    formula = judgement.formula
    said = " ".join(formula.latex.split())
    reason = "".join(f"\n    {line}" for line in judgement.problem.splitlines())
    return f"{formula.page}, {formula.place} ({formula.kind}): ${said}$ is not checked{reason}"


def faults(root, found):
    """What is wrong with the judgements of a book: one sentence or more each.

    A page that the project calls unfinished may have wrong formulas; then it has at least one. What is spoken with a reason
    stands on its page as often as its table says: else another formula could become it, or it another one, unnoticed.
    """
    known, found = book(root), list(found)
    pages = {page: table["wrong"] for page, table in counted(found).items()}
    unfinished = {page for page in pages if any(fnmatch(page, glob) for glob in known.said.unfinished)}
    yield from (told(j) for j in found if j.problem and j.formula.page not in unfinished)
    for page in sorted(page for page in unfinished if not pages[page]):
        yield f"{page}: every formula is checked, so it is unfinished no more"
    for page in pages:
        here = Counter(" ".join(j.formula.latex.split()) for j in found if j.formula.page == page)
        for latex, (_, times) in known.spoken_on(page).items():
            if here[latex] != times:
                yield f"{page}: a reason is given for ${latex}$, as it stands there {times} x; it does {here[latex]} x"


def listed(root, wanted=()):
    """Print each formula with how it is checked; 1 where one is wrong."""
    found = list(everywhere(root, wanted))
    for judgement in found:
        formula = judgement.formula
        said = f"WRONG: {judgement.problem}" if judgement.problem else judgement.reason
        latex, tail = " ".join(formula.latex.split()), f"  {' '.join(said.split())}" if said else ""
        print(f"{formula.page}, {formula.place} ({formula.kind}): ${latex}$  {judgement.way}{tail}")
    print(summary(found))
    return 1 if any(judgement.problem for judgement in found) else 0


def summary(found):
    """How many formulas there are, and how many are checked in each way."""
    ways = sum(counted(found).values(), Counter())
    parts = ", ".join(f"{ways[way]} {way}" for way in (*WAYS, "wrong") if ways[way])
    return f"{len(found)} formulas without a label: {parts}"
