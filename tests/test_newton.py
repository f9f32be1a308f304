"""Newton's method: right in one step where the cost is quadratic, careful where it is not, honest where there is no end."""

import inspect
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unity import logistic, softmax
from unity.activations import sigmoid, sigmoid_slope, softplus
from unity.arrays import move, namespace, to_numpy
from unity.families import categorical_loss, categorical_slope, gaussian_loss
from unity.newton import Fit, LinearModel, NoOptimum, check_examples, minimise, newton
from unity.newton import search as searching
from unity.newton.certificate import direction
from unity.newton.kept import Kept
from unity.newton.problem import Problem
from unity.newton.search import Search

EPS = np.finfo(float).eps
ONE = np.ones((1, 1))


def least_squares(K):
    """K outputs, each with its own: the curvature 1 of each, none between them."""

    def curvature(Z):
        xp = namespace(Z)
        return xp.reshape(move(np.eye(K), like=Z), (K, K, 1)) * xp.ones_like(Z[:1, :])

    # Z is never "right": nothing separates numbers.
    return LinearModel(gaussian_loss, lambda Z, Y: Z - Y, curvature, lambda Z, Y: -abs(Z[:1, :]) - 1, np.eye(K))


def bernoulli():
    return LinearModel(
        lambda Z, Y: softplus((1 - 2 * Y) * Z),
        lambda Z, Y: (1 - 2 * Y) * sigmoid((1 - 2 * Y) * Z),
        lambda Z: sigmoid_slope(Z)[None, :, :],
        lambda Z, Y: (2 * Y - 1) * Z,
        ONE,
    )


def categorical(K):
    contrasts = np.linalg.qr(np.eye(K) - 1 / K)[0][:, : K - 1]
    return LinearModel(categorical_loss, categorical_slope, softmax._curvature, softmax.margin, contrasts)


def only_gradients(monkeypatch, rows):
    """More parameters than so many are found without a curvature."""
    monkeypatch.setattr(newton, "LARGEST", rows)
    monkeypatch.setattr(newton, "FEW", rows)


def noisy(rng, n, m):
    X = rng.normal(size=(n, m))
    z = rng.normal(size=(1, n)) @ X + 0.3
    return X, (z + rng.logistic(size=(1, m)) > 0).astype(float)


def newtons_step(place):
    """As the search takes it, by the curvature of the place itself."""
    return Kept(place.curvature, None).step(place.gradient)


def largest_derivative(result, X, Y, l2=0.0):
    dw, db = logistic.gradient(result.W, result.b, X, Y)
    return max(abs(dw + l2 * result.W).max(initial=0), abs(db).max())


def test_no_optimum_is_a_value_error():
    assert issubclass(NoOptimum, ValueError)


# A quadratic cost


@pytest.mark.parametrize("l2", [0.0, 0.3])
@given(n=st.integers(0, 5), K=st.integers(1, 4), m=st.integers(7, 12), seed=st.integers(0, 2**32))
@settings(max_examples=25)
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


def test_contrasts_keep_what_they_span(rng):
    # Two outputs that may only differ: their mean stays 0, their difference is the best there is.
    X, Y = rng.normal(size=(2, 30)), rng.normal(size=(2, 30))
    free, model = least_squares(2), least_squares(2)
    half = np.sqrt(0.5)
    model = replace(model, contrasts=np.array([[half], [-half]]))
    theirs, ours = minimise(free, X, Y, tol=1e-8), minimise(model, X, Y, tol=1e-8)
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
    problem = Problem(bernoulli(), X, Y, 0.0)
    careless = careful = np.zeros(problem.shape)
    costs = [problem.at(careful).cost]
    for _ in range(14):
        careless = careless + newtons_step(problem.at(careless))
        place = problem.at(careful)
        careful, there = newton._not_too_far(problem, careful, place, newtons_step(place), curvature=True)
        costs.append(there.cost)
    # Whole steps leave for where the cost is a hundred times what it was, and flat.
    assert problem.at(careless).cost > 100 * costs[0]
    assert (np.diff(costs) <= 4 * EPS).all()
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
    with pytest.raises(NoOptimum, match=f"^fit: {planes}"):
        minimise(categorical(3), np.array(X), Y)


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
    # Why a step that moves no logit by 1 shows an optimum: the slope e^-z over the curvature e^-z is 1.
    problem = Problem(bernoulli(), np.zeros((0, 3)), np.zeros((1, 3)), 0.0)
    V = np.zeros(problem.shape)
    for _ in range(150):
        step = newtons_step(problem.at(V))
        assert problem.moved(step) >= 1 - 1e-9
        V = V + step
    assert V[0, 0] < -149


