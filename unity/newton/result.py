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

    `w` is W under the name that it has in logistic regression, where it is one column. What is shown of a fit are the
    shapes of its parameters, not their numbers.

    >>> Fit(np.ones((30, 1)), np.zeros((1, 1)), 2.5e-9, 7, 9, certified=True, interrupted=False)
    Fit(W or w (30, 1), b (1, 1), gradient_norm=2.5e-09, iterations=7, passes=9, certified=True)
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

    def __repr__(self):
        name = "W or w" if self.W.shape[1:] == (1,) else "W"
        ended = ", interrupted=True" if self.interrupted else ""
        return (
            f"Fit({name} {tuple(self.W.shape)}, b {tuple(self.b.shape)}, gradient_norm={self.gradient_norm:.2g}, "
            f"iterations={self.iterations}, passes={self.passes}, certified={self.certified}{ended})"
        )
