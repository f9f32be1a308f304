"""A function beside its slope, as a layer takes it."""

from collections.abc import Callable
from dataclasses import dataclass

from unity.activations.ramps import (
    gelu,
    gelu_slope,
    identity,
    identity_slope,
    leaky_relu,
    leaky_relu_slope,
    relu,
    relu_slope,
)
from unity.activations.sigmoids import sigmoid, sigmoid_slope, softplus, softplus_slope, tanh, tanh_slope
from unity.shapes import Array

__all__ = ["GELU", "IDENTITY", "LEAKY_RELU", "RELU", "SIGMOID", "SOFTPLUS", "TANH", "Activation"]


@dataclass(frozen=True)
class Activation:
    """A function of z, entry by entry, beside its slope: what a layer that bends needs.

    >>> TANH.function(np.array([0.0])), TANH.slope(np.array([0.0]))
    (array([0.]), array([1.]))
    """

    function: Callable[[Array], Array]
    slope: Callable[[Array], Array]

    def __repr__(self):
        return f"Activation({self.function.__name__}, {self.slope.__name__})"


IDENTITY = Activation(identity, identity_slope)
SIGMOID = Activation(sigmoid, sigmoid_slope)
TANH = Activation(tanh, tanh_slope)
RELU = Activation(relu, relu_slope)
LEAKY_RELU = Activation(leaky_relu, leaky_relu_slope)
SOFTPLUS = Activation(softplus, softplus_slope)
GELU = Activation(gelu, gelu_slope)
