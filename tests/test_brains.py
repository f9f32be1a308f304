"""Cells that fire, rules that learn on the spot, and published counts."""

import math

import numpy as np
import pytest
from scipy.sparse import csgraph

from unity import brains, decks
from unity.activations import TANH
from unity.families import BERNOULLI


def steady(*currents, T=200):
    return np.repeat(np.array(currents)[:, None], T, axis=1)


# Drawings


@pytest.mark.derivation("D52")
def test_only_the_meetings_make_one_net_of_the_cells():
    for rows, columns in ((1, 1), (1, 4), (3, 2), (4, 5)):
        cells = brains.arbours(rows, columns, seed=1)
        points = cells.points.shape[1]
        assert points == 13 * rows * columns
        assert cells.meetings.shape == (2, rows * (columns - 1) + columns * (rows - 1))
        assert brains.pieces(cells.branches, points) == cells.cells == rows * columns
        assert brains.pieces(np.hstack([cells.branches, cells.meetings]), points) == 1


@pytest.mark.derivation("D52")
def test_long_rows_of_cells_meet_as_short_ones_do():
    for rows, columns in ((300, 1), (1, 300)):
        cells = brains.arbours(rows, columns, seed=1)
        assert cells.meetings.shape == (2, 299)
        assert (cells.meetings // 13).tolist() == [[*range(299)], [*range(1, 300)]]


@pytest.mark.derivation("D52")
def test_tips_meet_close_to_each_other_and_far_from_their_own_cell():
    cells = brains.arbours(3, 4, seed=3)
    gap = cells.points[:, cells.meetings[0]] - cells.points[:, cells.meetings[1]]
    assert np.linalg.norm(gap, axis=0).max() < 0.35
    bodies = cells.points[:, 13 * (cells.meetings // 13)]
    assert np.linalg.norm(cells.points[:, cells.meetings] - bodies, axis=0).min() > 0.35
    # A tip meets at most one other, and is the end of a branch.
    assert len(set(cells.meetings.ravel().tolist())) == cells.meetings.size
    assert not set(cells.meetings.ravel().tolist()) & set(cells.branches[0].tolist())


def test_a_seed_makes_the_same_drawing_again():
    one, same, other = (brains.arbours(2, 2, seed=seed) for seed in (5, 5, 6))
    assert np.array_equal(one.points, same.points)
    assert abs(one.points - other.points).max() > 0.01
    for rows, columns in ((0, 1), (1, 0)):
        with pytest.raises(ValueError, match=f"^arbours: rows = {rows}, columns = {columns}, expected both"):
            brains.arbours(rows, columns, seed=0)


def test_pieces_agree_with_scipy():
    rng = np.random.default_rng(2)
    for edges in (0, 1, 4, 9, 20):
        links = rng.integers(0, 12, (2, edges))
        table = np.zeros((12, 12))
        table[tuple(links)] = 1
        assert brains.pieces(links, 12) == csgraph.connected_components(table, directed=False)[0]
    for links in ([[0], [3]], [[3], [0]], [[-1], [0]]):
        with pytest.raises(IndexError, match=r"^pieces: a link from .* expected points from 0 to 2"):
            brains.pieces(np.array(links), 3)


# Spikes


@pytest.mark.derivation("D52")
def test_the_membrane_step_by_step():
    """Against its definition, a loop over cells and moments."""
    rng = np.random.default_rng(3)
    I = rng.uniform(0, 4, (3, 60))
    h, tau, pause = 0.002, 0.01, 0.006
    V, spikes = brains.integrate(I, step=h, tau=tau, pause=pause)
    for cell in range(3):
        v, deaf = 0.0, 0
        for t in range(60):
            v = 0.0 if deaf else v + h / tau * (I[cell, t] - v)
            assert V[cell, t] == pytest.approx(v, abs=1e-12)
            assert spikes[cell, t] == (v >= 1)
            deaf = 3 if v >= 1 else max(deaf - 1, 0)
            v = 0.0 if v >= 1 else v
    assert 5 < spikes.sum() < 60


@pytest.mark.derivation("D52")
def test_below_the_threshold_the_voltage_charges_and_nothing_fires():
    V, spikes = brains.integrate(steady(0.5, 0.999), step=0.001)
    assert not spikes.any()
    for t in (1, 2, 50, 200):
        np.testing.assert_allclose(V[:, t - 1], brains.charged(np.array([0.5, 0.999]), t, step=0.001))
    assert brains.charged(np.array([0.7]), 0, step=0.001) == 0
    assert brains.charged(np.array([0.7]), 1, step=0.001, tau=0.01)[0] == pytest.approx(0.07)


@pytest.mark.derivation("D52")
def test_counted_rates_tend_to_the_formula():
    """A smaller step comes closer; the pause is in it."""
    currents = np.array([[1.1], [1.5], [3.0], [8.0]])
    for pause in (0.0, 0.004):
        exact = brains.firing_rate(currents, pause=pause)
        gaps = [
            abs(brains.measured_rate(currents, noise=0.0, moments=round(4 / h), step=h, seed=0, pause=pause) - exact)
            for h in (1e-3, 1e-4)
        ]
        assert (gaps[1] / exact).max() < 0.02
        assert gaps[1].max() < gaps[0].max() / 3


def test_the_formula_by_hand():
    e = math.e
    assert brains.firing_rate(np.array([e / (e - 1)]), tau=0.05, pause=0.0)[0] == pytest.approx(20)
    assert brains.firing_rate(np.array([e / (e - 1)]), tau=0.05, pause=0.05)[0] == pytest.approx(10)
    assert not brains.firing_rate(np.array([-3.0, 0.0, 0.99, 1.0])).any()
    assert brains.firing_rate(np.array([1e12]))[0] == pytest.approx(500)


def test_noise_lets_a_cell_fire_below_its_threshold():
    I = np.array([[0.9], [0.9], [0.0]])
    plan = {"moments": 5000, "step": 0.0002}
    quiet, noisy, again = (brains.measured_rate(I, noise=s, seed=1, **plan) for s in (0.0, 4.0, 4.0))
    other = brains.measured_rate(I, noise=4.0, seed=2, **plan)
    assert not quiet.any()
    assert noisy[:2].min() > 2
    assert noisy[2] < noisy[0]
    assert np.array_equal(noisy, again)
    assert not np.array_equal(noisy, other)


def test_a_rate_counts_spikes_per_second():
    spikes = np.array([[1.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0]])
    np.testing.assert_allclose(brains.rates(spikes, step=0.5), [[1.0], [0.0]])


# Learning on the spot


def test_hebb_by_its_definition():
    rng = np.random.default_rng(4)
    A, Z = rng.normal(size=(3, 7)), rng.normal(size=(2, 7))
    by_hand = [[sum(A[i, t] * Z[j, t] for t in range(7)) / 7 for j in range(2)] for i in range(3)]
    np.testing.assert_allclose(brains.hebbian(A, Z), by_hand)


def test_both_rules_by_their_definition():
    rng = np.random.default_rng(5)
    w, X = rng.normal(size=(3, 1)), rng.normal(size=(3, 8))
    C = X @ X.T / 8
    np.testing.assert_allclose(brains.hebb_step(w, X, step=0.3), w + 0.3 * C @ w)
    np.testing.assert_allclose(brains.oja_step(w, X, step=0.3), w + 0.3 * (C @ w - w * (w.T @ C @ w)))


def test_oja_finds_the_first_principal_direction_and_hebb_runs_away():
    rng = np.random.default_rng(6)
    X = np.diag([3.0, 1.0, 0.5]) @ rng.normal(size=(3, 200))
    first = np.linalg.svd(X)[0][:, :1]
    w = rng.normal(size=(3, 1))
    plan = {"step": 0.05, "steps": 200}
    oja, hebb = (brains.learn(rule, w, X, **plan) for rule in (brains.oja_step, brains.hebb_step))
    assert oja.shape == hebb.shape == (3, 201)
    assert np.array_equal(oja[:, :1], w)
    np.testing.assert_allclose(oja[:, 1:2], brains.oja_step(w, X, step=0.05))
    for end in (oja[:, -1:], hebb[:, -1:]):
        assert abs(brains.cosine(end, first)) == pytest.approx(1, abs=1e-9)
    assert np.linalg.norm(oja[:, -1]) == pytest.approx(1)
    assert np.linalg.norm(hebb[:, -1]) > 1e10


def test_a_cosine_forgets_lengths_and_keeps_the_sign():
    A = np.array([[1.0, 2.0], [2.0, 0.0]])
    assert brains.cosine(A, 5 * A) == pytest.approx(1)
    assert brains.cosine(A, -A) == pytest.approx(-1)
    assert brains.cosine(A, np.array([[0.0, 1.0], [-1.0, 9.0]])) == pytest.approx(0)


@pytest.mark.derivation("D34")
def test_training_in_rounds_is_training_with_an_eye_on_the_gradient():
    rng = np.random.default_rng(7)
    X, Y = rng.normal(size=(3, 20)), rng.integers(0, 2, (1, 20)).astype(float)
    start = decks.random_layers((3, 4, 1), seed=1)
    own = {"activation": TANH, "family": BERNOULLI, "step": 0.5}
    fixed = lambda W, E, S: decks.by_weights_and_slope(np.ones((4, 1)), E, S)
    for way in (decks.by_weights_and_slope, fixed):
        found = decks.train_in_rounds(way, start, X, Y, **own, iterations=3, rounds=4)
        whole = decks.train_with(way, start, X, Y, **own, iterations=12)
        for ours, theirs in zip(found.parameters, whole.parameters, strict=True):
            assert all(map(np.array_equal, ours, theirs))
        assert list(found.costs) == list(whole.costs[3::3])
        first, last = np.array(found.cosines)
        np.testing.assert_allclose(last, 1)
        assert (np.abs(first - 1).max() < 1e-12) == (way is decks.by_weights_and_slope)
    silent = decks.train_in_rounds(lambda W, E, S: 0 * S, start, X, Y, **own, iterations=1, rounds=2)
    assert np.isnan(silent.cosines[0]).all()


# Counts


@pytest.mark.derivation("D43")
def test_every_count_has_a_source_and_its_ends_in_order():
    for count in brains.COUNTS:
        assert 0 < count.low <= count.high
        assert any(year in count.source for year in map(str, range(1986, 2025)))
        assert brains.published(count.who, count.what) is count
    assert len({count[:2] for count in brains.COUNTS}) == len(brains.COUNTS)
    with pytest.raises(KeyError, match="no count of weights of worm; there are neurons of worm, "):
        brains.published("worm", "weights")


@pytest.mark.derivation("D43")
def test_counts_that_can_be_computed_are():
    """From published layer sizes: LeNet-5's maps and layers, GPT-3's depth and width."""
    maps = [6 * 28**2, 16 * 10**2, 120, 84, 10]
    pooled = [6 * 14**2, 16 * 5**2]
    assert brains.published("LeNet-5", "units")[2:4] == (sum(maps), sum(maps + pooled))
    counted = decks.transformer_counts(96, 12288)
    assert brains.published("GPT-3", "units")[2:4] == (counted.hidden, counted.outputs)
    assert brains.published("GPT-3", "weights").low == pytest.approx(counted.weights, rel=0.01)
    worm = brains.published("worm", "synapses")
    assert worm.high == worm.low + 2000 + 600


@pytest.mark.derivation("D43")
def test_what_a_neuron_hears():
    assert brains.heard("fly")[0] == brains.heard("fly")[1] == pytest.approx(359, abs=1)
    low, high = brains.heard("human")
    assert high == pytest.approx(10 * low)
    assert 1e3 < low < high < 1.2e4
    with pytest.raises(KeyError, match="synapses of mouse"):
        brains.heard("mouse")


def test_the_table_has_a_line_for_each_count():
    lines = brains.listing().splitlines()
    assert len(lines) == len(brains.COUNTS)
    assert max(map(len, lines)) <= 78
    for line, count in zip(lines, brains.COUNTS):
        assert line.startswith(count.who)
        assert line.endswith(count.source)
    assert "5,000 to 7,600" in lines[1]
    assert "1e14 to 1e15" in lines[6]
    assert " 302 " in lines[0]


@pytest.mark.parametrize("unit", [1e-200, 1e-320, 1e200])
def test_a_cosine_squares_nothing_that_overflows_or_vanishes(unit):
    assert brains.cosine(np.array([unit]), np.array([unit])) == pytest.approx(1, rel=1e-15)
    A, B = np.array([[1.0, 0.0]]), np.array([[3.0, 4.0]])
    assert brains.cosine(unit * A, unit * B) == pytest.approx(0.6, rel=1e-3 if unit == 1e-320 else 1e-15)
    assert brains.cosine(unit * A, B) == pytest.approx(0.6, rel=1e-3 if unit == 1e-320 else 1e-15)
