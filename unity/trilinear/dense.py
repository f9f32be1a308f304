"""The dense product: every output looks at the whole input, so P is the identity."""

from dataclasses import dataclass

from unity.arrays import namespace
from unity.shapes import Array, Float, checked
from unity.trilinear.product import Product, tall

__all__ = ["Dense"]


@dataclass(frozen=True)
class Dense(Product):
    """The dense product: each output looks at the whole input, from one place.

        P(X) = X,   Z = W^T X,   dX = W E,   dW = X E^T

    X is `(n_in, m)`, W `(n_in, n_out)`, E `(n_out, m)`. An image may stand in for its vector: X `(c, h, w, m)` goes with
    W `(c, h, w, n_out)`.

    >>> Dense().patch((3,)), Dense().grid((3,))
    ((3,), ())
    """

    def patch(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """All of the example.

        >>> Dense().patch((3,))
        (3,)
        """
        return tuple(shape)

    def grid(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """No axes: one place.

        >>> Dense().grid((3,))
        ()
        """
        return ()

    @checked
    def view(self, X: Float[Array, "*shape m"]) -> Float[Array, "n_in m"]:
        """The identity.

            P(X) = X

        >>> Dense().view(np.array([[1.0, 3.0], [2.0, 4.0]]))
        array([[1., 3.],
               [2., 4.]])
        """
        return tall(X)

    @checked
    def view_adjoint(self, V: Float[Array, "n_in m"], shape: tuple[int, ...]) -> Float[Array, "*shape m"]:
        """The identity is its own adjoint.

            P*(V) = V

        Raises ValueError where V does not fit an example of this shape.

        >>> Dense().view_adjoint(np.array([[1.0, 3.0], [2.0, 4.0]]), (2,))
        array([[1., 3.],
               [2., 4.]])
        """
        return namespace(V).reshape(V, (*shape, self._examples(V, shape)))
