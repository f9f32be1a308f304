"""A network in print: every layer in the words that make it."""

import dataclasses

import pytest

from unity.activations import RELU
from unity.families import BERNOULLI
from unity.layers import Elementwise, Flatten, MaxPool, convolution, dense
from unity.network import summary
from unity.network.summary import Summary

IMAGE = Summary((Flatten(), dense(1)), BERNOULLI, ((1, 2, 2), (4,), (1,)), (0, 5))


@pytest.mark.parametrize(
    ("layer", "told"),
    [
        (dense(3), "dense(3)"),
        (convolution(8, 3), "convolution(8, size=(3, 3))"),
        (convolution(8, (3, 2), padding=1), "convolution(8, size=(3, 2), padding=(1, 1))"),
        (convolution(2, 1, stride=(1, 2)), "convolution(2, size=(1, 1), stride=(1, 2))"),
        (convolution(2, 1, stride=2, padding=(0, 1)), "convolution(2, size=(1, 1), stride=(2, 2), padding=(0, 1))"),
        (Elementwise(RELU), "Elementwise(relu)"),
        (Flatten(), "Flatten()"),
        (MaxPool(2), repr(MaxPool(2))),
    ],
)
def test_a_layer_in_the_words_that_make_it(layer, told):
    assert summary.as_made(layer) == told


def test_what_each_layer_gives_stands_beside_it():
    assert repr(IMAGE).splitlines() == [
        "layer          gives  parameters",
        "           (1, 2, 2)",
        "Flatten()       (4,)           0",
        "dense(1)        (1,)           5",
        "BERNOULLI                      5",
    ]


def test_a_summary_does_not_change():
    assert IMAGE.total == 5
    with pytest.raises(dataclasses.FrozenInstanceError):
        IMAGE.counts = (1, 1)
