"""Examine every displayed equation of the book: its label, its binding, its state, and whether it holds."""

from collections import Counter
from dataclasses import dataclass

from unity.equations import labels
from unity.equations.book import book
from unity.equations.check import Mismatch
from unity.equations.evaluate import EvaluationError
from unity.equations.extremes import hold
from unity.equations.library import meets_library
from unity.equations.reader import ReadError
from unity.equations.readings import readings
from unity.equations.refute import refute

__all__ = ["Verdict", "counts", "examine", "faults", "told", "verdict"]

EXPECTED = (Mismatch, ReadError, EvaluationError)


@dataclass(frozen=True)
class Verdict:
    """One equation: what computes it, in which state it is, and what is wrong with it (None: nothing)."""

    equation: labels.Equation
    function: str | None
    state: str
    problem: str | None


def verdict(reading):
    """Whether one labelled equation holds, or fails as it should where a deck misprints it.

    Whatever goes wrong with it is its problem, and nothing is raised.
    """
    with reading.book.said.notation.used():
        try:
            _hold(reading)
            problem = None
        except EXPECTED as error:
            problem = str(error)
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
    return Verdict(reading.equation, reading.computed_by, reading.state, problem)


def told(verdict):
    """What is wrong with an equation, as an author reads it: page, line, label, the formula and the numbers."""
    equation = verdict.equation
    head = f"{equation.page}, {equation.place}: {equation.label} ({verdict.state}) does not hold"
    return "\n".join([head, *(f"    {line}" for line in [equation.latex, *verdict.problem.splitlines()])])


def _hold(reading):
    """See that an equation is what its state says. Raises whatever is wrong with it where it is not."""
    label, state = reading.equation.label, reading.state
    entry = reading.book.entries.get(label)
    if reading.problem:
        raise EvaluationError(reading.problem)
    if label.startswith("err-") != (state == "refuted"):
        raise EvaluationError("labels err-... are for what is refuted, and for nothing else")
    if state == "run":
        binding = reading.binding
        hold(binding, label)
        meets_library(binding, label, reading.function, reading.book)
    elif state == "proved":
        from unity.equations.proofs import prove  # SymPy takes a second to load, and a book may have nothing to prove

        prove(reading.equation.latex, entry, reading.functions)
    elif state == "stated" and not entry.reason.strip():
        raise EvaluationError("it is only stated, and no reason is given")
    elif state == "refuted":
        refute(reading)


def examine(root, wanted=()):
    """Every labelled equation of the book with its verdict; only those in `wanted`, if any are named."""
    return map(verdict, readings(root, wanted))


def counts(verdicts):
    """How many equations are in each state, refuted ones apart."""
    return Counter(verdict.state for verdict in verdicts)


def faults(root):
    """What is wrong with the labels and bindings of a book: one sentence each."""
    yield from labels.faults(root, known_to_the_book(root))


def known_to_the_book(root):
    """The labels that need no function: what has an entry, and what a page shows as a misprint."""
    misprints = {found.equation.label for found in readings(root) if found.state == "refuted"}
    return book(root).entries.keys() | misprints
