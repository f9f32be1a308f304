"""The figures of chapter 11 draw the numbers that they are given, and nothing else."""

import matplotlib
import numpy as np
import pytest

from unity import decks
from unity.activations import TANH
from unity.course.chapter_11 import figures
from unity.course.style import GREEN
from unity.families import BERNOULLI

matplotlib.use("Agg")


@pytest.fixture
def ax():
    ax = figures.canvas()
    yield ax
    matplotlib.pyplot.close(ax.figure)


@pytest.fixture
def pair():
    axes = figures.canvas(2)
    yield axes
    matplotlib.pyplot.close(axes[0].figure)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def arrows(ax):
    """Tail, tip and line style of every arrow, in order."""
    drawn = [note for note in ax.texts if getattr(note, "arrow_patch", None) is not None]
    return [(note.xyann, note.xy, note.arrow_patch.get_linestyle()) for note in drawn]


@pytest.fixture
def small():
    """A network of two inputs, two hidden neurons and an output, all its numbers, and the slopes of its loss."""
    x, W_1, b_1 = np.array([[1.0], [2.0]]), np.array([[1.0, 0.5], [-0.25, 0.5]]), np.array([[0.0], [0.5]])
    W_2, b_2 = np.array([[-1.0], [2.0]]), np.array([[0.0]])
    Z_1 = W_1.T @ x + b_1
    A_2 = np.tanh(Z_1)
    Z_2 = W_2.T @ A_2 + b_2
    A_3 = 1 / (1 + np.exp(-Z_2))
    D_2, slope = W_2 @ A_3, 1 - A_2**2  # the label is 0
    return x, ((W_1, b_1), (W_2, b_2)), (Z_1, Z_2), (A_2, A_3), slope, (D_2 * slope, D_2, A_3)


def test_forward_shows_every_number_of_the_network(ax, small):
    x, layers, Z, A, _, _ = small
    shown = texts(figures.forward(ax, x, layers, Z, A))
    assert {"× 1", "× −0.25", "× 0.5", "× −1", "× 2", "tanh", "bias 0", "bias 0.5"} <= set(shown)
    assert {"1", "2", "0.5", "0.46", "0.96", "1.5", "0.81"} <= set(shown)
    assert shown.count("tanh") == 2
    # Four wires, two tanh, two weights and a sigmoid, all from left to right.
    assert len(arrows(ax)) == 9
    assert all(tail[0] < tip[0] for tail, tip, _ in arrows(ax))


def test_each_wire_carries_the_weight_between_its_ends(ax, small):
    """A label lies on the line between the two neurons that the weight joins."""
    x, layers, Z, A, _, _ = small
    figures.forward(ax, x, layers, Z, A)
    wires = arrows(ax)[:4]
    named = [text for text in ax.texts if text.get_text().startswith("× ")][:4]
    for (tail, tip, _), text, weight in zip(wires, named, layers[0][0].ravel(), strict=True):
        (u, v), (p, q) = np.subtract(text.get_position(), tail), np.subtract(tip, tail)
        assert abs(u * q - v * p) < 1e-9
        assert text.get_text() == f"× {weight:g}".replace("-", "−")


def test_backward_multiplies_by_what_stands_on_the_arrows(ax, small):
    x, layers, _, _, slope, back = small
    shown = texts(figures.backward(ax, x, layers, slope, back))
    assert {"0.81", "−0.81", "1.6", "× 0.79", "× 0.071", "−0.64", "0.11", "× −1", "× 2"} <= set(shown)
    assert {"−1.3", "0.23"} <= set(shown)  # what the second input's weights get: 2 times the errors
    assert len(arrows(ax)) == 5
    assert all(tail[0] > tip[0] and line == "--" for tail, tip, line in arrows(ax))


def test_no_level_wire_can_be_taken_for_a_minus(ax, small):
    x, layers, _, _, slope, back = small
    figures.backward(ax, x, layers, slope, back)
    level = [line.get_ydata()[0] for line in ax.lines if len(set(line.get_ydata())) == 1]
    bare = [text for text in ax.texts if text.get_color() == GREEN and text.get_text() != "input × error"]
    assert len(level) == 2
    assert len(bare) == 4
    assert all(abs(text.get_position()[1] - height) > 0.2 for text in bare for height in level)


def test_what_listeners_send_back_adds_up(ax):
    w, e = np.array([2.0, -1.0, 0.5]), np.array([0.3, 0.4, -0.6])
    shown = texts(figures.listeners(ax, w, e, w * e, (w * e).sum()))
    assert {"× 2 = 0.6", "× −1 = −0.4", "× 0.5 = −0.3", "error 0.3", "error 0.4", "error −0.6"} <= set(shown)
    assert "adds up to\n−0.1" in shown
    assert len(arrows(ax)) == 3