@pytest.mark.derivation("D47")
@pytest.mark.parametrize("l2", [1e-9, 1e-3])
def test_a_penalty_makes_an_optimum(l2):
    Y = np.array([[0.0, 0.0, 1.0, 1.0]])
    result = minimise(bernoulli(), LINE, Y, l2=l2, tol=1e-10)
    assert largest_derivative(result, LINE, Y, l2) <= 1e-10


def test_margins_within_rounding_separate_nothing():
    # The same x with both labels, and a second one: what of z and -z is positive is rounding.
    X, Y = np.array([[0.1, 0.1, 0.7]]), np.array([[1.0, 0.0, 1.0]])
    search = Search(False)
    search.begin(Problem(bernoulli(), X, Y, 0.0))
    search.V = np.array([[3.0], [2.0]])
    search.place = search.problem.at(search.V)._replace(margin=search.problem.blurred(search.V))
    search.look(2.0)
    search.place = search.place._replace(margin=1.01 * search.problem.blurred(search.V))
    with pytest.raises(NoOptimum, match="every example is on its own side"):
        search.look(2.0)


@pytest.mark.derivation("D47")
def test_parameters_that_separate_are_enough():
    # Every margin is positive: there is no need to ask where the next step leads.
    search = Search(False)
    search.begin(Problem(bernoulli(), LINE, np.array([[0.0, 0.0, 1.0, 1.0]]), 0.0))
    search.V = np.array([[0.0], [1.0]])
    search.place = search.problem.at(search.V)
    with pytest.raises(NoOptimum, match="every example is on its own side"):
        search.look(0.0)


@pytest.mark.parametrize(("curve", "known"), [(1e-3, True), (1e-7, True), (1e-9, False), (0.0, False)])
def test_a_direction_without_curvature_shows_nothing(curve, known):
    """Whatever the step. A linear program is asked then; here, one of numbers that overlap."""
    search = Search(False)
    search.begin(Problem(bernoulli(), LINE, np.array([[0.0, 1.0, 0.0, 1.0]]), 0.0))
    search.place = search.place._replace(curvature=np.diag([0.25, curve]))
    assert search.curved() == known
    search.look(0.4)
    assert search.certified
    assert search.asked is not known


def test_a_direction_without_curvature_has_no_optimum():
    search = Search(False)
    search.begin(Problem(bernoulli(), np.array([[-1.0, 0.0, 0.0, 1.0]]), np.array([[0.0, 0.0, 1.0, 1.0]]), 0.0))
    search.place = search.place._replace(curvature=np.diag([0.25, 1e-9]))
    with pytest.raises(NoOptimum, match="but for examples that lie on it"):
        search.look(0.0)


def test_a_step_by_half_a_logit_shows_nothing_yet():
    search = Search(False)
    search.begin(Problem(bernoulli(), LINE, np.array([[0.0, 1.0, 0.0, 1.0]]), 0.0))
    for moved, known in ((0.6, False), (0.4, True)):
        search.look(moved)
        assert search.certified is known
    assert not search.asked


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


