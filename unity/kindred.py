"""The same form elsewhere: a step through time and a head of attention, each written as a product.

What changes is what stands where the weights stood. A recurrent step uses one W at every moment, as a convolution uses
one at every place. An attention head computes its weights from the data. A mean never changes them:
`unity.layers.MeanPool`.
"""

import math

from array_api_compat import device

from unity.activations import softmax, tanh, tanh_slope
from unity.arrays import namespace
from unity.shapes import Array, Float, checked
from unity.trilinear import Dense

__all__ = [
    "attention",
    "attention_error_back",
    "attention_weights",
    "back_through_time",
    "mix",
    "mix_error_back",
    "mix_weight_gradient",
    "recurrent_error_back",
    "recurrent_step",
    "recurrent_weight_gradient",
    "scores",
    "softmax_error_back",
    "stack",
    "unroll",
]


# A step through time


@checked
def stack(X: Float[Array, "n m"], H: Float[Array, "k m"]) -> Float[Array, "... m"]:
    """One input on top of another, example by example: n + k rows.

        [X; H]

    >>> stack(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]]))
    array([[1., 2.],
           [3., 4.]])
    """
    return namespace(X, H).concat([X, H], axis=0)


def _apart(n, XH):
    """What `stack` put together: the first n rows, and the rest."""
    return XH[:n, :], XH[n:, :]


@checked
def recurrent_step(
    W: Float[Array, "n k"], U: Float[Array, "k k"], X: Float[Array, "n m"], H: Float[Array, "k m"]
) -> Float[Array, "k m"]:
    """What a recurrent layer makes of the new input X and its own last state H, before the activation.

        Z = W^T X + U^T H = [W; U]^T [X; H]

    It is one dense product: the state is more input, and its weights are more rows. A bias needs no symbol of its own:
    a row of ones in X has it for its weights in W.

    Equation: eq-recurrent-step.

    >>> W, U = np.array([[1.0, 2.0]]), np.array([[0.0, 10.0], [100.0, 0.0]])
    >>> recurrent_step(W, U, np.array([[3.0]]), np.array([[1.0], [2.0]]))
    array([[203.],
           [ 16.]])
    """
    return Dense().forward(stack(W, U), stack(X, H))


@checked
def recurrent_error_back(
    W: Float[Array, "n k"], U: Float[Array, "k k"], E: Float[Array, "k m"]
) -> tuple[Float[Array, "n m"], Float[Array, "k m"]]:
    """The error E of a step's Z, sent back to its input and to the state before it: `(dX, dH)`.

        [dX; dH] = [W; U] E

    >>> W, U = np.array([[1.0, 2.0]]), np.array([[0.0, 10.0], [100.0, 0.0]])
    >>> dX, dH = recurrent_error_back(W, U, np.array([[1.0], [1.0]]))
    >>> dX, dH
    (array([[3.]]), array([[ 10.],
           [100.]]))
    """
    n, k = W.shape
    return _apart(n, Dense().error_back(stack(W, U), E, (n + k,)))


@checked
def recurrent_weight_gradient(
    X: Float[Array, "n m"], H: Float[Array, "k m"], E: Float[Array, "k m"]
) -> tuple[Float[Array, "n k"], Float[Array, "k k"]]:
    """The weight gradients of a step: `(dW, dU)`.

        [dW; dU] = [X; H] E^T

    >>> dW, dU = recurrent_weight_gradient(np.array([[3.0]]), np.array([[1.0], [2.0]]), np.array([[1.0], [10.0]]))
    >>> dW, dU
    (array([[ 3., 30.]]), array([[ 1., 10.],
           [ 2., 20.]]))
    """
    return _apart(X.shape[0], Dense().weight_gradient(stack(X, H), E))


@checked
def unroll(W: Float[Array, "n k"], U: Float[Array, "k k"], X: Float[Array, "n T m"]) -> Float[Array, "k T m"]:
    """The states of a recurrent layer over T moments: the same step again and again, from a state of zeros.

        h_t = tanh(W^T x_t + U^T h_(t-1)),   h_0 = 0,   t = 1 to T

    An example is a sequence: X[:, t, i] is what example i shows at moment t, and the states stand likewise.

    Raises ValueError where a sequence has no moment.

    >>> one = np.ones((1, 1))
    >>> unroll(one, one, np.array([[[1.0], [0.0], [0.0]]]))[0, :, 0].round(4)
    array([0.7616, 0.642 , 0.5663])
    """
    xp = namespace(W, U, X)
    moments, (k, m) = X.shape[1], (U.shape[0], X.shape[2])
    if moments == 0:
        raise ValueError(f"unroll: X {tuple(X.shape)} has T = 0, expected at least one moment")
    h, H = xp.zeros((k, m), dtype=X.dtype, device=device(X)), []
    for t in range(moments):
        h = tanh(recurrent_step(W, U, X[:, t, :], h))
        H.append(h)
    return xp.stack(H, axis=1)


def _side_by_side(X):
    """All moments of all examples as columns: a moment is to a recurrent layer what a place is to a convolution."""
    return namespace(X).reshape(X, (X.shape[0], X.shape[1] * X.shape[2]))


@checked
def back_through_time(
    W: Float[Array, "n k"], U: Float[Array, "k k"], X: Float[Array, "n T m"], E: Float[Array, "k T m"]
) -> tuple[Float[Array, "n k"], Float[Array, "k k"], Float[Array, "n T m"]]:
    """The error of all states, sent back through time: `(dW, dU, dX)`, where E[:, t, :] is the cost's slope in h_t.

        delta_t = (E_t + U delta_(t+1)) * tanh'(z_t),   delta_(T+1) = 0
        dX_t = W delta_t,   dW = sum over t of x_t delta_t^T,   dU = sum over t of h_(t-1) delta_t^T

    A state is used twice, by the cost and by the next step, so two errors meet in it. The weights are shared by all
    moments, so their gradients add up over them, as those of a kernel do over all places of an image.

    Raises ValueError where a sequence has no moment.

    >>> one, X, E = np.ones((1, 1)), np.array([[[1.0], [0.0]]]), np.array([[[0.0], [1.0]]])
    >>> dW, dU, dX = back_through_time(one, one, X, E)
    >>> dW.round(4), dU.round(4)
    (array([[0.2469]]), array([[0.4477]]))
    """
    xp = namespace(W, U, X, E)
    H = unroll(W, U, X)
    before = xp.concat([xp.zeros_like(H[:, :1, :]), H[:, :-1, :]], axis=1)
    columns, states = _side_by_side(X), _side_by_side(before)
    slope = xp.reshape(tanh_slope(recurrent_step(W, U, columns, states)), H.shape)
    dH, deltas, dX = xp.zeros_like(H[:, 0, :]), [], []
    for t in reversed(range(X.shape[1])):
        delta = (E[:, t, :] + dH) * slope[:, t, :]
        dX_t, dH = recurrent_error_back(W, U, delta)
        deltas.append(delta)
        dX.append(dX_t)
    deltas, dX = (xp.stack(parts[::-1], axis=1) for parts in (deltas, dX))
    return *recurrent_weight_gradient(columns, states, _side_by_side(deltas)), dX


# A look at other tokens


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

        dS = A * (E - 1^T (A * E)) = (diag(a) - a a^T) e   for each column

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
