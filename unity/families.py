"""How a network ends: three families, in each of which the output's activation and the cost belong together.

A family is one convex function A of the logits z. Its slope is the mean, a = A'(z). Its conjugate A* makes the loss,
A(z) + A*(y) - <y, z>, whose slope in z is a - y for all three.
"""

from collections.abc import Callable
from dataclasses import dataclass

from unity.activations import identity, log_sum_exp, sigmoid, sigmoid_slope, softmax, softmax_of_others, softplus
from unity.arrays import namespace, no_examples
from unity.shapes import Array, Float, checked

__all__ = [
    "BERNOULLI",
    "CATEGORICAL",
    "GAUSSIAN",
    "Family",
    "bernoulli_loss",
    "bernoulli_slope",
    "categorical_loss",
    "categorical_slope",
    "certain",
    "gaussian_loss",
    "gaussian_slope",
    "half_square",
    "over_outputs",
    "share",
    "sigmoid_squared_curvature",
    "sigmoid_squared_loss",
    "sum_softplus",
]


def over_outputs(losses):
    """Sum the outputs of each example: (K, m) becomes (1, m)."""
    return namespace(losses).sum(losses, axis=0, keepdims=True)


def share(Y, losses):
    """Y times the losses: nothing of an infinite loss where the share is 0."""
    xp = namespace(Y, losses)
    return Y * xp.where(Y == 0, xp.zeros_like(losses), losses)


@checked
def sum_softplus(Z: Float[Array, "K m"]) -> Float[Array, "1 m"]:
    """A(z) of K yes-or-no answers.

        A(z) = sum over k of log(1 + e^z_k)

    >>> sum_softplus(np.array([[0.0], [0.0]]))
    array([[1.38629436]])
    """
    return over_outputs(softplus(Z))


@checked
def half_square(Z: Float[Array, "K m"]) -> Float[Array, "1 m"]:
    """A(z) of K measured numbers. It is its own conjugate: A* is the same function of y.

        A(z) = ||z||^2 / 2

    >>> half_square(np.array([[3.0], [4.0]]))
    array([[12.5]])
    """
    return over_outputs(Z * Z / 2)


@checked
def certain(Y: Float[Array, "K m"]) -> Float[Array, "1 m"]:
    """A*(y) of labels that are sure of their class: nothing.

        A*(y) = 0

    Labels that spread their weight have A*(y) = sum of y log y, minus their entropy. No slope in z sees it, and the
    cross-entropy is by definition the loss without it.

    >>> certain(np.array([[0.0, 1.0], [1.0, 0.0]]))
    array([[0., 0.]])
    """
    return namespace(Y).zeros_like(Y[:1, :])


@checked(dask=True)
def bernoulli_loss(Z: Float[Array, "K m"], Y: Float[Array, "K m"]) -> Float[Array, "1 m"]:
    """What each example costs where every output answers yes or no: its negative log-likelihood, from the logits.

        L = sum over k of y softplus(-z) + (1 - y) softplus(z)
          = -sum over k of (y log a + (1 - y) log(1 - a)),   a = sigma(z)

    Nothing in it cancels: at z = 40 with y = 1 it is 4.2e-18, where a is 1 and softplus(z) - z is 0. With y between 0
    and 1 it is the cross-entropy, smallest at a = y and not 0 there. At z = inf it is 0 for y = 1 and infinite for y = 0.

    Equations: eq-cross-entropy, eq-loss-branches, eq-loss-from-score, eq-heap.
    Source: *Deep Learning: Logistic Regression Classifier*, cross entropy.

    >>> bernoulli_loss(np.array([[0.0, 40.0, 40.0]]), np.array([[1.0, 1.0, 0.0]]))
    array([[6.93147181e-01, 4.24835426e-18, 4.00000000e+01]])
    """
    return over_outputs(share(Y, softplus(-Z)) + share(1 - Y, softplus(Z)))


@checked(dask=True)
def bernoulli_slope(Z: Float[Array, "K m"], Y: Float[Array, "K m"]) -> Float[Array, "K m"]:
    """The slope of that loss in every logit: the probability minus the label.

        dL/dz = a - y,   a = sigma(z)

    For y = 1 it is $-(1 - a)$, with $sigma(-z)$ for $1 - a$: so nothing cancels, and at z = 40 it is -4.2e-18.

    >>> bernoulli_slope(np.array([[0.0, 40.0, 40.0]]), np.array([[1.0, 1.0, 0.0]]))
    array([[-5.00000000e-01, -4.24835426e-18,  1.00000000e+00]])
    """
    return namespace(Z, Y).where(Y == 1, -sigmoid(-Z), sigmoid(Z) - Y)


