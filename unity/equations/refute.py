"""Refute a misprint exactly: it says what the page claims that it says, it fails, and what holds instead holds."""

from unity.equations.check import Mismatch, run
from unity.equations.evaluate import EvaluationError, RangeError, ShapeError, UnknownSymbol
from unity.equations.letters import Undeclared, names_defined
from unity.equations.library import meets_library
from unity.equations.reader import ReadError, read

__all__ = ["refute"]


def refute(reading):
    """How a misprint fails: by `"value"`, by `"shape"`, by an `"index"` out of range or by a `"symbol"` that stands for nothing.

    Raises EvaluationError where the printed formula is not what its letters say as printed, where it holds with the letters
    as they are meant, and where no formula behind it, with the same left side, says what holds.
    """
    label = reading.equation.label
    try:
        run(reading.binding, label)
    except (Mismatch, EvaluationError) as error:
        raise EvaluationError(f"it is not what the table of letters says as printed: {error}") from error
    try:
        run(reading.bind_as_meant(reading.clauses), label)
    except (Mismatch, EvaluationError, Undeclared) as error:
        found = _kind(error)
    else:
        raise EvaluationError("it is said to be refuted, but holds")
    if not found:
        raise EvaluationError("it should fail, but cannot be tried with the letters as they are meant")
    _holds_instead(reading)
    return found


def _kind(error):
    if isinstance(error, UnknownSymbol | RangeError):
        return "symbol" if isinstance(error, UnknownSymbol) else "index"
    if isinstance(error, ShapeError) or "the shapes" in str(error).partition("\n")[0]:
        return "shape"
    return "value" if isinstance(error, Mismatch) else None


def _holds_instead(reading):
    """Run what the page says holds instead: of each letter of a misprint, the first formula behind it that gives its value."""
    own = {letter.written for letter in reading.letters.values() if letter.equations and letter.computed}
    given = {}
    for formula in reading.behind:
        try:
            clauses = read(formula.equation.latex, reading.functions | names_defined(formula.equation.latex))
        except ReadError:
            continue  # a sentence may show what is no formula of this dialect
        left = clauses[0].chain.sides[0]
        if formula.is_inline and left in own and clauses[0].chain.relations:
            given.setdefault(left, (formula, clauses))
    if not given:
        raise EvaluationError("no formula in the sentences behind it says what holds instead")
    for formula, clauses in given.values():
        try:
            binding = reading.bind_as_meant(clauses)
            run(binding, reading.equation.label)
            meets_library(binding, reading.equation.label, None, reading.book)
        except (Mismatch, EvaluationError, Undeclared) as error:
            place = f"{formula.equation.page}, {formula.equation.place}"
            raise EvaluationError(
                f"what holds instead, ${formula.equation.latex}$ ({place}), does not: {error}"
            ) from error
