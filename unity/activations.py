"""What a neuron does to its sum z: the sigmoid and its kin, each with its slope, right for every z."""

import importlib
import math
from collections.abc import Callable
from dataclasses import dataclass

import array_api_compat

from unity.arrays import move, namespace, to_numpy
from unity.shapes import Array, Float, checked

__all__ = [
    "GELU",
    "IDENTITY",
    "LEAK",
    "LEAKY_RELU",
    "RELU",
    "SIGMOID",
    "SOFTPLUS",
    "TANH",
    "Activation",
    "gelu",
    "gelu_slope",
    "identity",
    "identity_slope",
    "leaky_relu",
    "leaky_relu_slope",
    "log_sum_exp",
    "logit",
    "relu",
    "relu_slope",
    "sigmoid",
    "sigmoid_slope",
    "softmax",
    "softmax_of_others",
    "softmax_slope",
    "softplus",
    "softplus_slope",
    "tanh",
    "tanh_slope",
]

LEAK = 0.01
"""What a leaky ReLU lets through of a negative z."""


def _decay(z):
    """e^-|z|, which lies in [0, 1] for every z.

    A branch, and not abs: JAX and PyTorch take the slope of abs at 0 as 0, and would get that of sigma wrong there.
    """
    xp = namespace(z)
    return xp.exp(xp.where(z < 0, z, -z))


