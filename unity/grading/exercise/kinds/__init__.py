"""The kinds of question: a kind says what is done with an answer, what is compared, and what of it may be shown.

`kind` is what all have in common, `steps` the answers that are called, looked at or taken through several steps, `holds`
those of which something has to hold, `written` those that a person marks. A course may bring further ones, a tuple of
such classes that it calls kinds. A file of checks names a kind and holds its data; `known` finds it again.
"""

from unity.grading.exercise.kinds.holds import Holds
from unity.grading.exercise.kinds.kind import Here, Kind, called, fault
from unity.grading.exercise.kinds.known import kind_of
from unity.grading.exercise.kinds.steps import CALL, LOOK, Step, Steps
from unity.grading.exercise.kinds.written import WRITTEN, Written

__all__ = ["CALL", "LOOK", "WRITTEN", "Here", "Holds", "Kind", "Step", "Steps", "Written", "called", "fault", "kind_of"]
