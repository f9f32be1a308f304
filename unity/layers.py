"""Layers: a step forward and the same step back, for the parameters, the input and the error that they are given.

A layer keeps nothing: its parameters are arguments. E is the slope of the cost in what the layer gives, dJ/dZ, and has
the 1/m of the mean in it, so no layer divides by m.
"""

import functools
import math
import numbers
from abc import ABC, abstractmethod
from dataclasses import dataclass

import array_api_compat
import numpy as np

from unity.activations import Activation
from unity.arrays import namespace, standard_normal
from unity.shapes import Array, Float, checked
from unity.trilinear import Convolution, Dense, Product, _pair

__all__ = ["Affine", "Elementwise", "Flatten", "Layer", "MaxPool", "MeanPool", "collapse", "convolution", "dense"]

Parameters = tuple[Array, ...]
Shape = tuple[int, ...]


def _fits(operation, layer, parameters, X, E=None):
    """Raise where the parameters and E do not fit the layer and the examples in X."""
    shape = tuple(X.shape[:-1])
    layer._check_parameters(operation, parameters, X, shape)
    if E is not None:
        layer._check_error(operation, E, shape)


class Layer(ABC):
    """What every layer has: `init`, `forward`, and `backward`, which is `gradients` and `error_back` in one.

    A layer without parameters has `()` for them and for their gradients. A new layer defines `output_shape`, `forward`
    and `error_back`, and with parameters also `parameter_shapes`, `init` and `gradients`.

    >>> class Halve(Layer):
    ...     def output_shape(self, shape):
    ...         return shape
    ...     def forward(self, parameters, X):
    ...         return X / 2
    ...     def error_back(self, parameters, X, E):
    ...         return E / 2
    >>> Halve().backward((), np.array([[1.0, 3.0]]), np.array([[8.0, -8.0]]))
    ((), array([[ 4., -4.]]))
    """

    @abstractmethod
    def output_shape(self, shape: Shape) -> Shape:
        """The shape of what the layer makes of an example of this shape."""

    def parameter_shapes(self, shape: Shape) -> dict[str, Shape]:
        """The name and shape of each parameter, for examples of this shape.

        >>> Flatten().parameter_shapes((3, 8, 8))
        {}
        """
        return {}

    def init(self, shape: Shape, rng: np.random.Generator) -> tuple[Parameters, Shape]:
        """Parameters to start from, in NumPy float64, and the shape of what the layer makes of an example.

        Raises ValueError where the layer does not fit examples of this shape.

        >>> Flatten().init((3, 8, 8), np.random.default_rng(0))
        ((), (192,))
        """
        return (), self.output_shape(_example("init", shape))

    @abstractmethod
    def forward(self, parameters: Parameters, X: Float[Array, "*shape m"]) -> Float[Array, "*out m"]:
        """What the layer makes of the examples in X."""

    @abstractmethod
    def error_back(
        self, parameters: Parameters, X: Float[Array, "*shape m"], E: Float[Array, "*out m"]
    ) -> Float[Array, "*shape m"]:
        """dX: the error E, sent back to the input X."""

    def gradients(self, parameters: Parameters, X: Float[Array, "*shape m"], E: Float[Array, "*out m"]) -> Parameters:
        """How the cost changes with each parameter: none here.

        >>> Flatten().gradients((), np.ones((1, 2, 2, 1)), np.ones((4, 1)))
        ()
        """
        return ()

    @checked(fits=_fits)
    def backward(
        self, parameters: Parameters, X: Float[Array, "*shape m"], E: Float[Array, "*out m"]
    ) -> tuple[Parameters, Float[Array, "*shape m"]]:
        """The step back: `(gradients, dX)`, how the cost changes with the parameters and with the input.

        Raises TypeError and ValueError where the parameters or E do not fit the layer and the examples.

        >>> W, b = np.array([[1.0], [10.0]]), np.array([[0.0]])
        >>> (dW, db), dX = dense(1).backward((W, b), np.array([[1.0, 3.0], [2.0, 4.0]]), np.array([[0.5, -0.5]]))
        >>> dX
        array([[ 0.5, -0.5],
               [ 5. , -5. ]])
        """
        return self.gradients(parameters, X, E), self.error_back(parameters, X, E)

    def _check_parameters(self, operation, parameters, X, shape):
        """Raise where the parameters are not those of this layer for examples of this shape, in arrays like X."""
        expected = self.parameter_shapes(shape)
        names = f"({', '.join(expected)})"
        if not isinstance(parameters, tuple | list):
            kind = type(parameters).__name__
            raise TypeError(f"{operation}: the parameters of {self!r} are of type {kind}, expected the tuple {names}")
        if len(parameters) != len(expected):
            raise ValueError(f"{operation}: {len(parameters)} parameters for {self!r}, expected {names}")
        for (name, wanted), array in zip(expected.items(), parameters):
            if not array_api_compat.is_array_api_obj(array):
                raise TypeError(f"{operation}: {name} is of type {type(array).__name__}, expected an array {wanted}")
            if tuple(array.shape) != wanted:
                raise ValueError(
                    f"{operation}: {name} {tuple(array.shape)} does not fit {self!r} of an example {shape}, "
                    f"expected {wanted}"
                )
            same_library = array_api_compat.array_namespace(array) is namespace(X)
            if not same_library or array.dtype != X.dtype:
                ours, theirs = (f"{type(a).__module__}.{type(a).__name__} of {a.dtype}" for a in (array, X))
                raise TypeError(f"{operation}: {name} is {ours}, X {theirs}: unity.arrays.move(parameters, like=X)")

    def _check_error(self, operation, E, shape):
        out = tuple(self.output_shape(shape))
        if tuple(E.shape[:-1]) != out:
            expected = ", ".join(map(str, (*out, "m")))
            raise ValueError(
                f"{operation}: E {tuple(E.shape)} does not fit {self!r} of an example {shape}, expected ({expected})"
            )