@checked(dask=True)
def categorical_loss(Z: Float[Array, "K m"], Y: Float[Array, "K m"]) -> Float[Array, "1 m"]:
    """What each example costs where one of K classes is right: its negative log-likelihood, from the logits.

        L = -sum over k of y_k log a_k = lse(s) - <y, s>,   a = softmax(z),   s = z - z_max

    Each column of Y sums to 1: one-hot for a known class, or a share for each. Only then is it free to subtract $z_max$,
    and only then is the slope a - y. The log-sum-exp of s is log(1 + the small rest), and $<y, s>$ adds terms of one
    sign: nothing cancels, so a confident right answer keeps all digits of its small loss. A class whose logit is -inf
    costs nothing where it has no share.

    Equations: eq-class-loss, eq-loss-of-scores.
    Source: *Logistic Regression & Neural Networks*, learning in discriminative models.

    >>> categorical_loss(np.array([[0.0, 40.0], [0.0, 0.0]]), np.array([[1.0, 1.0], [0.0, 0.0]]))
    array([[6.93147181e-01, 4.24835426e-18]])
    """
    S = Z - namespace(Z).max(Z, axis=0, keepdims=True)
    return log_sum_exp(S) - over_outputs(share(Y, S))


@checked(dask=True)
def categorical_slope(Z: Float[Array, "K m"], Y: Float[Array, "K m"]) -> Float[Array, "K m"]:
    """The slope of that loss in every logit: the probability minus the label.

        dL/dz_k = a_k - y_k,   a = softmax(z)

    For $y_k = 1$ it is $-(1 - a_k)$, with `softmax_of_others` for $1 - a_k$: so nothing cancels. It holds where each column of
    Y sums to 1.

    Equation: eq-class-error.

    >>> categorical_slope(np.array([[0.0, 40.0], [0.0, 0.0]]), np.array([[1.0, 1.0], [0.0, 0.0]]))
    array([[-5.00000000e-01, -4.24835426e-18],
           [ 5.00000000e-01,  4.24835426e-18]])
    """
    return namespace(Z, Y).where(Y == 1, -softmax_of_others(Z), softmax(Z) - Y)


@checked
def gaussian_loss(Z: Float[Array, "K m"], Y: Float[Array, "K m"]) -> Float[Array, "1 m"]:
    """What each example costs where the outputs are measured numbers: half the squared distance.

        L = ||z - y||^2 / 2

    Source: *Deep Learning: Logistic Regression Classifier*, cost function.

    >>> gaussian_loss(np.array([[3.0], [4.0]]), np.array([[0.0], [0.0]]))
    array([[12.5]])
    """
    return half_square(Z - Y)


@checked
def gaussian_slope(Z: Float[Array, "K m"], Y: Float[Array, "K m"]) -> Float[Array, "K m"]:
    """The slope of that loss in every output: what is said minus what was measured.

        dL/dz = z - y

    >>> gaussian_slope(np.array([[3.0], [4.0]]), np.array([[0.0], [1.0]]))
    array([[3.],
           [3.]])
    """
    return Z - Y


