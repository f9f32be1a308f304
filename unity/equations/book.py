"""What a book brings to its equations: what its project says of it, and what an installed course adds to that."""

import functools
import importlib
import importlib.util
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path

from unity.equations.configuration import Configuration, configuration
from unity.registry import courses

__all__ = ["Book", "book"]

NOTHING = Configuration((), ())


@dataclass(frozen=True)
class Book:
    """The tables of a book.

    * `entries` are mappings of labels to what is said of an equation that is not simply run: `states.Proved`, `states.Stated`.
    * `accepted` are mappings of a mutant's key (`mutate.Mutant`: label, change, place) to the reason why it means the same.
    * `spoken` maps a page, or a glob of pages, to the formulas on it that are kept as they are, each with the reason; where one
      stands there more than once, with (reason, how often).
    * `sources` maps a title in a docstring to its key in the bibliography.
    * `said` is what the project's pyproject.toml says: which pages, which modules, whose letters, how formulas are written.

    Raises ValueError where two entries are of one label.
    """

    entries: Iterable[Mapping[str, object]] | Mapping[str, object] = ()
    accepted: Iterable[Mapping] | Mapping = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    spoken: Mapping[str, Mapping[str, str | tuple[str, int]]] = field(default_factory=dict)
    said: Configuration = NOTHING

    def __post_init__(self):
        for name in ("entries", "accepted"):
            object.__setattr__(self, name, _joined(name, getattr(self, name)))

    @functools.cached_property
    def documented(self):
        """The names of the modules whose docstrings say which function computes an equation."""
        return tuple(dict.fromkeys(module for name in self.said.modules for module in _modules(name)))

    def spoken_on(self, page):
        """The formulas on a page that are kept as they are: formula -> (reason, how often it stands there)."""
        tables = [table for glob, table in self.spoken.items() if fnmatch(page, glob)]
        said = {" ".join(latex.split()): reason for table in tables for latex, reason in table.items()}
        return {latex: (reason, 1) if isinstance(reason, str) else reason for latex, reason in said.items()}

    def packages(self):
        """The packages of the documented modules."""
        return sorted({name.partition(".")[0] for name in self.said.modules})

    def modules(self, mentioning=()):
        """The documented modules; only those whose text mentions one of some labels, if any are given."""
        names = [name for name in self.documented if not mentioning or _mentions(name, mentioning)]
        return [_imported(name) for name in names]


def _modules(name):
    """The modules that a name in the configuration means.

    `package.*` are the public modules of a package, `package.*.name` the modules of that name in the packages inside it.
    """
    name, star, behind = name.partition(".*")
    if not star:
        return [name]
    package = _imported(name)
    inside = list(pkgutil.iter_modules(getattr(package, "__path__", ())))
    if behind:
        found = [f"{name}.{inner.name}{behind}" for inner in inside if inner.ispkg]
        return [module for module in found if importlib.util.find_spec(module)]
    inside = [module.name for module in inside]
    listed = getattr(package, "__all__", None) or [name for name in inside if not name.startswith("_")]
    return [f"{package.__name__}.{module}" for module in listed if module in inside]


def _mentions(name, labels):
    """Whether the files of a module, or of the modules in a package, mention a label; without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        return True  # the import will say what is wrong
    files = Path(spec.origin).parent.rglob("*.py") if spec.submodule_search_locations else [Path(spec.origin)]
    return any(label in text for text in (file.read_text(encoding="utf-8") for file in files) for label in labels)


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
