"""Compare a derivation line by line: the first line that does not follow, the numbers that show it, and the slip."""

from dataclasses import dataclass, replace
from itertools import islice, pairwise

import numpy as np

from unity.equations import tree as t
from unity.equations.check import generators, places, run, value_of_side
from unity.equations.derivations.slips import repairs
from unity.equations.derivations.typed import expressions
from unity.equations.evaluate.allowance import TooMuch, limited, spend
from unity.equations.letters import bind_clauses
from unity.equations.mutate.sameness import is_number_in, normal_clauses

__all__ = ["Examined", "examine_derivation"]

DRAWS, TRIES = 5, 400  # draws for each line, small changes that are tried on a wrong one
MOST_PARTS = 300  # nodes of one expression
STEPS, SECONDS = 100_000, 5.0  # of all lines together, and once more for the slip
FAILURES = (AssertionError, ValueError, IndexError, ArithmeticError, TypeError, RecursionError, MemoryError)


@dataclass(frozen=True)
class Examined:
    """What became of a derivation.

    * `lines` are its expressions; `wrong` is the number of the first that does not follow from the one before, counted
      from 1, or None; `reason` shows by which numbers, and `slip` is the mistake that was recognised, or None.
    * `starts` and `ends` say whether it begins and ends with what was asked.
    """

    name: str
    lines: tuple[str, ...]
    wrong: int | None
    reason: str | None
    slip: str | None
    starts: bool
    ends: bool

    @property
    def holds(self):
        """Whether each line follows, from the start that was asked to the goal."""
        return self.wrong is None and self.starts and self.ends

    @property
    def following(self):
        """The share of the steps that follow before the first that does not."""
        steps = len(self.lines) - 1
        return (
            0.0 if steps < 1 or not self.starts else (steps if self.wrong is None else max(self.wrong - 2, 0)) / steps
        )

    def __str__(self):
        if self.holds:
            return f"{self.name}: each of {len(self.lines) - 1} steps follows, from the start to the goal."
        said = []
        if self.wrong is not None:
            rows = self.reason.splitlines()
            if self.lines:
                rows = [
                    f"line {self.wrong} does not follow: {self.lines[self.wrong - 1]}",
                    *(f"    {row}" for row in rows),
                ]
            said += [f"{self.name}: {rows[0]}", *rows[1:]]
            said += [f"    the slip: {self.slip}"] if self.slip else []
        if self.lines and not self.starts:
            said.append(f"{self.name}: it does not begin with what was asked: {self.lines[0]}")
        if self.wrong is None and not self.ends:
            said.append(f"{self.name}: it does not end with the goal, though each line follows: {self.lines[-1]}")
        return "\n".join(said)

    __repr__ = __str__


def examine_derivation(derivation, latex):
    r"""Examine what was typed for a derivation: LaTeX, whose lines are separated by `\\` and `=`.

    It is bounded in time and memory whatever is typed, and raises nothing for it: what is wrong stands in the result.
    """
    trees = []
    try:
        lines = tuple(expressions(latex))
    except ValueError as error:
        return Examined(derivation.name, (), 1, str(error), None, False, False)
    for number, line in enumerate(lines, 1):
        try:
            trees.append(_of_a_size(derivation.read(line)))
        except FAILURES as error:
            reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
            return Examined(derivation.name, lines, number, reason, None, _is(derivation, trees[:1], _starts), False)
    with limited(STEPS, SECONDS):
        reasons = (_difference(derivation, before, line) for before, line in pairwise(trees))
        place, reason = next(((place, said) for place, said in enumerate(reasons) if said), (None, None))
        starts, ends = _is(derivation, trees[:1], _starts), _is(derivation, trees[-1:], _goals)
    if place is None:
        return Examined(derivation.name, lines, None, None, None, starts, ends)
    return Examined(
        derivation.name, lines, place + 2, reason, _slip(derivation, *trees[place : place + 2]), starts, ends
    )


def _of_a_size(tree):
    """A tree of no more parts than the examination can afford."""
    count = sum(1 for _ in islice(t.walk(tree), MOST_PARTS + 1))
    if count > MOST_PARTS:
        raise ValueError(f"the formula has more than {MOST_PARTS} letters, numbers and operations")
    return tree


def _difference(derivation, before, line):
    """Why a line does not follow from the one before; None where it does."""
    try:
        with np.errstate(all="ignore"):
            run(_bound(derivation, t.Chain((before, line), ("=",))), derivation.name, DRAWS)
    except FAILURES as error:
        return "it is nested too deeply" if isinstance(error, RecursionError) else str(error) or type(error).__name__
    return None


def _bound(derivation, *chains):
    """Some lines, ready to be drawn together with all letters of the table, of which a slip may have left one out."""
    letters = [letter.written for letter in derivation.table.values() if letter.name and not letter.parameters]
    clauses = tuple(map(t.Clause, (*chains, *(t.Chain((letter,), ()) for letter in letters))))
    binding = bind_clauses(clauses, derivation.table, derivation.namespace)
    return replace(binding, clauses=binding.clauses[: len(chains)])


def _slip(derivation, before, line):
    """The first of the usual slips that explains a wrong line; None where none does in the time there is."""
    axes = {axis for letter in derivation.table.values() for axis in letter.axes or () if isinstance(axis, str)}
    known = [name for name in ("m", *sorted(axes - {"m"})) if name in axes]
    try:
        with limited(STEPS, SECONDS), np.errstate(all="ignore"):
            draws = [_drawn(derivation, before, line, rng) for rng in generators(derivation.name, 3)]
            for slip, one, other in islice(repairs(before, line, known), TRIES):
                spend(None)
                if all(_agree(one, other, places, values) for places, values in draws):
                    return slip
    except FAILURES:
        pass
    return None


def _drawn(derivation, before, line, rng):
    """One draw of what two lines speak of: a scope for each choice of their free indices, and no values yet."""
    chain = t.Chain((before, line), ("=",))
    scope = _bound(derivation, chain).scope(rng)
    return [inner for inner, _ in places(t.Clause(chain), scope)], {}


def _agree(one, other, scopes, values):
    """Whether two trees have the same value in each scope; what was computed once is kept in `values`."""
    for number, scope in enumerate(scopes):
        for tree in (one, other):
            if (number, tree) not in values:
                try:
                    values[number, tree] = value_of_side(tree, scope)[1:]
                except TooMuch:
                    raise
                except FAILURES:
                    values[number, tree] = None
        first, second = values[number, one], values[number, other]
        if first is None or second is None or not _near(*first, *second):
            return False
    return True


def _near(a, noise_a, b, noise_b):
    if a.size == b.size == 1:
        a, b = a.reshape(()), b.reshape(())
    if a.shape != b.shape:
        return False
    return bool(np.all(np.abs(a - b) <= 1e-8 * max(np.abs(b).max(), 1e-3) + 10 * (noise_a + noise_b)))


def _starts(derivation):
    return (derivation.start,)


def _goals(derivation):
    return (derivation.goal, *derivation.also)


def _is(derivation, trees, asked):
    """Whether a line is one of the expressions that were asked, in some order of sums and numbers."""
    if not trees:
        return False
    (line,) = trees
    wanted = [derivation.read(latex) for latex in asked(derivation)]
    clauses = [t.Clause(t.Chain((tree,), ())) for tree in (line, *wanted)]
    try:
        scope = _bound(derivation, *(clause.chain for clause in clauses)).scope(np.random.default_rng(0))
        is_number = is_number_in(scope)
        first, *others = (normal_clauses((clause,), is_number) for clause in clauses)
    except FAILURES:
        return line in wanted
    return first in others
