"""Count what a model reads rightly on examples that it has not seen, and say how far chance alone moves the count.

Probabilities A are (K, m): a row for each class, a column for each example. Labels Y come in any form that
`unity.arrays.labels` takes.
"""

from unity.arrays import labels, namespace, no_examples, no_nan, one_hot
from unity.shapes import Array, Float, Int, checked

__all__ = ["confusion", "decide", "right", "standard_error"]


@checked
def decide(A: Float[Array, "K m"]) -> Int[Array, "m"]:
    """The class of the largest number in each column, the first of them where several are: what the model reads.

        argmax_k  a_k

    Probabilities and the logits that they are made from decide alike.

    Raises ValueError where one of them is NaN.

    >>> decide(np.array([[0.2, 0.5, 0.1], [0.7, 0.5, 0.2], [0.1, 0.0, 0.7]]))
    array([1, 0, 2])
    """
    return namespace(A).argmax(no_nan("decide", A), axis=0)


def _read(A):
    """What is read, one-hot: (K, m)."""
    return namespace(A).astype(one_hot(decide(A), A.shape[0]), A.dtype)


@checked
def right(A: Float[Array, "K m"], Y: Array) -> Float[Array, "1 m"]:
    """1 for each example whose class has the largest number in its column of A, 0 for the others.

        r = 1^T (Y * Y_read),   Y_read one-hot for what is read

    Its mean is the share that is read rightly.

    Equation: eq-share-right.

    >>> right(np.array([[0.2, 0.9], [0.8, 0.1]]), np.array([0, 0]))
    array([[0., 1.]])
    """
    return namespace(A).sum(labels(Y, A.shape[0], like=A) * _read(A), axis=0, keepdims=True)


@checked
def confusion(A: Float[Array, "K m"], Y: Array) -> Float[Array, "K K"]:
    """How many examples of each class (a row) are read as each class (a column).

        C = Y Y_read^T,   Y_read one-hot for what is read

    What is read rightly stands on the diagonal.

    Equation: eq-confusion.

    >>> confusion(np.array([[0.2, 0.9, 0.3], [0.8, 0.1, 0.7]]), np.array([0, 0, 1]))
    array([[1., 1.],
           [0., 1.]])
    """
    return labels(Y, A.shape[0], like=A) @ _read(A).T


@checked
def standard_error(d: Float[Array, "1 m"]) -> Float[Array, ""]:
    """How far the mean of m independent numbers lies from what many more of them would give: one standard deviation.

        s = sqrt(1/m sum_i (d_i - p)^2 / m),   p = 1/m sum_i d_i

    For a row of `right`, with p its mean, this is $sqrt(p (1 - p) / m)$. For the difference of two such rows, of two
    models on the same examples, it sees only the examples that one of them reads and the other does not.

    Raises ValueError where there is no example.

    Equations: eq-standard-error, eq-paired-error.

    >>> standard_error(np.array([[1.0, 1.0, 1.0, 0.0]])).round(4)
    np.float64(0.2165)
    """
    xp = namespace(d)
    if d.shape[1] == 0:
        raise no_examples("standard_error", d=d)
    return xp.sqrt(xp.mean((d - xp.mean(d)) ** 2) / d.shape[1])
