"""Layers: a step forward and the same step back, for the parameters, the input and the error that they are given.

A layer keeps nothing: its parameters are arguments. E is the slope of the cost in what the layer gives, dJ/dZ, and has
the 1/m of the mean in it, so no layer divides by m.
"""

from unity.layers.affine import Affine, collapse, convolution, dense
from unity.layers.elementwise import Elementwise
from unity.layers.flatten import Flatten
from unity.layers.layer import Layer, Parameters
from unity.layers.pooling import MaxPool, MeanPool

__all__ = [
    "Affine",
    "Elementwise",
    "Flatten",
    "Layer",
    "MaxPool",
    "MeanPool",
    "Parameters",
    "collapse",
    "convolution",
    "dense",
]
