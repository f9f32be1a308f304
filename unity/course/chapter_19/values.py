"""Automatic differentiation in sixty lines: each value remembers what it was made of, and what an error is to that.

Make a number out of values, by sums, products and the functions below. `backward` then walks back from it, and every value
has the slope of that number in its `error`.

>>> W, X = Value([[1.0], [2.0]]), Value([[3.0], [1.0]])
>>> backward((W.T @ X).tanh().sum())
>>> bool(abs(W.error / X.array - (1 - np.tanh(5) ** 2)).max() < 1e-15)
True
"""

import numpy as np

__all__ = ["Value", "backward", "order", "unstretched"]


class Value:
    """An array, the values that it was made of, and `back`, which turns its error into one for each of them."""

    def __init__(self, array, made_of=(), back=None):
        self.array = np.asarray(array, dtype=float)
        self.made_of = made_of
        self.back = back
        self.error = np.zeros_like(self.array)

    def __add__(self, other):
        return Value(self.array + other.array, (self, other), lambda E: (E, E))

    def __sub__(self, other):
        return Value(self.array - other.array, (self, other), lambda E: (E, -E))

    def __mul__(self, other):
        return Value(self.array * other.array, (self, other), lambda E: (E * other.array, E * self.array))

    def __matmul__(self, other):
        return Value(self.array @ other.array, (self, other), lambda E: (E @ other.array.T, self.array.T @ E))

    @property
    def T(self):
        return Value(self.array.T, (self,), lambda E: (E.T,))

    def sum(self, axis=None):
        total = self.array.sum(axis=axis, keepdims=axis is not None)
        return Value(total, (self,), lambda E: (E * np.ones_like(self.array),))

    def exp(self):
        grown = np.exp(self.array)
        return Value(grown, (self,), lambda E: (E * grown,))

    def log(self):
        return Value(np.log(self.array), (self,), lambda E: (E / self.array,))

    def tanh(self):
        bent = np.tanh(self.array)
        return Value(bent, (self,), lambda E: (E * (1 - bent**2),))

    def relu(self):
        return Value(np.maximum(self.array, 0), (self,), lambda E: (E * (self.array > 0),))


def order(end):
    """All that a value was made of, and last itself: each behind what it was made of."""
    found = []

    def visit(value):
        if value not in found:
            for part in value.made_of:
                visit(part)
            found.append(value)

    visit(end)
    return found


def unstretched(E, shape):
    """The error of an array of this shape that was stretched to that of E: its copies have one error together."""
    padded = (1,) * (E.ndim - len(shape)) + shape
    axes = tuple(axis for axis, size in enumerate(padded) if size < E.shape[axis])
    return E.sum(axis=axes).reshape(shape)


def backward(end):
    """Give every value that `end` was made of its error: the slope of `end`, which is one number, in it."""
    values = order(end)
    for value in values:
        value.error = np.zeros_like(value.array)
    end.error = np.ones_like(end.array)
    for value in reversed(values):
        for part, E in zip(value.made_of, value.back(value.error) if value.made_of else ()):
            part.error = part.error + unstretched(E, part.array.shape)
