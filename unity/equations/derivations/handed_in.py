"""Derivations by their name: what the installed courses ask."""

from unity.equations.derivations.examined import examine_derivation
from unity.registry import courses

__all__ = ["derivations", "derive"]


def derivations():
    """The derivations of all installed courses, by name."""
    return {
        asked.name: asked for course in courses() if hasattr(course, "derivations") for asked in course.derivations()
    }


def derive(name, latex):
    r"""Check a derivation line by line; what is shown says which line is the first that does not follow, and why.

    Lines are separated by `\\` and `=`. Raises ValueError where no derivation has that name.

    >>> derive("04-curves-down", r"(a (1 - a))^2 + (a - 1) a (1 - a) (1 - 2 a) = a (1 - a)^2 (3 a - 1)")
    04-curves-down: each of 1 steps follows, from the start to the goal.
    """
    known = derivations()
    if name not in known:
        raise ValueError(f"derive: there is no derivation {name!r}; there are {', '.join(sorted(known))}")
    return examine_derivation(known[name], latex)
