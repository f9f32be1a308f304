"""The report on a book: every mutant that survives, and whether a reason is given for it."""

from unity.equations import labels
from unity.equations.book import book
from unity.equations.mutate.trying import survivors
from unity.equations.verdicts import state_of

__all__ = ["report"]

ACCEPTED = 0.02  # the share of mutants that may survive, each with a reason


def report(root, wanted=()):
    """Print every survivor and the share of mutants that survive; 1 where one has no reason, or too many have."""
    bound = labels.bindings()
    total, kept, unexplained = 0, 0, 0
    for equation in labels.displayed(root):
        if (
            equation.label not in bound
            or state_of(equation.label) != "run"
            or (wanted and equation.label not in wanted)
        ):
            continue
        number, alive = survivors(equation.label, bound[equation.label][0], equation.latex)
        total, kept = total + number, kept + len(alive)
        for mutant in alive:
            reason = book().accepted.get((mutant.label, mutant.latex))
            unexplained += reason is None
            print(f"{mutant.label}: {mutant.change}: {mutant.latex}\n    survives: {reason or 'no reason is given'}")
    share = kept / total if total else 0.0
    print(f"{total} mutants, {kept} survive ({share:.1%}, at most {ACCEPTED:.0%}), {unexplained} without a reason")
    return 1 if unexplained or share > ACCEPTED or not total else 0
