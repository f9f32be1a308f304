"""nbformat, without what it loads and never uses."""

import contextlib
import sys

__all__ = ["nbformat"]

URIS = "rfc3987_syntax"  # from it jsonschema builds grammars for all kinds of URIs: most of the start of a command


def nbformat():
    """The module nbformat. No schema of notebooks asks for a URI, so jsonschema is loaded without the grammars of them."""
    with _missing(URIS):
        import nbformat
    return nbformat


@contextlib.contextmanager
def _missing(name):
    """Inside, a package that is not loaded yet seems not to be installed."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None
    try:
        yield
    finally:
        del sys.modules[name]
