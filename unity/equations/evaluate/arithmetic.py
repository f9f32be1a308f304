"""Arithmetic on arrays that fit each other: sums, products, powers, transposes, norms; what does not fit is an error."""

import numpy as np

from unity.equations import tree as t
from unity.equations.evaluate.errors import EvaluationError, ShapeError
from unity.equations.evaluate.scope import operand, value_of
from unity.equations.functions import convolve, correlate
from unity.equations.notation import current

__all__ = ["BINARY", "bars", "inner", "is_number", "power", "same_axes", "transposed"]


def is_number(a):
    return isinstance(a, np.ndarray) and a.size == 1


def same_axes(operation, a, b):
    """Two arrays that an operation takes entry by entry, with one example spread over those of the other."""
    if is_number(a) and is_number(b):
        return (a, b) if a.ndim >= b.ndim and a.ndim else (a.reshape(b.shape), b)
    if is_number(a) or is_number(b) or a.shape == b.shape:
        return a.reshape(()) if is_number(a) else a, b.reshape(()) if is_number(b) else b
    if operation in ("+", "-") and a.ndim == b.ndim and current().spreads(a, b):
        return a, b
    raise ShapeError(f"{a.shape} {operation} {b.shape}: the shapes differ")


def _times(a, b):
    if is_number(a) or is_number(b):
        a, b = same_axes("·", a, b)
        return a * b
    if a.ndim == b.ndim == 2 and a.shape[1] == b.shape[0]:
        return a @ b
    raise ShapeError(f"the product of {a.shape} and {b.shape}: the inner sizes differ")


def _divide(a, b):
    if not is_number(b):
        raise ShapeError(f"{a.shape} divided by {b.shape}: only a number divides (\\oslash divides entry by entry)")
    a, b = same_axes("/", a, b)
    return a / b


def _entrywise(symbol, operation):
    def apply(a, b):
        a, b = same_axes(symbol, a, b)
        return operation(a, b)

    return apply


BINARY = {
    "+": _entrywise("+", np.add),
    "-": _entrywise("-", np.subtract),
    "\\odot": _entrywise("⊙", np.multiply),
    "\\oslash": _entrywise("⊘", np.divide),
    "": _times,
    "/": _divide,
    "\\star": correlate,
    "*": convolve,
}


def power(a, exponent):
    if not is_number(exponent):
        raise EvaluationError(f"an exponent of shape {exponent.shape}, expected a number")
    p = exponent.item()
    if is_number(a):
        return np.power(a, p)
    if a.ndim == 2 and a.shape[0] == a.shape[1] and float(p).is_integer():
        try:
            return np.linalg.matrix_power(a, int(p))
        except np.linalg.LinAlgError as error:
            raise EvaluationError(f"the inverse of a singular matrix {a.shape}") from error
    raise ShapeError(f"an array {a.shape} to the power {p:g}: only numbers and square matrices have powers")


def bars(a):
    """The absolute value of a number, the determinant of a square matrix."""
    if is_number(a):
        return np.where(np.real(a) < 0, -a, a)  # |a| of a real number, and as a function of a complex step analytic
    if a.ndim == 2 and a.shape[0] == a.shape[1]:
        return np.linalg.det(a)
    raise ShapeError(f"bars around an array {a.shape}: expected a number or a square matrix")


def transposed(a):
    if a.ndim != 2:
        raise ShapeError(f"the transpose of an array {a.shape}, expected two axes")
    return a.T


def inner(a, b):
    if a.shape != b.shape and not (is_number(a) and is_number(b)):
        raise ShapeError(f"the inner product of {a.shape} and {b.shape}")
    return np.sum(a * b)


@value_of.register(t.Negative)
def _(tree, scope):
    return -operand(tree.term, scope)


@value_of.register(t.Power)
def _(tree, scope):
    return power(operand(tree.base, scope), operand(tree.exponent, scope))


@value_of.register(t.Transpose)
def _(tree, scope):
    return transposed(operand(tree.base, scope))


@value_of.register(t.Fence)
def _(tree, scope):
    body = operand(tree.body, scope)
    return np.sqrt(np.sum(body**2)) if tree.bar == "||" else bars(body)


@value_of.register(t.Inner)
def _(tree, scope):
    return inner(operand(tree.left, scope), operand(tree.right, scope))
