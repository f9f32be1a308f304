"""A curvature that is kept, or that of a sample, leads to the same place as a new one at each step."""

from types import SimpleNamespace

import numpy as np
import pytest
from dask.array import from_array
from hypothesis import given
from hypothesis import strategies as st

from unity import logistic, softmax
from unity.arrays import to_numpy
from unity.newton import NoOptimum, kept, newton, passes
from unity.newton.kept import Kept, falls_enough, squares_enough
from unity.newton.problem import Problem


def noisy(rng, n, m, K=2):
    X = rng.normal(size=(n, m))
    return X, np.argmax(rng.normal(size=(K, n)) @ X + rng.gumbel(size=(K, m)), axis=0)


@pytest.fixture
def small_samples(monkeypatch):
    """A sample of a hundred examples or so, of a thousand."""
    monkeypatch.setattr(passes, "SAMPLE", 50)


def without_samples(fit, *given, **settings):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passes, "SAMPLE", 10**9)
        patch.setattr(newton, "falls_enough", lambda *_: False)
        return fit(*given, **settings)


# The steps


@given(n=st.integers(1, 6), seed=st.integers(0, 2**32))
def test_as_many_steps_as_unknowns_know_a_quadratic_cost(n, seed):
    """Whatever it began with: L-BFGS with exact steps is the method of conjugate gradients."""
    rng = np.random.default_rng(seed)
    A, start = rng.normal(size=(2, n, n))
    H, kept = A @ A.T + 0.1 * np.eye(n), Kept(start @ start.T + 0.1 * np.eye(n), np.zeros((n, 1)))
    v = rng.normal(size=(n, 1))
    for _ in range(n):
        g = H @ v
        step = kept.step(g)
        length = -float(np.sum(g * step)) / float(np.sum(step * (H @ step)))
        kept.learn(length * step, H @ (length * step))
        v = v + length * step
    np.testing.assert_allclose(v, 0, atol=1e-6)


def test_the_first_step_is_newtons(rng):
    A, g = rng.normal(size=(40, 40)), rng.normal(size=(40, 1))
    H = A @ A.T + np.eye(40)
    kept = Kept(H, np.zeros((40, 1)))
    np.testing.assert_allclose(kept.step(g), -np.linalg.solve(H, g), rtol=1e-9)
    kept.learn(g, -g)  # no cost that has a least value curves like that
    assert kept.pairs == []
    kept.learn(g, 3 * H @ g)
    np.testing.assert_allclose(kept.step(3 * H @ g), -g, rtol=1e-9)
    np.testing.assert_allclose(kept.step(g, pairs=False), -np.linalg.solve(H, g), rtol=1e-9)


def test_a_few_examples_of_like_features_are_believed_to_be_alike(rng):
    F = rng.normal(size=(50, 100))
    H = F @ F.T / 100
    found = Kept.of_few(H, np.zeros((50, 1)), 100).curvature
    assert np.linalg.cond(found) < 2 < np.linalg.cond(H)
    far = np.diag(np.logspace(0, 4, 50))
    np.testing.assert_allclose(Kept.of_few(far, np.zeros((50, 1)), 10**6).curvature, far, rtol=1e-2, atol=1)
    np.testing.assert_array_equal(Kept.of_few(np.eye(3), np.zeros((3, 1)), 5).curvature, np.eye(3))


def test_a_curvature_is_kept_where_it_is_dear(rng):
    X, y = noisy(rng, 40, 400)
    Y = 1.0 * y[None]
    dear, cheap = (Problem(logistic.optimum.SURE, X[:n], Y, 0.1) for n in (40, 5))
    assert falls_enough(dear, 0.01, 1.0)
    assert not falls_enough(dear, 0.9, 1.0)
    assert not falls_enough(cheap, 1e-9, 1.0)


@pytest.mark.parametrize(("K", "passes"), [(1, 12), (2, 20), (3, 32)])
def test_a_curvature_is_kept_where_its_steps_are_as_quick(K, passes):
    """Beside 80 parameters a class, 1 + K (K + 1) / 2 gradients' time makes one: Newton's method would take four of each."""
    problem = SimpleNamespace(shape=(80, K), C=np.ones((K, K)), sample=None)
    quick = kept.FAR ** (1 / passes)
    assert falls_enough(problem, 0.99 * quick, 1.0)
    assert falls_enough(problem, 0.99 * quick * 1e-3, 1e-3)
    assert not falls_enough(problem, 1.01 * quick, 1.0)


