"""What chapter 16 says of twenty deals holds for the numbers that the benchmark has kept."""

import pytest

from unity import datasets, tally
from unity.course.chapter_16 import deals


def test_eight_filters_read_more_than_any_dense_network_and_learn_a_seventh_of_the_largest():
    most = max(deals.by_size()["hidden units"][1])
    assert deals.shares("convolution-8").mean() > most == deals.shares("dense-64").mean()
    assert deals.learns("dense-128") == pytest.approx(7 * deals.learns("convolution-8"), rel=0.01)


def test_no_hidden_layer_reads_as_much_as_four_filters():
    assert deals.shares("none").mean() == pytest.approx(deals.shares("convolution-4").mean(), abs=0.2)


def test_scrambled_images_are_read_no_better_than_by_a_dense_network():
    assert deals.shares("scrambled").mean() < deals.shares("dense-64").mean()


@pytest.mark.parametrize(("other", "sides"), [("dense-64", []), ("scrambled", []), ("dense-64", ["left", "right"])])
def test_the_gain_is_many_times_its_standard_error(other, sides):
    gain = deals.shares("convolution-16", *sides) - deals.shares(other, *sides)
    assert gain.mean() > 3 * tally.standard_error(gain[None])


def test_a_move_aside_is_worth_many_times_as_much():
    still, aside = (
        (deals.shares("convolution-16", *sides) - deals.shares("dense-64", *sides)).mean()
        for sides in ([], ["left", "right"])
    )
    assert aside > 5 * still


def test_the_outer_columns_are_almost_empty():
    X = datasets.digits().X
    assert X[:, :, [0, 7]].sum() < 0.005 * X.sum()