@pytest.mark.parametrize(("size", "message"), [(1e200, "squares overflow"), (1e-200, "squares that vanish")])
def test_advice_is_something_that_can_be_done(in_blocks, size, message):
    """Dask arrays cannot be standardised here."""
    X, Y = size * LINE, np.array([[0.0, 1.0, 0.0, 1.0]])
    with pytest.raises(ValueError, match=rf"{message}.*\(standardise them\)"):
        check_examples(X)
    X = in_blocks(X)
    with pytest.raises(ValueError, match=rf"{message}.*\(divide each feature by its largest number\)"):
        check_examples(X)
    assert minimise(bernoulli(), X / abs(X).max(axis=1, keepdims=True), in_blocks(Y)).certified


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


@pytest.mark.parametrize("setting", ["l2", "tol", "max_iter"])
def test_a_setting_that_is_no_number_is_named(setting):
    with pytest.raises(TypeError, match=f"^fit: {setting} = 'a' is of type str, expected a number"):
        minimise(bernoulli(), LINE, np.array([[0.0, 1.0, 0.0, 1.0]]), **{setting: "a"})


@pytest.mark.parametrize("max_iter", [0, -1, 2.5])
def test_steps_are_counted_in_integers(max_iter):
    with pytest.raises(ValueError, match=f"^fit: max_iter = {max_iter}, expected an integer of 1 or more"):
        minimise(bernoulli(), LINE, np.array([[0.0, 1.0, 0.0, 1.0]]), max_iter=max_iter)


def test_the_end_of_precision_is_said(rng):
    X, Y = noisy(rng, 3, 100)
    with pytest.raises(ValueError, match=r"expected at most 1.0e-12.*float32 reaches no further") as caught:
        minimise(bernoulli(), X.astype(np.float32), Y.astype(np.float32), tol=1e-12)
    assert not isinstance(caught.value, NoOptimum)
    # It says so as soon as steps gain nothing, and not after all the steps it may take.
    assert int(str(caught.value).split("after ")[1].split()[0]) < 20


def test_the_last_step_that_may_be_taken_is_said(rng):
    """A curvature that is taken for a thousandfold makes steps that are right in direction, and tiny."""
    X, Y = noisy(rng, 3, 100)
    model = bernoulli()
    slow = replace(model, curvature=lambda Z: 1000 * model.curvature(Z))
    with pytest.raises(ValueError, match=r"^fit: after 100 steps Newton's decrement is"):
        minimise(slow, X, Y, l2=0.1, max_iter=100)


def test_no_step_goes_where_the_cost_is_no_number():
    """Each is halved until it moves nothing, and the search ends."""
    X, Y = LINE, np.array([[0.0, 1.0, 0.0, 1.0]])
    model = bernoulli()
    lost = replace(model, loss=lambda Z, Y: model.loss(Z, Y) if float(abs(Z).max()) == 0 else Z * np.nan)
    problem = Problem(lost, X, Y, 1.0)
    V = np.zeros(problem.shape)
    place = problem.at(V)
    there, _ = newton._not_too_far(problem, V, place, newtons_step(place), curvature=True)
    np.testing.assert_array_equal(there, newtons_step(place) / 2.0**60)
    with pytest.raises(ValueError, match="Newton's decrement is"):
        minimise(lost, X, Y, l2=1.0, max_iter=3)


# The way there


def interrupted(model, calls):
    """The model, with Ctrl-C during that call of its loss."""
    count = iter(range(1000))

    def loss(Z, Y):
        if next(count) == calls:
            raise KeyboardInterrupt
        return model.loss(Z, Y)

    return replace(model, loss=loss)