@pytest.mark.parametrize("l2", [0.0, 1e-2])
@pytest.mark.parametrize(("fit", "n", "K"), [(logistic.fit, 40, 2), (softmax.fit, 15, 4)])
def test_the_same_optimum_with_fewer_curvatures(rng, fit, n, K, l2):
    X, y = noisy(rng, n, 1500, K)
    ours, theirs = fit(X, y, l2=l2), without_samples(fit, X, y, l2=l2)
    assert ours.certified
    assert ours.passes == ours.iterations + 3 > theirs.passes
    np.testing.assert_allclose(ours.W, theirs.W, atol=2e-5)
    assert ours.gradient_norm <= 1e-6


# A sample


@pytest.mark.parametrize("l2", [0.0, 1e-2])
@pytest.mark.parametrize("order", ["as they are", "sorted"])
@pytest.mark.parametrize(("fit", "K"), [(logistic.fit, 2), (softmax.fit, 3)])
def test_a_sample_leads_to_the_same_optimum(rng, small_samples, fit, K, l2, order):
    X, y = noisy(rng, 4, 3000, K)
    if order == "sorted":
        X, y = X[:, np.argsort(y, kind="stable")], np.sort(y)  # else the order is the processor's
    weights = rng.uniform(0.5, 2, 3000)
    for more in {}, {"weights": weights}:
        ours, theirs = fit(X, y, l2=l2, **more), without_samples(fit, X, y, l2=l2, **more)
        assert ours.certified
        assert ours.passes == ours.iterations + 3
        np.testing.assert_allclose(ours.W, theirs.W, atol=1e-5)
        np.testing.assert_allclose(ours.b, theirs.b, atol=1e-5)


@pytest.mark.parametrize("scale", [1.0, 1e4])
def test_a_feature_that_the_sample_does_not_show_counts(rng, small_samples, scale):
    """It is 0 but in two examples, which the stride leaves out."""
    X, y = noisy(rng, 3, 3000)
    rare = np.zeros((1, 3000))
    rare[0, [1, 2, 4, 5]] = scale
    y[[1, 2, 4, 5]] = [0, 1, 1, 1]
    X = np.concatenate([X, rare])
    ours, theirs = logistic.fit(X, y), without_samples(logistic.fit, X, y)
    assert ours.certified
    np.testing.assert_allclose(ours.w * [[1], [1], [1], [scale]], theirs.w * [[1], [1], [1], [scale]], rtol=1e-4)


def test_a_sample_of_one_class_is_no_start(rng, small_samples):
    X, y = rng.normal(size=(2, 3000)), np.zeros(3000, dtype=int)
    y[[1, 2, 4]] = 1
    for l2 in 0.0, 0.1:
        ours, theirs = logistic.fit(X, y, l2=l2), without_samples(logistic.fit, X, y, l2=l2)
        np.testing.assert_allclose(ours.b, theirs.b, rtol=1e-4)


def test_classes_that_are_apart_have_no_optimum_but_those_of_the_sample(rng, small_samples):
    X, y = noisy(rng, 2, 3000)
    with pytest.raises(NoOptimum, match="every example is on its own side"):
        logistic.fit(np.concatenate([X, 2.0 * y[None] - 1]), y)
    # All that the stride takes are apart, and some of the others are on the wrong side.
    apart = np.concatenate([X, 2.0 * y[None] - 1])
    apart[2, 33:63] *= -1
    ours, theirs = logistic.fit(apart, y), without_samples(logistic.fit, apart, y)
    assert ours.certified
    np.testing.assert_allclose(ours.w, theirs.w, rtol=1e-4, atol=1e-5)


def test_a_sample_of_many_features_gives_their_units_and_a_certificate(rng, small_samples):
    """It has no minimum, but shows that all have one: the last step by its curvature moves no logit far."""
    X, y = noisy(rng, 60, 2000)
    ours, theirs = logistic.fit(X, y), without_samples(logistic.fit, X, y)
    assert ours.certified
    np.testing.assert_allclose(ours.w, theirs.w, atol=1e-5)


