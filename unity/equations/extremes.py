"""Where random draws do not come: the edge of a condition, and the place where a bound is almost attained."""

import numpy as np

from unity.equations import tree as t
from unity.equations.check import Mismatch, NotFinite, compare, generators, places, run, sides_of, value_of_side
from unity.equations.evaluate import EvaluationError

__all__ = ["attained", "hold", "on_edges"]

DRAWS, ZERO = 200, t.Number("0")
BOUNDS = {"<", ">", "\\le", "\\ge"}
NEAREST = 0.15  # how near the sides of a bound come in one of these draws, relative
UNDRAWN = (NotFinite, EvaluationError, ValueError, LookupError, ArithmeticError)


def hold(binding, label):
    """Compare the sides of an equation on random draws, on its edges, and where its bounds are attained. Raises what `run` does."""
    run(binding, label)
    on_edges(binding, label)
    attained(binding, label)


def on_edges(binding, label):
    """Compare once more where all that may be any number is 0: there, $w^\\top x + b \\ge 0$ is on its edge.

    Only clauses that tell cases apart are compared, and only where they have a value there. Raises Mismatch.
    """
    if not any(isinstance(node, t.Iverson | t.Cases) for clause in binding.clauses for node in t.walk(clause.chain)):
        return
    (rng,) = generators(label, 1)
    try:
        compare(binding, binding.scope(rng, edge=True))
    except UNDRAWN:
        return  # it has no value there: no edge lies there


def attained(binding, label):
    """See that each bound is almost attained by some draw: else a stronger one would hold, and a weaker one pass.

    Raises Mismatch where the sides of an inequality never come near each other.
    """
    for place, clause in enumerate(binding.clauses):
        sides, relations = sides_of(binding, place, clause)
        for relation, *pair in zip(relations, sides, sides[1:]):
            if relation in BOUNDS and not any(gap <= NEAREST for gap in _gaps(binding, label, clause, pair)):
                raise Mismatch(
                    f"{t.latex(t.Chain(tuple(pair), (relation,)))}: in none of {DRAWS} draws the sides are within "
                    f"{NEAREST:.0%} of each other: a bound that is never almost attained could be any other"
                )


def _gaps(binding, label, clause, pair):
    """How far two sides are apart in each draw, relative to the larger; of 0, relative to what was usual before."""
    usual = []
    for rng in generators(label, DRAWS):
        for inner, _ in places(clause, binding.scope(rng)):
            a, b = (value_of_side(side, inner)[1] for side in pair)
            usual.append(max(np.abs(a).max(), np.abs(b).max()))
            scale = np.median(usual) if ZERO in pair else usual[-1]
            yield np.abs(a - b).min() / scale if scale else 0.0