def _example(operation, shape):
    """The shape of one example as a tuple of positive integers."""
    shape = tuple(shape) if isinstance(shape, tuple | list) else shape
    if not isinstance(shape, tuple) or not shape or not all(isinstance(n, numbers.Integral) and n > 0 for n in shape):
        raise ValueError(f"{operation}: shape = {shape}, expected that of one example, such as (5,) or (3, 8, 8)")
    return tuple(map(int, shape))


# With parameters: one class, seen through two products


@dataclass(frozen=True)
class Affine(Layer):
    """A product and a bias: a dense layer or a convolution, as its product is `Dense()` or `Convolution(...)`.

        Z = W^T P(X) + b,   dW = P(X) E^T,   db = E 1,   dX = P*(W E)

    The parameters are (W, b), W (*patch, width) and b (width, 1); `width` counts the outputs of a dense layer, the
    filters of a convolution. On a grid of places one bias serves them all: it is added as (width, 1, ..., 1, 1).

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

    def output_shape(self, shape: Shape) -> Shape:
        """The outputs, each on the product's grid: (width, *grid).

        Raises ValueError where the product does not fit an example of this shape.

        >>> dense(10).output_shape((64,)), convolution(8, 3).output_shape((1, 8, 8))
        ((10,), (8, 6, 6))
        """
        return (int(self.width), *self.product.grid(shape))

    def parameter_shapes(self, shape: Shape) -> dict[str, Shape]:
        """W has a column of weights for each output, b a number for each.

        Raises ValueError where the product does not fit an example of this shape.

        >>> convolution(8, 3).parameter_shapes((1, 8, 8))
        {'W': (1, 3, 3, 8), 'b': (8, 1)}
        """
        return {"W": (*self.product.patch(shape), int(self.width)), "b": (int(self.width), 1)}

    def init(self, shape: Shape, rng: np.random.Generator) -> tuple[Parameters, Shape]:
        """Random weights and no bias, in NumPy float64, and the shape of what the layer makes of an example.

            w ~ N(0, 2 / n_in),   b = 0

        n_in counts what one output looks at. Then, through layers that each follow a ReLU, the mean square of z stays
        what it is: a ReLU lets half of it through.

        Raises ValueError where the layer does not fit examples of this shape.

        Equation: eq-drawn-variance.
        Source: He, Zhang, Ren and Sun, *Delving Deep into Rectifiers*, 2015, equation 10.

        >>> (W, b), shape = convolution(8, 3).init((1, 8, 8), np.random.default_rng(0))
        >>> W.shape, b.shape, shape
        ((1, 3, 3, 8), (8, 1), (8, 6, 6))
        """
        shape = _example("init", shape)
        patch = self.product.patch(shape)
        W = standard_normal((*patch, int(self.width)), seed=rng) * math.sqrt(2 / math.prod(patch))
        return (W, np.zeros((int(self.width), 1))), self.output_shape(shape)

    @checked(fits=_fits)
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

    @checked(fits=_fits)
    def gradients(
        self, parameters: Parameters, X: Float[Array, "*shape m"], E: Float[Array, "width *grid m"]
    ) -> Parameters:
        """How the cost changes with the weights and the bias: `(dW, db)`.

            dW = P(X) E^T,   db = E summed over the places of the grid and the examples

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

    @checked(fits=_fits)
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

    X is (n_in, m), W (n_in, width), b (width, 1), Z (width, m). An image may stand in for its vector: then W is
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

        Z = W star X + b,   Z[k, r, s] = sum over c, a, b of W[c, a, b, k] X[c, r + a, s + b] + b_k

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

    More layers than two collapse one by one. The rank of W is n_2 at most.

    Equations: eq-collapse, eq-collapsed-weights, eq-collapsed-bias.

    >>> W, b = collapse(np.array([[1.0, 2.0]]), np.array([[0.5], [0.0]]), np.array([[3.0], [-1.0]]), np.array([[1.0]]))
    >>> W, b
    (array([[1.]]), array([[2.5]]))
    """
    return W_1 @ W_2, W_2.T @ b_1 + b_2


# Without parameters


@dataclass(frozen=True)
class Elementwise(Layer):
    """An activation, number by number.

        A = f(Z),   dZ = E f'(Z)

    Raises TypeError for what is not an `Activation`.

    >>> from unity.activations import RELU
    >>> Elementwise(RELU).forward((), np.array([[-1.0, 2.0]]))
    array([[0., 2.]])
    """

    activation: Activation

    def __post_init__(self):
        if not isinstance(self.activation, Activation):
            raise TypeError(
                f"Elementwise: activation is of type {type(self.activation).__name__}, expected an Activation such as "
                "unity.activations.RELU"
            )

    def output_shape(self, shape: Shape) -> Shape:
        """The shape stays.

        >>> from unity.activations import RELU
        >>> Elementwise(RELU).output_shape((8, 6, 6))
        (8, 6, 6)
        """
        return tuple(shape)

    @checked(fits=_fits)
    def forward(self, parameters: Parameters, X: Float[Array, "*shape m"]) -> Float[Array, "*shape m"]:
        """The activation of every number.

            A = f(Z)

        Equation: eq-layer-output.

        >>> from unity.activations import TANH
        >>> Elementwise(TANH).forward((), np.array([[0.0, 1.0]]))
        array([[0.        , 0.76159416]])
        """
        return self.activation.function(X)

    @checked(fits=_fits)
    def error_back(
        self, parameters: Parameters, X: Float[Array, "*shape m"], E: Float[Array, "*shape m"]
    ) -> Float[Array, "*shape m"]:
        """The error times the slope of the activation at its input: what back-propagation needs beyond W.

            dZ = E f'(Z)

        Raises ValueError where E does not fit the examples.

        Equation: eq-backward-error.

        >>> from unity.activations import TANH
        >>> Elementwise(TANH).error_back((), np.array([[0.0, 1.0]]), np.array([[2.0, 2.0]]))
        array([[2.        , 0.83994868]])
        """
        return E * self.activation.slope(X)


@dataclass(frozen=True)
class _Pool(Layer):
    """What the two poolings share: windows that slide over each channel by itself."""

    size: int | tuple[int, int]
    stride: int | tuple[int, int] | None = None

    def __post_init__(self):
        name = type(self).__name__
        object.__setattr__(self, "size", _pair(name, "size", self.size, 1))
        stride = self.size if self.stride is None else self.stride
        object.__setattr__(self, "stride", _pair(name, "stride", stride, 1))

    @functools.cached_property
    def _windows(self):
        """The windows as the product that looks through them."""
        return Convolution(self.size, self.stride)

    def output_shape(self, shape: Shape) -> Shape:
        """A number for each window: (channels, rows, columns). What is left over at the right and the bottom is dropped.

            rows = floor((height - kh) / stride) + 1,   columns alike

        Raises ValueError where an example is no image, or smaller than the window.

        >>> MaxPool(2).output_shape((8, 7, 6)), MeanPool(3, stride=1).output_shape((8, 7, 6))
        ((8, 3, 3), (8, 5, 4))
        """
        name = type(self).__name__
        if len(shape) != 3:
            raise ValueError(f"{name}: an example of shape {tuple(shape)}, expected (channels, height, width)")
        if any(k > n for n, k in zip(shape[1:], self.size)):
            raise ValueError(
                f"{name}: the window {self.size} is larger than the image {tuple(shape[1:])}, expected one that fits in"
            )
        return (shape[0], *self._windows.grid(shape))

    def _taps(self, X):
        """What the windows see at their first place, at their second, ...: row by row, each (channels, rows, columns, m)."""
        (_, rows, columns), (down, right) = self.output_shape(X.shape[:-1]), self.stride
        return [
            X[:, a : a + down * (rows - 1) + 1 : down, b : b + right * (columns - 1) + 1 : right, :]
            for a, b in np.ndindex(self.size)
        ]

    def _return(self, taps, shape):
        """The errors of all taps, back at the pixels that they looked at, where they add up."""
        V = namespace(*taps).stack(taps, axis=1)
        columns = math.prod(V.shape[2:])
        return self._windows.view_adjoint(
            namespace(V).reshape(V, (V.shape[0] * V.shape[1], columns)), tuple(shape)
        )


@dataclass(frozen=True)
class MaxPool(_Pool):
    """The largest number of each window. It is piecewise linear: which pixel wins depends on the image.

        Z[c, r, s] = max over a, b of X[c, r stride + a, s stride + b]

    `size` and `stride` are integers, or pairs for rows and columns; without a stride the windows stand side by side.
    A window's error goes to the pixel that won, row by row the first where several are equal. What a stride leaves
    over at the right and the bottom is in no window, and its error is 0.

    Raises ValueError where size or stride is not positive; its methods where the window is larger than the image.

    >>> MaxPool(2)
    MaxPool(size=(2, 2), stride=(2, 2))
    """

    @checked(fits=_fits)
    def forward(
        self, parameters: Parameters, X: Float[Array, "channels height width m"]
    ) -> Float[Array, "channels rows columns m"]:
        """The largest number of each window.

        Equations: eq-max-pool, eq-relu-pool.

        >>> image = np.array([[1.0, 2.0, 0.0, 1.0], [4.0, 3.0, 0.0, 0.0]]).reshape(1, 2, 4, 1)
        >>> MaxPool(2).forward((), image)[0, :, :, 0]
        array([[4., 1.]])
        """
        return functools.reduce(namespace(X).maximum, self._taps(X))

    @checked(fits=_fits)
    def error_back(
        self,
        parameters: Parameters,
        X: Float[Array, "channels height width m"],
        E: Float[Array, "channels rows columns m"],
    ) -> Float[Array, "channels height width m"]:
        """Each window's error, back at the pixel that won; a pixel that won several windows gets the sum.

        Raises ValueError where E does not fit the examples.

        Equations: eq-max-pool-back, eq-seeing-error.

        >>> image = np.array([[1.0, 2.0, 0.0, 1.0], [4.0, 3.0, 0.0, 0.0]]).reshape(1, 2, 4, 1)
        >>> MaxPool(2).error_back((), image, np.array([5.0, 7.0]).reshape(1, 1, 2, 1))[0, :, :, 0]
        array([[0., 0., 0., 7.],
               [5., 0., 0., 0.]])
        """
        xp, taps = namespace(X, E), self._taps(X)
        Z, none = functools.reduce(xp.maximum, taps), xp.zeros_like(E)
        errors, undecided = [], xp.ones_like(E, dtype=xp.bool)
        for tap in taps:
            # Not below, rather than equal: with a NaN in the window the error still goes somewhere.
            wins = undecided & ~(tap < Z)
            errors.append(xp.where(wins, E, none))
            undecided = undecided & ~wins
        return self._return(errors, X.shape[:-1])


@dataclass(frozen=True)
class MeanPool(_Pool):
    """The mean of each window: a convolution of each channel by itself, with weights that never change.

        Z[c, r, s] = 1/(kh kw) sum over a, b of X[c, r stride + a, s stride + b]

    `size` and `stride` are integers, or pairs for rows and columns; without a stride the windows stand side by side.
    What a stride leaves over at the right and the bottom is in no window, and its error is 0.

    Raises ValueError where size or stride is not positive; its methods where the window is larger than the image.

    >>> MeanPool((2, 3), stride=1)
    MeanPool(size=(2, 3), stride=(1, 1))
    """

    @checked(fits=_fits)
    def forward(
        self, parameters: Parameters, X: Float[Array, "channels height width m"]
    ) -> Float[Array, "channels rows columns m"]:
        """The mean of each window.

        Equation: eq-mean-pool.

        >>> image = np.array([[1.0, 2.0, 0.0, 1.0], [4.0, 3.0, 0.0, 0.0]]).reshape(1, 2, 4, 1)
        >>> MeanPool(2).forward((), image)[0, :, :, 0]
        array([[2.5 , 0.25]])
        """
        return sum(self._taps(X)) / math.prod(self.size)

    @checked(fits=_fits)
    def error_back(
        self,
        parameters: Parameters,
        X: Float[Array, "channels height width m"],
        E: Float[Array, "channels rows columns m"],
    ) -> Float[Array, "channels height width m"]:
        """Each window's error, in equal shares to its pixels; a pixel of several windows gets the sum.

        Raises ValueError where E does not fit the examples.

        Equation: eq-mean-pool-back.

        >>> MeanPool(2).error_back((), np.zeros((1, 2, 4, 1)), np.array([4.0, 8.0]).reshape(1, 1, 2, 1))[0, :, :, 0]
        array([[1., 1., 2., 2.],
               [1., 1., 2., 2.]])
        """
        taps = math.prod(self.size)
        return self._return([E / taps] * taps, X.shape[:-1])


@dataclass(frozen=True)
class Flatten(Layer):
    """An image as a vector: channel after channel, each row by row.

        x[(c height + r) width + s] = X[c, r, s]

    It moves no number: only the shape changes, and back again.

    >>> Flatten().forward((), np.arange(8.0).reshape(2, 2, 2, 1)).T
    array([[0., 1., 2., 3., 4., 5., 6., 7.]])
    """

    def output_shape(self, shape: Shape) -> Shape:
        """One axis, with all numbers of the example.

        >>> Flatten().output_shape((3, 64, 64))
        (12288,)
        """
        return (math.prod(shape),)

    @checked(fits=_fits)
    def forward(self, parameters: Parameters, X: Float[Array, "*shape m"]) -> Float[Array, "n m"]:
        """Each example as a column.

        Equations: eq-pixels, eq-pixel-index, eq-columns.
        Source: *Deep Learning: Logistic Regression Classifier*, binary classification.

        >>> Flatten().forward((), np.zeros((3, 64, 64, 5))).shape
        (12288, 5)
        """
        return namespace(X).reshape(X, (math.prod(X.shape[:-1]), X.shape[-1]))

    @checked(fits=_fits)
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
