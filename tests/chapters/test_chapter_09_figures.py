"""The figures of chapter 9 draw the numbers that they are given, and nothing else."""

import matplotlib
import numpy as np
import pytest

from unity import datasets, decks
from unity.activations import TANH
from unity.course.chapter_09 import figures
from unity.families import BERNOULLI

matplotlib.use("Agg")

W = np.array([[1.0, -1.5, 0.5], [0.5, 2.0, -1.0]])
b = np.array([[0.5], [0.0], [-1.25]])
x = np.array([[1.0], [2.0]])
z = decks.sums(W, b, x)


@pytest.fixture
def ax():
    ax = figures.canvas()
    yield ax
    matplotlib.pyplot.close(ax.figure)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def minus(value):
    return f"{value:.3g}".replace("-", "−")


def framed(ax):
    """The places of the cells that have a frame."""
    cells = (p for p in ax.patches if isinstance(p, matplotlib.patches.Rectangle))
    return [cell.get_xy() for cell in cells if cell.get_linewidth() > 2]


def number_at(ax, corner):
    """The number in the cell whose lower left corner is there."""
    middle = corner[0] + 0.5, corner[1] + 0.5
    (found,) = (text.get_text() for text in ax.texts if np.allclose(text.get_position(), middle))
    return found


@pytest.mark.parametrize("neuron", [0, 1, 2])
def test_a_neuron_is_a_column_of_the_table(ax, neuron):
    figures.layer_beside_table(ax, W, b, x, z, neuron)
    inside = [number_at(ax, corner) for corner in framed(ax)]
    assert inside == [minus(v) for v in (*W[:, neuron], b[neuron, 0])]
    assert f"= {minus(z[neuron, 0])}" in texts(ax)
    wide = [line for line in ax.lines if line.get_linewidth() > 2]
    assert [line.get_linestyle() for line in wide] == ["-" if w >= 0 else "--" for w in W[:, neuron]]
    # Each of its two weights stands in the table and on its line.
    for w in W[:, neuron]:
        assert texts(ax).count(minus(w)) >= 2


def test_every_line_of_a_layer_is_drawn(ax):
    figures.layer_beside_table(ax, W, b, x, z, 0)
    assert len(ax.lines) == W.size
    assert {"$x_1$", "$x_2$", "$z_1$", "$z_2$", "$z_3$", "$W$", "1", "2"} <= set(texts(ax))


def test_row_and_column_meet_in_their_sum(ax):
    A = np.array([[1.0, 0, -1, 2], [2, 1, 0, -1]])
    Z = decks.sums(W, b, A)
    figures.batch_product(ax, W, A, b, Z, neuron=2, example=3)
    inside = sorted(number_at(ax, corner) for corner in framed(ax))
    assert inside == sorted(minus(v) for v in (*W[:, 2], *A[:, 3], b[2, 0], Z[2, 3]))
    for shape in ("(3, 2)", "(2, 4)", "(3, 1)", "(3, 4)"):
        assert texts(ax).count(shape) == 1
    # The product stands above, and what is added and comes out below it.
    heights = {text.get_text(): text.get_position()[1] for text in ax.texts if "$" in text.get_text()}
    assert min(heights[r"$W^\top$"], heights["$A$"]) > max(heights["$b$"], heights["$Z$"])
    assert len(ax.patches) == W.size + A.size + b.size + Z.size


def test_tables_hold_all_numbers_in_their_places(ax):
    A = np.arange(8.0).reshape(2, 4)
    figures.batch_product(ax, W, A, b, decks.sums(W, b, A), neuron=0, example=0)
    assert [number_at(ax, (i, 2 - k)) for k in range(3) for i in range(2)] == [minus(v) for v in W.T.ravel()]


def test_an_example_goes_through_a_network(ax):
    W_2, b_2 = np.array([[1.0], [-2.0], [0.25]]), np.array([[0.5]])
    A, Z = decks.forward_pass(((W, b), (W_2, b_2)), x, activation=TANH)
    a = BERNOULLI.mean(Z[-1])
    figures.network_of_one_example(ax, (W, W_2), A, Z, a)
    shown = texts(ax)
    for value in (*x[:, 0], *A[1][:, 0], a.item()):
        assert minus(value) in shown
    for value in (*Z[0][:, 0], Z[1].item()):
        assert f"$z$ = {minus(value)}" in shown
    assert {"$A_1 = x$", "$A_2$", "$a$"} <= set(shown)
    weights = [*W.ravel(), *W_2.ravel()]
    assert [line.get_linestyle() for line in ax.lines] == ["-" if w >= 0 else "--" for w in weights]
    widths = [line.get_linewidth() for line in ax.lines]
    assert np.argsort(widths, kind="stable").tolist() == np.argsort(np.abs(weights), kind="stable").tolist()


def test_boundaries_stand_over_the_points_of_two_classes():
    points = datasets.moons(20, seed=0)
    x_1, x_2 = np.linspace(-1, 1, 5), np.linspace(-2, 2, 7)
    level = np.stack(np.meshgrid(x_1, x_2))[0].reshape(1, -1)  # 0 on the upright axis
    axes = figures.canvas(2)
    last = figures.boundaries(axes, x_1, x_2, {"upright": level, "as upright": 2 * level}, points)
    assert last is axes[1]
    assert [ax.get_title(loc="left") for ax in axes] == ["upright", "as upright"]
    for ax in axes:
        circles, triangles, line = ax.collections
        assert len(circles.get_offsets()) + len(triangles.get_offsets()) == 20
        np.testing.assert_allclose(line.get_paths()[0].vertices[:, 0], 0, atol=1e-12)
    matplotlib.pyplot.close(last.figure)


def test_costs_of_networks_over_the_floor(ax):
    costs = {"linear": (1.0, 0.5, 0.4), "tanh": (1.0, 0.3, 0.1)}
    figures.costs_of_networks(ax, costs, 0.35)
    lines = {line.get_label(): line for line in ax.lines}
    for name, row in costs.items():
        np.testing.assert_array_equal(lines[name].get_xydata(), list(enumerate(row)))
    assert len({lines[name].get_linestyle() for name in costs}) == 2
    assert ax.lines[0].get_ydata()[0] == 0.35
    assert "least cost of a neuron" in texts(ax)
