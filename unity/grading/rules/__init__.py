"""The rules of a class, in one file: which submission counts, late days, a roster, rubrics, and amendments by hand.

`reading` reads that file and `amendments` writes into it, `times` and `lateness` say how late a submission was and what that
costs, `roster` who belongs to the class, `counting` which submission counts; `standing` is where each student stands after
all of it.
"""

from unity.grading.rules.amendments import amend
from unity.grading.rules.reading import Amendment, Late, Rules, read_rules
from unity.grading.rules.standing import Standings, standings, strange

__all__ = ["Amendment", "Late", "Rules", "Standings", "amend", "read_rules", "standings", "strange"]
