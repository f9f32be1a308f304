"""Counts of what is read: against their definition example by example, scikit-learn, and chance itself."""

import itertools
import math

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, confusion_matrix

from unity import arrays, logistic, softmax, tally


def drawn(rng, K=4, m=30):
    A = rng.uniform(size=(K, m))
    return A / A.sum(axis=0), arrays.one_hot(rng.integers(0, K, m), K)


def test_counts_one_example_after_the_other(rng):
    A, Y = drawn(rng)
    C, r = np.zeros((4, 4)), np.zeros((1, 30))
    for i in range(30):
        label, read = int(np.flatnonzero(Y[:, i])[0]), max(range(4), key=lambda k: A[k, i])
        C[label, read] += 1
        r[0, i] = label == read
        assert tally.decide(A)[i] == read
    np.testing.assert_array_equal(tally.confusion(A, Y), C)
    np.testing.assert_array_equal(tally.right(A, Y), r)
    assert np.trace(C) == r.sum()


@pytest.mark.parametrize(("K", "m"), [(2, 1), (3, 5), (10, 200)])
def test_counts_are_scikit_learns(rng, K, m):
    A, Y = drawn(rng, K, m)
    y, read = Y.argmax(axis=0), A.argmax(axis=0)
    theirs = confusion_matrix(y, read, labels=range(K))
    np.testing.assert_array_equal(tally.confusion(A, Y), theirs)
    assert tally.right(A, Y).mean() == pytest.approx(accuracy_score(y, read), abs=1e-15)


def test_the_first_of_equal_numbers_is_read():
    A = np.array([[0.5, 0.2], [0.5, 0.4], [0.0, 0.4]])
    Y = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 0.0]])
    np.testing.assert_array_equal(tally.decide(A), [0, 1])
    np.testing.assert_array_equal(tally.right(A, Y), [[0, 1]])
    np.testing.assert_array_equal(tally.confusion(A, Y), [[0, 0, 0], [1, 1, 0], [0, 0, 0]])


def test_logits_decide_as_their_probabilities_do(rng):
    W, b, X = rng.normal(size=(3, 4)), rng.normal(size=(4, 1)), rng.normal(size=(3, 9))
    Z, A = softmax.forward(W, b, X), softmax.probability(W, b, X)
    np.testing.assert_array_equal(tally.decide(Z), tally.decide(A))
    np.testing.assert_array_equal(tally.decide(Z), softmax.decide(W, b, X))


def test_two_classes_are_those_of_logistic_regression(rng):
    w, b, X = rng.normal(size=(3, 1)), rng.normal(size=(1, 1)), rng.normal(size=(3, 20))
    y = rng.integers(0, 2, 20)
    A = logistic.probability(w, b, X)
    share = tally.right(np.vstack([1 - A, A]), arrays.one_hot(y, 2)).mean()
    assert share == logistic.accuracy(w, b, X, y[None] * 1.0)


@pytest.mark.parametrize(("m", "p"), [(1, 0.3), (5, 0.9), (12, 0.5)])
def test_the_standard_error_of_a_share_is_the_binomial_one(m, p):
    """Over all outcomes of m independent tries the share has this standard deviation; a row with share p says so."""
    chances = [math.comb(m, k) * p**k * (1 - p) ** (m - k) for k in range(m + 1)]
    spread = math.sqrt(sum(chance * (k / m - p) ** 2 for k, chance in enumerate(chances)))
    assert spread == pytest.approx(math.sqrt(p * (1 - p) / m))
    tenths = np.array([[1.0] * round(10 * p) + [0.0] * round(10 - 10 * p)])
    assert tally.standard_error(np.tile(tenths, (1, m))) == pytest.approx(spread / math.sqrt(10))


def test_the_standard_error_of_a_difference_sees_only_where_two_readers_differ():
    """Chance, for every way to read three images: the variance of the mean difference is what the formula says of it."""
    chances = {(1, 1): 0.6, (1, 0): 0.2, (0, 1): 0.1, (0, 0): 0.1}
    m, mean, square = 3, 0.0, 0.0
    for outcome in itertools.product(chances, repeat=m):
        chance = math.prod(chances[pair] for pair in outcome)
        share = sum(a - b for a, b in outcome) / m
        mean, square = mean + chance * share, square + chance * share**2
    expected = math.sqrt(square - mean**2)
    pairs = [pair for pair, chance in chances.items() for _ in range(round(10 * chance))]
    d = np.array([[a - b for a, b in pairs]], dtype=float)
    assert tally.standard_error(d) * math.sqrt(10 / m) == pytest.approx(expected)
    r_1, r_2 = (d == 1).sum(), (d == -1).sum()
    assert tally.standard_error(d) == pytest.approx(math.sqrt(r_1 + r_2 - (r_1 - r_2) ** 2 / 10) / 10)


def test_no_doubt_where_all_are_alike():
    assert tally.standard_error(np.ones((1, 7))) == 0


def test_labels_come_in_any_form(rng):
    """The class of each example, whatever its dtype, says the same as a one-hot column."""
    A, Y = drawn(rng)
    y = Y.argmax(axis=0)
    for form in (y, y[None], y.astype(np.uint8), y * 1.0, Y.astype(int), Y == 1):
        np.testing.assert_array_equal(tally.right(A, form), tally.right(A, Y))
        np.testing.assert_array_equal(tally.confusion(A, form), tally.confusion(A, Y))
    two = A[:2]
    np.testing.assert_array_equal(tally.right(two, y > 1), [(two.argmax(axis=0) == (y > 1)) * 1.0])
    for count in (tally.right, tally.confusion):
        with pytest.raises(ValueError, match=r"^labels: y holds 4, expected a class from 0 to 3"):
            count(A, np.where(y == 3, 4, y))
        with pytest.raises(ValueError, match=r"^labels: y \(29,\) has m = 29, the examples \(4, 30\) have 30"):
            count(A, y[1:])


def test_nothing_is_read_from_nan(rng):
    A, Y = drawn(rng)
    A[2, 7] = np.nan
    for count in (tally.decide, lambda A: tally.right(A, Y), lambda A: tally.confusion(A, Y)):
        with pytest.raises(ValueError, match=r"^decide: the score of example 7 is NaN, expected numbers"):
            count(A)


def test_no_example_has_no_error():
    with pytest.raises(ValueError, match=r"^standard_error: d \(1, 0\) holds no example, expected at least one"):
        tally.standard_error(np.ones((1, 0)))
