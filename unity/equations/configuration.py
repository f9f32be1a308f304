"""What a project says of its equations: the table `[tool.unity-equations]` of its `pyproject.toml`.

    [tool.unity-equations]
    modules = ["mine", "mine.*"]      # whose functions compute the equations; mine.* are the public modules of mine
    pages = ["chapters/*.md"]         # notebooks and MyST pages, as globs from the project's folder

All other keys have a default: `Configuration` describes them. A key or a value that makes no sense is an error of one
sentence, which says what was expected.
"""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from unity.equations.notation import Notation

__all__ = ["FILE", "NAME", "Configuration", "configuration", "configured"]

FILE, NAME = "pyproject.toml", "unity-equations"
HABITS = ("w^T", r"\|w\|", "||w||", "|z|", r"\operatorname*{argmax}", r"\hat{\mathbf{y}}", r"\text{where}", "dy/dx")
CHOICES = {"examples": ("columns", "rows"), "first": (0, 1), "superscript": ("example", "layer")}
SUFFIXES = (".ipynb", ".md")


@dataclass(frozen=True)
class Configuration:
    """The table, key by key.

    * `modules`: the modules whose docstrings say what they compute, and whose code counts as the library; `package.*` are
      all public modules of a package, `package.*.name` the modules of that name in the packages inside it. `support`: those among them that only serve it, such as checks of shapes.
    * `pages`: globs of pages; `without`: globs of pages that are left out.
    * `namespaces`: the modules whose names the tables of letters may use in code, beside those of `modules`.
    * `letters`: pages whose letters hold on all pages.
    * `figures`: globs of modules; the formulas in their strings belong to the pages that import them.
    * `formulas`: whether every formula is checked, and not only those with a label; `unfinished`: globs of pages where some are not yet.
    * `labels`: what a label may begin with: `"eq"` for eq-name.
    * `strict`: whether every displayed equation must have a label, and every label a function whose docstring names it.
    * `course`: the installed course (`unity.registry`) whose entries the book uses, if any.
    * `examples`, `first`, `superscript` and `habits`: the `Notation`.
    """

    modules: tuple[str, ...]
    pages: tuple[str, ...]
    without: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    namespaces: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    labels: tuple[str, ...] = ("eq",)
    strict: bool = False
    formulas: bool = False
    unfinished: tuple[str, ...] = ()
    course: str = ""
    examples: str = "columns"
    first: int = 1
    superscript: str = "example"
    habits: tuple[str, ...] = ()

    @property
    def notation(self):
        """How the book writes."""
        return Notation(self.examples, self.first, self.superscript, frozenset(self.habits))


def configured(folder):
    """Whether a folder's project has the table; looks no further than that."""
    path = Path(folder) / FILE
    return path.is_file() and f"[tool.{NAME}]" in path.read_text(encoding="utf-8")


def configuration(root):
    """The configuration of the project in a folder.

    Raises ValueError, in one sentence with key, value and what was expected, for what makes no sense.
    """
    path = Path(root) / FILE
    if not path.is_file():
        raise ValueError(f"{path} is missing: there the table [tool.{NAME}] says which pages and modules are meant")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {}).get(NAME)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path} is no TOML: {error}") from error
    if table is None:
        raise ValueError(f"{path} has no table [tool.{NAME}]: it says which pages and modules are meant")
    return _configuration(table, f"{path}, [tool.{NAME}]")


def _configuration(table, where):
    if not isinstance(table, dict):
        raise ValueError(f"{where}: {table!r}, expected a table")
    known = {field.name: field for field in fields(Configuration)}
    for key in table:
        if key not in known:
            raise ValueError(f"{where}: the key {key!r} is none of {', '.join(known)}")
    for key in ("modules", "pages"):
        if not table.get(key, True) or key not in table:
            raise ValueError(f"{where}: {key} = {table.get(key, [])!r}, expected a list of at least one")
    return Configuration(**{key: _value(key, value, known[key].type, where) for key, value in table.items()})


def _value(key, value, kind, where):
    """A value of the table, as its field holds it."""
    if key in CHOICES:
        choices = CHOICES[key]
        if type(value) is not type(choices[0]) or value not in choices:
            raise ValueError(f"{where}: {key} = {value!r}, expected {' or '.join(map(repr, choices))}")
        return value
    if kind in (bool, str):
        if type(value) is not kind:
            expected = "true or false" if kind is bool else "a name in quotes"
            raise ValueError(f"{where}: {key} = {value!r}, expected {expected}")
        return value
    if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
        raise ValueError(f"{where}: {key} = {value!r}, expected a list of texts")
    for entry in value:
        if expected := _fault(key, entry):
            raise ValueError(f"{where}: {key} has {entry!r}, expected {expected}")
    return tuple(value)


def _fault(key, entry):
    """What was expected instead of an entry of a list; None where it is well."""
    if key == "habits" and entry not in HABITS:
        return f"one of {', '.join(HABITS)}"
    if key in ("pages", "letters") and not entry.endswith(SUFFIXES):
        return "a path that ends in .ipynb or .md"
    if key in ("pages", "without", "letters", "unfinished") and (entry.startswith("/") or ".." in Path(entry).parts):
        return "a path from the project's folder on"
    name = entry.replace(".*.", ".", key == "modules").removesuffix(".*")
    if key in ("modules", "namespaces", "support") and not name.replace(".", "_").isidentifier():
        return "the name of a module, or of a package with .* behind it"
    if key == "labels" and not entry.isalnum():
        return "letters and digits"
    return None
