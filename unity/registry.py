"""The courses that are installed. A course registers itself, and the engines ask here what it has for them.

A course is a module that a distribution names as an entry point of the group `unity.courses`. It has what its author
needs of this: `questions()`, the exercises of its chapters; `typed()`, those whose answers are typed; `kinds()`, its
own kinds of question; `released`, the folder with the checks of its assignments; `equations()`, its
`unity.equations.Book`; `results`, the folder with the results that its pages quote.
"""

import functools
from importlib.metadata import entry_points

__all__ = ["courses"]


@functools.cache
def courses():
    """The modules of all installed courses, in the order of their names.

    >>> [course.__name__ for course in courses()]
    ['unity.course']
    """
    return tuple(entry.load() for entry in sorted(entry_points(group="unity.courses"), key=lambda entry: entry.name))
