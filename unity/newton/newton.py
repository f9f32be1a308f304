"""Newton's method for models that are linear in their parameters: the least cost, or the reason why there is none."""

import math

import numpy as np

from unity.arrays import move
from unity.newton.kept import Kept, dear, falls_enough, squares_enough
from unity.newton.passes import check_settings, counted
from unity.newton.problem import LARGEST, LinearModel, Problem
from unity.newton.result import Fit, NoOptimum
from unity.newton.search import Search
from unity.shapes import Array, Float, checked

__all__ = ["minimise"]

FEW = 100
"""The most rows that a curvature has: with more, it takes longer than all passes for gradients."""

PATIENCE = 150
"""After so many steps by gradients alone a curvature is sooner there, if it is not too large."""
ARRIVED = 0.001
"""After a step that moves no logit by more, what is missing is near the square of it."""
ENOUGH = 5
"""A sample has a minimum near that of the whole where it holds so many examples for each parameter."""


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
    """The W and b of least cost, by Newton's method; a step that goes too far is halved.

        minimise J(W, b) + l2/2 ||W||^2  by  V <- V - H^-1 g   until  sqrt(g^T H^-1 g) <= tol

    and no step moves a logit by more than a thousandth: neither has units. J is the mean loss of the examples, or with
    `weights`, (1, m) or (m,), $sum_i w_i L_i$ over $sum_i w_i$. Examples of weight 0 are left out; the others are copied then.
    g and H are the gradient and the curvature in the coordinates V of `unity.newton.problem.Problem`. The bias is not
    penalised. Of many examples, a sample is fitted first, whose minimum and curvature are where the search begins. A
    curvature that takes longer than a gradient is kept while the decrement falls fast. Features that repeat each other
    share a weight. Where H would have more than 100 rows, L-BFGS serves, until no derivative without units is larger
    than `tol`.

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
    with Search(progress) as search:
        problem = Problem(model, X, Y, l2, weights)
        small = math.prod(problem.shape) <= FEW
        search.begin(problem, *_from_sample(problem, small), curvature=small)
        solve = _newton if small else _quasi_newton
        solve(search, tol, max_iter)
    W, b = move(search.problem.parameters(search.V), like=X)
    norm, passes = search.place.gradient_norm, search.problem.passes.count
    return Fit(W, b, norm, search.steps, passes, search.certified, search.interrupted)


def _from_sample(problem, small):
    """Where Newton's method on the sample ends, the curvature there, and whether that shows a minimum of the whole.

    A direction in which no example's margin shrinks is one for the examples of the sample, too. So what shows that they
    have none shows it for all. Where the sample has no minimum, or is too small to tell, its curvature at zero serves; a
    curvature that does not curve in every direction is none to begin with.
    """
    if problem.sample is None or not small:
        return None, None, False
    few, search = problem.sampled(), Search(False)
    share = problem.X.shape[1] / few.X.shape[1]
    search.begin(few)
    search.asked, first = True, Kept.of_few(search.place.curvature, search.V, few.X.shape[1])
    try:
        if search.V.size > few.X.shape[1] / ENOUGH:
            raise NoOptimum("the classes of so few examples are apart, or nearly so")
        _newton(search, 0.1 * (search.V.size / few.X.shape[1]) ** 0.5, 50)
    except ValueError:
        search.certified = False
    if not search.certified or search.place.margin > 0:
        search.V, search.kept, search.certified = None, first, False
    else:
        search.kept.share = share
    if not search.curved(search.kept.curvature):
        return None, None, False
    return search.V, search.kept, search.certified


def _newton(search, tol, max_iter):
    """Newton's method, until the decrement is at most tol and the logits are at rest.

    By a curvature of that place the last step is taken, too. By one that was kept, and may be that of a sample, the
    decrement has to be half of that, and the last step is taken where a derivative by W and b is larger than tol still.
    """
    problem, arrived, before = search.problem, False, math.inf
    while not arrived:
        V, place = search.V, search.place
        fresh = place.curvature is not None
        if fresh:
            search.kept = Kept(place.curvature, V)
        kept = search.kept
        step = kept.step(place.gradient)
        decrement, moved = math.sqrt(max(-float(np.sum(place.gradient * step)), 0)), problem.moved(step)
        search.look(moved if search.certified else kept.moved(problem, V, place.gradient), kept.curvature)
        # A smaller gain is lost in the rounding of the cost. Far logits may be on their way still, by 1 a step.
        lost = decrement**2 <= _rounding(problem, V, place)
        slow = lost and decrement > before / 2
        stuck = fresh and slow and (moved < 0.5 or not search.certified)
        arrived = decrement <= (tol if fresh else tol / 2) and (stuck or moved <= ARRIVED)
        if arrived and kept.share == math.inf:  # what is believed of few examples is no measure
            arrived, few = False, problem.sampled()
            H = few.at(V).curvature
            if search.curved(H):
                search.kept = Kept(H, V, problem.X.shape[1] / few.X.shape[1])
            else:
                search.place = problem.at(V)
            continue
        if arrived and (lost or not fresh) and place.gradient_norm <= tol:
            break
        if not arrived and (stuck or search.steps == max_iter):
            raise ValueError(_unfinished(search, "Newton's decrement", decrement, tol))
        # Where the next decrement is sure to be small enough, it needs no curvature to say so.
        soon = fresh and dear(problem) and squares_enough(decrement, before, tol)
        new = not (arrived or soon) and (slow or not falls_enough(problem, decrement, before))
        search.go(*_not_too_far(problem, V, place, step, curvature=new), decrement)
        before = decrement
    _certify(search)


def _certify(search):
    """Show that there is a minimum, or that there is none, where no curvature on the way there has."""
    problem, V = search.problem, search.V
    if not search.certified and search.curved(search.kept.curvature):
        kept = Kept(problem.at(V).curvature, V)
        search.look(kept.moved(problem, V, search.place.gradient), kept.curvature)
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
    """L-BFGS, until no derivative without units is larger than tol. Where that is far, a curvature helps."""
    from scipy.optimize import minimize

    problem, latest, R = search.problem, [], search.problem.rest

    def slope(place):
        return place.gradient if R is None else R @ place.gradient

    def cost(u):
        V = u.reshape(problem.shape).copy() if R is None else R.T @ u.reshape(problem.shape)
        latest[:] = V, problem.at(V, curvature=False)
        return latest[1].cost, slope(latest[1]).ravel()

    def accept(_):
        search.go(*latest, abs(slope(latest[1])).max())
        search.look(math.inf)

    small = math.prod(problem.shape) <= LARGEST
    steps = min(max_iter, PATIENCE) if small else max_iter
    options = dict(gtol=tol, ftol=0, maxiter=steps, maxfun=100 * max_iter, maxcor=20, maxls=50)
    minimize(cost, np.zeros(search.V.size), jac=True, method="L-BFGS-B", callback=accept, options=options)
    largest = float(abs(slope(search.place)).max())
    if largest > tol and small and search.steps < max_iter:
        search.place = problem.at(search.V)
        return _newton(search, tol, max_iter)
    if largest > tol:
        raise ValueError(_unfinished(search, "the largest derivative without units", largest, tol))
    search.look_at_slack()
    if not search.certified:
        search.ask()


def _unfinished(search, what, value, tol):
    dtype = search.problem.X.dtype
    return (
        f"fit: after {search.steps} steps {what} is {value:.1e}, expected at most {tol:.1e}: "
        f"{dtype} reaches no further, or max_iter is too small (allow more steps, or a larger tol)"
    )
