"""Logistic regression, neural networks and convolutional networks as one mathematical form.

Modules load when they are first used, so `import unity` costs next to nothing.
"""

import importlib
import pkgutil

__version__ = "0.2.0"
__all__ = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


def __getattr__(name):
    if name in __all__:
        return importlib.import_module(f"unity.{name}")
    raise AttributeError(f"module 'unity' has no attribute {name!r}")


def __dir__():
    return [*__all__, "__version__"]
