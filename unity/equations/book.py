"""What a book brings to its equations: the meaning of its symbols, and an entry for each label that needs more."""

import functools
import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from unity.registry import courses

__all__ = ["Book", "book"]


@dataclass(frozen=True)
class Book:
    """The tables of a book.

    * `symbols` maps a symbol's key (`alpha` for \\alpha, `w_t`, `hat_y`, `p(k|x)`) to the function that computes it from
      other symbols, to LaTeX, or to a number. `shapes` gives the axes of symbols that are drawn and that no parameter
      annotates. `functions` are names that are calls where a bracket follows.
    * `entries` are mappings of labels to what their equations need; `accepted`, (label, a mutant's LaTeX) -> why it means
      the same.
    * `namespaces` are the modules whose names the tables of letters may use in code, `letters` the pages whose letters the
      whole book knows.
    * `documented` are the modules whose docstrings say which function computes an equation, `tables` the files that hold
      the entries, `sources` maps a title in a docstring to its key in the bibliography.

    Raises ValueError where two entries are of one label.
    """

    symbols: Mapping[str, object] = field(default_factory=dict)
    shapes: Mapping[str, str] = field(default_factory=dict)
    functions: tuple[str, ...] = ()
    entries: Iterable[Mapping[str, object]] | Mapping[str, object] = ()
    accepted: Iterable[Mapping] | Mapping = ()
    namespaces: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    documented: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self):
        for name in ("entries", "accepted"):
            object.__setattr__(self, name, _joined(name, getattr(self, name)))

    def packages(self):
        """The packages of the documented modules."""
        return sorted({name.partition(".")[0] for name in self.documented})

    def modules(self):
        """The documented modules."""
        return [importlib.import_module(name) for name in self.documented]


def _joined(name, parts):
    if isinstance(parts, Mapping):
        return dict(parts)
    found = {}
    for part in parts:
        if twice := found.keys() & part.keys():
            raise ValueError(f"Book: {name}: {sorted(twice)} stand there twice")
        found.update(part)
    return found


@functools.cache
def book():
    """The book of the installed courses; one without symbols where none is installed."""
    books = [course.equations() for course in courses() if hasattr(course, "equations")]
    return Book(
        symbols=_joined("symbols", [b.symbols for b in books]),
        shapes=_joined("shapes", [b.shapes for b in books]),
        functions=tuple(name for b in books for name in b.functions),
        entries=[b.entries for b in books],
        accepted=[b.accepted for b in books],
        namespaces=tuple(name for b in books for name in b.namespaces),
        letters=tuple(path for b in books for path in b.letters),
        documented=tuple(name for b in books for name in b.documented),
        tables=tuple(path for b in books for path in b.tables),
        sources=_joined("sources", [b.sources for b in books]),
    )
