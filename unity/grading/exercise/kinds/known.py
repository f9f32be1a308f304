"""The kinds that are known here by their names: those of the grader, and those of the installed courses."""

from unity.grading.exercise.kinds.holds import Holds
from unity.grading.exercise.kinds.steps import Steps
from unity.grading.exercise.kinds.written import Written
from unity.registry import courses

__all__ = ["kind_of"]


def kind_of(name, data):
    """The kind of that name with that data, as a file of checks has them. Raises ValueError for a name that is unknown.

    >>> kind_of(*Written().written())
    Written()
    """
    known = {kind.__name__: kind for kind in (Steps, Holds, Written)}
    if name not in known:  # a course's own may take long to load
        known |= {kind.__name__: kind for course in courses() if hasattr(course, "kinds") for kind in course.kinds()}
    if name not in known:
        raise ValueError(f"there is no kind of question {name!r}; there are {', '.join(sorted(known))}")
    return known[name].read(data, kind_of)
