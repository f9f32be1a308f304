"""What is wrong with a formula that has no value."""

__all__ = ["EvaluationError", "RangeError", "ShapeError", "UnknownSymbol"]


class EvaluationError(ValueError):
    """A formula that has no value: a symbol nobody knows, shapes that do not fit, an index out of range."""


class UnknownSymbol(EvaluationError):
    """A formula with a symbol that stands for nothing."""


class ShapeError(EvaluationError):
    """A formula whose arrays do not fit each other."""


class RangeError(EvaluationError):
    """A formula that asks for a component that is not there."""
