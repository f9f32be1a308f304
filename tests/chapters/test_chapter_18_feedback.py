"""What chapter 18 says of its networks, of its noisy cell and of Oja's rule, with the numbers of its cells."""

import numpy as np
import pytest

from unity import activations, brains, datasets, decks
from unity.course.chapter_18 import feedback

B = decks.random_layers((32, 10), seed=100)[0][0]
START = decks.random_layers((64, 32, 10), seed=0)


@pytest.fixture(scope="module")
def parts():
    return datasets.split(datasets.digits(), seed=18)


@pytest.fixture(scope="module")
def networks(parts):
    ways = (
        decks.by_weights_and_slope,
        lambda W, E, slope: decks.by_weights_and_slope(B, E, slope),
        lambda W, E, slope: 0 * slope,
    )
    return [feedback.trained(way, START, parts[0]) for way in ways]


def test_fixed_weights_do_nearly_as_well_as_true_ones(networks, parts):
    true, fixed, nothing = (feedback.percent(network, parts[1]) for network in networks)
    assert true - 1 < fixed < true
    assert nothing < fixed - 5
    costs = [network.costs[-1] for network in networks]
    assert costs[0] < costs[1] < costs[2] / 2


def test_the_update_turns_towards_the_gradient_and_does_not_become_it(networks):
    cosines = networks[1].cosines[0]
    assert cosines[0] < 0.4 < cosines[-1] < 0.7
    assert np.all(np.diff(cosines) > 0)


def test_the_forward_weights_come_to_agree_with_the_fixed_ones(networks):
    before, after = (brains.cosine(parameters[1][0], B) for parameters in (START, networks[1].parameters))
    assert abs(before) < 0.4 < after < 0.9


def test_a_percentage_counts_what_is_read_rightly(networks, parts):
    shown = parts[1].X.reshape(64, -1)
    Z = decks.forward_pass(networks[0].parameters, shown, activation=activations.TANH).Z[-1]
    assert feedback.percent(networks[0], parts[1]) == pytest.approx(100 * np.mean(Z.argmax(axis=0) == parts[1].y))


def test_noise_rounds_the_corner_of_the_rate():
    I = np.linspace(0, 3, 31)[:, None]
    exact, far = brains.firing_rate(I), I > 1.2
    ramp = activations.relu(np.polyval(np.polyfit(I[far], exact[far], 1), I))
    counted = [brains.measured_rate(I, noise=noise, moments=10_000, step=0.0002, seed=18) for noise in (0, 4)]
    quiet, noisy = (np.abs(dots - ramp).max() for dots in counted)
    assert noisy < quiet / 2
    assert np.abs(counted[0] - exact).max() < 2


def test_where_the_digits_vary_most_is_where_ojas_rule_stays():
    X = datasets.digits().X.reshape(64, -1)
    X = X - X.mean(axis=1, keepdims=True)
    first = np.linalg.eigh(X @ X.T)[1][:, -1:]
    np.testing.assert_allclose(brains.oja_step(first, X, step=0.2), first, atol=1e-12)
