"""The report on a book: every mutant that survives, and whether a reason is given for it."""

from unity.equations.book import book
from unity.equations.mutate.trying import survivors
from unity.equations.readings import readings

__all__ = ["report"]

ACCEPTED = 0.01  # the share of mutants that may survive, each with a reason


def report(root, wanted=()):
    """Print every survivor and the share of mutants that survive.

    1 where one has no reason, too many have, or a reason is given for none.
    """
    total, kept, unexplained, met, tried = 0, 0, 0, set(), set()
    for reading in readings(root, wanted):
        if reading.state not in ("run", "refuted"):
            continue
        tried.add(reading.equation.label)
        with reading.book.said.notation.used():
            number, alive = survivors(reading)
        total, kept = total + number, kept + len(alive)
        for mutant in alive:
            met.add(mutant.key)
            reason = reading.book.accepted.get(mutant.key)
            unexplained += reason is None
            print(
                f"{mutant.label}, {mutant.change}, {mutant.place}: {mutant.latex}\n    survives: {reason or 'no reason is given'}"
            )
    idle = sorted(key for key in book(root).accepted if key[0] in tried and key not in met)
    for key in idle:
        print(f"{', '.join(key)}: a reason is given for it, but the check notices it, or there is no such mutant")
    share = kept / total if total else 0.0
    print(f"{total} mutants, {kept} survive ({share:.1%}, at most {ACCEPTED:.0%}), {unexplained} without a reason")
    return 1 if unexplained or idle or share > ACCEPTED or not total else 0
