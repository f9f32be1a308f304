"""Extras: packages that a part of the library needs and a plain installation has not."""

import contextlib

__all__ = ["require"]


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
