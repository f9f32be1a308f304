"""What saturates, or is made of what does: the sigmoid and what undoes it, softplus and the hyperbolic tangent, with slopes."""

from unity.arrays import namespace
from unity.shapes import Array, Float, checked

__all__ = ["decay", "logit", "sigmoid", "sigmoid_slope", "softplus", "softplus_slope", "tanh", "tanh_slope"]


@checked(dask=True)
def decay(z: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """$e^-|z|$, which lies in [0, 1] for every z: it never overflows.

    A branch, and not abs: JAX and PyTorch take the slope of abs at 0 as 0, and would get that of $sigma$ wrong there.

    >>> decay(np.array([0.0, 2.0, -2.0]))
    array([1.        , 0.13533528, 0.13533528])
    """
    xp = namespace(z)
    return xp.exp(xp.where(z < 0, z, -z))


@checked(dask=True)
def sigmoid(z: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """The probability whose log-odds are z.

        sigma(z) = 1 / (1 + e^-z)

    Computed as $e^z / (1 + e^z)$ where $z < 0$: no exponential overflows, and the left tail keeps all its digits. The
    right tail cannot: in float64 $sigma(37)$ is 1. What needs $1 - sigma(z)$ takes $sigma(-z)$, which is the same
    number.

    Equations: eq-sigmoid, eq-sigmoid-symmetry, eq-sigmoid-tails.
    Source: *Deep Learning: Logistic Regression Classifier*, logistic regression.

    >>> sigmoid(np.array([0.0, 2.0, -2.0]))
    array([0.5       , 0.88079708, 0.11920292])
    """
    xp = namespace(z)
    e = decay(z)
    return xp.where(z < 0, e, xp.ones_like(z)) / (1 + e)


@checked(dask=True)
def sigmoid_slope(z: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """The slope of the sigmoid: 1/4 in the middle, the same on both sides, nothing in the tails.

        sigma'(z) = p (1 - p) = e^-|z| / (1 + e^-|z|)^2,   p = sigma(z)

    Equation: eq-sigmoid-slope.  Source: *Logistic Regression & Neural Networks*, learning in discriminative models.

    >>> sigmoid_slope(np.array([0.0, 2.0, -2.0]))
    array([0.25      , 0.10499359, 0.10499359])
    """
    e = decay(z)
    return e / (1 + e) ** 2


@checked
def logit(p: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """The log-odds of a probability, which undo the sigmoid.

        logit(p) = log(p / (1 - p)),   logit(sigma(z)) = z

    It is -inf at 0 and inf at 1, and NaN outside [0, 1]; NumPy warns of all three.

    Equation: eq-logit.

    >>> logit(np.array([0.5, 0.8, 0.2]))
    array([ 0.        ,  1.38629436, -1.38629436])
    """
    xp = namespace(p)
    return xp.log(p) - xp.log1p(-p)


@checked(dask=True)
def softplus(z: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """A ramp with a rounded corner. The loss of an example with y = 0 whose log-odds are z is softplus(z).

        softplus(z) = log(1 + e^z) = max(z, 0) + log(1 + e^-|z|)

    The first form overflows, the second never does, and both tails keep all their digits.

    Equation: eq-softplus-stable.

    >>> softplus(np.array([0.0, 1000.0, -1000.0]))
    array([6.93147181e-01, 1.00000000e+03, 0.00000000e+00])
    """
    xp = namespace(z)
    return xp.where(z < 0, xp.zeros_like(z), z) + xp.log1p(decay(z))


@checked
def softplus_slope(z: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """The slope of softplus is the sigmoid.

        softplus'(z) = sigma(z)

    Equation: eq-softplus-slope.

    >>> softplus_slope(np.array([0.0, 2.0]))
    array([0.5       , 0.88079708])
    """
    return sigmoid(z)


@checked
def tanh(z: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """The hyperbolic tangent: a sigmoid stretched to the interval from -1 to 1.

        tanh(z) = (e^z - e^-z) / (e^z + e^-z) = 2 sigma(2 z) - 1

    Equation: eq-tanh.

    >>> tanh(np.array([0.0, 1.0, -1.0]))
    array([ 0.        ,  0.76159416, -0.76159416])
    """
    return namespace(z).tanh(z)


@checked
def tanh_slope(z: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """The slope of the hyperbolic tangent, whose tails the difference $1 - tanh(z)^2$ would lose.

        tanh'(z) = 1 - tanh(z)^2 = 4 sigma'(2 z)

    Equation: eq-tanh-slope.

    >>> tanh_slope(np.array([0.0, 1.0]))
    array([1.        , 0.41997434])
    """
    return 4 * sigmoid_slope(2 * z)
