"""Images in another place, or with their pixels in another order."""

import numpy as np

from unity.arrays import move, namespace
from unity.shapes import Array, Float, checked

__all__ = ["moved", "scrambled"]


def _moved_along(X, by, axis):
    """X moved by so many places along an axis; zeros come in."""
    size = X.shape[axis]
    if abs(by) >= size:
        raise ValueError(f"moved: {by} pixels move an axis of {size} out of the picture, expected fewer")
    if by == 0:
        return X
    xp, before = namespace(X), (slice(None),) * axis
    ends = slice(size - by, size) if by > 0 else slice(0, -by)
    stays = slice(0, size - by) if by > 0 else slice(-by, size)
    paper = xp.zeros_like(X[(*before, ends, ...)])
    kept = X[(*before, stays, ...)]
    return xp.concat([paper, kept] if by > 0 else [kept, paper], axis=axis)


@checked
def moved(X: Float[Array, "channels height width m"], down: int, right: int) -> Float[Array, "channels height width m"]:
    """Images moved by whole pixels: what leaves at one side is lost, and paper comes in at the other.

        Z[c, r, s] = X[c, r - down, s - right],   0 beyond the border

    Raises ValueError where nothing of the images would be left.

    >>> moved(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]).reshape(1, 2, 3, 1), 1, -1)[0, :, :, 0]
    array([[0., 0., 0.],
           [2., 3., 0.]])
    """
    return _moved_along(_moved_along(X, down, 1), right, 2)


@checked
def scrambled(X: Float[Array, "channels height width m"], seed: int) -> Float[Array, "channels height width m"]:
    """The pixels of every image in another order, which the seed decides, and which is the same for all of them.

    No number is lost or changed; what is lost is who was whose neighbour. The channels of a pixel stay together.

    Equation: eq-scrambled.

    >>> scrambled(np.array([1.0, 2.0, 3.0, 4.0]).reshape(1, 2, 2, 1), 0)[0, :, :, 0]
    array([[3., 1.],
           [2., 4.]])
    """
    xp, (channels, height, width, m) = namespace(X), X.shape
    order = move(np.random.default_rng(seed).permutation(height * width), like=X)
    return xp.reshape(xp.take(xp.reshape(X, (channels, height * width, m)), order, axis=1), X.shape)
