"""Take a page apart: its prose, its code, what stands under its figures, and the modules that draw them."""

import ast
import importlib.util
import json
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from unity.equations.book import book
from unity.equations.finding.markdown import formulas_of
from unity.equations.finding.strings import strings_of

__all__ = ["Part", "formulas_in", "on_page", "parts_of", "paths_of"]


class Part(NamedTuple):
    """A piece of a page: its text, how a place in it is told, and whether it is `"prose"`, `"code"`, `"caption"` or `"alt text"`."""

    text: str
    place: str
    kind: str


def paths_of(root):
    """Every page of a project, with its name: (path, the path from the root on); in the order of its globs.

    Raises ValueError where there is none.
    """
    root, said = Path(root), book(root).said
    left_out = {path for glob in said.without for path in root.glob(glob)}
    found = dict.fromkeys(path for glob in said.pages for path in sorted(root.glob(glob)) if path not in left_out)
    if not found:
        raise ValueError(f"{root}: no file is one of its pages, {', '.join(said.pages)}")
    for page in found:
        yield page, page.relative_to(root).as_posix()


def parts_of(path, figures=()):
    """The parts of a page in their order; at last the code of the modules it imports that `figures`, globs of names, mean."""
    text = Path(path).read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        yield Part(text, "line {}", "prose")
        return
    names = {}
    for number, cell in enumerate(json.loads(text)["cells"], 1):
        source, place = "".join(cell["source"]), f"cell {number}, line {{}}"
        if cell["cell_type"] == "markdown":
            yield Part(source, place, "prose")
        elif cell["cell_type"] == "code":
            yield Part(source, place, "code")
            shown = cell.get("metadata", {}).get("mystnb", {})
            for key, entry, kind in (("figure", "caption", "caption"), ("image", "alt", "alt text")):
                if said := shown.get(key, {}).get(entry):
                    yield Part(said, f"cell {number}, {kind}", kind)
            names |= dict.fromkeys(_imported(source, figures))
    for name in names:
        yield from _code_of(name)


def formulas_in(part, page, kind="sentence"):
    """Every formula of a part; `kind` is what those in the sentences of prose are called."""
    if part.kind == "code":
        return strings_of(part.text, page, part.place)
    return formulas_of(part.text, page, part.place, kind if part.kind == "prose" else part.kind)


def on_page(path, page):
    """Every formula of a page itself, without the modules that it uses."""
    for part in parts_of(path):
        yield from formulas_in(part, page)


def _imported(code, globs):
    """The modules that code takes from a package and some globs mean."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        for alias in node.names if isinstance(node, ast.ImportFrom) else ():
            name = f"{node.module}.{alias.name}"
            if any(fnmatch(name, glob) for glob in globs):
                yield name


def _code_of(name):
    """The code of a module, or of all modules in a package; nothing where the name is no module's."""
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        return
    if spec is None or spec.origin is None:
        return
    origin = Path(spec.origin)
    for file in sorted(origin.parent.rglob("*.py")) if spec.submodule_search_locations else [origin]:
        inside = f"{name.replace('.', '/')}/{file.name}" if file != origin else f"{name.replace('.', '/')}.py"
        yield Part(file.read_text(encoding="utf-8"), f"{inside}, line {{}}", "code")
