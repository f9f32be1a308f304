"""Descent: the walk against its closed form, the longest step, the two stop rules, what the start decides."""

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from unity import descent
from unity.arrays import namespace, to_numpy
from unity.checks import gradient_gap
from unity.descent import (
    Stop,
    Trace,
    contraction,
    distance_bound,
    gradient_descent,
    largest_curvature,
    logistic_curvature,
    quadratic_gradient,
    quadratic_iterate,
    softmax_curvature,
)
from unity.families import BERNOULLI, CATEGORICAL

EPS = np.finfo(np.float64).eps
both_precisions = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
several_examples = settings(max_examples=25)
parabola = lambda w: 2 * (w - 2)  # the slope of (w - 2)^2


def walk(gradient, start, **kwargs):
    """The iterates of a descent in one dimension as one NumPy array."""
    return np.array([w[0] for w in gradient_descent(gradient, np.array([start]), **kwargs).iterates])


def test_all_names_everything_public():
    own = {
        name for name, value in vars(descent).items() if getattr(value, "__module__", "").startswith("unity.descent.")
    }
    assert set(descent.__all__) == {name for name in own if not name.startswith("_")}


@pytest.mark.derivation("D16")
@several_examples
@given(st.floats(-10, 10), st.floats(0.01, 1.2))
def test_iterates_of_the_parabola(start, step):
    found = walk(parabola, start, step=step, iterations=20)
    t = np.arange(len(found))
    expected = 2 + (1 - 2 * step) ** t * (start - 2)
    scale = 12 * max(1, abs(1 - 2 * step)) ** 20
    np.testing.assert_allclose(found, expected, rtol=0, atol=100 * EPS * scale)
    for k in t:
        closed = quadratic_iterate(np.array([start]), np.array([2.0]), int(k), curvature=2.0, step=step)
        assert closed[0] == pytest.approx(expected[k], rel=20 * EPS, abs=100 * EPS * scale)


@pytest.mark.derivation("D16")
def test_parabola_by_sympy():
    """One stationary point, a step against the sign of the slope, and the closed form by induction."""
    w, w_0 = sympy.symbols("w w_0", real=True)
    alpha = sympy.symbols("alpha", positive=True)
    t = sympy.symbols("t", integer=True, nonnegative=True)
    J = (w - 2) ** 2
    assert sympy.solve(sympy.diff(J, w), w) == [2]
    assert sympy.diff(J, w, 2) > 0
    step = -alpha * sympy.diff(J, w)
    assert sympy.simplify(step / (w - 2)) == -2 * alpha
    closed = lambda t: 2 + (1 - 2 * alpha) ** t * (w_0 - 2)
    assert closed(0) == w_0
    assert sympy.simplify(closed(t) + step.subs(w, closed(t)) - closed(t + 1)) == 0


@pytest.mark.derivation("D16")
@pytest.mark.parametrize("start", [-3.0, 1.9, 2.1, 8.0])
def test_each_step_goes_against_the_sign_of_the_slope(start):
    w = walk(parabola, start, step=0.1, iterations=10)
    assert (np.sign(np.diff(w)) == -np.sign(parabola(w[:-1]))).all()
    assert (np.diff(np.abs(w - 2)) < 0).all()


@pytest.mark.derivation("D18")
def test_step_too_small_good_and_too_large():
    """J = (w - 2)^2 has L = 2: a step of 1/2 arrives at once, 1 swings for ever, above 1 it leaves."""
    distance = lambda step: np.abs(walk(parabola, 0.0, step=step, iterations=50) - 2)
    assert distance(0.5)[1] == 0
    assert distance(0.01)[-1] == pytest.approx(2 * 0.98**50)
    assert distance(0.95)[-1] < 0.02
    assert (distance(1.0) == 2).all()
    assert (np.diff(distance(1.05)) > 0).all()


def quadratic(n, seed):
    """A positive definite Hessian and its largest curvature."""
    A = np.random.default_rng(seed).standard_normal((n, n + 2))
    H = A @ A.T
    return H, float(largest_curvature(H))


