"""What a neuron does to its sum z: the sigmoid and its kin, each with its slope, right for every z.

`sigmoids` saturate, or are made of what does, `ramps` do not, `classes` take a column of sums at once, and an
`activation` is a function beside its slope.
"""

from unity.activations.activation import GELU, IDENTITY, LEAKY_RELU, RELU, SIGMOID, SOFTPLUS, TANH, Activation
from unity.activations.classes import log_sum_exp, softmax, softmax_of_others, softmax_slope
from unity.activations.ramps import (
    LEAK,
    gelu,
    gelu_slope,
    identity,
    identity_slope,
    leaky_relu,
    leaky_relu_slope,
    relu,
    relu_slope,
)
from unity.activations.sigmoids import decay, logit, sigmoid, sigmoid_slope, softplus, softplus_slope, tanh, tanh_slope

__all__ = [
    "GELU",
    "IDENTITY",
    "LEAK",
    "LEAKY_RELU",
    "RELU",
    "SIGMOID",
    "SOFTPLUS",
    "TANH",
    "Activation",
    "decay",
    "gelu",
    "gelu_slope",
    "identity",
    "identity_slope",
    "leaky_relu",
    "leaky_relu_slope",
    "log_sum_exp",
    "logit",
    "relu",
    "relu_slope",
    "sigmoid",
    "sigmoid_slope",
    "softmax",
    "softmax_of_others",
    "softmax_slope",
    "softplus",
    "softplus_slope",
    "tanh",
    "tanh_slope",
]
