"""How many formulas stand where, and how each is checked."""

from collections import Counter

from unity.equations.formulas.judging import WAYS, judgements

__all__ = ["counted", "listed"]


def counted(found):
    """How many formulas of each page are checked in each way: page -> way -> number."""
    table = {}
    for judgement in found:
        table.setdefault(judgement.formula.page, Counter())[judgement.way] += 1
    return table


def listed(root, wanted=()):
    """Print each formula with how it is checked; 1 where one is wrong."""
    found = list(judgements(root, wanted))
    for judgement in found:
        formula = judgement.formula
        said = judgement.problem and f"WRONG: {judgement.problem}" or judgement.reason
        tail = f"  {' '.join(said.split())}" if said else ""
        print(f"{formula.page}, {formula.place} ({formula.kind}): ${formula.latex}$  {judgement.way}{tail}")
    ways = Counter(judgement.way for judgement in found if not judgement.problem)
    wrong = sum(judgement.problem is not None for judgement in found)
    print(f"{len(found)} formulas without a label: {', '.join(f'{ways[way]} {way}' for way in WAYS if ways[way])}; {wrong} wrong")
    return 1 if wrong else 0
