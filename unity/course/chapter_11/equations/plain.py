"""The cost of the last layer and its slope, in plain NumPy, which shares no code with the library."""

import numpy as np

__all__ = ["cost", "error"]


def cost(Z, Y):
    return np.mean(np.sum(np.logaddexp(0, Z) - Y * Z, axis=0))


def error(Z, Y):
    return (1 / (1 + np.exp(-Z)) - Y) / Y.shape[1]
