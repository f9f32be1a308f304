"""The two bells of chapter 3's slider, and how two fits of one form close in on the truth."""

import numpy as np
import pytest

from unity import generative
from unity.course.chapter_03 import two_fits


@pytest.mark.parametrize(("gap", "prior"), [(2.0, 0.5), (1.0, 0.2)])
def test_the_bells_have_their_gap_and_their_prior(gap, prior):
    found = two_fits.bells(gap, prior)
    assert found.mu[0, 1] - found.mu[0, 0] == gap
    assert found.mu.sum() == 0
    np.testing.assert_allclose(found.pi.ravel(), [1 - prior, prior])
    # With equal spreads the score is gap times x, and the log of the priors' ratio.
    w, b = found.logit()
    np.testing.assert_allclose([w[0, 0], b[0, 0]], [gap, np.log(prior / (1 - prior))])


def test_both_fits_close_in_as_one_over_the_root():
    """The generative fit knows more, so it is nearer."""
    few, many = two_fits.distances(100), two_fits.distances(1600)
    assert few[0] < few[1]
    assert many[0] < many[1]
    np.testing.assert_allclose(few / many, 4, rtol=0.4)


def test_the_truth_has_no_distance_from_itself():
    truth, _ = generative.logit(two_fits.MEANS, two_fits.COVARIANCE, two_fits.PRIORS)
    assert (two_fits.distances(100_000, seeds=1) < 0.05 * np.linalg.norm(truth)).all()