def test_ctrl_c_returns_what_was_reached(rng):
    X, Y = noisy(rng, 3, 100)
    whole = minimise(bernoulli(), X, Y, tol=1e-10)
    costs = []
    for calls in range(1, 5):
        result = minimise(interrupted(bernoulli(), calls), X, Y, tol=1e-10)
        assert (result.interrupted, result.certified, result.iterations) == (True, calls > 2, calls - 1)
        np.testing.assert_allclose(result.gradient_norm, largest_derivative(result, X, Y), atol=1e-15)
        costs.append(float(logistic.cost(result.W, result.b, X, Y)))
    assert (np.diff(costs) < 0).all()
    assert not whole.interrupted
    # Before anything was reached there is nothing to return.
    with pytest.raises(KeyboardInterrupt):
        minimise(interrupted(bernoulli(), 0), X, Y)


def test_ctrl_c_ends_the_search_without_curvature_too(rng, monkeypatch):
    only_gradients(monkeypatch, 3)
    X, Y = noisy(rng, 3, 100)
    result = minimise(interrupted(bernoulli(), 5), X, Y, l2=0.1)
    assert result.interrupted
    assert 1 <= result.iterations <= 5
    np.testing.assert_allclose(result.gradient_norm, largest_derivative(result, X, Y, 0.1), atol=1e-15)


@pytest.mark.parametrize("largest", [3, 1000])
def test_progress_is_shown_where_it_is_wanted(rng, capsys, monkeypatch, largest):
    only_gradients(monkeypatch, largest)
    X, Y = noisy(rng, 3, 100)
    minimise(bernoulli(), X, Y, l2=0.1)
    assert capsys.readouterr().err == ""
    steps = minimise(bernoulli(), X, Y, l2=0.1, progress=True).iterations
    assert f"fitting: {steps}step" in capsys.readouterr().err


def test_the_passes_over_the_examples_are_counted(rng):
    """Means, moments, one for each step and the first place: as many as Dask reads its blocks."""
    from dask.array import from_array, map_blocks

    X, Y = noisy(rng, 3, 200)
    reads = []

    def read(block):
        if block.size:
            reads.append(1)
        return block

    blocks = map_blocks(read, from_array(X, chunks=(-1, 200)), dtype=float, meta=np.empty((0, 0)))
    result = minimise(bernoulli(), blocks, from_array(Y, chunks=(-1, 200)))
    assert result.passes == result.iterations + 3
    assert len(reads) == result.passes <= 10
    assert minimise(bernoulli(), X, Y).passes == result.passes


# Without curvature matrices


@pytest.mark.parametrize("l2", [0.0, 1e-3, 0.1])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_many_parameters_are_found_by_gradients_alone(asarray, rng, monkeypatch, l2, kind):
    X, Y = noisy(rng, 5, 300)
    X = 10.0 ** np.arange(-2, 3)[:, None] * X + 3
    expected = minimise(bernoulli(), X, Y, l2=l2, tol=1e-10)
    only_gradients(monkeypatch, 5)
    tol = 1e-4 if kind is np.float32 else 1e-7
    model = replace(bernoulli(), curvature=None)
    found = minimise(model, asarray(X.astype(kind)), asarray(Y.astype(kind)), l2=l2, tol=tol)
    assert found.certified
    if kind is np.float64:  # a search along a line that ends in rounding looks many times
        assert found.passes <= 2 * found.iterations + 5
    z = to_numpy(found.W).astype(float).T @ X + to_numpy(found.b)
    np.testing.assert_allclose(z, expected.W.T @ X + expected.b, atol=1000 * tol)


def test_many_parameters_that_separate_have_no_optimum(rng, monkeypatch):
    only_gradients(monkeypatch, 5)
    X, Y = noisy(rng, 40, 20)
    with pytest.raises(NoOptimum, match="a plane separates the classes: every example"):
        minimise(bernoulli(), X, Y)
    X = np.concatenate([noisy(rng, 4, 20)[0], np.zeros((1, 20))])
    Y = noisy(rng, 4, 20)[1]
    X[4, 0] = 2 * Y[0, 0] - 1
    with pytest.raises(NoOptimum):
        minimise(bernoulli(), X, Y, tol=1e-3)


