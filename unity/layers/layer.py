"""What every layer has: the steps forward and back, and the checks that what is given fits."""

import numbers
from abc import ABC, abstractmethod

import array_api_compat
import numpy as np

from unity.arrays import namespace
from unity.shapes import Array, Float, checked

__all__ = ["Layer", "Parameters", "example_shape", "fits"]

Parameters = tuple[Array, ...]


def fits(operation, layer, parameters, X, E=None):
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
    def output_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """The shape of what the layer makes of an example of this shape."""

    def parameter_shapes(self, shape: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
        """The name and shape of each parameter, for examples of this shape.

        >>> from unity.layers import Flatten
        >>> Flatten().parameter_shapes((3, 8, 8))
        {}
        """
        return {}

    def init(self, shape: tuple[int, ...], rng: np.random.Generator) -> tuple[Parameters, tuple[int, ...]]:
        """Parameters to start from, in NumPy float64, and the shape of what the layer makes of an example.

        Raises ValueError where the layer does not fit examples of this shape.

        >>> from unity.layers import Flatten
        >>> Flatten().init((3, 8, 8), np.random.default_rng(0))
        ((), (192,))
        """
        return (), self.output_shape(example_shape("init", shape))

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

        >>> from unity.layers import Flatten
        >>> Flatten().gradients((), np.ones((1, 2, 2, 1)), np.ones((4, 1)))
        ()
        """
        return ()

    @checked(fits=fits)
    def backward(
        self, parameters: Parameters, X: Float[Array, "*shape m"], E: Float[Array, "*out m"]
    ) -> tuple[Parameters, Float[Array, "*shape m"]]:
        """The step back: `(gradients, dX)`, how the cost changes with the parameters and with the input.

        Raises TypeError and ValueError where the parameters or E do not fit the layer and the examples.

        >>> from unity.layers import dense
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
            same_library = namespace(array) is namespace(X)
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


def example_shape(operation, shape):
    """The shape of one example as a tuple of positive integers."""
    shape = tuple(shape) if isinstance(shape, tuple | list) else shape
    if not isinstance(shape, tuple) or not shape or not all(isinstance(n, numbers.Integral) and n > 0 for n in shape):
        raise ValueError(f"{operation}: shape = {shape}, expected that of one example, such as (5,) or (3, 8, 8)")
    return tuple(map(int, shape))
