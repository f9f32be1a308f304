"""What a search for the least cost gives: the parameters, or the reason why there are none."""

from typing import NamedTuple

from unity.shapes import Array, Float

__all__ = ["Fit", "NoOptimum"]


class NoOptimum(ValueError):
    """The cost falls for ever and has no minimum."""


class Fit(NamedTuple):
    """The parameters of least cost, and how they were found.

    `gradient_norm` is the largest |derivative| by W and b, in the units of X. `iterations` are the steps that were taken,
    `passes` the times that X was read. `certified` says that a minimum is known to exist: by a penalty, by curvature that
    is not tiny, or by a linear program. `interrupted` says that Ctrl-C ended the search, with the best until then.
    """

    W: Float[Array, "n K"]
    b: Float[Array, "K 1"]
    gradient_norm: float
    iterations: int
    passes: int
    certified: bool
    interrupted: bool

    @property
    def w(self):
        """W under the name that it has in logistic regression, where it is one column."""
        return self.W
