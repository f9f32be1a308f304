"""Modules that not every reader has."""

import importlib.util

__all__ = ["available"]


def available(module, package):
    """Whether a module that not every reader has can be imported; where it cannot, say which package holds it.

    >>> available("numpy", "numpy")
    True
    >>> available("no_such_module", "no-such-package")
    Left out: no_such_module is not installed here (pip install no-such-package).
    False
    """
    if importlib.util.find_spec(module.partition(".")[0]) is not None:
        return True
    print(f"Left out: {module} is not installed here (pip install {package}).")
    return False