@checked(dask=True)
def sigmoid(z: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """The probability whose log-odds are z.

        sigma(z) = 1 / (1 + e^-z)

    Computed as e^z / (1 + e^z) where z < 0: no exponential overflows, and the left tail keeps all its digits. The
    right tail cannot: in float64 sigma(37) is 1. What needs 1 - sigma(z) takes sigma(-z), which is the same number.

    Equations: eq-sigmoid, eq-sigmoid-symmetry, eq-sigmoid-tails.
    Source: *Deep Learning: Logistic Regression Classifier*, logistic regression.

    >>> sigmoid(np.array([0.0, 2.0, -2.0]))
    array([0.5       , 0.88079708, 0.11920292])
    """
    xp = namespace(z)
    e = _decay(z)
    return xp.where(z < 0, e, xp.ones_like(z)) / (1 + e)


@checked(dask=True)
def sigmoid_slope(z: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """The slope of the sigmoid: 1/4 in the middle, the same on both sides, nothing in the tails.

        sigma'(z) = p (1 - p) = e^-|z| / (1 + e^-|z|)^2,   p = sigma(z)

    Equation: eq-sigmoid-slope.  Source: *Logistic Regression & Neural Networks*, learning in discriminative models.

    >>> sigmoid_slope(np.array([0.0, 2.0, -2.0]))
    array([0.25      , 0.10499359, 0.10499359])
    """
    e = _decay(z)
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
    return xp.where(z < 0, xp.zeros_like(z), z) + xp.log1p(_decay(z))


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
    """The slope of the hyperbolic tangent, whose tails the difference 1 - tanh(z)^2 would lose.

        tanh'(z) = 1 - tanh(z)^2 = 4 sigma'(2 z)

    Equation: eq-tanh-slope.

    >>> tanh_slope(np.array([0.0, 1.0]))
    array([1.        , 0.41997434])
    """
    return 4 * sigmoid_slope(2 * z)


@checked
def relu(z: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """The rectifier: what is negative counts as nothing.

        relu(z) = max(z, 0)

    A branch, and not a maximum: where both of its arguments are equal, JAX and PyTorch give half of the slope to each.

    Equations: eq-relu, eq-relu-half, eq-fold.

    >>> relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 3.])
    """
    xp = namespace(z)
    return xp.where(z <= 0, xp.zeros_like(z), z)


@checked
def relu_slope(z: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """The slope of the rectifier. At 0 it has none: 0 is taken, as automatic differentiation takes it from `relu`.

        relu'(z) = 1 where z > 0, 0 elsewhere

    Equation: eq-relu-slope.

    >>> relu_slope(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 1.])
    """
    return namespace(z).astype(z > 0, z.dtype)


@checked
def leaky_relu(z: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """A rectifier that lets a hundredth of the negative side through, so that no unit falls silent for good.

        leaky_relu(z) = max(z, 0.01 z)

    Equation: eq-leaky-relu.

    >>> leaky_relu(np.array([-2.0, 0.0, 3.0]))
    array([-0.02,  0.  ,  3.  ])
    """
    return namespace(z).where(z <= 0, LEAK * z, z)


@checked
def leaky_relu_slope(z: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """The slope of the leaky rectifier. At 0 it has none: 0.01, that of the negative side, is taken.

        leaky_relu'(z) = 1 where z > 0, 0.01 elsewhere

    >>> leaky_relu_slope(np.array([-2.0, 0.0, 3.0]))
    array([0.01, 0.01, 1.  ])
    """
    xp = namespace(z)
    return xp.where(z > 0, xp.ones_like(z), xp.full_like(z, LEAK))


_WITH_ERFC = {
    "numpy": "scipy.special",
    "cupy": "cupyx.scipy.special",
    "torch": "torch.special",
    "jax": "jax.scipy.special",
}


def _normal_below(z):
    """Phi(z), the probability that a standard normal number is below z: erfc(-z / sqrt(2)) / 2.

    The Array API standard has no erfc. Four libraries have one; for any other, SciPy works on the values in NumPy.
    """
    xp, x = namespace(z), -z / math.sqrt(2)
    library = xp.__name__.removeprefix("array_api_compat.").partition(".")[0]
    erfc = importlib.import_module(_WITH_ERFC.get(library, "scipy.special")).erfc
    below = erfc(x) if library in _WITH_ERFC else move(erfc(to_numpy(x)), like=z)
    return xp.astype(below, z.dtype) / 2  # SciPy has no erfc of float16


@checked
def gelu(z: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """The Gaussian error linear unit, exactly: z, kept with the probability that a standard normal number is below z.

        gelu(z) = z Phi(z),   Phi(z) = (1 + erf(z / sqrt(2))) / 2

    It falls to -0.17 near z = -0.75 and comes back to 0, so it is the one of these functions that is not monotone.

    Equation: eq-gelu.

    >>> gelu(np.array([-1.0, 0.0, 1.0]))
    array([-0.15865525,  0.        ,  0.84134475])
    """
    xp, below = namespace(z), _normal_below(z)
    return xp.where(below == 0, xp.zeros_like(z), z) * below


@checked
def gelu_slope(z: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """The slope of the Gaussian error linear unit.

        gelu'(z) = Phi(z) + z phi(z),   phi(z) = e^(-z^2 / 2) / sqrt(2 pi)

    No floating number is as small as phi(z) beyond |z| = 50: it is 0 there, and z^2 is left out before it overflows.

    >>> gelu_slope(np.array([-1.0, 0.0, 1.0]))
    array([-0.08331547,  0.5       ,  1.08331547])
    """
    xp = namespace(z)
    near = xp.where(xp.abs(z) < 50, z, xp.zeros_like(z))
    return _normal_below(z) + near * xp.exp(-near * near / 2) / math.sqrt(2 * math.pi)


@checked
def identity(z: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """No bend at all: z itself. It ends a network whose outputs are numbers, not classes.

        identity(z) = z

    >>> identity(np.array([-2.0, 3.0]))
    array([-2.,  3.])
    """
    return z


@checked
def identity_slope(z: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """The slope of the identity.

        identity'(z) = 1

    >>> identity_slope(np.array([-2.0, 3.0]))
    array([1., 1.])
    """
    return namespace(z).ones_like(z)


@checked(dask=True)
def softmax(Z: Float[Array, "K *m"]) -> Float[Array, "K *m"]:
    """The probabilities of K classes, one class a row: positive, and each column sums to 1.

        softmax(z)_k = e^z_k / (e^z_1 + ... + e^z_K)

    A constant added to a column changes nothing. So the largest entry is subtracted first, and nothing overflows.

    Equations: eq-softmax-differences, eq-softmax-shift, eq-softmax-of-two.
    Source: *Logistic Regression & Neural Networks*, multi-class.

    >>> softmax(np.array([[0.0, 1000.0], [2.0, 0.0]]))
    array([[0.11920292, 1.        ],
           [0.88079708, 0.        ]])
    """
    xp = namespace(Z)
    E = xp.exp(Z - xp.max(Z, axis=0, keepdims=True))
    return E / xp.sum(E, axis=0, keepdims=True)


def _at_largest(Z):
    """True at the largest entry of each column, at the first of them where several are equal."""
    xp = namespace(Z)
    K, *m = Z.shape
    classes = xp.reshape(xp.arange(K, device=array_api_compat.device(Z)), (K, *(1 for _ in m)))
    return classes == xp.argmax(Z, axis=0, keepdims=True)


@checked(dask=True)
def softmax_of_others(Z: Float[Array, "K *m"]) -> Float[Array, "K *m"]:
    """The probability that it is another class, for each of K classes: what 1 - softmax(z) would lose where that is 1.

        1 - softmax(z)_k = sum of softmax(z)_j over the other j

    Only the largest probability can be near 1. There the others are added up; the difference is right elsewhere.

    >>> softmax_of_others(np.array([[0.0, 40.0], [0.0, 0.0]]))
    array([[5.00000000e-01, 4.24835426e-18],
           [5.00000000e-01, 1.00000000e+00]])
    """
    xp = namespace(Z)
    A, largest = softmax(Z), _at_largest(Z)
    others = xp.sum(xp.where(largest, xp.zeros_like(A), A), axis=0, keepdims=True)
    return xp.where(largest, others, 1 - A)


@checked
def softmax_slope(Z: Float[Array, "K *m"]) -> Float[Array, "K K *m"]:
    """All slopes of the softmax: entry (j, k) of each example is how a_j answers to z_k.

        da_j / dz_k = a_j ((1 if j = k else 0) - a_k),   da/dz = diag(a) - a a^T

    On the diagonal 1 - a_k is `softmax_of_others`: it keeps its digits where a_k is 1, and each row sums to 0.

    Equation: eq-softmax-slope.

    >>> softmax_slope(np.array([[0.0], [0.0]]))[:, :, 0]
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    xp = namespace(Z)
    A, not_A = softmax(Z), softmax_of_others(Z)
    K, *m = Z.shape
    same = xp.reshape(xp.eye(K, dtype=A.dtype, device=array_api_compat.device(A)), (K, K, *(1 for _ in m)))
    return A[:, None, ...] * (same * not_A[None, ...] - (1 - same) * A[None, ...])


@checked(dask=True)
def log_sum_exp(Z: Float[Array, "K *m"]) -> Float[Array, "1 *m"]:
    """A maximum with rounded corners, one for each column. Its slope is the softmax.

        lse(z) = log(e^z_1 + ... + e^z_K) = z_max + log(1 + sum of e^(z_k - z_max) over the other k)

    The second form never overflows. It leaves out the largest term, which is 1: beside it the others would be lost.
    Where z_max is infinite, so is lse(z), with its sign.

    >>> log_sum_exp(np.array([[0.0, 1000.0], [0.0, 1000.0]]))
    array([[6.93147181e-01, 1.00069315e+03]])
    """
    xp = namespace(Z)
    largest, none = _at_largest(Z), xp.zeros_like(Z)
    z_max = xp.sum(xp.where(largest, Z, none), axis=0, keepdims=True)
    bounded = xp.isfinite(z_max)
    others = xp.where(bounded & ~largest, Z - xp.where(bounded, z_max, none), xp.full_like(Z, -xp.inf))
    return z_max + xp.log1p(xp.sum(xp.exp(others), axis=0, keepdims=True))


@dataclass(frozen=True)
class Activation:
    """A function of z, entry by entry, beside its slope: what a layer that bends needs.

    >>> TANH.function(np.array([0.0])), TANH.slope(np.array([0.0]))
    (array([0.]), array([1.]))
    """

    function: Callable[[Array], Array]
    slope: Callable[[Array], Array]

    def __repr__(self):
        return f"Activation({self.function.__name__}, {self.slope.__name__})"


IDENTITY = Activation(identity, identity_slope)
SIGMOID = Activation(sigmoid, sigmoid_slope)
TANH = Activation(tanh, tanh_slope)
RELU = Activation(relu, relu_slope)
LEAKY_RELU = Activation(leaky_relu, leaky_relu_slope)
SOFTPLUS = Activation(softplus, softplus_slope)
GELU = Activation(gelu, gelu_slope)
