"""Derivations that a reader hands in: each line is compared with the one before, on the letters that were declared.

`asked` says what is asked, `typed` takes what was typed apart, `examined` compares line by line, `slips` recognises the usual
mistakes, and `handed_in` finds a derivation by its name.
"""

from unity.equations.derivations.asked import Derivation
from unity.equations.derivations.examined import Examined, examine_derivation
from unity.equations.derivations.handed_in import derivations, derive

__all__ = ["Derivation", "Examined", "derivations", "derive", "examine_derivation"]
