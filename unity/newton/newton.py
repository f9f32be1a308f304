"""Newton's method for models that are linear in their parameters: the least cost, or the reason why there is none."""

import math

import numpy as np
from array_api_compat import is_dask_array

from unity.arrays import move, namespace
from unity.newton.passes import check_settings, counted
from unity.newton.problem import LARGEST, LinearModel, Problem
from unity.newton.result import Fit, NoOptimum
from unity.shapes import Array, Float, checked

__all__ = ["minimise"]

ARRIVED = 0.001
"""After a step that moves no logit by more, what is missing is near the square of it."""
PROGRAMME = 10**6
"""The most numbers of the linear program that says whether there is an optimum."""


@checked(dask=True)
def minimise(
    model: LinearModel,
    X: Float[Array, "n m"],
    Y: Float[Array, "K m"],
    *,
    weights: Array | None = None,
    l2: float = 0.0,
    tol: float = 1e-6,
    max_iter: int = 1000,
    progress: bool = False,
) -> Fit:
    """The W and b of least cost, by Newton's method from zero; a step that goes too far is halved.

        minimise J(W, b) + l2/2 ||W||^2  by  V <- V - H^-1 g   until  sqrt(g^T H^-1 g) <= tol

    and no step moves a logit by more than a thousandth: neither has units. J is the mean loss of the examples, or with
    `weights`, (1, m) or (m,), sum w_i L_i / sum w_i. Examples of weight 0 are left out; the others are copied then. g and
    H are the gradient and the curvature in the coordinates V of `unity.newton.problem.Problem`. The bias is not
    penalised. Features that repeat each other share a weight. Where H would have more than 1000 rows, L-BFGS serves, until no derivative in V is larger than `tol`.

    Raises NoOptimum where l2 = 0 and W and b can grow for ever while no example's margin shrinks. Where tiny curvature
    leaves that open and X is Dask's, or m (n + 1) times the logits that count more than a million, the result is not
    `certified`. Raises ValueError where X, the weights or a setting is unfit, and where neither `max_iter` steps nor the
    precision of X reach `tol`; TypeError where the weights are no array like X. `progress` shows a bar; Ctrl-C returns
    what was reached.

    >>> slope = lambda Z: unity.activations.sigmoid_slope(Z)[None]
    >>> error = lambda Z, Y: unity.activations.sigmoid(Z) - Y
    >>> model = LinearModel(unity.families.bernoulli_loss, error, slope, lambda Z, Y: (2 * Y - 1) * Z, np.ones((1, 1)))
    >>> minimise(model, np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0.0, 1.0, 0.0, 1.0]])).W.round(4)
    array([[0.9082]])
    """
    check_settings(X, l2=l2, tol=tol, max_iter=max_iter)
    X, Y, weights = counted(X, Y, weights)
    with _Search(progress) as search:
        search.begin(Problem(model, X, Y, l2, weights))
        solve = _newton if search.V.size <= LARGEST else _quasi_newton
        solve(search, tol, max_iter)
    W, b = move(search.problem.parameters(search.V), like=X)
    norm, passes = search.place.gradient_norm, search.problem.passes.count
    return Fit(W, b, norm, search.steps, passes, search.certified, search.interrupted)


class _Search:
    """Where the search for the least cost is, what is known of it, and its progress bar. Ctrl-C ends it."""

    def __init__(self, progress):
        self.progress, self.bar, self.place, self.interrupted = progress, None, None, False

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

    def begin(self, problem):
        """From zero. A penalty makes a minimum; without one it has to be shown."""
        self.problem, self.steps, self.certified, self.asked = problem, 0, problem.l2 > 0, False
        self.V = np.zeros(problem.shape)
        self.place = problem.at(self.V, curvature=self.V.size <= LARGEST)

    def go(self, V, place, remains):
        """On to V; what has to fall to `tol` was at `remains`."""
        self.V, self.place, self.steps = V, place, self.steps + 1
        if self.bar is not None:
            self.bar.update()
            self.bar.set_postfix(cost=f"{place.cost:.6g}", remains=f"{remains:.0e}")

    def look(self, moved):
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
        if not self.certified and self.curved():
            self.certified = self.problem.whole and moved < 0.5
        elif not self.certified and self.place.curvature is not None:
            self.ask()

    def curved(self):
        """Whether the cost curves in every direction by more than rounding may."""
        least = max(self.problem.eps**0.5, 100 * float(self.problem.rounding.max()))
        return self.place.curvature is not None and float(np.linalg.eigvalsh(self.place.curvature)[0]) > least

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


def _newton(search, tol, max_iter):
    """Newton's method, until the decrement is at most tol and the logits are at rest. The last step is taken, too."""
    problem, arrived, before = search.problem, False, math.inf
    while not arrived:
        V, place = search.V, search.place
        step = place.step()
        decrement, moved = math.sqrt(max(-float(np.sum(place.gradient * step)), 0)), problem.moved(step)
        search.look(moved)
        # A smaller gain is lost in the rounding of the cost. Far logits may be on their way still, by 1 a step.
        lost = decrement**2 <= _rounding(problem, V, place)
        stuck = lost and decrement > before / 2 and (moved < 0.5 or not search.certified)
        arrived = decrement <= tol and (stuck or moved <= ARRIVED)
        if arrived and lost and place.gradient_norm <= tol:
            break
        if not arrived and (stuck or search.steps == max_iter):
            raise ValueError(_unfinished(search, "Newton's decrement", decrement, tol))
        search.go(*_not_too_far(problem, V, place, step, curvature=not arrived), decrement)
        before = decrement
    if not search.certified:
        search.ask()


def _not_too_far(problem, V, place, step, *, curvature):
    """Where the step leads, halved until the cost falls by a part of what its slope promises (or rounding hides it)."""
    promised = float(np.sum(place.gradient * step))
    for _ in range(60):
        there = problem.at(V + step, curvature=curvature)
        if there.cost <= place.cost + 1e-4 * promised + _rounding(problem, V + step, place):
            break
        step, promised = step / 2, promised / 2
    return V + step, there


def _rounding(problem, V, place):
    """How much of the cost may be rounding: its own, and that of the logits, whose slopes are no larger than the losses."""
    return (8 * problem.eps + problem.blurred(V)) * abs(place.cost)


def _quasi_newton(search, tol, max_iter):
    """L-BFGS, until no derivative in V is larger than tol."""
    from scipy.optimize import minimize

    problem, latest = search.problem, []

    def cost(v):
        V = v.reshape(problem.shape)
        latest[:] = V.copy(), problem.at(V, curvature=False)
        return latest[1].cost, latest[1].gradient.ravel()

    def accept(_):
        search.go(*latest, abs(latest[1].gradient).max())
        search.look(math.inf)

    options = dict(gtol=tol, ftol=0, maxiter=max_iter, maxfun=100 * max_iter, maxcor=20, maxls=50)
    minimize(cost, search.V.ravel(), jac=True, method="L-BFGS-B", callback=accept, options=options)
    largest = float(abs(search.place.gradient).max())
    if largest > tol:
        raise ValueError(_unfinished(search, "the largest derivative without units", largest, tol))
    if not search.certified:
        search.ask()


def _unfinished(search, what, value, tol):
    dtype = search.problem.X.dtype
    return (
        f"fit: after {search.steps} steps {what} is {value:.1e}, expected at most {tol:.1e}: "
        f"{dtype} reaches no further, or max_iter is too small (allow more steps, or a larger tol)"
    )
