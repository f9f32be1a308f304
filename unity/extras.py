"""Extras: packages that a part of the library needs and a plain installation has not."""

import contextlib
import functools
import importlib

__all__ = ["late", "require"]


@contextlib.contextmanager
def require(extra):
    """Imports for which the extra has to be installed: where a package is missing, the error says how to get it.

    >>> with require("widgets"):
    ...     import no_such_package
    Traceback (most recent call last):
    ModuleNotFoundError: no_such_package is missing: pip install "harmony-in-complexity[widgets]"
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "unity").partition(".")[0] == "unity":
            raise
        said = f'{error.name} is missing: pip install "harmony-in-complexity[{extra}]"'
        raise ModuleNotFoundError(said, name=error.name) from error


def late(package, extra, **homes):
    """A module's `__getattr__`, by which the face of a package hands on names that are loaded when they are first used.

    `homes` says for each of its modules which names it has. What they need beside a plain installation is in `extra`.

    >>> late("unity", "widgets", registry=["courses"])("courses")()[0].__name__
    'unity.course'
    """
    home_of = {name: home for home, names in homes.items() for name in names}

    @functools.cache
    def found(name):
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        with require(extra):
            return getattr(importlib.import_module(f"{package}.{home_of[name]}"), name)

    return found
