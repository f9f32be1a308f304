"""The shape of an example on its way: what each layer is given, what the last one gives, and who is blamed."""

import pytest

from unity.layers import Flatten, Layer, MaxPool, convolution, dense
from unity.network.chain import example_shapes

WAY = convolution(2, 2), MaxPool(2), convolution(3, 2)


class Number(Layer):
    """A layer of somebody's own that gives one number, and no vector of it."""

    def output_shape(self, shape):
        return ()

    def forward(self, parameters, X):
        return X.sum(axis=0)

    def error_back(self, parameters, X, E):
        return 0 * X + E


def test_each_layer_is_given_what_the_one_before_gives():
    layers = *WAY, Flatten(), dense(7)
    assert example_shapes("init", layers, (1, 7, 7)) == [(1, 7, 7), (2, 6, 6), (2, 3, 3), (3, 2, 2), (12,), (7,)]
    assert example_shapes("init", (), (4,)) == [(4,)]


@pytest.mark.parametrize(
    ("layers", "shape", "told"),
    [
        (WAY, (1, 7, 7), r"\(3, 2, 2\)"),
        ((dense(4), Number()), (3,), r"\(\)"),
        ((), (1, 8, 8), r"\(1, 8, 8\)"),
    ],
)
def test_the_last_has_to_give_a_vector(layers, shape, told):
    message = rf"^summary: the last layer gives examples of shape {told}, expected a vector of logits, such as a dense"
    with pytest.raises(ValueError, match=message):
        example_shapes("summary", layers, shape)


def test_the_layer_that_does_not_fit_is_named():
    with pytest.raises(ValueError, match=r"^train: layer 3: Convolution: an example of shape \(7,\)") as info:
        example_shapes("train", (Flatten(), dense(7), convolution(2, 2)), (1, 3, 3))
    assert isinstance(info.value.__cause__, ValueError)
