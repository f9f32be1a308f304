"""Spoil every equation that is run, in every small way, and see whether the check notices.

A mutant flips a sign, drops or adds a transpose, drops a factor or a divisor, swaps the factors of a product, shifts an
index or a bound, swaps two symbols, or changes an exponent. Mutants that mean the same are left out by their structure
alone: the transpose of a number or of a symmetric matrix, factors of which one is a number, the order of a sum.

`spoiling` makes the mistakes, `sameness` says which of them are none, `trying` shows the rest to the check, and `survival` reports.
"""

from unity.equations.mutate.survival import report
from unity.equations.mutate.trying import Mutant, mutants, survivors

__all__ = ["Mutant", "mutants", "report", "survivors"]
