"""A look at other tokens: a head of attention, whose weights come from the data."""

import math

from unity.activations import softmax
from unity.arrays import namespace
from unity.shapes import Array, Float, checked
from unity.trilinear import Dense

__all__ = [
    "attention",
    "attention_error_back",
    "attention_weights",
    "mix",
    "mix_error_back",
    "mix_weight_gradient",
    "scores",
    "softmax_error_back",
]


@checked
def scores(Q: Float[Array, "d queries"], K: Float[Array, "d keys"]) -> Float[Array, "keys queries"]:
    """How well each key fits each query: one column a query, one row a key.

        S = K^T Q / sqrt(d)

    It is a dense product of the queries, with the keys where the weights stood. Tokens are columns, as examples are.
    The root keeps the spread of a score at 1 where queries and keys are d independent numbers of spread 1.

    Source: Vaswani et al., *Attention Is All You Need*, 2017, equation 1.

    >>> scores(np.array([[1.0], [0.0]]), np.array([[2.0, 0.0], [0.0, 2.0]])).round(4)
    array([[1.4142],
           [0.    ]])
    """
    return Dense().forward(K, Q) / math.sqrt(Q.shape[0])


@checked
def attention_weights(Q: Float[Array, "d queries"], K: Float[Array, "d keys"]) -> Float[Array, "keys queries"]:
    """How much each query takes of each key's token: positive, and each query's column sums to 1.

        A = softmax(K^T Q / sqrt(d)),   over the keys

    Source: Vaswani et al., *Attention Is All You Need*, 2017, equation 1.

    >>> attention_weights(np.array([[1.0], [0.0]]), np.array([[2.0, 0.0], [0.0, 2.0]])).round(4)
    array([[0.8044],
           [0.1956]])
    """
    return softmax(scores(Q, K))


@checked
def mix(A: Float[Array, "keys queries"], V: Float[Array, "p keys"]) -> Float[Array, "p queries"]:
    """Each query's mixture of the tokens in V, by the weights in its column of A.

        Z = V A,   that is   Z^T = A^T V^T

    Read by the second form it is a dense product along the tokens, with the weights A, which every row of V shares. It
    is linear in A and linear in V, wherever A came from.

    >>> mix(np.array([[0.5, 0.0], [0.5, 1.0]]), np.array([[2.0, 4.0]]))
    array([[3., 4.]])
    """
    return Dense().forward(A, V.T).T


@checked
def mix_error_back(A: Float[Array, "keys queries"], E: Float[Array, "p queries"]) -> Float[Array, "p keys"]:
    """The error of the mixtures, sent back to the tokens: each gets what it gave.

        dV = E A^T,   that is   dV^T = A E^T

    >>> mix_error_back(np.array([[0.5, 0.0], [0.5, 1.0]]), np.array([[10.0, 1.0]]))
    array([[5., 6.]])
    """
    return Dense().error_back(A, E.T, (A.shape[0],)).T


@checked
def mix_weight_gradient(V: Float[Array, "p keys"], E: Float[Array, "p queries"]) -> Float[Array, "keys queries"]:
    """How the cost changes with the weights of a mixture.

        dA = V^T E

    >>> mix_weight_gradient(np.array([[2.0, 4.0]]), np.array([[10.0, 1.0]]))
    array([[20.,  2.],
           [40.,  4.]])
    """
    return Dense().weight_gradient(V.T, E.T)


@checked
def softmax_error_back(
    A: Float[Array, "keys queries"], E: Float[Array, "keys queries"]
) -> Float[Array, "keys queries"]:
    """The error of probabilities A = softmax(S), sent back to S, column by column.

        dS = A * (E - 1^T (A * E)),   ds = (diag(a) - a a^T) e   in every column

    Only what sets an error apart from its column's mean, weighted by A, goes back: the columns of dS sum to 0.

    >>> softmax_error_back(np.array([[0.5], [0.5]]), np.array([[1.0], [0.0]]))
    array([[ 0.25],
           [-0.25]])
    """
    return A * (E - namespace(A, E).sum(A * E, axis=0, keepdims=True))


@checked
def attention(
    Q: Float[Array, "d queries"], K: Float[Array, "d keys"], V: Float[Array, "p keys"]
) -> Float[Array, "p queries"]:
    """One head of attention: each query's mixture of the tokens in V, by how well their keys fit.

        Z = V A,   A = softmax(K^T Q / sqrt(d))

    A product whose weights depend on the data: bilinear in A and V, but not in what A is made of.

    Equation: eq-attention.
    Source: Vaswani et al., *Attention Is All You Need*, 2017, equation 1.

    >>> Q, K, V = np.array([[1.0], [0.0]]), np.array([[2.0, 0.0], [0.0, 2.0]]), np.array([[10.0, 20.0]])
    >>> attention(Q, K, V).round(4)
    array([[11.9557]])
    """
    return mix(attention_weights(Q, K), V)


@checked
def attention_error_back(
    Q: Float[Array, "d queries"], K: Float[Array, "d keys"], V: Float[Array, "p keys"], E: Float[Array, "p queries"]
) -> tuple[Float[Array, "d queries"], Float[Array, "d keys"], Float[Array, "p keys"]]:
    """The error of a head, sent back to queries, keys and values: `(dQ, dK, dV)`.

        dV = E A^T,   dA = V^T E,   dS = A * (dA - 1^T (A * dA))
        dQ = K dS / sqrt(d),   dK = Q dS^T / sqrt(d)

    Two products, and a softmax between them. Of each product both ways back are needed, for its weights are data too:
    the keys receive as weight gradient what a dense layer would use to learn.

    >>> Q, K, V = np.array([[1.0], [0.0]]), np.array([[2.0, 0.0], [0.0, 2.0]]), np.array([[10.0, 20.0]])
    >>> dQ, dK, dV = attention_error_back(Q, K, V, np.ones((1, 1)))
    >>> dQ.round(4), dV.round(4)
    (array([[-2.2249],
           [ 2.2249]]), array([[0.8044, 0.1956]]))
    """
    A = attention_weights(Q, K)
    dV = mix_error_back(A, E)
    dS = softmax_error_back(A, mix_weight_gradient(V, E)) / math.sqrt(Q.shape[0])
    return Dense().error_back(K, dS, (Q.shape[0],)), Dense().weight_gradient(Q, dS), dV
