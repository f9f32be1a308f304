"""What chapter 12 trains, and what it looks at inside."""

import numpy as np
import pytest

from unity import datasets
from unity.activations import RELU
from unity.course.chapter_12 import runs
from unity.families import CATEGORICAL
from unity.layers import Elementwise, Flatten, dense
from unity.network import Network

NET = Network([Flatten(), dense(6), Elementwise(RELU), dense(10)], CATEGORICAL)
IMAGES = datasets.digits().columns(slice(60))


def test_a_start_that_is_far_too_large_has_no_costs():
    start = NET.init((1, 8, 8), seed=0)
    assert len(runs.first_costs(NET, start, IMAGES, 1.0)) == 7
    assert runs.first_costs(NET, start, IMAGES, 1e200) is None


def test_six_layers_learn_at_the_right_size_and_not_far_from_it():
    """What the chapter says beside its slider."""
    training, _ = datasets.split(datasets.split(datasets.digits(), test=0.25, seed=0)[0], test=0.25, seed=0)
    deep = Network([Flatten(), *[dense(64), Elementwise(RELU)] * 6, dense(10)], CATEGORICAL)
    drawn = deep.init((1, 8, 8), seed=0)
    assert runs.first_costs(deep, drawn, training, 0.25)[-1] > 2.2
    assert runs.first_costs(deep, drawn, training, 1.0)[-1] < 1.0
    assert runs.first_costs(deep, drawn, training, 1.4)[-1] < 2.2
    assert runs.first_costs(deep, drawn, training, 2.0) is None


def test_training_keeps_the_epoch_of_least_cost_on_what_is_held_out():
    held_out = datasets.digits().columns(slice(60, 120))
    run = runs.learned(NET, IMAGES, held_out, 1.0)
    assert run.best == np.argmin(run.held_out)
    assert run.epochs == run.best + 20
    assert NET.cost(run.parameters, held_out.X, held_out.Y) == pytest.approx(min(run.held_out))


def test_the_loudest_units_come_with_what_they_like():
    (W_1, b_1), (W_2, b_2) = NET.init((1, 8, 8), seed=0)[1::2]
    W_2 = W_2 * np.array([[1.0], [9], [3], [7], [0.1], [5]])
    favourites = np.array([[0, 10, 20]] * 5 + [[0, 1, 2]])  # the file begins with 0, 1, 2, ... 9, three times
    seen = runs.units(((), (W_1, b_1), (), (W_2, b_2)), favourites, IMAGES)
    assert list(seen.kinds) == [1] * 5 + [3]
    norms = np.linalg.norm(W_2, axis=1)
    assert list(seen.loud) == sorted(range(6), key=lambda unit: -norms[unit])[:4]
    np.testing.assert_array_equal(seen.weights[0].ravel(), W_1[:, seen.loud[0]])
    np.testing.assert_array_equal(seen.images[0, 1], IMAGES.X[0, ..., favourites[seen.loud[0]][1]])
