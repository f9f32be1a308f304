"""Random numbers, the same for a seed on every device."""

import numpy as np

from unity.arrays.namespaces import move

__all__ = ["standard_normal", "uniform"]


def standard_normal(shape, *, seed, like=None):
    """Standard normal numbers, the same for a seed on every device: drawn by NumPy in float64, then moved.

    `seed` is an int or a `numpy.random.Generator`; `like` an array whose library, device and dtype are wanted.

    >>> standard_normal((2, 1), seed=0)
    array([[ 0.12573022],
           [-0.13210486]])
    """
    drawn = np.random.default_rng(seed).standard_normal(shape)
    return drawn if like is None else move(drawn, like=like)


def uniform(low, high, shape, *, seed, like=None):
    """Numbers drawn evenly from [low, high), the same for a seed on every device.

    Raises ValueError where low is not below high.

    >>> uniform(0, 10, (3,), seed=0)
    array([6.36961687, 2.69786714, 0.40973524])
    """
    if not low < high:
        raise ValueError(f"uniform: low = {low} is not below high = {high}")
    drawn = np.random.default_rng(seed).uniform(low, high, shape)
    return drawn if like is None else move(drawn, like=like)
