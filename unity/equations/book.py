"""What a book brings to its equations: what its project says of it, and what an installed course adds to that."""

import functools
import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from unity.equations.configuration import Configuration, configuration
from unity.registry import courses

__all__ = ["Book", "book"]

NOTHING = Configuration((), ())


@dataclass(frozen=True)
class Book:
    """The tables of a book.

    * `symbols` maps a symbol's key (`alpha` for \\alpha, `w_t`, `hat_y`, `p(k|x)`) to the function that computes it from
      other symbols, to LaTeX, or to a number. `shapes` gives the axes of symbols that are drawn and that no parameter
      annotates. `functions` are names that are calls where a bracket follows.
    * `entries` are mappings of labels to what their equations need; `accepted`, (label, a mutant's LaTeX) -> why it means
      the same.
    * `tables` are the files that hold the entries, `sources` maps a title in a docstring to its key in the bibliography.
    * `said` is what the project's pyproject.toml says: which pages, which modules, whose letters, how formulas are written.

    Raises ValueError where two entries are of one label.
    """

    symbols: Mapping[str, object] = field(default_factory=dict)
    shapes: Mapping[str, str] = field(default_factory=dict)
    functions: tuple[str, ...] = ()
    entries: Iterable[Mapping[str, object]] | Mapping[str, object] = ()
    accepted: Iterable[Mapping] | Mapping = ()
    tables: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    said: Configuration = NOTHING

    def __post_init__(self):
        for name in ("entries", "accepted"):
            object.__setattr__(self, name, _joined(name, getattr(self, name)))

    @functools.cached_property
    def documented(self):
        """The names of the modules whose docstrings say which function computes an equation."""
        return tuple(dict.fromkeys(module for name in self.said.modules for module in _modules(name)))

    def packages(self):
        """The packages of the documented modules."""
        return sorted({name.partition(".")[0] for name in self.said.modules})

    def modules(self):
        """The documented modules."""
        return [_imported(name) for name in self.documented]


def _modules(name):
    """The modules that a name in the configuration means: `package.*` are the public modules of a package."""
    if not name.endswith(".*"):
        return [name]
    package = _imported(name[:-2])
    inside = [module.name for module in pkgutil.iter_modules(getattr(package, "__path__", ()))]
    listed = getattr(package, "__all__", None) or [name for name in inside if not name.startswith("_")]
    return [f"{package.__name__}.{module}" for module in listed if module in inside]


def _imported(name):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if not f"{name}.".startswith(f"{error.name}."):
            raise
        raise ValueError(f"modules has {name!r}, expected the name of a module that can be imported") from error


def _joined(name, parts):
    if isinstance(parts, Mapping):
        return dict(parts)
    found = {}
    for part in parts:
        if twice := found.keys() & part.keys():
            raise ValueError(f"Book: {name}: {sorted(twice)} stand there twice")
        found.update(part)
    return found


def book(root="."):
    """The book of the project in a folder: what its pyproject.toml says, with the tables of the course that it names.

    Raises ValueError where the project says nothing, or something that makes no sense.
    """
    return _book(configuration(root))


@functools.cache
def _book(said):
    if not said.course:
        return Book(said=said)
    found = {course.__name__: course for course in courses()}
    if said.course not in found:
        raise ValueError(
            f"course = {said.course!r}, expected an installed course: {', '.join(found) or 'there is none'}"
        )
    return replace(found[said.course].equations(), said=said)