def overlapping(rng, n, m, K, mixed=0.0):
    """Examples of K classes, of features that are alike where `mixed` is large: a power of ten between their directions."""
    X, W = rng.normal(size=(n, m)), rng.normal(size=(K, n)) / n**0.5
    y = np.argmax(W @ X + rng.gumbel(size=(K, m)), axis=0)
    basis = np.linalg.qr(rng.normal(size=(n, n)))[0]
    return basis * np.logspace(0, -mixed, n) @ X + 1, np.eye(K)[:, y]


@pytest.mark.parametrize("l2", [0.0, 1e-3])
@pytest.mark.parametrize("mixed", [0, 2])
def test_classes_need_no_curvature(rng, monkeypatch, l2, mixed):
    X, Y = overlapping(rng, 25, 3000, 6, mixed)
    found = minimise(replace(categorical(6), curvature=None), X, Y, l2=l2, tol=1e-8)
    assert found.certified
    monkeypatch.setattr(newton, "FEW", 1000)
    expected = minimise(categorical(6), X, Y, l2=l2, tol=1e-10)
    np.testing.assert_allclose(found.W, expected.W, rtol=0, atol=1e-5 * abs(expected.W).max())
    assert found.passes < (50 if l2 == 0 else 300)


def test_every_kind_of_array_needs_no_curvature(asarray, in_blocks, rng):
    X, Y = overlapping(rng, 25, 300, 6)
    expected = minimise(categorical(6), X, Y)
    for kind in (asarray, in_blocks):
        found = minimise(categorical(6), kind(X), kind(Y))
        assert found.certified
        np.testing.assert_allclose(to_numpy(found.W), expected.W, rtol=0, atol=1e-6)


def test_where_gradients_reach_no_further_a_curvature_does(rng, monkeypatch):
    """Directions of very different lengths, which a penalty keeps from being made alike."""
    X, Y = overlapping(rng, 25, 1000, 6, 4)
    monkeypatch.setattr(newton, "FEW", 100)
    found = minimise(categorical(6), X, Y, l2=1e-9)
    assert newton.PATIENCE < found.iterations < newton.PATIENCE + 30
    monkeypatch.setattr(newton, "LARGEST", 100)
    with pytest.raises(ValueError, match="after 400 steps the largest derivative without units"):
        minimise(categorical(6), X, Y, l2=1e-9, max_iter=400)


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("shared", [False, True])
def test_the_slack_of_the_errors_certifies_no_more_than_linear_programming(monkeypatch, shared, several):
    """Few examples, of which half have no optimum, and searches that end early."""
    monkeypatch.setattr(newton, "FEW", 0)
    monkeypatch.setattr(Search, "ask", lambda search: None)
    certified = np.zeros((2, 2), dtype=int)
    for seed in range(150):
        rng = np.random.default_rng(seed)
        K, n, m = rng.integers([3, 1, 8], [5, 4, 40])
        K = K if several else 2
        X, y = rng.integers(-2, 3, size=(n, m)).astype(float), rng.integers(K, size=m)
        Y = np.eye(K)[:, np.where(rng.random(m) < 0.3, y, np.clip(X[0].astype(int) + 1, 0, K - 1))]
        Y[:, :K] = np.eye(K)
        if shared:
            Y[:, K : K + 2] = rng.dirichlet(np.ones(K), size=2).T
        try:
            if several:
                found = minimise(categorical(K), X, Y, tol=0.02)
            else:
                Y = Y[1:, :]
                found = logistic.fit(X, Y, tol=0.02)
        except NoOptimum:
            continue
        certified[int(not direction(X, Y).any()), int(found.certified)] += 1
    (unsure, wrong), (_, right) = certified
    assert wrong == 0
    assert unsure > 1
    assert right > 20


