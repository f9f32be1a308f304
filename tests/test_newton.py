"""Newton's method: right in one step where the cost is quadratic, careful where it is not, honest where there is no end."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unity import newton, softmax
from unity.activations import sigmoid_slope
from unity.arrays import move, namespace, to_numpy
from unity.families import BERNOULLI, GAUSSIAN
from unity.newton import Fit, LinearModel, NoOptimum, check_examples, minimise

EPS = np.finfo(float).eps
ONE = np.ones((1, 1))


def gradient_of(family):
    def gradient(W, b, X, Y):
        E = family.error(W.T @ X + b, Y)
        return X @ E.T, namespace(E).sum(E, axis=1, keepdims=True)

    return gradient


def least_squares(K):
    """K outputs, each with its own: the curvature X X^T / m of each, none between them."""

    def hessian(W, b, X):
        xp = namespace(X)
        same = xp.reshape(move(np.eye(K), like=X), (1, K, 1, K))
        return xp.reshape(X @ X.T / X.shape[1], (X.shape[0], 1, X.shape[0], 1)) * same

    cost = lambda W, b, X, Y: GAUSSIAN.cost(W.T @ X + b, Y)
    # Z is never "right": nothing separates numbers.
    return LinearModel(cost, gradient_of(GAUSSIAN), hessian, lambda Z, Y: -abs(Z[:1, :]) - 1, np.eye(K))


def bernoulli():
    def hessian(w, b, X):
        return ((X * sigmoid_slope(w.T @ X + b)) @ X.T / X.shape[1])[:, None, :, None]

    cost = lambda w, b, X, Y: BERNOULLI.cost(w.T @ X + b, Y)
    return LinearModel(cost, gradient_of(BERNOULLI), hessian, lambda Z, Y: (2 * Y - 1) * Z, ONE)


def noisy(rng, n, m):
    X = rng.normal(size=(n, m))
    z = rng.normal(size=(1, n)) @ X + 0.3
    return X, (z + rng.logistic(size=(1, m)) > 0).astype(float)


def newton_step(path, V):
    return -newton._solve(path.hessian(V), path.gradient(V).reshape(-1, 1)).reshape(V.shape)


def largest_derivative(result, X, Y, l2=0.0):
    dw, db = gradient_of(BERNOULLI)(result.W, result.b, X, Y)
    return max(abs(dw + l2 * result.W).max(initial=0), abs(db).max())


def test_no_optimum_is_a_value_error():
    assert issubclass(NoOptimum, ValueError)


# A quadratic cost


@pytest.mark.parametrize("l2", [0.0, 0.3])
@given(n=st.integers(0, 5), K=st.integers(1, 4), m=st.integers(7, 12), seed=st.integers(0, 2**32))
@settings(deadline=None, max_examples=25)
def test_one_step_solves_a_quadratic_cost(l2, n, K, m, seed):
    rng = np.random.default_rng(seed)
    X, Y = rng.normal(size=(n, m)), rng.normal(size=(K, m))
    result = minimise(least_squares(K), X, Y, l2=l2, tol=1e-8)
    augmented = np.concatenate([np.ones((1, m)), X])
    penalty = np.diag([0.0] + [l2] * n)
    theta = np.linalg.solve(augmented @ augmented.T / m + penalty, augmented @ Y.T / m)
    assert isinstance(result, Fit)
    assert result.iterations == 1
    assert result.W.shape == (n, K)
    np.testing.assert_allclose(result.W, theta[1:], rtol=1e-7, atol=1e-8)
    np.testing.assert_allclose(result.b, theta[:1].T, rtol=1e-7, atol=1e-8)


def test_the_bias_is_free_of_the_penalty(rng):
    X, Y = rng.normal(size=(2, 30)), rng.normal(size=(3, 30))
    result = minimise(least_squares(3), X, Y, l2=1e12, tol=1e-8)
    np.testing.assert_allclose(result.W, 0, atol=1e-10)
    np.testing.assert_allclose(result.b, Y.mean(axis=1, keepdims=True), rtol=1e-6)


def test_what_the_path_knows_of_a_place(rng):
    """The cost with its penalty, and of each example how much of its logits may be rounding: eps times their terms."""
    X, Y, l2 = rng.normal(size=(3, 7)), rng.normal(size=(2, 7)), 0.3
    path, V = newton._Path(least_squares(2), X, Y, l2), rng.normal(size=(4, 2))
    W, b = path.theta(V)[1:], path.theta(V)[:1].T
    J = GAUSSIAN.cost(W.T @ X + b, Y) + l2 / 2 * (W**2).sum()
    assert path.cost(V) == pytest.approx(float(J), rel=1e-12)
    terms = np.abs(V.T) @ np.abs(np.concatenate([np.ones((1, 7)), X - X.mean(axis=1, keepdims=True)]))
    np.testing.assert_allclose(path.rounding(V), 4 * EPS * terms.sum(axis=0, keepdims=True), rtol=1e-12)


def test_contrasts_keep_what_they_span(rng):
    # Two outputs that may only differ: their mean stays 0, their difference is the best there is.
    X, Y = rng.normal(size=(2, 30)), rng.normal(size=(2, 30))
    free, model = least_squares(2), least_squares(2)
    half = np.sqrt(0.5)
    model = LinearModel(model.cost, model.gradient, model.hessian, model.margin, np.array([[half], [-half]]))
    theirs = minimise(free, X, Y, tol=1e-8)
    # No derivative along the mean can vanish here, so the tolerance is generous and the step is taken first.
    ours = minimise(model, X, Y, tol=10.0)
    np.testing.assert_allclose(ours.W[:, 0] - ours.W[:, 1], theirs.W[:, 0] - theirs.W[:, 1], rtol=1e-8)
    np.testing.assert_allclose(ours.W.sum(axis=1), 0, atol=10 * EPS)
    np.testing.assert_allclose(ours.b.sum(), 0, atol=10 * EPS)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_the_result_lives_where_the_examples_do(asarray, rng, kind):
    X, Y = (asarray(rng.normal(size=(size, 20)).astype(kind)) for size in (2, 3))
    result = minimise(least_squares(3), X, Y, tol=1e-4)
    assert type(result.W) is type(result.b) is type(X)
    assert result.W.dtype == result.b.dtype == X.dtype
    assert isinstance(result.gradient_norm, float)
    reference = minimise(least_squares(3), to_numpy(X).astype(float), to_numpy(Y).astype(float), tol=1e-4)
    np.testing.assert_allclose(to_numpy(result.W), reference.W, atol=1e-5)


# A cost that is not


@pytest.mark.parametrize("l2", [0.0, 0.01])
def test_it_stops_at_the_first_point_that_is_flat_enough(rng, l2):
    X, Y = noisy(rng, 3, 150)
    results = [minimise(bernoulli(), X, Y, l2=l2, tol=tol) for tol in (1e-3, 1e-6, 1e-12)]
    for result, tol in zip(results, (1e-3, 1e-6, 1e-12)):
        assert result.gradient_norm <= tol
        np.testing.assert_allclose(result.gradient_norm, largest_derivative(result, X, Y, l2), atol=1e-15)
    steps = [result.iterations for result in results]
    assert steps == sorted(steps)
    # Each step doubles the right digits.
    assert steps[2] - steps[0] <= 3


OUTLIERS = np.array(
    [
        [-71.7, -0.14, -1.31, 0.36, 0.0, -7.62, 0.0, 0.0, 19.55],
        [10000.0, 953.72, 24.21, 0.35, 3.12, 1.19, 0.0, 12.99, -0.01],
    ]
)


def test_a_step_that_goes_too_far_is_halved():
    X, Y = OUTLIERS, np.array([[1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0]])
    path = newton._Path(bernoulli(), X, Y, 0.0)
    careless = careful = path.start
    costs = [path.cost(careful)]
    for _ in range(14):
        careless = careless + newton_step(path, careless)
        careful = careful + path.not_too_far(careful, path.gradient(careful), newton_step(path, careful))
        costs.append(path.cost(careful))
    # Whole steps leave for where the cost is a hundred times what it was, and flat.
    assert path.cost(careless) > 100 * costs[0]
    assert (np.diff(costs) <= 0).all()
    result = minimise(bernoulli(), X, Y, tol=1e-5)
    assert largest_derivative(result, X, Y) <= 1.01e-5


def test_repeated_features_share_a_weight(rng):
    X, Y = noisy(rng, 2, 100)
    alone = minimise(bernoulli(), X, Y, tol=1e-10)
    twice = minimise(bernoulli(), np.concatenate([X, X]), Y, tol=1e-10)
    np.testing.assert_allclose(twice.W, np.concatenate([alone.W, alone.W]) / 2, rtol=1e-7)


@pytest.mark.parametrize("l2", [0.0, 0.1])
def test_scales_of_the_features_do_not_matter(rng, l2):
    X, Y = noisy(rng, 3, 200)
    scale = np.array([[1e-4], [1.0], [1e4]])
    result = minimise(bernoulli(), scale * X, Y, l2=l2, tol=1e-7)
    assert largest_derivative(result, scale * X, Y, l2) <= 1.01e-7
    assert result.iterations <= 8
    if l2 == 0:
        np.testing.assert_allclose(result.W * scale, minimise(bernoulli(), X, Y).W, rtol=1e-4)


@pytest.mark.parametrize("l2", [0.0, 0.1])
def test_far_from_zero_features_keep_their_digits(rng, l2):
    X, Y = noisy(rng, 2, 100)
    near, far = (minimise(bernoulli(), X + offset, Y, l2=l2) for offset in (0.0, 1e4))
    assert far.iterations <= near.iterations + 1
    np.testing.assert_allclose(far.W, near.W, rtol=1e-6)
    np.testing.assert_allclose(far.b + 1e4 * far.W.sum(), near.b, rtol=1e-5)


@pytest.mark.parametrize("l2", [0.0, 0.1])
@pytest.mark.parametrize("m", [99, 100])
@pytest.mark.parametrize("constant", [3.7, 1e9 / 3])
def test_a_constant_has_no_weight(rng, l2, m, constant):
    # Less its mean it is rounding, and might pass for a feature. Its neighbours are 1 ulp away.
    X, Y = noisy(rng, 2, m)
    rows = [np.full((1, m), constant), np.where(X[:1] > 0, constant, np.nextafter(constant, 0))]
    alone = minimise(bernoulli(), X, Y, l2=l2, tol=1e-7)
    result = minimise(bernoulli(), np.concatenate([X, *rows]), Y, l2=l2, tol=1e-4 * constant)
    np.testing.assert_array_equal(result.W[2:], 0.0)
    np.testing.assert_allclose(result.W[:2], alone.W, rtol=0.1)


@pytest.mark.parametrize("l2", [1e15, 1e300])
def test_a_step_that_moves_no_logit_may_still_be_the_last(l2):
    # From zero, no z moves beyond rounding. But the penalty's own slope is gone after it.
    result = minimise(bernoulli(), LINE, np.array([[0.0, 0.0, 1.0, 1.0]]), l2=l2)
    assert result.gradient_norm <= 1e-6
    np.testing.assert_allclose(result.W, 0.75 / l2, rtol=1e-12)


# H^-1


@given(p=st.integers(1, 6), rank=st.integers(0, 6), seed=st.integers(0, 2**32))
@settings(deadline=None, max_examples=50)
def test_whitening_is_an_inverse_on_what_curves(p, rank, seed):
    rng = np.random.default_rng(seed)
    rank = min(p, rank)
    scale = 10.0 ** rng.uniform(-3, 3, (p, 1))
    A = scale * rng.normal(size=(p, rank))
    H = A @ A.T
    R = newton._whitening(H)
    assert R.shape == (rank, p)
    # As good as H's condition allows: R H R^T is 1, and R^T R takes H back to itself.
    condition = np.linalg.cond(A / scale) ** 2 if rank else 1
    np.testing.assert_allclose(R @ H @ R.T, np.eye(rank), atol=100 * p * EPS * condition)
    unscaled = (H @ R.T @ R @ H) / (scale * scale.T)
    np.testing.assert_allclose(unscaled, H / (scale * scale.T), atol=1000 * p * EPS * condition)


@given(spare=st.integers(0, 2), seed=st.integers(0, 2**32))
@settings(deadline=None, max_examples=50)
def test_solving_goes_where_whitening_does(spare, seed):
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(6, 6 - spare))
    H, g = A @ A.T, A @ rng.normal(size=(6 - spare, 1))
    R = newton._whitening(H)
    tolerance = 1e-13 * np.linalg.cond(A) ** 2
    np.testing.assert_allclose(newton._solve(H, g), R.T @ (R @ g), atol=tolerance * abs(R.T @ R).max())
    if not spare:
        np.testing.assert_allclose(newton._solve(H, g), np.linalg.solve(H, g), atol=tolerance * abs(R.T @ R).max())


def test_solving_for_nothing_gives_nothing():
    np.testing.assert_array_equal(newton._solve(np.zeros((2, 2)), np.zeros((2, 1))), np.zeros((2, 1)))
    np.testing.assert_array_equal(newton._solve(np.full((1, 1), 1e-320), np.zeros((1, 1))), np.zeros((1, 1)))
    # A coordinate without curvature stays where it is.
    H = np.array([[0.0, 0.0], [0.0, 4.0]])
    np.testing.assert_array_equal(newton._solve(H, np.array([[1.0], [2.0]])), [[0.0], [0.5]])


# No optimum

LINE = np.array([[-2.0, -1.0, 1.0, 2.0]])


@pytest.mark.derivation("D47", "E21")
@pytest.mark.parametrize("tol", [1e-1, 1e-6])
def test_separated_classes_are_found(asarray, tol):
    with pytest.raises(NoOptimum, match=r"^fit: a plane separates the classes: every example is on its own side") as e:
        minimise(bernoulli(), asarray(LINE), asarray(np.array([[0.0, 0.0, 1.0, 1.0]])), tol=tol)
    for reason in ("falls towards 0", "like a logarithm", "there is no minimum. A penalty (l2 > 0) makes one"):
        assert reason in str(e.value)


@pytest.mark.derivation("D47")
@pytest.mark.parametrize(
    ("X", "planes"),
    [
        ([[0.0, 4.0, 0.0, 0.0], [0.0, 0.0, 4.0, 5.0]], "planes separate the classes: every example is on its own side"),
        ([[-1.0, 1.0, 1.0, 1.0], [0.0] * 4], "planes separate some of the examples from the other classes: in one"),
    ],
)
def test_more_classes_are_separated_by_planes(X, planes):
    Y = np.eye(3)[:, [0, 1, 2, 2]]
    contrasts = np.linalg.qr(np.eye(3) - 1 / 3)[0][:, :2]
    model = LinearModel(softmax.cost, softmax.gradient, softmax.hessian, softmax.margin, contrasts)
    with pytest.raises(NoOptimum, match=f"^fit: {planes}"):
        minimise(model, np.array(X), Y)


@pytest.mark.derivation("D47")
@pytest.mark.parametrize("tol", [1e-1, 1e-6])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_classes_that_touch_are_found(tol, kind):
    X, Y = np.array([[-2, -1, 0, 0, 1, 2]], kind), np.array([[0, 0, 0, 1, 1, 1]], kind)
    with pytest.raises(NoOptimum, match="but for examples that lie on it: in one direction the weights and b grow"):
        minimise(bernoulli(), X, Y, tol=tol)


@pytest.mark.derivation("D47")
@pytest.mark.parametrize(
    ("seed", "unlike"),
    # The last four come to where rounding blurs the margins, or the curvature, before they are clear.
    [*((seed, 1e-3) for seed in range(10)), (33, 1e-3), (17, 1e-4), (41, 1e-4), (16, 1e-5)],
)
def test_features_that_are_much_alike_hide_no_separation(seed, unlike):
    """Mixed features of which one tells two examples apart from all others, and is all but lost among the rest."""
    rng = np.random.default_rng(seed)
    X, Y = noisy(rng, 3, 150)
    alone = np.zeros((1, 150))
    alone[0, :2] = 2 * Y[0, :2] - 1
    mixture = 1 + unlike * rng.normal(size=(4, 4))
    with pytest.raises(NoOptimum):
        minimise(bernoulli(), mixture @ np.concatenate([X, alone]), Y)


@pytest.mark.derivation("D47")
def test_the_steps_towards_infinity_move_a_logit_by_one():
    # Why ARRIVED may be 0.001: the slope e^-z over the curvature e^-z is 1.
    # It is asked against 1 + |z|, so it has to stay above ARRIVED until the curvature is lost in rounding.
    path = newton._Path(bernoulli(), np.zeros((0, 3)), np.zeros((1, 3)), 0.0)
    V = path.start
    for _ in range(150):
        step = newton_step(path, V)
        moved, before = path.movement(V, step), abs(path.logits(V)).max()
        V = V + step
    np.testing.assert_allclose(moved * (1 + before), 1, rtol=1e-3)
    assert moved > newton.ARRIVED


@pytest.mark.derivation("D47")
@pytest.mark.parametrize("l2", [1e-9, 1e-3])
def test_a_penalty_makes_an_optimum(l2):
    Y = np.array([[0.0, 0.0, 1.0, 1.0]])
    result = minimise(bernoulli(), LINE, Y, l2=l2, tol=1e-10)
    assert largest_derivative(result, LINE, Y, l2) <= 1e-10


def test_margins_within_rounding_separate_nothing():
    # Margins of half an eps where the terms are 1 might be anything: they say nothing.
    path = newton._Path(bernoulli(), np.array([[1.0, 1.0]]), np.array([[1.0, 0.0]]), 1.0)
    path.F = np.array([[1.0, 1.0], [EPS / 2 - 1, -EPS - 1]])
    V = np.ones((2, 1))
    assert (path.margin(V) > 0).all()
    assert not path.separates(V)
    assert path.separates(np.array([[0.0], [1.0]])) is False
    path.F = np.array([[1.0, 1.0], [1e-3 - 1, -EPS - 1]])
    assert not path.separates(V)
    path.F = np.array([[1.0, 1.0], [1e-3 - 1, -1e-3 - 1]])
    assert path.separates(V)


@pytest.mark.derivation("D47")
def test_parameters_that_separate_are_enough():
    # Every margin is positive: there is no need to ask where the next step leads.
    path = newton._Path(bernoulli(), LINE, np.array([[0.0, 0.0, 1.0, 1.0]]), 0.0)
    V = path.start + np.linalg.solve(path.B.T, np.array([[0.0], [1.0]]))
    with pytest.raises(NoOptimum, match="every example is on its own side"):
        path.check_separation(V, -V, 0.0)
    path.check_separation(-V, -V, 1.0)
    with pytest.raises(NoOptimum, match="every example is on its own side"):
        path.check_separation(-V, V, 1.0)


def test_a_direction_without_curvature_has_no_optimum():
    path = newton._Path(bernoulli(), LINE, np.array([[0.0, 1.0, 0.0, 1.0]]), 0.0)
    unit = np.array([[1.0], [1e-9]])
    for apart in (0.0, EPS):
        with pytest.raises(NoOptimum, match="but for examples that lie on it"):
            path.check_curvature(unit * np.array([[1.0, 1.0 - apart], [1.0 - apart, 1.0]]) * unit.T)
    path.check_curvature(unit * np.array([[1.0, 1.0 - 1e-14], [1.0 - 1e-14, 1.0]]) * unit.T)


# What is refused


@pytest.mark.parametrize(
    ("X", "message"),
    [
        ([[1.0, np.nan]], "fit: X holds a NaN or an infinity, expected finite numbers"),
        ([[1.0, np.inf]], "fit: X holds a NaN or an infinity"),
        ([[1.0, 1e200]], "fit: X holds numbers whose squares overflow"),
        ([[1.0, 2.0], [-1e-160, 1e-170]], "fit: a feature of X has squares that vanish, expected larger ones"),
        (np.empty((2, 0)), r"fit: X \(2, 0\) holds no example"),
    ],
)
def test_examples_are_checked(asarray, X, message):
    with pytest.raises(ValueError, match=message):
        check_examples(asarray(np.asarray(X)))


def test_the_largest_numbers_that_may_be_squared(rng):
    for kind in (np.float32, np.float64):
        root = np.sqrt(np.finfo(kind).max / 4)
        check_examples(np.full((1, 4), 0.99 * root, dtype=kind))
        with pytest.raises(ValueError, match="overflow"):
            check_examples(np.full((1, 4), 1.01 * root, dtype=kind))


def test_the_smallest_numbers_that_may_be_squared(rng):
    for kind in (np.float32, np.float64):
        root = np.sqrt(np.finfo(kind).tiny * 4)
        check_examples(np.array([[0, 0, 0, -1.01 * root]], dtype=kind))
        with pytest.raises(ValueError, match="vanish"):
            check_examples(np.array([[0, 0, 0, -0.99 * root]], dtype=kind))
    check_examples(np.zeros((2, 4)))


@pytest.mark.parametrize(
    "change", [*({"l2": l2} for l2 in (-1.0, np.nan, np.inf)), *({"tol": t} for t in (0.0, np.nan, np.inf))]
)
def test_settings_are_checked(change):
    with pytest.raises(ValueError, match="expected finite l2 >= 0 and tol > 0"):
        check_examples(LINE, **change)
    check_examples(LINE, l2=0.0, tol=1e-300)


def test_the_end_of_precision_is_said(rng):
    X, Y = noisy(rng, 3, 100)
    with pytest.raises(ValueError, match=r"expected at most 1.0e-06.*float32 reaches no further") as caught:
        minimise(bernoulli(), (1e5 * X).astype(np.float32), Y.astype(np.float32))
    assert not isinstance(caught.value, NoOptimum)
    # It says so as soon as steps do not move any z, and not after all the steps it may take.
    assert int(str(caught.value).split("after ")[1].split()[0]) < 20


def test_the_last_step_that_may_be_taken_is_said(rng):
    """A curvature that is taken for a thousandfold makes steps that are right in direction, and tiny."""
    X, Y = noisy(rng, 3, 100)
    model = bernoulli()
    slow = replace(model, hessian=lambda W, b, X: 1000 * model.hessian(W, b, X))
    with pytest.raises(ValueError, match=r"^fit: after 100 steps the largest derivative is"):
        minimise(slow, X, Y, l2=0.1)


def test_no_step_goes_where_the_cost_is_no_number():
    """Each is halved until it moves nothing, and the search ends."""
    X, Y = LINE, np.array([[0.0, 1.0, 0.0, 1.0]])
    model = bernoulli()
    lost = replace(model, cost=lambda W, b, X, Y: model.cost(W, b, X, Y) if float(abs(W).max()) == 0 else np.nan)
    path = newton._Path(lost, X, Y, 1.0)
    dV, step = path.gradient(path.start), newton_step(path, path.start)
    np.testing.assert_array_equal(path.not_too_far(path.start, dV, step), step / 2.0**60)
    with pytest.raises(ValueError, match="the largest derivative is"):
        minimise(lost, X, Y, l2=1.0)
