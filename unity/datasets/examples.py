"""Labelled examples as columns, and dealing them into two parts."""

from dataclasses import dataclass

import numpy as np

from unity.arrays import one_hot

__all__ = ["Examples", "split"]


@dataclass(frozen=True, eq=False)
class Examples:
    """m labelled examples as columns: the last axis of `X` counts them, `y` (m,) holds an integer label each.

    `classes[k]` is the name of the class whose label is k, `features[j]` the name of row j where rows have names.

    NumPy arrays; `unity.arrays.move` takes them elsewhere.

    Raises TypeError where X is not a floating or y not an integer NumPy array, ValueError where they differ in m,
    where X holds a NaN or an infinity and where a label names no class.

    >>> dice = Examples(np.array([[1.0, 2.0, 3.0]]), np.array([1, 0, 1]), classes=("even", "odd"))
    >>> dice.Y
    array([[1., 0., 1.]])
    >>> len(dice)
    3
    """

    X: np.ndarray
    y: np.ndarray
    classes: tuple[str, ...]
    features: tuple[str, ...] = ()

    def __post_init__(self):
        X, y, K = self.X, self.y, len(self.classes)
        for name, array in {"X": X, "y": y}.items():
            if not isinstance(array, np.ndarray):
                raise TypeError(f"Examples: {name} is of type {type(array).__name__}, expected a NumPy array")
        if not np.issubdtype(X.dtype, np.floating) or not np.issubdtype(y.dtype, np.integer):
            raise TypeError(f"Examples: X is of dtype {X.dtype}, y of {y.dtype}, expected floating and integer numbers")
        if X.ndim < 2 or y.shape != X.shape[-1:]:
            raise ValueError(f"Examples: X {X.shape} and y {y.shape}, expected a column of X for each label in y (m,)")
        if not np.isfinite(X).all():
            raise ValueError("Examples: X holds a NaN or an infinity, expected finite numbers")
        if outside := y[(y < 0) | (y >= K)].tolist():
            raise ValueError(f"Examples: y holds the label {outside[0]}, expected 0 to {K - 1} for {K} classes")
        if self.features and len(self.features) != X.shape[0]:
            raise ValueError(f"Examples: {len(self.features)} names of features, X {X.shape} has n = {X.shape[0]}")

    def __len__(self):
        return self.y.shape[0]

    @property
    def Y(self):
        """The labels as a model meets them, in X's dtype: (1, m) for two classes, one-hot (K, m) for any other K."""
        K = len(self.classes)
        return (self.y[None, :] if K == 2 else one_hot(self.y, K)).astype(self.X.dtype)

    def columns(self, which):
        """The examples that `which` (indices, a slice or a mask) picks out, in its order."""
        return Examples(self.X[..., which], self.y[which], self.classes, self.features)


def split(examples, *, test=0.25, seed):
    """Examples dealt at random into two parts: `(training, test)`, with the share `test` of them in the second.

    Raises ValueError where one of the parts would be empty.

    >>> from unity.datasets import xor
    >>> training, test = split(xor(8, seed=0), test=0.25, seed=0)
    >>> len(training), len(test)
    (6, 2)
    """
    m = len(examples)
    held_out = round(test * m)
    if not 0 < held_out < m:
        raise ValueError(
            f"split: test = {test} of {m} examples leaves {held_out} and {m - held_out}, expected two parts"
        )
    order = np.random.default_rng(seed).permutation(m)
    return examples.columns(order[held_out:]), examples.columns(order[:held_out])
