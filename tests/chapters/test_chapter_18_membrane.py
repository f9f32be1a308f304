"""The recording of chapter 18: the potential solves the equations of Hodgkin and Huxley, and its spikes are found."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from unity.course.chapter_18 import membrane


def rates(V):
    """The gates of the paper, with today's sign of the voltage, written out anew: opening and closing of m, h and n."""
    return np.array(
        [
            (0.1 * (V + 40) / (1 - math.exp(-(V + 40) / 10)), 4 * math.exp(-(V + 65) / 18)),
            (0.07 * math.exp(-(V + 65) / 20), 1 / (1 + math.exp(-(V + 35) / 10))),
            (0.01 * (V + 55) / (1 - math.exp(-(V + 55) / 10)), 0.125 * math.exp(-(V + 65) / 80)),
        ]
    )


def equations(_, state, current):
    V, gates = state[0], state[1:]
    m, h, n = gates
    flows = 120 * m**3 * h * (V - 50) + 36 * n**4 * (V + 77) + 0.3 * (V + 54.387)
    opens, closes = rates(V).T
    return [current - flows, *(opens * (1 - gates) - closes * gates)]


@pytest.mark.parametrize("current", [0.0, 3.0, 10.0])
def test_the_potential_solves_the_equations(current):
    opens, closes = rates(-65.0).T
    times = 0.5 * np.arange(1, 61)
    found = solve_ivp(
        equations, (0, 30), [-65.0, *(opens / (opens + closes))], "LSODA", times, args=(current,), rtol=1e-8, atol=1e-8
    )
    errors = []
    for step in (0.02, 0.005):
        V = membrane.potential(np.full(round(30 / step), current), step=step)
        errors.append(abs(V[round(0.5 / step) - 1 :: round(0.5 / step)] - found.y[0]).max())
    assert errors[1] < 0.3  # of the more than 100 millivolts of a spike
    assert errors[1] <= errors[0] / 3 + 1e-3  # and the error falls with the step


def test_a_steady_current_makes_it_fire_as_often_as_is_known():
    """Ten microamperes for each square centimetre: 68 spikes a second; three: one spike at most, then it gets used to it."""
    often, seldom = (membrane.potential(np.full(25_000, current), step=0.02) for current in (10.0, 3.0))
    rises = np.flatnonzero((often[1:] > 0) & (often[:-1] <= 0)) * 0.02
    assert 1000 / np.diff(rises)[-5:].mean() == pytest.approx(68, abs=1)
    assert seldom[5_000:].max() < -50


def test_a_wavering_current_has_its_mean_its_spread_and_its_memory():
    current = membrane.wavering(200_000, step=0.1, mean=2.0, spread=3.0, memory=5.0, seed=0)
    assert current.mean() == pytest.approx(2, abs=0.3)
    assert current.std() == pytest.approx(3, abs=0.2)
    away = current - current.mean()
    assert np.mean(away[50:] * away[:-50]) / np.var(away) == pytest.approx(math.exp(-1), abs=0.05)
    again = membrane.wavering(10, step=0.1, mean=2.0, spread=3.0, memory=5.0, seed=0)
    np.testing.assert_array_equal(again, current[:10])


def test_every_peak_of_a_recording_is_found_and_cut_out():
    record = membrane.recording(105, seed=18)
    rises = np.sum((record.V[1:] > 0) & (record.V[:-1] <= 0))
    assert len(record.peaks) == rises > 1
    for peak in record.peaks:
        assert record.V[peak] == record.V[peak - 100 : peak + 100].max() > 20
    lags, pulses = membrane.pulses(record, before=2, after=8)
    assert (lags[0], lags[100], lags[-1]) == pytest.approx((-2, 0, 8))
    np.testing.assert_array_equal(pulses[:, 100], record.V[record.peaks])


def test_a_spike_that_an_end_cuts_off_is_left_out():
    V = np.array([1.0, -60, -60, -60, 2, -60, -60, 3])
    record = membrane.Recording(0.5 * np.arange(8), V, np.array([0, 4, 7]))
    lags, pulses = membrane.pulses(record, before=0.5, after=1)
    np.testing.assert_array_equal(lags, [-0.5, 0, 0.5, 1])
    np.testing.assert_array_equal(pulses, [[-60, 2, -60, -60]])
