"""The layer that moves no number: an image becomes a vector."""

import math
from dataclasses import dataclass

from unity.arrays import namespace
from unity.layers.layer import Layer, Parameters, fits
from unity.shapes import Array, Float, checked

__all__ = ["Flatten"]


@dataclass(frozen=True)
class Flatten(Layer):
    """An image as a vector: channel after channel, each row by row.

        x[(c height + r) width + s] = X[c, r, s]

    It moves no number: only the shape changes, and back again.

    >>> Flatten().forward((), np.arange(8.0).reshape(2, 2, 2, 1)).T
    array([[0., 1., 2., 3., 4., 5., 6., 7.]])
    """

    def output_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """One axis, with all numbers of the example.

        >>> Flatten().output_shape((3, 64, 64))
        (12288,)
        """
        return (math.prod(shape),)

    @checked(fits=fits)
    def forward(self, parameters: Parameters, X: Float[Array, "*shape m"]) -> Float[Array, "n m"]:
        """Each example as a column.

        Equations: eq-pixels, eq-pixel-index, eq-columns.
        Source: *Deep Learning: Logistic Regression Classifier*, binary classification.

        >>> Flatten().forward((), np.zeros((3, 64, 64, 5))).shape
        (12288, 5)
        """
        return namespace(X).reshape(X, (math.prod(X.shape[:-1]), X.shape[-1]))

    @checked(fits=fits)
    def error_back(
        self, parameters: Parameters, X: Float[Array, "*shape m"], E: Float[Array, "n m"]
    ) -> Float[Array, "*shape m"]:
        """The error of each number, back at its place in the image.

        Raises ValueError where E does not fit the examples.

        >>> Flatten().error_back((), np.zeros((1, 2, 2, 1)), np.array([[1.0], [2.0], [3.0], [4.0]]))[0, :, :, 0]
        array([[1., 2.],
               [3., 4.]])
        """
        return namespace(E).reshape(E, tuple(X.shape))
