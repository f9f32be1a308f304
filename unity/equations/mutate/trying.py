"""The mutants of an equation, and those among them that the check does not notice."""

from dataclasses import dataclass

import numpy as np

from unity.equations import tree as t
from unity.equations.check import Mismatch, run
from unity.equations.evaluate import EvaluationError
from unity.equations.mutate.sameness import is_number_in, normal_clauses
from unity.equations.mutate.spoiling import spoilt

__all__ = ["Mutant", "mutants", "survivors"]


@dataclass(frozen=True)
class Mutant:
    """An equation spoilt in one place, and what was done to it."""

    label: str
    change: str
    clauses: tuple[t.Clause, ...]

    @property
    def latex(self):
        """The spoilt equation."""
        return ", \\qquad ".join(t.latex(clause) for clause in self.clauses)


def mutants(reading):
    """Every mutant of an equation that differs from it in structure.

    The left side is spoilt like every other, but where it defines a letter, or is bound to the function's own value.
    """
    label, clauses, binding = reading.equation.label, reading.clauses, reading.binding
    is_number = is_number_in(binding.scope(np.random.default_rng(0)))
    seen = {normal_clauses(clauses, is_number)}
    for place, clause in enumerate(clauses):
        for number, side in enumerate(clause.chain.sides):
            leads = binding.leader and place == binding.entry.clause
            if number == 0 and (place in binding.definitions or leads):
                continue
            for change, other in spoilt(side, is_number):
                sides = (*clause.chain.sides[:number], other, *clause.chain.sides[number + 1 :])
                changed = t.Clause(t.Chain(sides, clause.chain.relations), clause.conditions)
                whole = (*clauses[:place], changed, *clauses[place + 1 :])
                if (normal := normal_clauses(whole, is_number)) not in seen:
                    seen.add(normal)
                    yield Mutant(label, change, whole)


def survivors(reading):
    """How many mutants an equation has, and those among them that still hold."""
    every = list(mutants(reading))
    return len(every), [mutant for mutant in every if _survives(mutant, reading.bind)]


def _survives(mutant, bind):
    try:
        with np.errstate(all="ignore"):
            run(bind(mutant.clauses), mutant.label)
    except (Mismatch, EvaluationError, ValueError):
        return False
    return True
