"""The trained networks of chapter 10: they are what the chapter says, and their failures are of two kinds."""

import numpy as np
import pytest

from unity import datasets
from unity.course.chapter_10 import runs

CORNERS, XOR = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]]), np.array([[0.0, 1.0, 1.0, 0.0]])


@pytest.mark.parametrize("width", [2, 3, 4, 8])
def test_every_failure_has_a_mixed_heap_or_folds_nothing(width):
    ends = runs.twenty_starts(width, CORNERS, XOR)
    assert len({end.costs[0] for end in ends}) == 20
    failed = [end.parameters for end in ends if end.costs[-1] >= np.log(2) / 4]
    assert all(runs.piled(P, CORNERS, XOR) or runs.unfolded(P, CORNERS) for P in failed)
    assert bool(failed) == (width < 8)
    assert runs.heaps({width: ends}, CORNERS, XOR) == (sum(runs.piled(P, CORNERS, XOR) for P in failed), len(failed))


def test_what_piles_and_what_folds_is_seen():
    fold = (np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([[-1.0], [1.0]])), ()
    assert not runs.unfolded(fold, CORNERS)
    assert not runs.piled(fold, CORNERS, XOR)  # only the two on corners are silent
    silent = (np.ones((2, 2)), np.full((2, 1), -9.0)), ()
    assert runs.piled(silent, CORNERS, XOR)
    assert runs.unfolded(silent, CORNERS)


def test_a_disk_takes_three_lines():
    shares = {width: runs.boundary(datasets.circle, width) for width in (2, 3)}
    assert shares[2].right < 0.8
    assert shares[3].right > 0.9
    assert len(shares[3].lines) == 3
    assert shares[3].Z.shape == (141, 141)


def test_a_hidden_layer_helps_the_digits_and_not_the_tumours():
    odd, tumours = runs.odd_digits(), datasets.breast_cancer()
    assert runs.held_out(odd, 8) - runs.held_out(odd, 0) > 5
    assert abs(runs.held_out(tumours, 8) - runs.held_out(tumours, 0)) < 1.5
    assert len(runs.network(0).layers) == 1
