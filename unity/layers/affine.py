"""Layers with parameters: one class, seen through two products."""

import math
import numbers
from dataclasses import dataclass

import numpy as np

from unity.arrays import namespace, standard_normal
from unity.layers.layer import Layer, Parameters, example_shape, fits
from unity.shapes import Array, Float, checked
from unity.shapes.transposing import asked
from unity.trilinear import Convolution, Dense, Product

__all__ = ["Affine", "collapse", "convolution", "dense"]


@dataclass(frozen=True)
class Affine(Layer):
    """A product and a bias: a dense layer or a convolution, as its product is `Dense()` or `Convolution(...)`.

        Z = W^T P(X) + b,   dW = P(X) E^T,   db = E 1,   dX = P*(W E)

    The parameters are (W, b), W (*patch, width) and b (width, 1); `width` counts the outputs of a dense layer, the
    filters of a convolution. On a grid of places one bias serves them all: it is added as `(width, 1, ..., 1, 1)`.

    Raises ValueError where the width is not a positive integer, TypeError where the product is none.

    >>> dense(3) == Affine(Dense(), 3), convolution(8, 5) == Affine(Convolution(5), 8)
    (True, True)
    """

    product: Product
    width: int

    def __post_init__(self):
        if not isinstance(self.product, Product):
            raise TypeError(
                f"Affine: product is of type {type(self.product).__name__}, expected a product of unity.trilinear"
            )
        if not isinstance(self.width, numbers.Integral) or self.width < 1:
            raise ValueError(f"Affine: width = {self.width}, expected an integer of at least 1")

    def output_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """The outputs, each on the product's grid: (width, *grid).

        Raises ValueError where the product does not fit an example of this shape.

        >>> dense(10).output_shape((64,)), convolution(8, 3).output_shape((1, 8, 8))
        ((10,), (8, 6, 6))
        """
        return (int(self.width), *self.product.grid(shape))

    def parameter_shapes(self, shape: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
        """W has a column of weights for each output, b a number for each.

        Raises ValueError where the product does not fit an example of this shape.

        >>> convolution(8, 3).parameter_shapes((1, 8, 8))
        {'W': (1, 3, 3, 8), 'b': (8, 1)}
        """
        return {"W": (*self.product.patch(shape), int(self.width)), "b": (int(self.width), 1)}

    def _check_parameters(self, operation, parameters, X, shape):
        """A W that was made for other examples blames these: what a network is given is in doubt before its parameters."""
        if isinstance(parameters, tuple | list) and len(parameters) == 2:
            made, patch = tuple(getattr(parameters[0], "shape", ())), self.product.patch(shape)
            of_this_form = len(made) == len(patch) + 1 and made[1:] == (*patch[1:], self.width)
            if of_this_form and made[0] != patch[0]:
                first = shape == tuple(X.shape[:-1])
                counted = "n" if len(patch) == 1 else "channels"
                turned = first and len(shape) == 1 and X.shape[1] == made[0]
                raise ValueError(
                    f"{operation}: {'X' if first else 'what comes in'} has {counted} = {patch[0]}, the parameters were "
                    f"made for {counted} = {made[0]}{asked('X') if turned else ''}"
                )
        super()._check_parameters(operation, parameters, X, shape)

    def init(self, shape: tuple[int, ...], rng: np.random.Generator) -> tuple[Parameters, tuple[int, ...]]:
        """Random weights and no bias, in NumPy float64, and the shape of what the layer makes of an example.

            w ~ N(0, 2 / n_in),   b = 0

        $n_in$ counts what one output looks at. Then, through layers that each follow a ReLU, the mean square of z stays
        what it is: a ReLU lets half of it through.

        Raises ValueError where the layer does not fit examples of this shape.

        Equation: eq-drawn-variance.
        Source: He, Zhang, Ren and Sun, *Delving Deep into Rectifiers*, 2015, equation 10.

        >>> (W, b), shape = convolution(8, 3).init((1, 8, 8), np.random.default_rng(0))
        >>> W.shape, b.shape, shape
        ((1, 3, 3, 8), (8, 1), (8, 6, 6))
        """
        shape = example_shape("init", shape)
        patch = self.product.patch(shape)
        W = standard_normal((*patch, int(self.width)), seed=rng) * math.sqrt(2 / math.prod(patch))
        return (W, np.zeros((int(self.width), 1))), self.output_shape(shape)

    @checked(fits=fits)
    def forward(self, parameters: Parameters, X: Float[Array, "*shape m"]) -> Float[Array, "width *grid m"]:
        """The forward pass of (W, b).

            Z = W^T P(X) + b

        Raises TypeError and ValueError where the parameters do not fit the examples.

        Equations: eq-layer-columns, eq-drawn-score.
        Source: *Harmony in Complexity*, two-layer neural networks.

        >>> W, b = np.array([[1.0], [10.0]]), np.array([[0.5]])
        >>> dense(1).forward((W, b), np.array([[1.0, 3.0], [2.0, 4.0]]))
        array([[21.5, 43.5]])
        """
        W, b = parameters
        Z = self.product.forward(W, X)
        return Z + namespace(b).reshape(b, (self.width,) + (1,) * (Z.ndim - 1))

    @checked(fits=fits)
    def gradients(
        self, parameters: Parameters, X: Float[Array, "*shape m"], E: Float[Array, "width *grid m"]
    ) -> Parameters:
        """How the cost changes with the weights and the bias: `(dW, db)`.

            dW = P(X) E^T,   db = E 1,   summed over grid and examples

        Raises TypeError and ValueError where the parameters or E do not fit the examples.

        Source: *Deep Learning: Logistic Regression Classifier*, vectorizing.

        >>> W, b = np.array([[1.0], [10.0]]), np.array([[0.5]])
        >>> dense(1).gradients((W, b), np.array([[1.0, 3.0], [2.0, 4.0]]), np.array([[0.5, -0.25]]))
        (array([[-0.25],
               [ 0.  ]]), array([[0.25]]))
        """
        xp = namespace(E)
        dW = self.product.weight_gradient(X, E)
        db = xp.sum(xp.reshape(E, (self.width, -1)), axis=1, keepdims=True)
        return dW, db

    @checked(fits=fits)
    def error_back(
        self, parameters: Parameters, X: Float[Array, "*shape m"], E: Float[Array, "width *grid m"]
    ) -> Float[Array, "*shape m"]:
        """The error, sent back to the input. Forward multiplies by the transpose of W, backward by W.

            dX = P*(W E)

        Raises TypeError and ValueError where the parameters or E do not fit the examples.

        Source: *Harmony in Complexity*, back-propagation of error.

        >>> W, b = np.array([[1.0], [10.0]]), np.array([[0.5]])
        >>> dense(1).error_back((W, b), np.array([[1.0, 3.0], [2.0, 4.0]]), np.array([[0.5, -0.25]]))
        array([[ 0.5 , -0.25],
               [ 5.  , -2.5 ]])
        """
        W, _ = parameters
        return self.product.error_back(W, E, X.shape[:-1])


def dense(width: int) -> Affine:
    """A layer of `width` neurons, each of which looks at the whole input.

        Z = W^T X + b,   dW = X E^T,   db = E 1,   dX = W E

    X is `(n_in, m)`, W `(n_in, width)`, b `(width, 1)`, Z `(width, m)`. An image may stand in for its vector: then W is
    (c, h, w, width), and so is dW.

    Raises ValueError where the width is not a positive integer.

    Source: *Harmony in Complexity*, two-layer neural networks.

    >>> dense(3)
    Affine(product=Dense(), width=3)
    """
    return Affine(Dense(), width)


def convolution(
    filters: int, size: int | tuple[int, int], stride: int | tuple[int, int] = 1, padding: int | tuple[int, int] = 0
) -> Affine:
    """A layer of `filters` neurons, each of which looks through a window at every place of the image.

        Z = X star W + b,   Z[k, r, s] = sum over c, a, b of W[c, a, b, k] X[c, r + a, s + b] + b_k

    X is (channels, height, width, m), W (channels, kh, kw, filters), b (filters, 1), Z (filters, rows, columns, m).
    With a stride the window jumps, with padding it reaches beyond the border: see `unity.trilinear.Convolution`.

    Raises ValueError where filters, size or stride is not positive or the padding is negative.

    Source: *Harmony in Complexity*, the forward pass of the convolutional layer.

    >>> convolution(8, 3, padding=1).output_shape((1, 28, 28))
    (8, 28, 28)
    """
    return Affine(Convolution(size, stride, padding), filters)


@checked
def collapse(
    W_1: Float[Array, "n_1 n_2"], b_1: Float[Array, "n_2 1"], W_2: Float[Array, "n_2 n_3"], b_2: Float[Array, "n_3 1"]
) -> tuple[Float[Array, "n_1 n_3"], Float[Array, "n_3 1"]]:
    """The one dense layer `(W, b)` that gives what two dense layers with nothing between them give.

        W_2^T (W_1^T X + b_1) + b_2 = W^T X + b,   W = W_1 W_2,   b = W_2^T b_1 + b_2

    More layers than two collapse one by one. The rank of W is $n_2$ at most.

    Equations: eq-collapse, eq-collapsed-weights, eq-collapsed-bias.

    >>> W, b = collapse(np.array([[1.0, 2.0]]), np.array([[0.5], [0.0]]), np.array([[3.0], [-1.0]]), np.array([[1.0]]))
    >>> W, b
    (array([[1.]]), array([[2.5]]))
    """
    return W_1 @ W_2, W_2.T @ b_1 + b_2
