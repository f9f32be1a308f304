"""What the library computes: a piece of Python over the letters of a page and the names of a package."""

import ast
import builtins
import contextlib
import functools
import importlib
import importlib.util
import inspect
import pkgutil
import re
import symtable
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace

import numpy as np

__all__ = ["Code", "Namespace"]


class Namespace(Mapping):
    """The names that code may use beside letters: the public names of some modules, and submodules by their own name.

    A module is imported when the first of its names is asked for.
    """

    def __init__(self, modules):
        self.modules = tuple(modules)

    def __getitem__(self, name):
        for module in self.modules:
            if module.rpartition(".")[2] == name:
                return importlib.import_module(module)
            if module not in sys.modules and not _mentions(module, name):
                continue
            found = importlib.import_module(module)
            if hasattr(found, name):
                return getattr(found, name)
            try:
                return importlib.import_module(f"{module}.{name}")
            except ModuleNotFoundError as error:
                if error.name != f"{module}.{name}":
                    raise
        raise KeyError(name)

    def function_in(self, text):
        """The importable name of the first function of these modules that a piece of code calls, or None."""
        for dotted in re.findall(r"([A-Za-z_][\w.]*)\(", text):
            head, _, rest = dotted.partition(".")
            for module in self.modules:
                name = module if module.rpartition(".")[2] == head else f"{module}.{head}"
                name = f"{name}.{rest}" if rest else name
                with contextlib.suppress(ImportError, AttributeError):
                    found = pkgutil.resolve_name(name)  # and not what a module has taken from elsewhere, np.ones
                    if inspect.isfunction(found) and found.__module__.partition(".")[0] == name.partition(".")[0]:
                        return name
        return None

    def __contains__(self, name):
        try:
            self[name]
        except KeyError:
            return False
        return True

    def __iter__(self):
        return iter(self.modules)

    def __len__(self):
        return len(self.modules)


@functools.cache
def _text(module):
    """The text of a module's file, or of all files of a package; None where there is none to read."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        return None
    files = Path(spec.origin).parent.rglob("*.py") if spec.submodule_search_locations else [Path(spec.origin)]
    return "\n".join(f"{file.stem} {file.read_text(encoding='utf-8')}" for file in files)


def _mentions(module, name):
    """Whether a module may have a name, by its text alone: importing it to see would take long."""
    text = _text(module)
    return text is None or name in text


class Code:
    """A function of letters: the value of a piece of Python in which they stand under their names in code.

    `names` maps a name in code to the key of the letter. Those of `parameters`, keys too, come first. A number without
    axes comes as a Python number, and as an int where it counts; handed to a parameter, it comes as a matrix (1, 1).
    """

    def __init__(self, text, names, namespace, parameters=(), counts=frozenset()):
        try:
            expression = ast.parse(text.strip(), mode="eval")
        except SyntaxError as error:
            raise ValueError(f"`{text}` is no Python expression: {error.msg}") from error
        free = set(_free_names(symtable.symtable(text.strip(), "<code>", "eval")))
        asked = [node for node in ast.walk(expression) if isinstance(node, ast.Name) and node.id in free]
        asked = [node.id for node in sorted(asked, key=lambda node: (node.lineno, node.col_offset))]
        self.text, self.code = text, compile(expression, f"<{text}>", "eval")
        self.names = {name: names[name] for name in dict.fromkeys(asked) if name in names}
        foreign = [name for name in dict.fromkeys(asked) if name not in names]
        if unknown := [name for name in foreign if not (hasattr(builtins, name) or name == "np" or name in namespace)]:
            raise ValueError(f"`{text}`: {unknown[0]} is neither a letter's name in code nor a name of the library")
        self.namespace, self.counts, self.leading = namespace, counts, frozenset(parameters)
        self.foreign = [name for name in foreign if not hasattr(builtins, name)]
        keys = dict.fromkeys([*parameters, *self.names.values()])
        self.parameters = {key: SimpleNamespace(default=None, empty=object(), annotation=None) for key in keys}
        for parameter in self.parameters.values():
            parameter.default = parameter.empty  # a letter always has a value

    def __call__(self, **values):
        """The value; `values` maps the keys of letters to arrays."""
        given = {name: self._number(key, values[key]) for name, key in self.names.items()}
        library = {name: np if name == "np" else self.namespace[name] for name in self.foreign}
        return eval(self.code, library | given)

    def _number(self, key, value):
        if isinstance(value, Callable) or value.ndim:
            return value
        if key in self.leading:
            return value.reshape(1, 1)
        return int(value) if key in self.counts else float(value)


def _free_names(table):
    """The names that code takes from around it: what no lambda and no comprehension brings itself where it stands."""
    outermost = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (symbol.is_global() or (outermost and not symbol.is_assigned())):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _free_names(inner)
