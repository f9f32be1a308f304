"""Why the cross-entropy has its name: surprise on average, what a wrong belief adds to it, and labels that are not quite sure."""

from unity.arrays import are_shares, namespace
from unity.families import categorical_loss
from unity.shapes import Array, Float, checked

__all__ = ["divergence", "entropy", "refuse", "smoothed"]


@checked
def entropy(Y: Float[Array, "K m"]) -> Float[Array, "1 m"]:
    """The mean surprise of one who knows in which shares K classes come, a column for each example.

        H = -(sum over k of y_k log y_k),   0 log 0 = 0

    Raises ValueError where a column of Y is no share for each class.

    Equation: eq-entropy.

    >>> entropy(np.array([[1.0, 0.5], [0.0, 0.5]])).round(4)
    array([[0.    , 0.6931]])
    """
    refuse("entropy", Y)
    xp = namespace(Y)
    return xp.sum(Y * -xp.log(xp.where(Y > 0, Y, xp.ones_like(Y))), axis=0, keepdims=True)


@checked
def divergence(Z: Float[Array, "K m"], Y: Float[Array, "K m"]) -> Float[Array, "1 m"]:
    """The Kullback-Leibler divergence: what is added to the mean surprise of one who believes in softmax(z).

        D = L - H = sum over k of y_k log(y_k / a_k),   a = softmax(z)

    It is never negative, and 0 where a = y.

    Raises ValueError where a column of Y is no share for each class.

    Equation: eq-divergence.

    >>> divergence(np.array([[0.0, 0.0], [0.0, 0.0]]), np.array([[1.0, 0.5], [0.0, 0.5]])).round(4)
    array([[0.6931, 0.    ]])
    """
    refuse("divergence", Y)
    return categorical_loss(Z, Y) - entropy(Y)


@checked
def smoothed(Y: Float[Array, "K m"], *, epsilon: float) -> Float[Array, "K m"]:
    """Labels that keep a little for every class.

        (1 - epsilon) y + epsilon / K

    Raises ValueError where epsilon is not from 0 to 1.

    Equation: eq-smoothing.

    >>> smoothed(np.array([[1.0], [0.0], [0.0], [0.0]]), epsilon=0.2).T
    array([[0.85, 0.05, 0.05, 0.05]])
    """
    if not 0 <= epsilon <= 1:
        raise ValueError(f"smoothed: epsilon = {epsilon}, expected a share from 0 to 1")
    return (1 - epsilon) * Y + epsilon / Y.shape[0]


def refuse(operation, Y):
    """Raise ValueError where a column is no share for each class."""
    wrong = ~are_shares(Y)
    if bool(namespace(Y).any(wrong)):
        first = next(i for i in range(Y.shape[1]) if bool(wrong[i]))
        raise ValueError(
            f"{operation}: column {first} of Y is {[float(y) for y in Y[:, first]]}, "
            "expected a share for each class: none negative, their sum 1"
        )
