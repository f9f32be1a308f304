"""The ways to send an error back through one layer, side by side.

Two questions make four ways. Is an error multiplied by the weights, or by their fractions? And is it multiplied by the
slope of the activation, or not? Back-propagation is the one that says weights, and slope.
"""

from collections.abc import Callable

from unity.decks.errors import proportional_error, unnormalised_error
from unity.shapes import Array, Float, checked

__all__ = ["WAYS", "by_fractions", "by_fractions_and_slope", "by_weights", "by_weights_and_slope"]

Way = Callable[[Array, Array, Array], Array]


@checked
def by_fractions(
    W: Float[Array, "n_in n_out"], E: Float[Array, "n_out m"], S: Float[Array, "n_in m"]
) -> Float[Array, "n_in m"]:
    """The deck's first formula: errors are shared out in proportion to the weights, and no slope is met.

        E_n = W diag(1/s) E_(n+1),   s the column sums of W

    Raises ValueError where the weights of a neuron sum to 0.

    Source: *Harmony in Complexity*, back-propagation of error.

    >>> by_fractions(np.array([[1.0], [3.0]]), np.array([[4.0]]), np.array([[0.25], [0.0]]))
    array([[1.],
           [3.]])
    """
    return proportional_error(W, E)


@checked
def by_weights(
    W: Float[Array, "n_in n_out"], E: Float[Array, "n_out m"], S: Float[Array, "n_in m"]
) -> Float[Array, "n_in m"]:
    """The deck's second formula: errors times weights, and no slope is met.

        E_n = W E_(n+1)

    Source: *Harmony in Complexity*, back-propagation of error.

    >>> by_weights(np.array([[1.0], [3.0]]), np.array([[4.0]]), np.array([[0.25], [0.0]]))
    array([[ 4.],
           [12.]])
    """
    return unnormalised_error(W, E)


@checked
def by_fractions_and_slope(
    W: Float[Array, "n_in n_out"], E: Float[Array, "n_out m"], S: Float[Array, "n_in m"]
) -> Float[Array, "n_in m"]:
    """The deck's first formula with the slope that it lacks: what the fractions alone do.

        E_n = (W diag(1/s) E_(n+1)) * f'(Z_n),   s the column sums of W

    Raises ValueError where the weights of a neuron sum to 0.

    >>> by_fractions_and_slope(np.array([[1.0], [3.0]]), np.array([[4.0]]), np.array([[0.25], [0.0]]))
    array([[0.25],
           [0.  ]])
    """
    return proportional_error(W, E) * S


@checked
def by_weights_and_slope(
    W: Float[Array, "n_in n_out"], E: Float[Array, "n_out m"], S: Float[Array, "n_in m"]
) -> Float[Array, "n_in m"]:
    """The truth: errors times weights, times the slope of the activation that they meet.

        delta_n = (W delta_(n+1)) * f'(z_n),   delta_n = dL/dz_n

    Equations: eq-error-as-slope, eq-back, and with fixed weights in W's place eq-fixed-feedback.
    Source: *Harmony in Complexity*, back-propagation of error, put right.

    >>> by_weights_and_slope(np.array([[1.0], [3.0]]), np.array([[4.0]]), np.array([[0.25], [0.0]]))
    array([[1.],
           [0.]])
    """
    return unnormalised_error(W, E) * S


WAYS = (by_fractions, by_weights, by_fractions_and_slope, by_weights_and_slope)
"""The four ways, the truth last."""
