"""Where a search for the least cost is, and what shows on the way that there is one, or none."""

import numpy as np
from array_api_compat import is_dask_array

from unity.arrays import namespace
from unity.newton.matrices import exceeds, solve
from unity.newton.result import NoOptimum
from unity.newton.slack import slack

__all__ = ["Search"]

PROGRAMME = 10**6
"""The most numbers of the linear program that says whether there is an optimum."""


class Search:
    """Where the search for the least cost is, what is known of it, and its progress bar. Ctrl-C ends it."""

    def __init__(self, progress):
        self.progress, self.bar, self.place, self.interrupted = progress, None, None, False
        self.seen, self.curves = None, False

    def __enter__(self):
        if self.progress:
            from tqdm.auto import tqdm

            self.bar = tqdm(desc="fitting", unit="step")
        return self

    def __exit__(self, kind, error, trace):
        if self.bar is not None:
            self.bar.close()
        self.interrupted = kind is KeyboardInterrupt and self.place is not None
        return self.interrupted

    def begin(self, problem, V=None, kept=None, certified=False, *, curvature=True):
        """From zero, or from V with a curvature that is known; with `curvature`, it is asked for where none is. A penalty makes a minimum; without one it has to be shown."""
        self.problem, self.steps, self.asked = problem, 0, False
        self.certified, self.kept = certified or problem.l2 > 0, kept
        self.V = np.zeros(problem.shape) if V is None else V
        self.place = problem.at(self.V, curvature=curvature and kept is None)

    def go(self, V, place, remains):
        """On to V; what has to fall to `tol` was at `remains`."""
        if place.curvature is not None:
            self.kept = None
        elif self.kept is not None:
            self.kept.learn(V - self.V, place.gradient - self.place.gradient)
        self.V, self.place, self.steps = V, place, self.steps + 1
        if self.bar is not None:
            self.bar.update()
            self.bar.set_postfix(cost=f"{place.cost:.6g}", remains=f"{remains:.0e}")

    def look(self, moved, curvature=None):
        """Raise NoOptimum where that shows; `moved` bounds how far the next step of Newton's moves any logit.

        Less than 1 shows an optimum. The step takes curvature times movement off each |a - y|, which is no smaller than
        that curvature: all stay above 0, and as the step was solved for, they balance. So no direction brings an example
        forward but it sets another back. On the way to infinity, then, every step moves some logit by 1. Where the
        curvature is as small as rounding the step shows nothing.
        """
        if self.problem.l2 > 0:
            return
        if self.place.margin > self.problem.blurred(self.V):
            self.separated()
        curvature = self.place.curvature if curvature is None else curvature
        if not self.certified and self.curved(curvature):
            self.certified = self.problem.whole and moved < 0.5
        elif not self.certified and curvature is not None:
            self.ask()

    def curved(self, curvature=None):
        """Whether the cost curves in every direction by more than rounding may."""
        curvature = self.place.curvature if curvature is None else curvature
        if curvature is not self.seen:  # one that is kept is looked at once
            least = max(self.problem.eps**0.5, 100 * float(self.problem.rounding.max()))
            self.seen, self.curves = curvature, curvature is not None and exceeds(curvature, least)
        return self.curves

    def look_at_slack(self):
        """What `look` sees, at the end of a search without curvature.

        A step is solved for with the slack of the errors in place of the curvature. Where it moves each logit by less than
        1, it takes less off each wrong class's probability than there is, and the errors balance, as there. It may be the
        slack of a sample, too, in which each example stands for its share of all.
        """
        problem = self.problem
        numbers = len(problem.C) == problem.shape[1] > 1  # and no probabilities
        if self.certified or not problem.whole or numbers:
            return
        few = problem if problem.sample is None else problem.sampled()
        share, room = problem.X.shape[1] / few.X.shape[1], slack(few, self.V)
        if self.curved(room):
            self.certified = share * problem.moved(solve(room, self.place.gradient)) < 0.5

    def ask(self):
        """Ask a linear program, once, and where it is small enough to be solved in memory."""
        X, Y = self.problem.X, self.problem.Y
        if self.asked or is_dask_array(X) or (X.shape[0] + 1) * X.shape[1] * self.V.shape[1] > PROGRAMME:
            return
        from unity.newton.certificate import direction

        self.asked = True
        D = direction(X, Y)
        if not bool(namespace(D).any(D != 0)):
            self.certified = True
            return
        margin = self.problem.model.margin(D[1:, :].T @ X + D[:1, :].T, Y)
        if float(namespace(margin).min(margin)) > 0:
            self.separated()
        some = "a plane separates the classes but for examples that lie on it"
        if self.V.shape[1] > 1:
            some = "planes separate some of the examples from the other classes"
        raise NoOptimum(
            f"fit: {some}: in one direction the weights and b grow for ever, and no example's loss with them; "
            "there is no minimum. A penalty (l2 > 0) makes one"
        )

    def separated(self):
        """Raise NoOptimum for classes that do not overlap at all."""
        planes = "a plane separates" if self.V.shape[1] == 1 else "planes separate"
        raise NoOptimum(
            f"fit: {planes} the classes: every example is on its own side, so the cost falls towards 0 as the "
            "weights grow, which they do for ever (like a logarithm under gradient descent); there is no minimum. "
            "A penalty (l2 > 0) makes one"
        )
