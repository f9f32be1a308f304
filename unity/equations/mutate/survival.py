"""The report on a book: every mutant that survives, and whether a reason is given for it."""

from unity.equations.mutate.trying import survivors
from unity.equations.readings import readings
from unity.equations.verdicts import state_of

__all__ = ["report"]

ACCEPTED = 0.02  # the share of mutants that may survive, each with a reason


def report(root, wanted=()):
    """Print every survivor and the share of mutants that survive; 1 where one has no reason, or too many have."""
    total, kept, unexplained = 0, 0, 0
    for reading in readings(root, wanted):
        if reading.function is None or state_of(reading.equation.label, reading.book) != "run":
            continue
        with reading.book.said.notation.used():
            number, alive = survivors(reading)
        total, kept = total + number, kept + len(alive)
        for mutant in alive:
            reason = reading.book.accepted.get((mutant.label, mutant.latex))
            unexplained += reason is None
            print(f"{mutant.label}: {mutant.change}: {mutant.latex}\n    survives: {reason or 'no reason is given'}")
    share = kept / total if total else 0.0
    print(f"{total} mutants, {kept} survive ({share:.1%}, at most {ACCEPTED:.0%}), {unexplained} without a reason")
    return 1 if unexplained or share > ACCEPTED or not total else 0