@pytest.mark.derivation("D18")
@several_examples
@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_exactly_below_two_over_L_a_quadratic_converges(n, seed):
    H, L = quadratic(n, seed)
    assert pytest.approx(np.linalg.eigvalsh(H)[-1], rel=100 * EPS) == L
    steepest = np.linalg.eigh(H)[1][:, -1:]
    for factor in (1.9, 2.1):
        trace = gradient_descent(lambda w: H @ w, steepest, step=factor / L, iterations=100)
        size = np.linalg.norm(trace.parameters)
        assert size == pytest.approx(abs(1 - factor) ** trace.iterations, rel=1e-6, abs=1e-9)
    start = np.random.default_rng(seed).standard_normal((n, 1))
    sizes = [np.linalg.norm(w) for w in gradient_descent(lambda w: H @ w, start, step=1.99 / L, iterations=50).iterates]
    assert (np.diff(sizes) <= 0).all()


@pytest.mark.derivation("D16")
@several_examples
@given(st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_the_quadratic_and_its_gradient_by_their_definition(n, seed):
    """1/2 sum_ij H_ij d_i d_j for any H, and its slopes by differences; for n = 1 and H = 2 the deck's parabola."""
    rng = np.random.default_rng(seed)
    H, w, w_min = rng.standard_normal((n, n)), rng.standard_normal((n, 1)), rng.standard_normal((n, 1))
    d = (w - w_min)[:, 0]
    expected = sum(H[i, j] * d[i] * d[j] for i in range(n) for j in range(n)) / 2
    assert float(descent.quadratic(w, w_min, H)) == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert gradient_gap(lambda w: descent.quadratic(w, w_min, H), w, quadratic_gradient(w, w_min, H)) < 1e-9
    two = np.array([[2.0]])
    assert float(descent.quadratic(w[:1], two, two)) == pytest.approx((w[0, 0] - 2) ** 2)
    assert quadratic_gradient(w[:1], two, two).item() == pytest.approx(parabola(w[0, 0]))


@pytest.mark.derivation("D18")
@several_examples
@given(st.integers(1, 5), st.floats(0.05, 2.5), st.integers(0, 2**32 - 1))
def test_contraction_is_reached_and_never_passed(n, factor, seed):
    """No start gets away with more, and some start meets it exactly; it is below 1 exactly below 2/L."""
    H, L = quadratic(n, seed)
    step = factor / L
    rho = float(contraction(H, step=step))
    curvatures, directions = np.linalg.eigh(H)
    shrunk = [np.linalg.norm(v - step * H @ v) for v in directions.T]
    assert max(shrunk) == pytest.approx(rho, abs=1e-9)
    assert rho == pytest.approx(max(1 - step * curvatures[0], step * curvatures[-1] - 1), abs=1e-9)
    v = np.random.default_rng(seed).standard_normal((n, 1))
    assert np.linalg.norm(v - step * H @ v) <= rho * np.linalg.norm(v) * (1 + 1e-9)
    if abs(factor - 2) > 1e-6 and curvatures[0] > 1e-6 * L:
        assert (rho < 1) == (factor < 2)


@pytest.mark.derivation("D20")
@several_examples
@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_no_minimum_lies_beyond_the_distance_bound(n, seed):
    """Along the least curved direction it is reached; where some direction does not bend upwards it is infinite."""
    H, _ = quadratic(n, seed)
    curvatures, directions = np.linalg.eigh(H)
    flattest, anywhere = directions[:, :1], np.random.default_rng(seed).standard_normal((n, 1))
    assert float(distance_bound(H @ flattest, H)) == pytest.approx(1, rel=1e-6)
    assert np.linalg.norm(anywhere) <= float(distance_bound(H @ anywhere, H)) * (1 + 1e-6)
    for flat in (0.0, -0.5):
        assert (
            distance_bound(anywhere, directions @ np.diag([flat, *curvatures[1:]]) @ directions.T - 1e-9 * np.eye(n))
            == np.inf
        )
    assert distance_bound(np.zeros((2, 1)), np.zeros((2, 2))) == np.inf


def augmented(X):
    return np.concatenate([np.ones((1, X.shape[1])), X])


@pytest.mark.derivation("D18")
@several_examples
@given(st.integers(1, 4), st.integers(1, 8), st.integers(0, 2**32 - 1))
def test_logistic_curvature_bounds_every_hessian(n, m, seed):
    """X diag(a (1 - a)) X^T / m at random parameters stays below; at zero, where a = 1/2, it reaches the bound."""
    rng = np.random.default_rng(seed)
    X = 3 * rng.standard_normal((n, m))
    bound, top = float(logistic_curvature(X)), augmented(X)
    for size in (0.0, 0.1, 1.0, 10.0):
        A = BERNOULLI.mean(size * rng.standard_normal((1, n + 1)) @ top)
        steepest = np.linalg.eigvalsh(top * (A * (1 - A)) @ top.T / m)[-1]
        assert steepest <= bound * (1 + 100 * EPS)
        if size == 0:
            assert steepest == pytest.approx(bound, rel=100 * EPS)


@pytest.mark.derivation("D18")
@several_examples
@given(st.integers(2, 4), st.integers(1, 3), st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_softmax_curvature_bounds_every_hessian(K, n, m, seed):
    """(diag(a) - a a^T) times x x^T, summed; two equally likely classes and one example reach the bound."""
    rng = np.random.default_rng(seed)
    X = 3 * rng.standard_normal((n, m))
    bound, top = float(softmax_curvature(X)), augmented(X)
    for size in (0.0, 0.1, 1.0):
        A = CATEGORICAL.mean(size * rng.standard_normal((K, n + 1)) @ top)
        S = np.einsum("ji,jk->jki", A, np.eye(K)) - A[:, None] * A[None]
        H = np.einsum("jki,ai,bi->jakb", S, top, top).reshape(K * (n + 1), -1) / m
        assert np.linalg.eigvalsh(H)[-1] <= bound * (1 + 100 * EPS)
        if size == 0 and K == 2:
            assert np.linalg.eigvalsh(H)[-1] == pytest.approx(bound, rel=100 * EPS)


def logistic(X, Y):
    """The cost and the gradient of logistic regression, for `gradient_descent`."""
    cost = lambda w, b: BERNOULLI.cost(w.T @ X + b, Y)

    def gradient(w, b):
        E = BERNOULLI.error(w.T @ X + b, Y)
        return X @ E.T, E.sum(axis=1, keepdims=True)

    return cost, gradient


def overlapping(seed, m=40):
    """Two classes that no line separates."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((2, m))
    Y = (X[:1] + rng.standard_normal((1, m)) > 0).astype(float)
    return X, Y


@pytest.mark.derivation("D18")
@pytest.mark.parametrize("seed", range(5))
def test_a_step_below_two_over_the_bound_is_sufficient(seed):
    """The cost falls at every step, from anywhere."""
    X, Y = overlapping(seed)
    cost, gradient = logistic(X, Y)
    start = (5 * np.random.default_rng(seed).standard_normal((2, 1)), np.array([[3.0]]))
    trace = gradient_descent(gradient, start, step=1.99 / float(logistic_curvature(X)), iterations=200)
    costs = np.array([cost(w, b) for w, b in trace.iterates])
    assert (np.diff(costs) <= 10 * EPS).all()
    assert trace.gradient_norms[-1] < 1e-4


@pytest.mark.derivation("D18")
def test_the_bound_is_not_necessary():
    """What decides near the minimum is the curvature there: beyond 2/bound it still converges, beyond 2/that never."""
    X, Y = overlapping(0)
    _, gradient = logistic(X, Y)
    bound = float(logistic_curvature(X))
    start = (np.zeros((2, 1)), np.zeros((1, 1)))
    best = gradient_descent(gradient, start, step=1 / bound, iterations=5000, smallest_gradient=1e-12)
    assert best.stopped is Stop.GRADIENT
    w, b = best.parameters
    A, top = BERNOULLI.mean(w.T @ X + b), augmented(X)
    here = float(largest_curvature(top * (A * (1 - A)) @ top.T / X.shape[1]))
    assert here < 0.8 * bound
    longer = gradient_descent(gradient, start, step=2.4 / bound, iterations=5000, smallest_gradient=1e-10)
    assert longer.stopped is Stop.GRADIENT
    too_long = gradient_descent(gradient, start, step=2.1 / here, iterations=5000, smallest_gradient=1e-3)
    assert too_long.stopped is Stop.ITERATIONS


@pytest.mark.derivation("D18")
@both_precisions
def test_curvatures_on_every_kind_of_array(dtype, asarray, rng):
    X = rng.standard_normal((3, 6)).astype(dtype)
    eps, top = float(np.finfo(dtype).eps), augmented(X.astype(float))
    L = np.linalg.norm(top @ top.T, 2) / 6
    for f, expected in [(logistic_curvature, L / 4), (softmax_curvature, L / 2)]:
        found = f(asarray(X))
        assert tuple(found.shape) == ()
        assert to_numpy(found).dtype == dtype
        assert float(found) == pytest.approx(expected, rel=100 * eps)
    H = (top @ top.T).astype(dtype)
    assert float(largest_curvature(asarray(H))) == pytest.approx(6 * L, rel=100 * eps)
    with pytest.raises(ValueError, match=r"^largest_curvature: H \(3, 6\) has n = 6, H \(3, 6\) has n = 3"):
        largest_curvature(X)


@pytest.mark.derivation("D19")
def test_the_start_decides_on_a_cost_with_two_valleys():
    """J = (w^2 - 1)^2 + 0.3 w: the left valley is deeper, and only starts on its side of the hill find it."""
    J = lambda w: (w**2 - 1) ** 2 + 0.3 * w
    slope = lambda w: 4 * w * (w**2 - 1) + 0.3
    left, hill, right = np.sort(np.roots([4, 0, -4, 0.3]).real)
    assert J(left) < J(right) < J(hill)
    for start in np.linspace(-1.5, 1.5, 31):
        end = walk(slope, start, step=0.05, iterations=2000, smallest_gradient=1e-12)[-1]
        assert end == pytest.approx(left if start < hill else right, abs=1e-9)
    assert walk(slope, hill, step=0.05, iterations=20)[-1] == pytest.approx(hill, abs=1e-6)  # stands on the top


@pytest.mark.derivation("D20")
@several_examples
@given(st.floats(0.01, 0.3), st.integers(0, 2**32 - 1))
def test_step_norm_is_alpha_times_gradient_norm(step, seed):
    X, Y = overlapping(seed, 12)
    _, gradient = logistic(X, Y)
    trace = gradient_descent(gradient, (np.ones((2, 1)), np.zeros((1, 1))), step=step, iterations=30)
    np.testing.assert_allclose(trace.step_norms, step * np.array(trace.gradient_norms[:-1]), rtol=0, atol=20 * EPS)


@pytest.mark.derivation("D20")
def test_the_two_rules_differ_by_alpha():
    """With one threshold the step rule ends earlier; with alpha times it, one step after the gradient rule."""
    start, step, eps = np.array([0.0]), 0.01, 1e-4
    run = lambda **rule: gradient_descent(parabola, start, step=step, iterations=10_000, **rule)
    by_gradient, by_step = run(smallest_gradient=eps), run(smallest_step=eps)
    assert (by_gradient.stopped, by_step.stopped) == (Stop.GRADIENT, Stop.STEP)
    assert by_step.iterations < by_gradient.iterations
    assert by_step.gradient_norms[-1] == pytest.approx(eps / step, rel=0.03)
    assert run(smallest_step=step * eps).iterations == by_gradient.iterations + 1


@pytest.mark.derivation("D20")
def test_a_small_gradient_is_not_a_short_way():
    """w^4 is flat: the gradient is 1e-9 while the minimum is 1e-3 away. With curvature >= mu the way is <= |g| / mu."""
    flat = gradient_descent(lambda w: 4 * w**3, np.array([1.0]), step=0.1, iterations=10**6, smallest_gradient=1e-6)
    assert flat.stopped is Stop.GRADIENT
    assert abs(flat.parameters[0]) > 5e-3
    H, _ = quadratic(3, 0)
    mu, L = np.linalg.eigvalsh(H)[[0, -1]]
    trace = gradient_descent(lambda w: H @ w, np.ones((3, 1)), step=1 / L, iterations=100)
    for w, norm in zip(trace.iterates, trace.gradient_norms):
        assert np.linalg.norm(w) <= norm / mu * (1 + 10 * EPS)


@pytest.mark.derivation("D20")
def test_rules_are_reached_not_passed():
    """Thresholds that are met exactly count: <=, as in the deck."""
    trace = gradient_descent(parabola, np.array([0.0]), step=0.25, iterations=9, smallest_gradient=0.5)
    assert trace.gradient_norms == (4.0, 2.0, 1.0, 0.5)
    trace = gradient_descent(parabola, np.array([0.0]), step=0.25, iterations=9, smallest_step=0.25)
    assert trace.step_norms == (1.0, 0.5, 0.25)
    assert (trace.iterations, trace.stopped) == (3, Stop.STEP)


def test_trace_index_by_index():
    trace = gradient_descent(parabola, np.array([0.0]), step=0.25, iterations=3)
    assert [float(w[0]) for w in trace.iterates] == [0.0, 1.0, 1.5, 1.75]
    assert trace.gradient_norms == (4.0, 2.0, 1.0, 0.5)
    assert trace.step_norms == (1.0, 0.5, 0.25)
    assert trace.parameters is trace.iterates[-1]
    assert repr(trace) == "Trace(iterations=3, gradient_norm=0.5, Stop.ITERATIONS)"
    with pytest.raises(AttributeError):
        trace.stopped = Stop.STEP
    assert isinstance(trace, Trace)
    assert [rule.value for rule in Stop] == [
        "the gradient is small",
        "the step is small",
        "the iterations are used up",
    ]


def test_a_descent_that_need_not_or_may_not_move():
    at_the_minimum = gradient_descent(parabola, np.array([2.0]), step=0.1, iterations=5)
    assert (at_the_minimum.iterations, at_the_minimum.stopped) == (0, Stop.GRADIENT)
    none = gradient_descent(parabola, np.array([0.0]), step=0.1, iterations=0)
    assert (none.iterations, none.stopped, none.gradient_norms) == (0, Stop.ITERATIONS, (4.0,))
    stuck = gradient_descent(lambda w: 0 * w + 1e-20, np.array([1.0]), step=0.1, iterations=5)
    assert (stuck.iterations, stuck.stopped) == (1, Stop.STEP)


@both_precisions
def test_walk_on_every_kind_of_array(dtype, asarray, rng):
    """(w, b) move together, at once, in the precision and the library they came in."""
    X, Y = overlapping(3, 8)
    w, b = rng.standard_normal((2, 1)), rng.standard_normal((1, 1))
    X_, Y_, w_, b_ = (asarray(array.astype(dtype)) for array in (X, Y, w, b))
    xp = namespace(X_)

    def gradient(w, b):
        E = BERNOULLI.error(w.T @ X_ + b, Y_)
        return X_ @ E.T, xp.sum(E, axis=1, keepdims=True)

    trace = gradient_descent(gradient, (w_, b_), step=0.5, iterations=4)
    assert trace.iterations == 4
    assert all(isinstance(norm, float) for norm in trace.gradient_norms + trace.step_norms)
    for t in range(4):
        dw, db = logistic(X, Y)[1](w, b)
        w, b, norm = w - 0.5 * dw, b - 0.5 * db, np.sqrt((dw**2).sum() + (db**2).sum())
        tolerance = 100 * float(np.finfo(dtype).eps)
        assert trace.gradient_norms[t] == pytest.approx(norm, rel=tolerance)
        for found, expected in zip(trace.iterates[t + 1], (w, b)):
            assert namespace(found) is xp
            assert to_numpy(found).dtype == dtype
            np.testing.assert_allclose(to_numpy(found), expected, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("step", [np.float64(0.25), 0.25, 1])
def test_step_of_any_kind_keeps_float32(step):
    trace = gradient_descent(lambda w: w / 2, np.ones(2, dtype=np.float32), step=step, iterations=2)
    assert trace.parameters.dtype == np.float32


def test_one_number_is_a_parameter_too():
    trace = gradient_descent(parabola, np.array(0.0), step=0.25, iterations=2)
    assert float(trace.parameters) == 1.5


def test_closed_form_on_every_kind_of_array(asarray, rng):
    w_0, w_min = rng.standard_normal((2, 3)), rng.standard_normal((2, 3))
    found = quadratic_iterate(asarray(w_0), asarray(w_min), 5, curvature=1.5, step=0.3)
    expected = gradient_descent(lambda w: 1.5 * (w - w_min), w_0, step=0.3, iterations=5).parameters
    np.testing.assert_allclose(to_numpy(found), expected, rtol=20 * EPS, atol=20 * EPS)


def test_divergence_is_said_with_its_iteration():
    """19 times further away each step: 4 * 19^t passes 1.3e154 at t = 121, before anything overflows."""
    with pytest.raises(FloatingPointError, match=r"norm is 2\.1e\+155 at iteration 121, expected less than 1\.3e\+154"):
        gradient_descent(parabola, np.array([0.0]), step=10, iterations=1000)
    with pytest.raises(FloatingPointError, match=r"at iteration 27, expected less than 1\.8e\+19"):
        gradient_descent(parabola, np.array([0.0], dtype=np.float32), step=3, iterations=1000)
    with pytest.raises(FloatingPointError, match=r"norm is nan at iteration 0"):
        gradient_descent(lambda w: w * np.nan, np.array([1.0]), step=0.1, iterations=5)
    with pytest.raises(FloatingPointError, match=r"at iteration 1,"):
        gradient_descent(lambda w: np.where(w < 1, np.inf, w), np.array([1.0]), step=0.5, iterations=5)


def test_what_a_descent_refuses():
    w, f = np.array([1.0]), parabola
    for step in (0, -0.1, float("nan"), float("inf")):
        with pytest.raises(ValueError, match=r"^gradient_descent: step = .*, expected a positive number"):
            gradient_descent(f, w, step=step, iterations=1)
    with pytest.raises(ValueError, match=r"^gradient_descent: iterations = -1, expected 0 or more"):
        gradient_descent(f, w, step=0.1, iterations=-1)
    with pytest.raises(TypeError, match=r"^gradient_descent: start is of dtype int64, expected floating numbers"):
        gradient_descent(f, np.array([1]), step=0.1, iterations=1)
    with pytest.raises(TypeError, match=r"^gradient_descent: start holds a float, expected an array"):
        gradient_descent(f, (w, 1.0), step=0.1, iterations=1)
    with pytest.raises(ValueError, match=r"gives the shapes \[\(1, 1\)\], expected those of start, \[\(1,\)\]"):
        gradient_descent(lambda w: w[None], w, step=0.1, iterations=1)
    with pytest.raises(ValueError, match=r"gives the shapes \[\(1,\)\], expected those of start, \[\(1,\), \(1,\)\]"):
        gradient_descent(lambda w, b: w, (w, w), step=0.1, iterations=1)


def test_curvature_of_a_matrix_that_is_not_symmetric(asarray):
    """Only the symmetric part bends: v^T H v knows no other. Libraries read different triangles."""
    H = np.array([[2.0, 5.0], [-1.0, 2.0]])
    assert float(largest_curvature(asarray(H))) == pytest.approx(4, rel=4 * EPS)


def test_a_distance_bound_squares_nothing_that_vanishes():
    dw = 1e-200 * np.array([[3.0], [4.0]])
    assert float(distance_bound(dw, 0.5 * np.eye(2))) == pytest.approx(1e-199, rel=1e-14)
