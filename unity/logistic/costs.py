"""The cost of logistic regression, and the derivatives of the cost."""

from unity.activations import sigmoid, sigmoid_slope
from unity.arrays import namespace, no_examples
from unity.families import bernoulli_loss
from unity.fast.choice import or_faster
from unity.fast.gradient import logistic_gradient
from unity.labelling import takes_labels
from unity.shapes import Array, Float, checked

__all__ = ["cost", "gradient", "hessian", "likelihood", "log_likelihood", "penalised_cost"]


@takes_labels(1)
@checked(dask=True)
def likelihood(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> Float[Array, "1 m"]:
    """The probability that the model gives to each example's own label: a Bernoulli distribution.

        p(y | x) = a^y (1 - a)^(1 - y),   a = sigma(w^T x + b)

    $1 - a$ is computed as $sigma(-z)$, which keeps its digits where a is 1.

    Equation: eq-likelihood.  Source: *Deep Learning: Logistic Regression Classifier*, cost function.

    >>> likelihood(np.array([[1.0]]), np.array([[0.0]]), np.array([[2.0, 2.0]]), np.array([[1.0, 0.0]]))
    array([[0.88079708, 0.11920292]])
    """
    Z = w.T @ X + b
    A, not_A = sigmoid(Z), sigmoid(-Z)
    return A**Y * not_A ** (1 - Y)


@takes_labels(1)
@checked(dask=True)
def log_likelihood(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> Float[Array, ""]:
    """The logarithm of the probability that the model gives to all labels together, for independent examples.

        log p(Y | X) = sum_i log p(y_i | x_i) = -m J

    The probability itself is a product of m numbers below 1, and is soon too small for floating numbers.

    Equations: eq-training-likelihood, eq-log-likelihood.
    Source: *Deep Learning: Logistic Regression Classifier*, cost function.

    >>> log_likelihood(np.zeros((2, 1)), np.zeros((1, 1)), np.ones((2, 3)), np.array([[1.0, 0.0, 1.0]])).round(4)
    np.float64(-2.0794)
    """
    return -namespace(w, b, X, Y).sum(bernoulli_loss(w.T @ X + b, Y))


@takes_labels(1)
@checked(dask=True)
def cost(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> Float[Array, ""]:
    """The cross-entropy of the labels Y under the model, averaged over the examples.

        J = -1/m sum_i (Y_i log A_i + (1 - Y_i) log(1 - A_i)),   A = sigma(Z),   Z = w^T X + b

    computed from z, where no logarithm can meet a 0: $-log a = softplus(-z)$ and $-log(1 - a) = softplus(z)$.

    Raises ValueError where there is no example.

    Equations: eq-cost, eq-convex, eq-separated-cost.
    Source: *Deep Learning: Logistic Regression Classifier*, cross entropy.

    >>> cost(np.zeros((2, 1)), np.zeros((1, 1)), np.ones((2, 3)), np.array([[1.0, 0.0, 1.0]])).round(4)
    np.float64(0.6931)
    """
    if X.shape[1] == 0:
        raise no_examples("cost", X=X)
    return namespace(w, b, X, Y).mean(bernoulli_loss(w.T @ X + b, Y))


@takes_labels(1)
@checked(dask=True)
def penalised_cost(
    w: Float[Array, "n 1"],
    b: Float[Array, "1 1"],
    X: Float[Array, "n m"],
    Y: Float[Array, "1 m"],
    *,
    l2: float = 0.0,
) -> Float[Array, ""]:
    """What `fit` minimises: the cost, and a price on the length of w. The bias is free.

        J + l2/2 ||w||^2

    With l2 > 0 it has a minimum on all data, separable ones too.

    Equation: eq-penalty.

    >>> one, zero = np.ones((1, 1)), np.zeros((1, 1))
    >>> penalised_cost(one, zero, zero, one, l2=0.1).round(4)
    np.float64(0.7431)
    """
    xp = namespace(w, b, X, Y)
    return cost(w, b, X, Y) + l2 / 2 * xp.sum(w * w)


@takes_labels(1)
@checked(dask=True)
@or_faster(logistic_gradient)
def gradient(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> tuple[Float[Array, "n 1"], Float[Array, "1 1"]]:
    """How the cost changes with w and b, all examples at once: `(dw, db)`.

        dZ = A - Y,   dw = X dZ^T / m,   db = dZ 1 / m

    For y = 1 the difference is $-(1 - a)$: with $1 - a$ from the score, as in `likelihood`, it keeps its digits where a is 1.

    Raises ValueError where there is no example.

    Equations: eq-gradient, eq-sum-as-product, eq-weight-gradient, eq-bias-gradient, eq-blocks.
    Source: *Deep Learning: Logistic Regression Classifier*, vectorizing.

    >>> dw, db = gradient(np.zeros((2, 1)), np.zeros((1, 1)), np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0]]))
    >>> dw, db
    (array([[0.25],
           [0.25]]), array([[0.]]))
    """
    xp = namespace(w, b, X, Y)
    m = X.shape[1]
    if m == 0:
        raise no_examples("gradient", X=X)
    Z = w.T @ X + b
    A, not_A = sigmoid(Z), sigmoid(-Z)
    dZ = xp.where(Y == 1, -not_A, A - Y)
    dw = X @ dZ.T / m
    db = xp.sum(dZ, axis=1, keepdims=True) / m
    return dw, db


@checked(dask=True)
def hessian(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"]) -> Float[Array, "n n"]:
    """The curvature of the cost in w: how dw changes with w. No label enters.

        H = X diag(a (1 - a)) X^T / m

    It is positive semi-definite: $u^T H u$ is a mean of $a (1 - a) (u^T x)^2$. With `augment(X)`, and $theta$ for w, it
    is the curvature in b and w together. Its rank is that of X.

    Raises ValueError where there is no example.

    Equations: eq-curvature, eq-hessian, eq-never-negative, eq-rank.
    Source: *Deep Learning: Logistic Regression Classifier*, convexity.

    >>> hessian(np.zeros((2, 1)), np.zeros((1, 1)), np.array([[2.0, 0.0], [0.0, 4.0]]))
    array([[0.5, 0. ],
           [0. , 2. ]])
    """
    xp = namespace(w, b, X)
    if X.shape[1] == 0:
        raise no_examples("hessian", X=X)
    slope = sigmoid_slope(w.T @ X + b)
    R = X * xp.sqrt(slope)
    return R @ R.T / X.shape[1]
