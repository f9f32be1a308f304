"""The mutants of an equation, and those among them that the check does not notice."""

from dataclasses import dataclass

import numpy as np

from unity.equations import tree as t
from unity.equations.check import Mismatch
from unity.equations.evaluate import EvaluationError
from unity.equations.extremes import hold
from unity.equations.mutate.sameness import is_number_in, normal_clauses
from unity.equations.mutate.spoiling import spoilt

__all__ = ["Mutant", "mutants", "survivors"]


@dataclass(frozen=True)
class Mutant:
    """An equation spoilt in one place, and what was done to it.

    `place` is the way to it: the number of the clause, of its side, and of a child at each fork of the side's tree, `"0.1.2"`.
    """

    label: str
    change: str
    place: str
    clauses: tuple[t.Clause, ...]

    @property
    def key(self):
        """What stays the same where the equation is only written otherwise: its label, the change, and the place."""
        return self.label, self.change, self.place

    @property
    def latex(self):
        """The spoilt equation."""
        return ", \\qquad ".join(t.latex(clause) for clause in self.clauses)


def mutants(reading):
    """Every mutant of an equation that differs from it in structure.

    The left side is spoilt like every other, but where it defines a letter.
    """
    label, clauses, binding = reading.equation.label, reading.clauses, reading.binding
    is_number = is_number_in(binding.scope(np.random.default_rng(0)))
    seen = {normal_clauses(clauses, is_number)}
    for place, clause in enumerate(clauses):
        for number, side in enumerate(clause.chain.sides):
            if number == 0 and place in binding.definitions:
                continue
            for change, way, other in spoilt(side, is_number):
                sides = (*clause.chain.sides[:number], other, *clause.chain.sides[number + 1 :])
                changed = t.Clause(t.Chain(sides, clause.chain.relations), clause.conditions)
                whole = (*clauses[:place], changed, *clauses[place + 1 :])
                if (normal := normal_clauses(whole, is_number)) not in seen:
                    seen.add(normal)
                    yield Mutant(label, change, ".".join(map(str, (place, number, *way))), whole)


def survivors(reading):
    """How many mutants an equation has, and those among them that still hold; of a misprint, as printed and not as meant."""
    every, refuted = list(mutants(reading)), reading.state == "refuted"
    alive = [mutant for mutant in every if _holds(mutant, reading.bind)]
    return len(every), [mutant for mutant in alive if not (refuted and _holds(mutant, reading.bind_as_meant))]


def _holds(mutant, bind):
    try:
        with np.errstate(all="ignore"):
            hold(bind(mutant.clauses), mutant.label)
    except (Mismatch, EvaluationError, ValueError):
        return False
    return True
