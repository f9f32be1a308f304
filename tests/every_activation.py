"""Every activation of the library, and what each is by definition: the tests of all that bends ask here.

An activation that is added is found by itself. It needs a line in DEFINITIONS.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import mpmath
import pytest

from unity import activations
from unity.activations import LEAK, Activation

__all__ = ["ACTIVATIONS", "DEFINITIONS", "Definition", "defined", "in_torch"]

ACTIVATIONS = [value for value in vars(activations).values() if isinstance(value, Activation)]


class Definition(NamedTuple):
    """What an activation has to be.

    `value` computes it from mpmath's numbers, with as many digits as are asked for. `ends` are the limits of the function
    at minus and plus infinity, `slopes` those of its slope. PyTorch is asked for a function of the same name, and where it
    has none, `torch(F, z)` says how its functions F give it.
    """

    value: Callable
    ends: tuple[float, float]
    slopes: tuple[float, float]
    torch: Callable | None = None


DEFINITIONS = {
    "identity": Definition(lambda z: z, (-math.inf, math.inf), (1, 1), torch=lambda F, z: z),
    "sigmoid": Definition(lambda z: 1 / (1 + mpmath.exp(-z)), (0, 1), (0, 0)),
    "tanh": Definition(lambda z: (mpmath.exp(z) - mpmath.exp(-z)) / (mpmath.exp(z) + mpmath.exp(-z)), (-1, 1), (0, 0)),
    "relu": Definition(lambda z: max(z, 0), (0, math.inf), (0, 1)),
    "leaky_relu": Definition(lambda z: z if z > 0 else LEAK * z, (-math.inf, math.inf), (LEAK, 1)),
    "softplus": Definition(lambda z: mpmath.log(1 + mpmath.exp(z)), (0, math.inf), (0, 1)),
    "gelu": Definition(lambda z: z * (1 + mpmath.erf(z / mpmath.sqrt(2))) / 2, (0, math.inf), (0, 1)),
}


def defined(activation):
    """The definition of an activation; the test that asks fails where there is none."""
    name = activation.function.__name__
    if name not in DEFINITIONS:
        pytest.fail(f"unity.activations has {name}, which nothing defines: add it to DEFINITIONS in {__file__}")
    return DEFINITIONS[name]


def in_torch(torch, activation):
    """The function of PyTorch that computes an activation; the test that asks fails where there is none."""
    F, name, composed = torch.nn.functional, activation.function.__name__, defined(activation).torch
    if composed is not None:
        return lambda z: composed(F, z)
    if not hasattr(F, name):
        pytest.fail(f"PyTorch has no {name}: say in DEFINITIONS of {__file__}, as `torch`, how its functions give it")
    return getattr(F, name)
