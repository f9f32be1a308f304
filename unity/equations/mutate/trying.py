"""The mutants of an equation, and those among them that the check does not notice."""

from dataclasses import dataclass

import numpy as np

from unity.equations import tree as t
from unity.equations.binding import Entry, bind_clauses
from unity.equations.book import book
from unity.equations.check import Mismatch, run
from unity.equations.evaluate import EvaluationError
from unity.equations.mutate.sameness import is_number_in, normal_clauses
from unity.equations.mutate.spoiling import spoilt
from unity.equations.reader import read

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


def mutants(label, function, latex):
    """Every mutant of an equation that differs from it in structure."""
    entry = book().entries.get(label) or Entry()
    clauses = read(latex, frozenset(book().functions) | frozenset(entry.functions))
    binding = bind_clauses(clauses, function, entry, book())
    scope = binding.scope(np.random.default_rng(0))
    is_number = is_number_in(scope)
    seen = {normal_clauses(clauses, is_number)}
    for place, clause in enumerate(clauses):
        for number, side in enumerate(clause.chain.sides):
            keeps_left = number == 0 and (place in binding.definitions or (binding.leader and place == entry.clause))
            for change, other in () if keeps_left else spoilt(side, is_number):
                sides = (*clause.chain.sides[:number], other, *clause.chain.sides[number + 1 :])
                changed = t.Clause(t.Chain(sides, clause.chain.relations), clause.conditions)
                whole = (*clauses[:place], changed, *clauses[place + 1 :])
                if (normal := normal_clauses(whole, is_number)) not in seen:
                    seen.add(normal)
                    yield Mutant(label, change, whole)


def survivors(label, function, latex):
    """How many mutants an equation has, and those among them that still hold."""
    entry, every = book().entries.get(label) or Entry(), list(mutants(label, function, latex))
    return len(every), [mutant for mutant in every if _survives(mutant, function, entry)]


def _survives(mutant, function, entry):
    try:
        with np.errstate(all="ignore"):
            run(bind_clauses(mutant.clauses, function, entry, book()), mutant.label)
    except (Mismatch, EvaluationError):
        return False
    return True
