"""A case has the same numbers on every processor: what differs in the last digits is rounded away before it is written."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from assignments import FOLDERS, ROOT

from scripts.processors import PLAINEST, environment
from unity.course import released
from unity.grading.exercise import Mistake, Question, Test, cases, prepare
from unity.grading.grade import Bundle
from unity.grading.judge import agrees
from unity.grading.rounding import NOISE, SLACK, decimals, rounded, scale
from unity.grading.visible import SUFFIX, visible

EPS = np.finfo(float).eps


def test_noise_is_rounded_away(rng):
    """Numbers whose last digits another processor computes otherwise are the same bytes; a digit that counts is kept."""
    X = 10.0 ** rng.integers(-3, 4) * rng.standard_normal((4, 5))
    noisy = X * (1 + 8 * EPS * rng.uniform(-1, 1, X.shape))
    assert not np.array_equal(X, noisy)
    assert rounded(X, 1e-9).tobytes() == rounded(noisy, 1e-9).tobytes()
    wrong = X + 1e-9 * scale(X)
    assert rounded(X, 1e-9).tobytes() != rounded(wrong, 1e-9).tobytes()


def test_rounding_costs_less_than_a_tenth_of_the_tolerance(rng):
    for tolerance in (1e-9, 3e-7, 1e-3, 1e-12, 0.0):
        for size in (1e-8, 1.0, 9.99, 10.0, 12345.678):
            X = size * rng.standard_normal(100)
            step = max(tolerance / 10, 10 * NOISE * EPS)
            assert np.max(np.abs(rounded(X, tolerance) - X)) <= (0.5 + SLACK) * step * scale(X)


ZEROS = [0.0, -0.0, 1e-17, -1e-17]


def test_what_is_nothing_but_rounding_is_nothing():
    assert {rounded(np.array([z, 0.5]), 1e-9).tobytes() for z in ZEROS} == {np.array([0.0, 0.5]).tobytes()}
    assert {np.float64(rounded(z, 1e-9, least=1.0)).tobytes() for z in ZEROS} == {np.float64(0).tobytes()}
    assert rounded(1e-17, 1e-9) == 1e-17, "a value may be as small as that"
    assert rounded(1e-305, 1e-9) == 1e-305


def test_a_magnitude_at_a_power_of_ten_keeps_its_decimals():
    below, above = (np.array([10.0 * (1 + s * 4 * EPS), 1 / 3]) for s in (-1, 1))
    assert decimals(below, 1e-9) == decimals(above, 1e-9)
    assert rounded(below, 1e-9).tobytes() == rounded(above, 1e-9).tobytes()


def test_all_else_is_left_as_it_is():
    value = (1, True, "word", None, np.arange(3), [np.inf, -np.inf], {"a": (np.array([np.nan, np.inf, 1 / 3]), 1j / 3)})
    found = rounded(value, 1e-9)
    assert found[:4] == value[:4]
    assert found[4] is value[4]
    assert found[5] == value[5]
    np.testing.assert_array_equal(found[6]["a"][0], [np.nan, np.inf, 0.33333333333])
    assert found[6]["a"][1] == 0.33333333333j
    single = rounded(np.array([1 / 3, 100.0], dtype=np.float32), 1e-9)
    assert single.dtype == np.float32
    np.testing.assert_allclose(single, [1 / 3, 100], rtol=0, atol=100 * 10 * NOISE * np.finfo(np.float32).eps)
    assert rounded(np.zeros((0, 2)), 1e-9).shape == (0, 2)


def test_a_case_is_computed_from_rounded_arguments():
    """Where the arguments amplify, what is expected belongs to the numbers that are written."""
    steep = Question(
        "steep", "f", lambda x: 1e6 * x, (Test("one", arguments=(1 / 3,)),), (Mistake(lambda x: x, "Steeper."),)
    )
    (case,) = prepare(steep, steep.tests[0])
    assert case.arguments == (0.33333333333,)
    assert agrees(case.expected, 1e6 * case.arguments[0], 1e-12)
    assert not agrees(case.expected, 1e6 / 3, 1e-12)


RELEASE = """
import json, sys
from pathlib import Path
from unity.grading.grade import Bundle
from unity.grading.visible import visible
print(json.dumps([visible(Bundle.read(Path(folder)).assignment()) for folder in sys.argv[1:]]))
"""


def test_another_processor_makes_the_same_files():
    """The plainest kernels of OpenBLAS and NumPy without its vector extensions: other last digits, the same bytes."""
    command = [sys.executable, "-c", RELEASE, *map(str, FOLDERS)]
    plain = os.environ | environment(*PLAINEST)
    run = subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, text=True, check=True)
    for folder, checks in zip(FOLDERS, json.loads(run.stdout), strict=True):
        assert checks == json.loads((released / f"{folder.name}{SUFFIX}").read_text())


def from_the_middle(value, tolerance, least=0.0):
    """How far each number of an array lies from where its rounding changes, in units in the last place of its scale."""
    steps = value[np.isfinite(value)] * 10.0 ** decimals(value, tolerance, least) - SLACK
    return np.abs(steps - np.floor(steps) - 0.5) / (
        EPS * scale(value, least) * 10.0 ** decimals(value, tolerance, least)
    )


def arrays(value):
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from arrays(part)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_number_that_ships_lies_where_a_processor_decides(folder, monkeypatch):
    """Each is ten units in its scale's last place away: another seed helps where one is not."""
    nearest = []

    def watched(value, *given, **named):
        nearest.extend(np.min(from_the_middle(array, *given, **named), initial=np.inf) for array in arrays(value))
        return rounded(value, *given, **named)

    monkeypatch.setattr(cases, "rounded", watched)
    assert visible(Bundle.read(folder).assignment())
    assert min(nearest) > 10


def test_a_number_where_a_processor_decides_would_be_noticed():
    at = np.array([(12345678.5 + SLACK) * 1e-10, 1.0])
    assert from_the_middle(at, 1e-9)[0] < 10
    assert rounded(at * (1 + EPS), 1e-9)[0] != rounded(at * (1 - 20 * EPS), 1e-9)[0]


def test_exact_middles_go_one_way():
    """A sum of halves, quarters and eighths hits the middle between two roundings: noise on either side changes nothing."""
    middle = np.array([2.0**-11, 3 * 2.0**-11, 0.5])
    for noise in (-EPS, 0.0, EPS):
        assert rounded(middle + noise, 1e-9).tobytes() == rounded(middle, 1e-9).tobytes()
