"""The nerve cells and the synapse of chapter 18 are drawn as they are given, whole, and within their axes."""

import matplotlib
import numpy as np
import pytest

from unity.course.chapter_18 import drawings, figures, membrane, neurons

matplotlib.use("Agg")


@pytest.fixture
def axes():
    axes = drawings.places()
    yield axes
    matplotlib.pyplot.close(axes[0].figure)


def points(line):
    return line.get_xydata().T


def test_two_tall_places_and_a_wide_one_below(axes):
    left, right, below = (ax.get_subplotspec() for ax in axes)
    assert (left.colspan.start, right.colspan.start) == (0, 1)
    assert (left.rowspan, right.rowspan) == (range(0, 1), range(0, 1))
    assert (below.rowspan, below.colspan) == (range(1, 2), range(0, 2))
    assert not any(ax.axison for ax in axes)


@pytest.mark.parametrize("make", [neurons.pyramidal, neurons.purkinje])
def test_a_nerve_cell_is_drawn_with_all_its_branches(axes, make):
    neuron = make()
    drawings.nerve_cell(axes[0], "a kind", neuron)
    segments = np.concatenate([neuron.dendrites, neuron.axon], axis=2)
    for line, segment in zip(axes[0].lines, np.moveaxis(segments, 2, 0), strict=True):
        np.testing.assert_array_equal(points(line), segment)
    colours = {line.get_color() for line in axes[0].lines[: neuron.dendrites.shape[2]]}
    assert len(colours) == 1
    assert axes[0].lines[-1].get_color() not in colours
    assert [text.get_text().split(":")[0] for text in axes[0].texts] == ["dendrites", "axon"]
    # All of it lies within the axes.
    low, high = segments.min(axis=(1, 2)), segments.max(axis=(1, 2))
    (left, right), (foot, top) = axes[0].get_xlim(), axes[0].get_ylim()
    assert left < low[0] < high[0] < right
    assert foot < low[1] < high[1] < top - 0.5


def test_what_crosses_a_synapse_is_in_the_gap(axes):
    sent = np.array([[0.0, 0.5, 1.0], [0.25, 0.5, 0.75]])
    drawings.synapse(axes[0], gap=2.0, sent=sent)
    axon, dendrite = (patch.get_xy() for patch in axes[0].patches)
    x, y = points(axes[0].lines[0])
    assert dendrite[:, 1].max() == 0 < axon[:, 1].min() == 2
    np.testing.assert_allclose(y, [0.5, 1, 1.5])
    np.testing.assert_allclose(x, [0.3, 0.75, 1.2])
    assert [text.get_text() for text in axes[0].texts] == ["the gap", "axon", "dendrite"]


def test_a_recording_is_drawn_whole_and_its_spikes_once_more():
    record = membrane.Recording(np.arange(5) * 0.5, np.array([-65.0, 40, -70, 38, -65]), np.array([1, 3]))
    axes = figures.panels(2, height=4)
    lags, pulses = np.array([-0.5, 0.0, 0.5]), np.array([[-65.0, 40, -70], [-70, 38, -65]])
    drawings.recording(axes, record, membrane.REST, lags, pulses)
    trace, arrows, rest = axes[0].lines
    np.testing.assert_array_equal(points(trace), [record.times, record.V])
    np.testing.assert_array_equal(arrows.get_xdata(), [0.5, 1.5])
    assert set(rest.get_ydata()) == {membrane.REST}
    for line, pulse in zip(axes[1].lines[:2], pulses, strict=True):
        np.testing.assert_array_equal(points(line), [lags, pulse])
    assert axes[1].get_title("left") == "its 2 spikes, laid on each other"
    for ax in axes:  # nothing is cut off
        low, high = ax.get_ylim()
        assert low < record.V.min() < record.V.max() + 14 < high
    matplotlib.pyplot.close(axes[0].figure)
