"""A function as its formula reads, and in its place a faster way to the same numbers, where there is one."""

import functools
from collections.abc import Callable

__all__ = ["or_faster"]


def or_faster(faster: Callable) -> Callable:
    """For a plain function: what `faster` gives for the same arguments is taken, unless that is NotImplemented.

    >>> def halves(x):
    ...     return x >> 1 if isinstance(x, int) and x % 2 == 0 else NotImplemented
    >>> @or_faster(halves)
    ... def half(x):
    ...     return x / 2
    >>> half(4), half(5)
    (2, 2.5)
    """

    def decorated(plain):
        @functools.wraps(plain)
        def function(*given, **named):
            found = faster(*given, **named)
            return plain(*given, **named) if found is NotImplemented else found

        return function

    return decorated
