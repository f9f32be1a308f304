"""The project's trials: what is drawn larger, that they repeat, and that nothing is learned from what is tested."""

import numpy as np
import pytest

from unity import datasets
from unity.course.chapter_19 import trials
from unity.families import CATEGORICAL
from unity.layers import Flatten, dense
from unity.network import Network


@pytest.fixture(scope="module")
def examples():
    return trials.enlarged(datasets.digits().columns(slice(200)))


@pytest.fixture
def network():
    return Network([Flatten(), dense(10)], CATEGORICAL)


def test_each_pixel_becomes_nine_in_a_frame_of_paper(examples):
    digits = datasets.digits().columns(slice(200))
    assert examples.X.shape == (1, 28, 28, 200)
    for a, b in ((0, 0), (1, 2), (2, 1)):
        np.testing.assert_array_equal(examples.X[:, 2 + a : 26 : 3, 2 + b : 26 : 3], digits.X)
    np.testing.assert_array_equal(examples.y, digits.y)
    inside = examples.X[:, 2:26, 2:26].sum()
    assert inside == examples.X.sum() == pytest.approx(9 * digits.X.sum())


def test_a_share_repeats_and_learns_from_the_training_alone(examples, network, monkeypatch):
    training, test = datasets.split(examples, seed=0)
    seen = []
    train = Network.train
    monkeypatch.setattr(
        Network, "train", lambda self, start, X, y, **plan: seen.append((X, plan)) or train(self, start, X, y, **plan)
    )
    found = [trials.share(network, training, test, step=0.1, seed=3) for _ in range(2)]
    assert found[0] == found[1] > 60
    for X, _ in seen:
        assert X.dtype == np.float32
        np.testing.assert_array_equal(X, training.X)
    assert seen[0][1] == {"step": 0.1, "batch": trials.BATCH, "epochs": 60, "seed": 3}


def test_images_in_single_precision_are_read_as_well(examples, network):
    """As MNIST has them."""
    training, test = datasets.split(examples, seed=0)
    single = [datasets.Examples(each.X.astype(np.float32), each.y, each.classes) for each in (training, test)]
    plan = dict(step=0.1, seed=3)
    assert trials.share(network, *single, **plan) == trials.share(network, training, test, **plan)


@pytest.mark.parametrize("m", [20, 50, 150])
def test_few_images_get_as_many_steps_as_many(examples, network, monkeypatch, m):
    plans = []
    train = Network.train
    monkeypatch.setattr(
        Network, "train", lambda self, *given, **plan: plans.append(plan) or train(self, *given, **plan | {"epochs": 1})
    )
    trials.share(network, examples.columns(slice(m)), examples, step=0.1, seed=0)
    batches = {20: 1, 50: 2, 150: 5}[m]
    assert plans[0]["batch"] == 32
    assert plans[0]["epochs"] * batches == trials.STEPS == 300


def test_a_curve_is_made_of_single_trials(examples, network, monkeypatch):
    monkeypatch.setattr(trials, "STEPS", 20)
    found = trials.shares(network, examples, (30, 60), step=0.1, deals=2)
    assert found.shape == (2, 2)
    training, test = datasets.split(examples, test=0.25, seed=1)
    again = trials.share(network, training.columns(slice(60)), test, step=0.1, seed=1)
    assert found[1, 1] == again
    with pytest.raises(ValueError, match="shares: 151 images to train on, a deal has 150"):
        trials.shares(network, examples, (30, 151), step=0.1, deals=1)


def test_a_step_is_chosen_on_a_part_of_the_training(examples, network, monkeypatch):
    monkeypatch.setattr(trials, "STEPS", 20)
    steps = (0.001, 0.1)
    found = trials.by_step(network, examples, steps)
    assert found[0] < found[1]
    seen, validation = datasets.split(examples, test=0.25, seed=0)
    assert found[1] == trials.share(network, seen, validation, step=0.1, seed=0)
