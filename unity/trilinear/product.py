"""What every product shares: three maps, the three derivatives of one form, written once over a view P(X)."""

import functools
import inspect
import math
from abc import ABC, abstractmethod
from typing import NamedTuple

from unity.arrays import namespace
from unity.shapes import Array, Float, checked

__all__ = ["Derivatives", "Product", "tall", "wide"]


def tall(W: Array) -> Array:
    """W as a matrix: a row for each thing an output looks at, a column for each output."""
    return namespace(W).reshape(W, (math.prod(W.shape[:-1]), W.shape[-1]))


def wide(E: Array) -> Array:
    """E as a matrix: a row for each output, a column for each place of the grid and each example."""
    return namespace(E).reshape(E, (E.shape[0], math.prod(E.shape[1:])))


def _misfit(operation, name, array, product, shape, expected):
    sizes = ", ".join(map(str, expected))
    return ValueError(
        f"{operation}: {name} {tuple(array.shape)} does not fit {product!r} of an example {tuple(shape)}, "
        f"expected ({sizes})"
    )


def _or_faster(plain):
    """A map as it is written, and in its place the product's own faster way, where it has one for these arrays."""
    _, *names = inspect.signature(plain).parameters

    @functools.wraps(plain)
    def map_(self, *letters, **named):
        found = self._faster(plain.__name__, **dict(zip(names, letters)), **named)
        return plain(self, *letters, **named) if found is NotImplemented else found

    return map_


class Derivatives(NamedTuple):
    """The three derivatives of the form: `Z` by E, `dX` by X, `dW` by W, each in the shape of what it is taken by."""

    Z: Array
    dX: Array
    dW: Array


