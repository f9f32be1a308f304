"""Logistic regression, neural networks and convolutional networks as one mathematical form.

`unity` itself is the mathematics; its modules load when they are first used, so `import unity` costs next to nothing.
Beside it stand, each imported by its own name, the engines (`unity.equations` runs displayed LaTeX, `unity.grading`
asks and grades, `unity.notebook` serves lectures) and what belongs to this course alone, `unity.course`.
One module is wrong on purpose in places: `unity.decks` holds what the lecture decks print where it fails.
"""

import os
import sys

TYPE_CHECKING = False  # type checkers know the name, and need no module for it

__version__ = "0.2.0"

BESIDE = {"course", "equations", "extras", "fast", "grading", "notebook", "registry"}
entries = (entry.partition(".") for entry in os.listdir(__path__[0]))
__all__ = sorted({name for name, _, end in entries if end in ("", "py") and name[:1] not in ("", "_")} - BESIDE)
del entries

if TYPE_CHECKING:
    from unity import (  # isort: skip
        activations, arrays, brains, checks, datasets, decks, descent, estimators, families, features, generative,
        geometry, kindred, labelling, layers, logistic, loops, network, newton, saving, shapes, softmax, tally,
        toeplitz, trilinear,
    )  # fmt: skip
else:

    def __getattr__(name):
        if name in __all__:
            from importlib import import_module

            return import_module(f"unity.{name}")
        here = sys.modules[__name__]
        raise AttributeError(f"module 'unity' has no attribute {name!r}{_elsewhere(name)}", name=name, obj=here)


def _elsewhere(name):
    """Where a name is to be had that `unity` has not: said in the error, and found without importing anything."""
    if name in BESIDE:
        return f": it stands beside the mathematics, and is imported by its own name: import unity.{name}"
    if name.startswith("_"):
        return ""  # what Python itself asks of any module
    homes = [f"unity.{module}.{name}" for module in sorted({*__all__, *BESIDE}) if name in _names(module)]
    return f"; there is {' and '.join(homes)}" if homes else ""


_read = {}


def _names(module):
    """The `__all__` of a module, as its file has it; empty where it has none. Each file is read once."""
    if module not in _read:
        _read[module] = _listed(module)
    return _read[module]


def _listed(module):
    import ast
    from importlib.util import find_spec
    from pathlib import Path

    tree = ast.parse(Path(find_spec(f"unity.{module}").origin).read_text(encoding="utf-8"))
    assigned = [node for node in tree.body if isinstance(node, ast.Assign)]
    listed = [node.value for node in assigned if [ast.unparse(target) for target in node.targets] == ["__all__"]]
    return ast.literal_eval(listed[0]) if listed else []


def __dir__():
    return [*__all__, "__version__"]
