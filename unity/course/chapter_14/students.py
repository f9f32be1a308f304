"""Three students of one teacher: each finds the weights of a layer from images and the teacher's maps, by least squares."""

import numpy as np

from unity.datasets import digits
from unity.trilinear import Convolution

__all__ = ["curves"]

WINDOW = Convolution(3)


def curves(teacher, sizes, *, shuffle=False):
    """The errors on 1,597 digits after as many images as `sizes` says: an array for the dense, local and shared student.

    An error is a share of the mean square of the teacher's maps. With `shuffle` the students see all images with their
    pixels in another order, the same for all of them.

    >>> kernel = np.outer([1.0, 0, -1], [1, 2, 1]).reshape(1, 3, 3, 1)
    >>> errors = curves(kernel, [1, 9])
    >>> bool(errors["local"][1] < 0.002), bool(max(errors["shared"]) < 1e-20)
    (True, True)
    """
    X = digits().X
    order = np.random.default_rng(14).permutation(X.shape[-1])
    learn, new = X[..., order[:200]], X[..., order[200:]]
    pixels = order[order < 64] if shuffle else np.arange(64)
    errors = [_errors(teacher, learn[..., :m], new, pixels) for m in sizes]
    return {name: np.array([of_one[name] for of_one in errors]) for name in errors[0]}


def _errors(teacher, X, new, pixels):
    lesson, trial = (_seen(teacher, images, pixels) for images in (X, new))
    found = {}
    for name, (V, Z) in lesson.items():
        V_new, Z_new = trial[name]
        W = Z @ np.linalg.pinv(V, rcond=1e-10)  # least squares, the smallest weights where several fit
        found[name] = np.mean((W @ V_new - Z_new) ** 2) / np.mean(Z_new**2)
    return found


def _seen(teacher, X, pixels):
    """For each student what it sees and what the teacher says: stacks of matrices, one for each set of weights of its own."""
    seen = X.reshape(64, -1)[pixels].reshape(X.shape)
    P, Z = WINDOW.view(seen).reshape(9, 36, -1), WINDOW.forward(teacher, X).reshape(36, -1)
    return {
        "dense": (seen.reshape(1, 64, -1), Z[None]),
        "local": (P.swapaxes(0, 1), Z[:, None]),
        "shared": (P.reshape(1, 9, -1), Z.reshape(1, 1, -1)),
    }