def test_shared_errors_carry_weights_and_fractions(ax):
    W, E = np.array([[1.0, 2.0, -1.0], [3.0, -1.0, -3.0]]), np.array([[4.0], [1.0], [-2.0]])
    F, received = decks.shares(W), decks.proportional_error(W, E)
    shown = texts(figures.shared_errors(ax, W, F, E, received))
    for w, f in zip(W.ravel(), F.ravel()):
        assert f"{w:.3g}:  {f:.3g}".replace("-", "−") in shown
    assert {"error 4", "error 1", "error −2", "gets 2.5", "gets 0.5"} <= set(shown)
    # Two arrows for each neuron, from right to left; only the second's fractions are none.
    assert [line for *_, line in arrows(ax)] == ["-", "-", "--", "--", "-", "-"]
    assert all(tail[0] > tip[0] for tail, tip, _ in arrows(ax))


def test_bars_of_two_shares(ax):
    w, f = np.array([[1.0], [-2.0]]), np.array([[-1.0], [2.0]])
    figures.two_shares(ax, w, f)
    assert [bar.get_height() for bar in ax.patches] == [-1, 2, 1, -2]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["fractions", "weights"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["input 1, weight 1", "input 2, weight −2"]
    assert sorted(texts(ax)) == sorted(["−1", "2", "1", "−2"])


def test_the_mirror_shows_shapes_one_below_the_other(ax, rng):
    layers, X, Y = decks.random_layers((5, 3, 2), seed=0), rng.normal(size=(5, 7)), np.eye(2)[:, [0, 1, 0, 1, 1, 0, 0]]
    passed = decks.forward_pass(layers, X, activation=TANH)
    (W_1, _), (W_2, _) = layers
    E_2 = BERNOULLI.error(passed.Z[1], Y)
    E_1 = decks.by_weights_and_slope(W_2, E_2, TANH.slope(passed.Z[0]))
    gradients = decks.back_propagate(layers, X, Y, activation=TANH, family=BERNOULLI)
    figures.mirror(ax, passed, (E_1, E_2), (W_1 @ E_1, W_2 @ E_2), gradients)
    place = {text.get_text(): text.get_position() for text in ax.texts if text.get_text()}
    rows = {"A_1": (5, 7), "Z_1": (3, 7), "A_2": (3, 7), "Z_2": (2, 7)}
    under = (r"\partial J / \partial A_1", "E_1", r"\partial J / \partial A_2", "E_2")
    for (name, shape), below in zip(rows.items(), under):
        above = place[f"${name}$\n{shape}"]
        assert above[0] == place[f"${below}$\n{shape}"][0]
        assert above[1] > place[f"${below}$\n{shape}"][1]
    for n, shape in ((1, (5, 3)), (2, (3, 2))):
        assert rf"$dW_{n} = A_{n} E_{n}^\top$" f"\n{shape}" in place
    # Forward: three steps and one to J; back the same; two to each gradient.
    assert len(arrows(ax)) == 4 + 4 + 4
    assert sum(line == "--" for *_, line in arrows(ax)) == 4


def test_a_mark_for_each_start_and_layer(pair, rng):
    tables = {
        "one": {way.__name__: rng.uniform(-1, 1, (4, 2)) for way in decks.WAYS},
        "two": {way.__name__: rng.uniform(-1, 1, (4, 3)) for way in decks.WAYS},
    }
    assert figures.angles_by_layer(pair, tables) is pair[0]
    for ax, (title, table) in zip(pair, tables.items()):
        assert ax.get_title(loc="left") == title
        lines = [line for line in ax.lines if len(line.get_xdata()) > 2]
        for line, values in zip(lines, table.values(), strict=True):
            np.testing.assert_array_equal(line.get_ydata(), values.T.ravel())
            np.testing.assert_array_equal(np.round(line.get_xdata()), np.repeat(range(1, values.shape[1] + 1), 4))
        assert len({line.get_marker() for line in lines}) == 4


def test_costs_by_way_are_logarithmic_and_named_once(pair):
    costs = {way.__name__: tuple(np.linspace(1, 0.1 * (i + 1), 5)) for i, way in enumerate(decks.WAYS)}
    figures.costs_by_way(pair, {"one": costs, "two": costs})
    for ax in pair:
        assert ax.get_yscale() == "log"
        for line, values in zip(ax.lines, costs.values(), strict=True):
            np.testing.assert_array_equal(line.get_ydata(), values)
        assert len({line.get_linestyle() for line in ax.lines}) == 4
    (legend,) = pair[0].figure.legends
    names = ["fractions", "weights", "fractions and slope", "weights and slope"]
    assert [text.get_text() for text in legend.get_texts()] == names
