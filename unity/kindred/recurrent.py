"""A step through time: one W at every moment."""

from array_api_compat import device

from unity.activations import tanh, tanh_slope
from unity.arrays import namespace
from unity.shapes import Array, Float, checked
from unity.trilinear import Dense

__all__ = [
    "back_through_time",
    "recurrent_error_back",
    "recurrent_step",
    "recurrent_weight_gradient",
    "stack",
    "unroll",
]


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

        h_t = tanh(W^T x_t + U^T h_(t-1)),   h_0 = 0,   t from 1 to T

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
    """The error of all states, sent back through time: `(dW, dU, dX)`, where `E[:, t, :]` is the cost's slope in $h_t$.

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
