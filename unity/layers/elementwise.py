"""The layer that bends: an activation, number by number."""

from dataclasses import dataclass

from unity.activations import Activation
from unity.layers.layer import Layer, Parameters, fits
from unity.shapes import Array, Float, checked

__all__ = ["Elementwise"]


@dataclass(frozen=True)
class Elementwise(Layer):
    """An activation, number by number.

        A = f(Z),   dZ = E * f'(Z)

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

    def output_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """The shape stays.

        >>> from unity.activations import RELU
        >>> Elementwise(RELU).output_shape((8, 6, 6))
        (8, 6, 6)
        """
        return tuple(shape)

    @checked(fits=fits)
    def forward(self, parameters: Parameters, X: Float[Array, "*shape m"]) -> Float[Array, "*shape m"]:
        """The activation of every number.

            A = f(Z)

        Equation: eq-layer-output.

        >>> from unity.activations import TANH
        >>> Elementwise(TANH).forward((), np.array([[0.0, 1.0]]))
        array([[0.        , 0.76159416]])
        """
        return self.activation.function(X)

    @checked(fits=fits)
    def error_back(
        self, parameters: Parameters, X: Float[Array, "*shape m"], E: Float[Array, "*shape m"]
    ) -> Float[Array, "*shape m"]:
        """The error times the slope of the activation at its input: what back-propagation needs beyond W.

            dZ = E * f'(Z)

        Raises ValueError where E does not fit the examples.

        Equation: eq-backward-error.

        >>> from unity.activations import TANH
        >>> Elementwise(TANH).error_back((), np.array([[0.0, 1.0]]), np.array([[2.0, 2.0]]))
        array([[2.        , 0.83994868]])
        """
        return E * self.activation.slope(X)