def test_the_end_of_gradients_is_said(rng, monkeypatch):
    only_gradients(monkeypatch, 3)
    X, Y = noisy(rng, 3, 100)
    with pytest.raises(ValueError, match=r"^fit: after 2 steps the largest derivative without units is .*max_iter"):
        minimise(bernoulli(), X, Y, l2=0.1, max_iter=2)


# One result


def test_both_models_return_the_same_kind_of_fit():
    assert logistic.Fit is Fit
    result = logistic.fit(LINE, np.array([[0.0, 1.0, 0.0, 1.0]]))
    assert type(result) is Fit
    assert result.w is result.W


def test_a_fit_is_shown_by_its_shapes(rng):
    """Thirty features in one line: no row of W, all that is needed to know whether it can be trusted."""
    X, Y = noisy(rng, 30, 200)
    result = logistic.fit(X, Y, l2=0.1)
    shown = re.fullmatch(
        r"Fit\(W or w \(30, 1\), b \(1, 1\), gradient_norm=(\S+), iterations=(\d+), passes=(\d+), certified=True\)",
        repr(result),
    )
    assert float(shown[1]) == pytest.approx(result.gradient_norm, rel=0.06)
    assert (int(shown[2]), int(shown[3])) == (result.iterations, result.passes)
    several = softmax.fit(X, np.arange(200) % 4, l2=0.1)
    assert repr(several).startswith("Fit(W (30, 4), b (4, 1), gradient_norm=")
    assert repr(result._replace(interrupted=True)).endswith("certified=True, interrupted=True)")


@pytest.mark.parametrize("fit", [logistic.fit, softmax.fit], ids=["logistic", "softmax"])
def test_the_help_of_fit_lists_what_it_gives(fit):
    said = inspect.getdoc(fit)
    assert [name for name in (*Fit._fields, "w") if f"`{name}`" not in said] == []
    assert "`weights`, (1, m) or (m,)" in said


@pytest.mark.parametrize("kind", ["dask", "large"])
def test_what_no_program_can_be_asked_is_not_certified(monkeypatch, kind):
    X, Y = np.array([[-2.0, -1.0, 0.0, 0.0, 1.0, 2.0]]), np.array([[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]])
    if kind == "large":
        monkeypatch.setattr(searching, "PROGRAMME", 11)
    else:
        from dask.array import from_array

        X, Y = from_array(X, chunks=(-1, 2)), from_array(Y, chunks=(-1, 2))
    assert not minimise(bernoulli(), X, Y).certified
    overlapping = move(np.array([[1.0, 0.0, 0.0, 1.0, 0.0, 1.0]]), like=X)
    assert minimise(bernoulli(), X, overlapping).certified


def test_weights_go_into_the_cost_whatever_the_model(rng):
    """Least squares by hand: K measured numbers, weighted normal equations."""
    X, Y, s = rng.normal(size=(2, 30)), rng.normal(size=(3, 30)), rng.uniform(0, 3, 30)
    F = np.concatenate([np.ones((1, 30)), X])
    theta = np.linalg.solve((F * s) @ F.T / s.sum() + np.diag([0, 0.1, 0.1]), (F * s) @ Y.T / s.sum())
    found = minimise(least_squares(3), X, Y, weights=s, l2=0.1, tol=1e-10)
    np.testing.assert_allclose(np.concatenate([found.b.T, found.W]), theta, atol=1e-9)


def test_weights_beyond_a_thousand_parameters(rng):
    """L-BFGS weighs as Newton's method does."""
    X, y, often = rng.normal(size=(1001, 30)), np.resize([0, 1], 30), np.resize([1, 2, 0], 30)
    ours = logistic.fit(X, y, weights=often, l2=1.0, tol=1e-8)
    theirs = logistic.fit(np.repeat(X, often, axis=1), np.repeat(y, often), l2=1.0, tol=1e-8)
    np.testing.assert_allclose(ours.w, theirs.w, atol=1e-7)
