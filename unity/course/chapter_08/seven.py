"""The seven activations that chapter 8 lays side by side."""

from unity import activations

__all__ = ["SEVEN"]

SEVEN = {
    "identity": activations.IDENTITY,
    "sigmoid": activations.SIGMOID,
    "tanh": activations.TANH,
    "ReLU": activations.RELU,
    "leaky ReLU": activations.LEAKY_RELU,
    "softplus": activations.SOFTPLUS,
    "GELU": activations.GELU,
}
"""Each by its name: a function and its slope."""
