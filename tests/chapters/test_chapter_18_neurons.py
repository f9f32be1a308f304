"""The made-up nerve cells of chapter 18 hang together, and their twigs fork as they are told to."""

import numpy as np
import pytest

from unity.course.chapter_18 import neurons


@pytest.mark.parametrize("make", [neurons.pyramidal, neurons.purkinje])
def test_every_branch_begins_in_the_body_or_on_another_one(make):
    neuron = make()
    segments = np.concatenate([neuron.dendrites, neuron.axon], axis=2)
    low, high = neuron.body.min(axis=1), neuron.body.max(axis=1)
    a, b = segments[:, 0].T, segments[:, 1].T
    for begin in a:
        detour = np.linalg.norm(begin - a, axis=1) + np.linalg.norm(begin - b, axis=1) - np.linalg.norm(a - b, axis=1)
        grows = (detour < 1e-12) & (np.linalg.norm(a - begin, axis=1) > 1e-12)
        assert grows.any() or ((low <= begin) & (begin <= high)).all()


def test_the_tall_one_reaches_up_and_the_fan_is_wide():
    tall, fan = (make().dendrites for make in (neurons.pyramidal, neurons.purkinje))
    assert tall[1].max() > 3.5 > fan[1].max()
    assert np.ptp(fan[0]) > 3
    assert all(make().axon[1].min() == -2.2 for make in (neurons.pyramidal, neurons.purkinje))


def test_a_twig_forks_by_its_angle_and_shrinks():
    segments = neurons.twigs([1.0, 2.0], 90, length=2.0, spread=30, forks=1)
    np.testing.assert_allclose(segments[..., 0], [[1, 1], [2, 4]])
    run, rise = segments[:, 1, 1:] - segments[:, 0, 1:]
    np.testing.assert_allclose(np.hypot(run, rise), 1.6)
    np.testing.assert_allclose(np.rad2deg(np.arctan2(rise, run)), [60, 120])


@pytest.mark.parametrize("make", [neurons.pyramidal, neurons.purkinje])
def test_no_two_dendrites_cross(make):
    begin, end = np.moveaxis(make().dendrites, 1, 0)
    step = end - begin
    gap = begin[:, None] - begin[..., None]
    cross = step[0][:, None] * step[1] - step[1][:, None] * step[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        here = (gap[0] * step[1] - gap[1] * step[0]) / cross
        there = (gap[0] * step[1][:, None] - gap[1] * step[0][:, None]) / cross
    inside = [(share > 1e-9) & (share < 1 - 1e-9) for share in (here, there)]
    assert not (inside[0] & inside[1]).any()
