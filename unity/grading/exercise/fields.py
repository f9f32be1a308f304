"""What an author has filled in, looked at where it is written: a slip is said with the name of what it stands in."""

import contextlib
from numbers import Real

__all__ = ["expect", "number", "saying", "tuple_of"]


def expect(holds, where, field, value, words):
    """Raise ValueError unless it holds: what stands there, and what was expected."""
    if not holds:
        raise ValueError(f"{where}: {field} is {_short(value)}, expected {words}")


def tuple_of(kind, where, field, value, words):
    """Raise ValueError unless a field is a tuple of such things: a word, or a single one, is easily written in its place."""
    expect(isinstance(value, tuple), where, field, value, f"a tuple of {words}, as in ({words}, {words}) or ({words},)")
    for part in value:
        expect(isinstance(part, kind), where, f"a part of {field}", part, f"a {words}")


def number(where, field, value, words, holds):
    """Raise ValueError unless a field is a real number of which something holds."""
    real = isinstance(value, Real) and not isinstance(value, bool)
    expect(real and holds(value), where, field, value, words)


@contextlib.contextmanager
def saying(what):
    """An error of an author's own function becomes a ValueError, a sentence that says which function it was."""
    try:
        yield
    except Exception as error:
        raise ValueError(f"{what} raised {type(error).__name__}: {error}") from error


def _short(value):
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."
