"""Ramps: the rectifier, with a leak or rounded by a Gaussian, the identity, and their slopes."""

import importlib
import math

from unity.arrays import move, namespace, to_numpy
from unity.shapes import Array, Float, checked

__all__ = [
    "LEAK",
    "gelu",
    "gelu_slope",
    "identity",
    "identity_slope",
    "leaky_relu",
    "leaky_relu_slope",
    "relu",
    "relu_slope",
]

LEAK = 0.01
"""What a leaky ReLU lets through of a negative z."""


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
    """The slope of the leaky rectifier f. At 0 it has none: 0.01, that of the negative side, is taken.

        f'(z) = 1 where z > 0, 0.01 elsewhere

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

    It falls to -0.17 near z = -0.75 and comes back to 0, so it is not monotone.

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

    No floating number is as small as $phi(z)$ beyond $|z| = 50$: it is 0 there, and $z^2$ is left out before it
    overflows.

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