@dataclass(frozen=True)
class Family:
    """Five functions of one family, and the cost and the error that follow from them.

    `log_partition` is A(z) and `conjugate` A*(y), a number for each example; `mean` is A'(z), a number for each output.
    `loss` is A(z) + A*(y) - <y, z> again, and `slope` its slope A'(z) - y, in forms that keep small values exact.

    >>> BERNOULLI
    BERNOULLI
    >>> BERNOULLI.mean(np.array([[0.0]]))
    array([[0.5]])
    """

    name: str
    log_partition: Callable[[Array], Array]
    conjugate: Callable[[Array], Array]
    mean: Callable[[Array], Array]
    loss: Callable[[Array, Array], Array]
    slope: Callable[[Array, Array], Array]

    def __repr__(self):
        return self.name

    @checked
    def plain_cost(self, Z: Float[Array, "K m"], Y: Float[Array, "K m"]) -> Float[Array, ""]:
        """The mean loss of the examples, as it is defined: a form that loses the digits of a small cost.

            J = 1/m sum_i (A(z_i) + A*(y_i) - <y_i, z_i>)

        Raises ValueError where there is no example.

        >>> round(float(BERNOULLI.plain_cost(np.array([[0.0, 2.0]]), np.array([[1.0, 1.0]]))), 6)
        0.410038
        >>> float(BERNOULLI.plain_cost(np.array([[40.0]]), np.array([[1.0]])))
        0.0
        """
        if Z.shape[1] == 0:
            raise no_examples("plain_cost", Z=Z)
        return namespace(Z, Y).mean(self.log_partition(Z) + self.conjugate(Y) - over_outputs(Y * Z))

    @checked
    def cost(self, Z: Float[Array, "K m"], Y: Float[Array, "K m"]) -> Float[Array, ""]:
        """The mean loss of the examples: equal to `plain_cost`, and right to its last digits where that cancels.

            J = 1/m sum_i L(z_i, y_i)

        Raises ValueError where there is no example.

        Source: *Deep Learning: Logistic Regression Classifier*, cross entropy.

        >>> round(float(BERNOULLI.cost(np.array([[0.0, 2.0]]), np.array([[1.0, 1.0]]))), 6)
        0.410038
        >>> f"{float(BERNOULLI.cost(np.array([[40.0]]), np.array([[1.0]]))):.4e}"
        '4.2484e-18'
        """
        if Z.shape[1] == 0:
            raise no_examples("cost", Z=Z)
        return namespace(Z, Y).mean(self.loss(Z, Y))

    @checked
    def error(self, Z: Float[Array, "K m"], Y: Float[Array, "K m"]) -> Float[Array, "K m"]:
        """What the cost sends back: its slope in every logit, mean minus label.

            E = dJ/dZ = (A - Y) / m

        Never computed as the chain rule's product: (a - y) / (a (1 - a)) times a (1 - a) is 0/0 where a is 1.
        For CATEGORICAL it holds where each column of Y sums to 1.

        Equations: eq-family-error, eq-all-errors, eq-small-change.
        Source: *Deep Learning: Logistic Regression Classifier*, computational graph.

        >>> BERNOULLI.error(np.array([[0.0, 0.0]]), np.array([[1.0, 0.0]]))
        array([[-0.25,  0.25]])
        """
        return self.slope(Z, Y) / Z.shape[1]


BERNOULLI = Family("BERNOULLI", sum_softplus, certain, sigmoid, bernoulli_loss, bernoulli_slope)
"""Outputs that each say yes or no: softplus, sigmoid, cross-entropy."""
CATEGORICAL = Family("CATEGORICAL", log_sum_exp, certain, softmax, categorical_loss, categorical_slope)
"""One of K classes: log-sum-exp, softmax, cross-entropy. Each column of Y sums to 1."""
GAUSSIAN = Family("GAUSSIAN", half_square, half_square, identity, gaussian_loss, gaussian_slope)
"""Measured numbers: half the square, identity, half the squared distance."""


# No family: an output and a cost that do not belong together


@checked
def sigmoid_squared_loss(Z: Float[Array, "K m"], Y: Float[Array, "K m"]) -> Float[Array, "1 m"]:
    """What each example costs where half the squared distance measures probabilities. The cross-entropy replaces it.

        S = sum over k of (a - y)^2 / 2,   a = sigma(z)

    It is smallest at a = y, as the cross-entropy is, but it is not convex in z: see `sigmoid_squared_curvature`.

    Equation: eq-squared-loss.  Source: *Deep Learning: Logistic Regression Classifier*, "What is the problem?".

    >>> sigmoid_squared_loss(np.array([[0.0, -40.0]]), np.array([[1.0, 1.0]]))
    array([[0.125, 0.5  ]])
    """
    return half_square(bernoulli_slope(Z, Y))


@checked
def sigmoid_squared_curvature(Z: Float[Array, "*shape"], Y: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """The second derivative of that loss in each logit: negative where the output is sure and wrong.

        d^2 S / dz^2 = (a (1 - a))^2 + (a - y) a (1 - a) (1 - 2 a)

    For y = 1 this is $a (1 - a)^2 (3 a - 1)$, negative for $a < 1/3$.

    Equation: eq-squared-curvature.  Source: *Deep Learning: Logistic Regression Classifier*, "What is the problem?".

    >>> sigmoid_squared_curvature(np.array([[-3.0]]), np.array([[1.0]])).round(4)
    array([[-0.0369]])
    """
    A, slope = sigmoid(Z), sigmoid_slope(Z)
    return slope * slope + (A - Y) * slope * (1 - 2 * A)
