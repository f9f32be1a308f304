"""What a table says of one equation: what it needs beside the book's symbols, or why it is not simply run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

__all__ = ["Entry", "Proved", "Refuted", "Stated"]


@dataclass(frozen=True)
class Entry:
    """What one equation needs beside the book's table. Most equations need nothing.

    * `value`: a function of symbols that calls the bound function, where its plain result is not the left side.
    * `symbols`: symbols that mean something else here: a function of other symbols, LaTeX, a number, or None to draw them.
    * `shapes`: the axes of drawn symbols that no function's parameter annotates: "n m"; "" is a number.
    * `draws`: how to draw a symbol, a function of (rng, shape), where a normal draw would not do.
    * `sizes`: axes whose size the mathematics fixes. `ranges`: how far an index runs that counts no array.
    * `functions`: further names that are calls where a bracket follows.
    * `clause`: which clause has the function's value on its left, where it is not the first.
    * `rounding`: what separates two sides of an approximate equation (\\approx) at most, relative.
    """

    value: Callable | None = None
    symbols: Mapping[str, object] = field(default_factory=dict)
    shapes: Mapping[str, str] = field(default_factory=dict)
    draws: Mapping[str, Callable] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    ranges: Mapping[str, str | int] = field(default_factory=dict)
    functions: tuple[str, ...] = ()
    clause: int = 0
    rounding: float = 1e-6


@dataclass(frozen=True)
class Proved:
    """An identity over symbols, or a limit, that SymPy proves: symbol -> what is assumed of it ("real", "positive", ...)."""

    assumptions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stated:
    """An equation that cannot be evaluated, with the reason."""

    reason: str


@dataclass(frozen=True)
class Refuted:
    """A formula as a deck prints it, which must fail against the function that computes what is meant.

    `fails` says how, once for each entry: by "value", by "shape", by an "index" out of range or by a "symbol" that stands for nothing.
    """

    function: str
    fails: tuple[tuple[str, Entry], ...]