class Product(ABC):
    """What every product shares: its three maps, written once over the view P(X) that makes it this product.

    P(X) is a matrix. Each of its columns is what the outputs look at from one place of the grid in one example; all
    outputs at that place see the same column, each through its own column of W. The shapes are

        X (*shape, m)                W (*patch, n_out)
        E and Z (n_out, *grid, m)    P(X) (size of patch, size of grid times m)

    A product holds two shapes and two maps: `patch` and `grid`, `view` and its adjoint `view_adjoint`.
    """

    @abstractmethod
    def patch(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """The shape of what one output looks at, for an example of this shape: W has one more axis, `(*patch, n_out)`."""

    @abstractmethod
    def grid(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """The shape of the grid on which one output stands, for an example of this shape."""

    @abstractmethod
    def view(self, X: Float[Array, "*shape m"]) -> Float[Array, "n_in columns"]:
        """P(X): what the outputs look at, a column for each place of the grid and each example."""

    @abstractmethod
    def view_adjoint(self, V: Float[Array, "n_in columns"], shape: tuple[int, ...]) -> Float[Array, "*shape m"]:
        """P*(V): every number of V goes back to the input that it was looked up from, where they add up."""

    def _faster(self, name, **letters):
        """What the map of this name gives for these letters, sooner; NotImplemented where there is no such way."""
        return NotImplemented

    def layout(self, operation, shape, W=None, E=None):
        """Raise ValueError where W does not fit the patch or E the grid of an example of this shape."""
        patch, grid = self.patch(shape), self.grid(shape)
        if W is not None and tuple(W.shape[:-1]) != patch:
            raise _misfit(operation, "W", W, self, shape, (*patch, "n_out"))
        if E is not None and tuple(E.shape[1:-1]) != grid:
            raise _misfit(operation, "E", E, self, shape, ("n_out", *grid, "m"))

    @checked
    @_or_faster
    def forward(self, W: Float[Array, "*patch n_out"], X: Float[Array, "*shape m"]) -> Float[Array, "n_out *grid m"]:
        """The forward pass, the derivative of the form by E.

            Z = W^T P(X)

        Raises ValueError where W does not fit the examples.

        Equations: eq-every-window, eq-edge-finder, eq-cross-correlation, eq-form-by-error.
        Source: *Harmony in Complexity*, the forward pass of the convolutional layer.

        >>> from unity.trilinear import Convolution, Dense
        >>> Dense().forward(np.array([[1.0], [10.0]]), np.array([[1.0, 3.0], [2.0, 4.0]]))
        array([[21., 43.]])
        >>> image = np.arange(1.0, 10.0).reshape(1, 3, 3, 1)
        >>> kernel = np.array([1.0, 10.0, 100.0, 1000.0]).reshape(1, 2, 2, 1)
        >>> Convolution(2).forward(kernel, image)[0, :, :, 0]
        array([[5421., 6532.],
               [8754., 9865.]])
        """
        self.layout("forward", X.shape[:-1], W=W)
        Z = tall(W).T @ self.view(X)
        return namespace(Z).reshape(Z, (W.shape[-1], *self.grid(X.shape[:-1]), X.shape[-1]))

    @checked
    @_or_faster
    def error_back(
        self, W: Float[Array, "*patch n_out"], E: Float[Array, "n_out *grid m"], shape: tuple[int, ...]
    ) -> Float[Array, "*shape m"]:
        """The error sent back, the derivative of the form by X, for examples of this shape.

            dX = P*(W E)

        Forward multiplies by $W^T$, backward by W. What no output looks at gets the error 0.

        Raises ValueError where W or E does not fit an example of this shape.

        Equations: eq-convolution-back, eq-form-by-input, eq-moved.
        Source: *Harmony in Complexity*, back-propagation.

        >>> from unity.trilinear import Convolution, Dense
        >>> Dense().error_back(np.array([[1.0], [10.0]]), np.array([[1.0, -1.0]]), (2,))
        array([[  1.,  -1.],
               [ 10., -10.]])
        >>> kernel = np.array([1.0, 10.0, 100.0, 1000.0]).reshape(1, 2, 2, 1)
        >>> Convolution(2).error_back(kernel, np.ones((1, 2, 2, 1)), (1, 3, 3))[0, :, :, 0]
        array([[1.000e+00, 1.100e+01, 1.000e+01],
               [1.010e+02, 1.111e+03, 1.010e+03],
               [1.000e+02, 1.100e+03, 1.000e+03]])
        """
        self.layout("error_back", shape, W, E)
        return self.view_adjoint(tall(W) @ wide(E), shape)

    @checked
    @_or_faster
    def weight_gradient(
        self, X: Float[Array, "*shape m"], E: Float[Array, "n_out *grid m"]
    ) -> Float[Array, "*patch n_out"]:
        """The weight gradient, the derivative of the form by W: summed over the examples, with no 1/m of its own.

            dW = P(X) E^T,   so that   dL/dw = sum over j of dL/dy_j dy_j/dw

        Raises ValueError where E does not fit the examples.

        Equations: eq-convolution-weights, eq-form-by-weights, eq-table-gradient.
        Source: *Harmony in Complexity*, convolutional neural network back-propagation.

        >>> from unity.trilinear import Convolution, Dense
        >>> Dense().weight_gradient(np.array([[1.0, 3.0], [2.0, 4.0]]), np.array([[1.0, 10.0]]))
        array([[31.],
               [42.]])
        >>> image = np.arange(1.0, 10.0).reshape(1, 3, 3, 1)
        >>> Convolution(2).weight_gradient(image, np.ones((1, 2, 2, 1)))[0, :, :, 0]
        array([[12., 16.],
               [24., 28.]])
        """
        self.layout("weight_gradient", X.shape[:-1], E=E)
        dW = self.view(X) @ wide(E).T
        return namespace(dW).reshape(dW, (*self.patch(X.shape[:-1]), E.shape[0]))

    @checked
    def form(
        self, E: Float[Array, "n_out *grid m"], W: Float[Array, "*patch n_out"], X: Float[Array, "*shape m"]
    ) -> Float[Array, ""]:
        """The trilinear form: a number, linear in each of its three arguments.

            T(E, W, X) = <E, W^T P(X)>
                       = <forward(W, X), E>
                       = <error_back(W, E), X>
                       = <weight_gradient(X, E), W>

        Raises ValueError where W or E does not fit the examples.

        Equations: eq-form, eq-three-readings, eq-all-triples, eq-linear-in-each, eq-three-factors.
        Source: *Harmony in Complexity*, conclusion.

        >>> from unity.trilinear import Dense
        >>> E, W, X = np.array([[2.0]]), np.array([[1.0], [10.0]]), np.array([[3.0], [4.0]])
        >>> float(Dense().form(E, W, X))
        86.0
        """
        self.layout("form", X.shape[:-1], W, E)
        return namespace(E, W, X).sum(E * self.forward(W, X))

    @checked
    def derivatives(
        self, E: Float[Array, "n_out *grid m"], W: Float[Array, "*patch n_out"], X: Float[Array, "*shape m"]
    ) -> Derivatives:
        """All three derivatives of the form at one point.

            Z = W^T P(X),   dX = P*(W E),   dW = P(X) E^T

        Raises ValueError where W or E does not fit the examples.

        Source: *Harmony in Complexity*, conclusion.

        >>> from unity.trilinear import Dense
        >>> Z, dX, dW = Dense().derivatives(np.array([[2.0]]), np.array([[1.0], [10.0]]), np.array([[3.0], [4.0]]))
        >>> Z, dX.T, dW.T
        (array([[43.]]), array([[ 2., 20.]]), array([[6., 8.]]))
        """
        self.layout("derivatives", X.shape[:-1], W, E)
        return Derivatives(self.forward(W, X), self.error_back(W, E, tuple(X.shape[:-1])), self.weight_gradient(X, E))

    @checked
    def pairings(
        self, E: Float[Array, "n_out *grid m"], W: Float[Array, "*patch n_out"], X: Float[Array, "*shape m"]
    ) -> tuple[Array, Array, Array]:
        """Each letter paired with the derivative by it, in the order of `Derivatives`: the form, three times.

            T = <E, Z> = <X, dX> = <W, dW>

        A linear function is its argument times its slope, and the form is linear in each letter. Where two of the numbers
        differ by more than rounding, a map is not the adjoint that it should be.

        Raises ValueError where W or E does not fit the examples.

        Equation: eq-one-number.
        Source: *Harmony in Complexity*, conclusion.

        >>> from unity.trilinear import Dense
        >>> E, W, X = np.array([[2.0]]), np.array([[1.0], [10.0]]), np.array([[3.0], [4.0]])
        >>> [float(number) for number in Dense().pairings(E, W, X)]
        [86.0, 86.0, 86.0]
        """
        self.layout("pairings", X.shape[:-1], W, E)
        Z, dX, dW = self.derivatives(E, W, X)
        xp = namespace(E, W, X)
        return xp.sum(E * Z), xp.sum(X * dX), xp.sum(W * dW)

    def _examples(self, V, shape):
        """How many examples of this shape V views."""
        n_in, places = math.prod(self.patch(shape)), math.prod(self.grid(shape))
        if V.shape[0] != n_in or V.shape[1] % places:
            raise _misfit("view_adjoint", "V", V, self, shape, (n_in, "m" if places == 1 else f"{places} m"))
        return V.shape[1] // places
