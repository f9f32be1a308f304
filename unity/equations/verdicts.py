"""Examine every displayed equation of the book: its label, its binding, its state, and whether it holds."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from unity.equations import labels
from unity.equations import tree as t
from unity.equations.binding import Entry, Proved, Refuted, Stated, bind
from unity.equations.book import book
from unity.equations.check import Mismatch, run
from unity.equations.evaluate import EvaluationError, RangeError, ShapeError, UnknownSymbol, evaluate, free_indices
from unity.equations.library import compare_code, meets_library
from unity.equations.reader import ReadError
from unity.equations.readings import readings

__all__ = ["Verdict", "computed_by", "counts", "examine", "faults", "state_of", "told", "verdict"]

STATES = {Proved: "proved", Stated: "stated", Refuted: "refuted"}
FAILURES = (AssertionError, ReadError, EvaluationError, ValueError, IndexError, ArithmeticError)


@dataclass(frozen=True)
class Verdict:
    """One equation: what computes it, in which state it is, and what is wrong with it (None: nothing)."""

    equation: labels.Equation
    function: str | None
    state: str
    problem: str | None


def state_of(label, known=None):
    """run, proved, stated, or (what a deck misprints) refuted: by the entry of the label, run where it has none.

    `known` is the book, where it is not that of the current folder.
    """
    return STATES.get(type((known or book()).entries.get(label)), "run")


def computed_by(label, function, known=None):
    """The function that computes an equation: the one bound to its label, or what its entry names where it is refuted."""
    entry = (known or book()).entries.get(label)
    return entry.function if isinstance(entry, Refuted) else function


def verdict(reading):
    """Whether one labelled equation holds, or fails as it should where a deck misprints it."""
    with reading.book.said.notation.used():
        state, problem = state_of(reading.equation.label, reading.book), None
        try:
            _hold(reading, state)
        except FAILURES as error:
            problem = str(error)
    function = computed_by(reading.equation.label, reading.function, reading.book)
    return Verdict(reading.equation, function, state, problem)


def told(verdict):
    """What is wrong with an equation, as an author reads it: page, line, label, the formula and the numbers."""
    equation = verdict.equation
    head = f"{equation.page}, {equation.place}: {equation.label} ({verdict.state}) does not hold"
    return "\n".join([head, *(f"    {line}" for line in [equation.latex, *verdict.problem.splitlines()])])


def _hold(reading, state):
    """See that an equation is what its state says. Raises one of FAILURES where it is not."""
    label, known = reading.equation.label, reading.book
    entry = known.entries.get(label)
    if label.startswith("err-") != (state == "refuted"):
        raise EvaluationError("labels err-... are for what is refuted, and for nothing else")
    if state == "run":
        binding = reading.binding
        run(binding, label)
        if reading.by_letters:
            meets_library(binding, label, reading.function, known)
        else:
            compare_code(binding, label, known)
    elif state == "proved":
        from unity.equations.proofs import prove  # SymPy takes a second to load, and a book may have nothing to prove

        prove(reading.equation.latex, entry, known.functions)
    elif state == "stated" and not entry.reason.strip():
        raise EvaluationError("it is only stated, and no reason is given")
    elif state == "refuted":
        _refute(reading.equation, entry, known)


def _refute(equation, refuted, known):
    for expected, entry in refuted.fails:
        try:
            run(bind(equation.latex, refuted.function, entry, known), equation.label)
        except FAILURES as error:
            if (found := _kind(error)) != expected:
                raise EvaluationError(f"it should fail by {expected}, but fails by {found}: {error}") from error
        else:
            raise EvaluationError("it is said to be refuted, but holds")


def _kind(error):
    if isinstance(error, UnknownSymbol | RangeError):
        return "symbol" if isinstance(error, UnknownSymbol) else "index"
    if isinstance(error, ShapeError) or "the shapes" in str(error).partition("\n")[0]:
        return "shape"
    return "value" if isinstance(error, Mismatch) else "another way"


def examine(root, wanted=()):
    """Every labelled equation of the book with its verdict; only those in `wanted`, if any are named."""
    return map(verdict, readings(root, wanted))


def counts(verdicts):
    """How many equations are in each state, refuted ones apart."""
    return Counter(verdict.state for verdict in verdicts)


def faults(root):
    """What is wrong with labels and bindings, and with formulas in sentences that state a result."""
    known = book(root)
    yield from labels.faults(root, known.entries.keys())
    for equation in labels.inline(root):
        if any(relation in equation.latex for relation in ("=", "\\approx")) and _states_a_result(
            equation.latex, known
        ):
            yield (
                f"{equation.page}, {equation.place}: the formula ${equation.latex}$ states a result, for both its sides"
                " can be computed. Display it with a label, or name only one side"
            )


def _states_a_result(latex, known):
    try:
        binding = bind(latex, None, Entry(), known)
        scope = binding.scope(np.random.default_rng(0))
    except (*FAILURES, KeyError):
        return False
    links = [
        pair
        for place, clause in enumerate(binding.clauses)
        if place not in binding.definitions
        for pair in zip(clause.chain.sides, clause.chain.sides[1:])
    ]
    named = [pair for pair in links if not all(isinstance(side, t.Symbol) for side in pair)]
    return any(all(_computable(side, scope) for side in pair) for pair in named)


def _computable(side, scope):
    """Whether a side has a value that a check could compare; plain numbers are settings, not results."""
    if not any(isinstance(node, t.Symbol) for node in t.walk(side)):
        return False
    try:
        inner = scope.pin(**{name: np.asarray(1.0) for name in free_indices(side, scope)})
        return isinstance(evaluate(side, inner), np.ndarray)
    except EvaluationError:
        return False
