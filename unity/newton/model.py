"""What is asked of a model that is linear in its parameters, and what is known of a place among them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from unity.shapes import Array

__all__ = ["LinearModel", "Place"]


@dataclass(frozen=True, eq=False)
class LinearModel:
    """What a problem asks of a model whose logits are $Z = W^T X + b$, all of it example by example.

    `loss(Z, Y)` is (1, m), `error(Z, Y)` its slope in Z (K, m), `curvature(Z)` the slope of that (K, K, m).
    `margin(Z, Y)` says for each example how far the logit of its class is ahead, (1, m).

    `contrasts` (K, q), a NumPy array with orthonormal columns, spans the changes of an example's logits that matter:
    W and b are sought in the form $V C^T$. One logit has C = 1; where adding a number to all K logits changes nothing,
    the columns of C sum to zero, and so do the rows of W and b that are found, the shortest of all that say the same.

    `together(Z, Y, curvature)`, if there is one, gives for NumPy's arrays loss, error, curvature or None, and minus the
    least margin, as those four do, in less time: `unity.fast.logits` has two.
    """

    loss: Callable[[Array, Array], Array]
    error: Callable[[Array, Array], Array]
    curvature: Callable[[Array], Array]
    margin: Callable[[Array, Array], Array]
    contrasts: np.ndarray
    together: Callable[[Array, Array, bool], tuple] | None = None


class Place(NamedTuple):
    """What one pass tells of V: the cost, its gradient (p, q) and curvature (p q, p q) in V, the largest |derivative| by
    W and b, and the smallest margin. The curvature is None where it was not asked for."""

    cost: float
    gradient: np.ndarray
    curvature: np.ndarray | None
    gradient_norm: float
    margin: float