def test_chunks_lead_there_in_the_same_passes(rng, small_samples):
    X, y = noisy(rng, 3, 3000)
    made = []
    blocks = from_array(X, chunks=(-1, 700)).map_blocks(
        lambda block: made.append(1) or block, dtype=float, meta=X[:, :0]
    )
    ours, theirs = logistic.fit(blocks, from_array(y, chunks=500)), logistic.fit(X, y)
    np.testing.assert_allclose(to_numpy(ours.w), theirs.w, rtol=1e-9)
    assert (ours.passes, ours.iterations, ours.certified) == (theirs.passes, theirs.iterations, True)
    assert len(made) == 5 * ours.passes


def test_every_kind_of_array_has_a_sample(asarray, rng, small_samples):
    X, y = noisy(rng, 3, 3000)
    ours, theirs = logistic.fit(asarray(X), asarray(y)), logistic.fit(X, y)
    np.testing.assert_allclose(to_numpy(ours.w), theirs.w, rtol=1e-7)
    assert ours.passes == theirs.passes


def test_a_fit_holds_no_more_than_a_tenth_of_tall_examples(rng):
    import tracemalloc

    X, y = noisy(rng, 20, 200_000)
    Y = 1.0 * y[None]
    tracemalloc.start()
    logistic.fit(X, Y)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < X.nbytes / 10


def test_few_examples_that_show_nothing_are_believed_in_nothing():
    """All that is left of their curvature is its mean, in every direction, and the inverse of that is known at once."""
    H, g = np.array([[1.0, 2.0], [2.0, 5.0]]), np.array([[6.0], [-3.0]])
    for seen in (H, 3 * np.eye(2)):
        kept = Kept.of_few(seen, np.zeros((2, 1)), 1)
        np.testing.assert_allclose(kept.curvature, 3 * np.eye(2))
        np.testing.assert_allclose(kept.inverse, np.eye(2) / 3)
        np.testing.assert_allclose(kept.step(g), -g / 3)
        assert kept.share == np.inf


def test_the_bound_of_a_kept_curvature_grows_with_what_was_moved_since():
    """e to the power of what a difference of logits has moved; a sample's examples stand for so many each."""
    problem = SimpleNamespace(moved=lambda V: float(abs(V).max()))
    H, V, g = np.diag([2.0, 4.0]), np.ones((2, 1)), np.array([[3.0], [4.0]])
    for share in (1.0, 5.0):
        for away in (0.0, 0.25, 2.0):
            found = Kept(H, V, share).moved(problem, V - away, g)
            assert found == pytest.approx(share * 1.5 * np.exp(2 * away))
    assert np.isfinite(Kept(H, V).moved(problem, V + 1e9, g))


@pytest.mark.parametrize(
    ("decrement", "before", "tol", "enough"),
    [
        (1e-4, 1e-2, 1e-6, True),
        (1.1e-4, 1e-2, 1e-6, False),
        (1e-4, 0.9e-2, 1e-6, False),
        (1e-5, 1e-3, 1e-7, False),
        (1e-5, 0.5, 1e-7, True),
        (0.5, np.inf, 25.0, True),
    ],
)
def test_the_next_decrement_is_the_square_times_what_was_seen(decrement, before, tol, enough):
    assert squares_enough(decrement, before, tol) == enough


def test_by_a_kept_curvature_half_the_decrement_is_asked_for(rng, monkeypatch):
    """And no less: each step more would read the examples once more."""
    X, y = noisy(rng, 40, 600)
    seen = []

    class Watched(newton.Search):
        def go(self, V, place, remains):
            seen.append(remains)
            super().go(V, place, remains)

    monkeypatch.setattr(newton, "Search", Watched)
    logistic.fit(X, y, l2=0.1, tol=1e-9)
    decrements = seen.copy()
    for tol in (1e-4, 1e-6):
        steps = next(i for i, decrement in enumerate(decrements) if decrement <= tol / 2)
        assert logistic.fit(X, y, l2=0.1, tol=tol).iterations == steps
