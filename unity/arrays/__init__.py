"""One source for every kind of array: its namespace, a device, moves, draws from a seed; lengths; labels as columns.

`namespaces` says what an array belongs to, and moves it elsewhere, `drawn` are random numbers, `numbers` what one asks of
arrays, `classes` what one makes of labels.
"""

from unity.arrays.classes import are_shares, labels, one_hot
from unity.arrays.drawn import standard_normal, uniform
from unity.arrays.namespaces import accelerator, move, namespace, to_numpy
from unity.arrays.numbers import is_covariance, length, no_examples, no_nan, power_of_two

__all__ = [
    "accelerator",
    "are_shares",
    "is_covariance",
    "labels",
    "length",
    "move",
    "namespace",
    "no_examples",
    "no_nan",
    "one_hot",
    "power_of_two",
    "standard_normal",
    "to_numpy",
    "uniform",
]
