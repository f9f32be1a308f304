"""Logistic regression, neural networks and convolutional networks as one mathematical form.

`unity` itself is the mathematics; its modules load when they are first used, so `import unity` costs next to nothing.
Beside it stand, each imported by its own name, the engines (`unity.equations` runs displayed LaTeX, `unity.grading`
asks and grades, `unity.notebook` serves lectures) and what belongs to this course alone, `unity.course`.
"""

import importlib
import pkgutil
from typing import TYPE_CHECKING

__version__ = "0.2.0"

BESIDE = {"course", "equations", "extras", "grading", "notebook", "registry"}
__all__ = sorted({module.name for module in pkgutil.iter_modules(__path__) if module.name[0] != "_"} - BESIDE)

if TYPE_CHECKING:
    from unity import (  # isort: skip
        activations, arrays, brains, checks, datasets, decks, descent, estimators, families, features, generative,
        geometry, kindred, labelling, layers, logistic, loops, network, newton, saving, shapes, softmax, tally,
        toeplitz, trilinear,
    )  # fmt: skip
else:

    def __getattr__(name):
        if name in __all__:
            return importlib.import_module(f"unity.{name}")
        raise AttributeError(f"module 'unity' has no attribute {name!r}")


def __dir__():
    return [*__all__, "__version__"]
