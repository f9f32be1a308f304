"""A formula ready to be drawn and compared: its clauses, what is computed in them, and what is drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from unity.equations import tree as t
from unity.equations.draws import axes_of, draw, normal, sizes, zero
from unity.equations.evaluate import EvaluationError, Scope

__all__ = ["Binding"]


@dataclass(frozen=True)
class Binding:
    """A formula ready to be drawn and compared.

    * `fixtures`: what computes a symbol; `leaves`: the shape of each symbol that is drawn, `"n m"`.
    * `draws`: how a symbol is drawn, a function of (rng, shape), where a normal draw would not do.
    * `fixed`: sizes that the page gives. `ranges`: how far an index runs that counts no array.
    * `definitions`: the places of the clauses that define a symbol for the others.
    """

    clauses: tuple[t.Clause, ...]
    fixtures: Mapping[str, object]
    leaves: Mapping[str, str]
    draws: Mapping[str, Callable] = field(default_factory=dict)
    fixed: Mapping[str, int] = field(default_factory=dict)
    ranges: Mapping[str, str | int] = field(default_factory=dict)
    definitions: frozenset[int] = frozenset()

    def scope(self, rng, small=False, edge=False):
        """One draw of all leaves, and everything that can be computed from them.

        A `small` one can be read; in one on an `edge` all that may be any number is 0.
        """
        table = sizes({name: [axes_of(shape)] for name, shape in self.leaves.items()}, self.fixed, rng, small)
        pinned = {name: np.asarray(float(size)) for name, size in table.items() if name.isidentifier()}
        for name, shape in sorted(self.leaves.items()):
            if name not in table:  # m, n, K are sizes
                how = self.draws.get(name)
                pinned[name] = draw(name, [shape], table, rng, zero if edge and how in (None, normal) else how)
        ranges = {name: table.get(size, size) for name, size in self.ranges.items()}
        for name, size in ranges.items():
            if isinstance(size, str):
                raise EvaluationError(f"the index {name} runs to {size}, which is no axis of what is drawn")
        return Scope(self.fixtures, pinned, ranges)
