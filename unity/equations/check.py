"""Run an equation: draw, evaluate every side, and compare."""

import zlib
from itertools import product

import numpy as np

from unity.equations import tree as t
from unity.equations.evaluate import COMPARE, EvaluationError, counted, evaluate, free_indices, holds
from unity.equations.notation import current

__all__ = [
    "DRAWS",
    "Mismatch",
    "NotFinite",
    "compare",
    "entries",
    "generators",
    "places",
    "run",
    "sides_of",
    "value_of_side",
]

DRAWS = 20
ENOUGH = 200  # numbers: an equality with derivatives by differences varies each of them, and is drawn no more
ROUNDING = 1e-10
NEAR = 1e-6  # what two sides of an approximate equation may differ by, relative
ROUGHEST = 1e-3  # the median error of numerical derivatives, relative, above which a comparison says nothing


class Mismatch(AssertionError):
    """An equation that does not hold; the message shows the formula, the draw, both values and their difference."""


class NotFinite(Mismatch):
    """An equation with a side that is infinite or no number."""


def run(binding, label, draws=DRAWS):
    """Compare the sides of an equation on random draws, each with its own sizes.

    Raises Mismatch where two sides differ or are not finite, EvaluationError where a side has no value, or where its
    derivatives are too rough to tell.
    """
    errors, drawn, equal = [], 0, all({*clause.chain.relations} <= {"="} for clause in binding.clauses)
    for rng in generators(label, draws):
        if errors and equal and drawn > ENOUGH:
            break
        scope = binding.scope(rng)
        drawn += sum(value.size for value in scope.pinned.values() if isinstance(value, np.ndarray))
        errors += compare(binding, scope)
    if errors and np.median(errors) > ROUGHEST:
        raise EvaluationError(f"half of the derivatives are known to {np.median(errors):.1g} only: nothing is compared")


def compare(binding, scope):
    """Compare the sides on one draw; the errors of the numerical derivatives, relative. Raises what `run` does."""
    return [error for place, clause in enumerate(binding.clauses) for error in _compare(binding, place, clause, scope)]


def sides_of(binding, place, clause):
    """The sides of a clause and the relations between them; without the name that it defines, where it defines one."""
    sides, relations = list(clause.chain.sides), list(clause.chain.relations)
    # What a clause defines cannot differ from it.
    return (sides[1:], relations[1:]) if place in binding.definitions else (sides, relations)


def _indices(clause, scope):
    """The free indices of a clause in the order of the formula, which is that of the axes of the function's value."""
    found = {}
    for tree in (clause.chain, *clause.conditions):
        for name, size in free_indices(tree, scope).items():
            found.setdefault(name, size)
    return found


def places(clause, scope):
    """Every choice of the free indices that fulfils the clause's conditions: the scope, the names and the numbers."""
    ranges = _indices(clause, scope)
    met = False
    for numbers in product(*map(current().numbers, ranges.values())):
        inner = scope.pin(**{name: counted(n) for name, n in zip(ranges, numbers)})
        if all(np.all(holds(condition, inner)) for condition in clause.conditions):
            met = True
            yield inner, numbers
    if not met:
        raise EvaluationError(f"{t.latex(clause)}: no index fulfils the conditions")


def _compare(binding, place, clause, scope):
    """Compare the sides of a clause; the errors of its numerical derivatives, relative to the values."""
    sides, relations = sides_of(binding, place, clause)
    if place in binding.definitions and not relations:
        return []
    if not relations:
        raise EvaluationError(f"{t.latex(clause)} has no relation: there is nothing to compare")
    errors = []
    for inner, numbers in places(clause, scope):
        values = entries([value_of_side(side, inner) for side in sides], numbers)
        for relation, (left, a, noise_a), (right, b, noise_b) in zip(relations, values, values[1:]):
            noise = 10 * (noise_a + noise_b)
            _hold(relation, (left, a), (right, b), noise, inner)
            errors += [noise / max(np.abs(a).max(), np.abs(b).max(), noise)] if noise else []
    return errors


def value_of_side(side, scope):
    """A side, its value, and the error that its numerical derivatives may have."""
    scope.errors.clear()
    with np.errstate(all="ignore"):  # what is not finite fails in the comparison
        value = evaluate(side, scope)
    return side, value, max(scope.errors, default=0.0)


def entries(values, numbers):
    """Where an equation speaks of single entries, the entry of the function's value that they ask for."""
    if any(value.size > 1 for side, value, _ in values if not _is_result(side)):
        return values
    return [(side, _entry(value, numbers) if _is_result(side) else value, noise) for side, value, noise in values]


def _entry(value, numbers):
    """The entry that some indices ask for; the whole value where it has no such axes."""
    a = value.squeeze()
    fits = a.ndim == len(numbers) and all(n in current().numbers(size) for n, size in zip(numbers, a.shape))
    return a[tuple(number - current().first for number in numbers)] if fits else value


def _is_result(side):
    """Whether a side is what the library computes: of that, an equation may mean single entries."""
    return isinstance(side, t.Symbol) and side.name.startswith("`")


def _hold(relation, one, other, noise, scope):
    a, b = one[1], other[1]
    single = a.size == b.size == 1
    if not single and a.shape != b.shape:
        raise Mismatch(_said(relation, one, other, scope, f"the shapes {a.shape} and {b.shape} differ"))
    a, b = (a.reshape(()), b.reshape(())) if single else (a, b)
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise NotFinite(_said(relation, one, other, scope, "a value is not finite"))
    scale = max(np.abs(a).max(), np.abs(b).max(), 1e-300)
    allowed = (NEAR if relation == "\\approx" else ROUNDING) * max(scale, 1e-3) + noise
    if relation == "\\approx":
        allowed += max(_rounding(one[0]), _rounding(other[0]))
    gap = np.abs(a - b).max()
    if relation in ("=", "\\approx") and gap > allowed:
        difference = f"the largest difference is {gap:.3g}, {allowed:.1g} is allowed"
        raise Mismatch(_said(relation, one, other, scope, difference))
    if relation not in ("=", "\\approx") and not _ordered(relation, a, b, allowed):
        raise Mismatch(_said(relation, one, other, scope, "it does not hold"))


def _rounding(side):
    """What a printed number may be off by: half of its last digit; nothing where a side is no such number."""
    side = side.term if isinstance(side, t.Negative) else side
    if not isinstance(side, t.Number):
        return 0.0
    return 0.5 * 10.0 ** -len(side.text.partition(".")[2])


def _ordered(relation, a, b, allowed):
    """Whether an inequality holds entry by entry; one that allows equality also where rounding hides it."""
    kept = COMPARE[relation](a, b)
    return (kept | (np.abs(a - b) <= allowed)).all() if relation in ("\\le", "\\ge") else kept.all()


def _said(relation, one, other, scope, difference):
    """The message of a mismatch: what is wrong, both sides with their values, and the draw."""
    left, right = (f"    {t.latex(tree)} = {_shown(value)}" for tree, value in (one, other))
    between = {"=": "  is not", "\\approx": "  is not near"}.get(relation, f"  is not {relation}")
    drawn = ", ".join(f"{name} = {_shown(scope.pinned[name])}" for name in sorted(scope.pinned))
    return "\n".join([difference, left, between, right, f"  with {drawn}"])


def _shown(value):
    if not isinstance(value, np.ndarray):
        return "a function"
    text = np.array2string(value, precision=4, suppress_small=True, threshold=24, separator=", ")
    return " ".join(text.split())


def generators(label, draws):
    """The same draws for the same label, on every machine."""
    return np.random.default_rng(zlib.crc32(label.encode())).spawn(draws)
