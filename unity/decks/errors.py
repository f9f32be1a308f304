"""Errors sent back through one layer, as the deck prints them: in proportion to the weights, then without the fractions.

W is `(n_in, n_out)`: column j holds the weights of neuron j, row i those of what it hears from input i.
"""

from collections.abc import Sequence

from unity.arrays import namespace
from unity.shapes import Array, Float, checked

__all__ = [
    "error_by_forward_weights",
    "error_without_slope",
    "proportional_error",
    "shares",
    "unnormalised_error",
]


@checked
def shares(W: Float[Array, "n_in n_out"]) -> Float[Array, "n_in n_out"]:
    """The part of each neuron's weights that each of its inputs holds: every column sums to 1.

        F = W diag(1/s),   s_j = w_1j + ... + w_nj

    They are fractions between 0 and 1 where a column's weights have one sign, even if all of them are negative. With
    mixed signs some lie outside, and they grow without bound as $s_j$ goes to 0.

    Raises ValueError where the weights of a neuron sum to 0 up to rounding: then there is no fraction of them.

    Equation: eq-fractions.
    Source: *Harmony in Complexity*, back-propagation of error.

    >>> shares(np.array([[1.0, 2.0, -1.0], [3.0, -1.0, -3.0]]))
    array([[ 0.25,  2.  ,  0.25],
           [ 0.75, -1.  ,  0.75]])
    """
    xp = namespace(W)
    s, size = xp.sum(W, axis=0), xp.sum(xp.abs(W), axis=0)
    nothing = xp.abs(s) <= W.shape[0] * float(xp.finfo(W.dtype).eps) * size
    if xp.any(nothing):
        j = int(xp.argmax(xp.astype(nothing, xp.int8)))
        raise ValueError(f"shares: column {j} of W sums to 0, expected a sum that its weights can be fractions of")
    return W / s


@checked
def proportional_error(W: Float[Array, "n_in n_out"], E: Float[Array, "n_out m"]) -> Float[Array, "n_in m"]:
    """Each neuron's error, shared out among its inputs in proportion to its weights.

        E_n = W diag(1/s) E_(n+1),   s the column sums of W

    No error is lost: for each example, what the inputs get sums to what the neurons had. That holds for any signs, as
    long as no bias takes a share. But the fractions forget what the weights mean. A column of negative weights has
    positive fractions, while raising such an input lowers the neuron: there the gradient points the other way.

    Raises ValueError where the weights of a neuron sum to 0: then it is undefined.

    Equations: eq-shared, eq-nothing-lost.
    Source: *Harmony in Complexity*, back-propagation of error.

    >>> proportional_error(np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([[4.0], [1.0]]))
    array([[3.],
           [2.]])
    """
    return shares(W) @ E


@checked
def unnormalised_error(W: Float[Array, "n_in n_out"], E: Float[Array, "n_out m"]) -> Float[Array, "n_in m"]:
    """The same without the denominators, which the deck calls a normalisation.

        E_n = W E_(n+1)

    It is the better formula: where the layer has no activation, it is the gradient. But it does not merely rescale the
    other. It keeps its direction for every E only where all column sums are equal and positive.

    Equations: eq-without-fractions, eq-each-scaled, eq-listeners, eq-two-products, eq-mirror,
    eq-errors-of-outputs.
    Source: *Harmony in Complexity*, back-propagation of error.

    >>> unnormalised_error(np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([[4.0], [1.0]]))
    array([[ 6.],
           [11.]])
    """
    return W @ E


@checked
def error_by_forward_weights(W: Float[Array, "n_in n_out"], E: Float[Array, "n_in m"]) -> Float[Array, "n_out m"]:
    """The error sent back with the transpose that the forward pass uses, as the deck's general equation prints it.

        E_n = W^T E_(n+1)

    The shapes refuse it: $E_(n+1)$ has a row for each output of the layer, $W^T$ asks for one for each input. Only where
    a layer has as many outputs as inputs does it give a number, and a wrong one unless W is symmetric. The deck's own
    example of two inputs and three neurons has W, not its transpose.

    Source: *Harmony in Complexity*, back-propagation of error.

    >>> error_by_forward_weights(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.ones((3, 1)))
    Traceback (most recent call last):
    ValueError: error_by_forward_weights: E (3, 1) has n_in = 3, W (2, 3) has n_in = 2 (is W transposed?)
    """
    return W.T @ E


def error_without_slope(weights: Sequence[Array], E: Float[Array, "n_out m"]) -> Float[Array, "n_in m"]:
    """The error sent back through layers one after the other, with no slope of any activation in it, as printed.

        E_1 = W_1 W_2 ... W_N E

    `weights` are those of the layers, the first layer's first. What comes out does not know the examples: it is the same
    whether a neuron is in the middle of its activation or far out, where nothing that it hears matters any more. With E
    the slope of the cost in what the last layer gives, the truth has a slope beside every W:

        E_n = W (E_(n+1) * f'(Z_(n+1)))

    Raises ValueError where E or one of the weights does not fit the next.

    Source: *Harmony in Complexity*, back-propagation of error.

    >>> error_without_slope([np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]])], np.ones((1, 1)))
    array([[11.]])
    """
    for W in reversed(weights):
        E = unnormalised_error(W, E)
    return E
