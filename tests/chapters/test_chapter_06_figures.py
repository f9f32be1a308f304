"""The figures of chapter 6 draw the numbers that they are given, and nothing else."""

import matplotlib
import numpy as np
import pytest

from unity.course.chapter_06 import figures, one_example

matplotlib.use("Agg")


@pytest.fixture
def ax():
    ax = figures.canvas()
    yield ax
    matplotlib.pyplot.close(ax.figure)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def drawn_lines(ax):
    """What a figure's plotted lines hold; guides that span the axes are left out."""
    return [line.get_xydata().T for line in ax.lines if len(line.get_xdata()) > 2]


def arrows(ax):
    """Tail and tip of every arrow, in order."""
    return [(note.xyann, note.xy) for note in ax.texts if getattr(note, "arrow_patch", None) is not None]


def example(y=1.0):
    w, b, x = np.array([[1.0], [0.5]]), np.array([[0.25]]), np.array([[-2.0], [1.5]])
    return w, b, x, np.array([[y]])


def test_the_graph_shows_each_value_and_each_derivative(ax):
    at = one_example.graph(*example())
    shown = texts(figures.computational_graph(ax, *example(), at))
    given = {"x_1": -2, "w_1": 1, "x_2": 1.5, "w_2": 0.5, "b": 0.25, "y": 1}
    given |= {"z": at.z.item(), "a": at.a.item(), "L": at.L.item()}
    for node, value in given.items():
        assert f"${node} = {value:.3g}$".replace("-", "−") in shown
    slopes = [*at.dL_dw[:, 0], at.dL_db.item(), at.dL_dz.item(), at.dL_da.item()]
    for slope in slopes:
        assert f"{slope:.3g}".replace("-", "−") in shown
    # Eight dependences forward, and one way back for each of the five derivatives.
    assert len(arrows(ax)) == 8 + 5


def test_each_arrow_back_says_its_slope(ax):
    """What stands on it, times the derivative ahead, is the derivative behind."""
    w, b, x, y = example()
    at = one_example.graph(w, b, x, y)
    figures.computational_graph(ax, w, b, x, y, at)
    said = [text for text in texts(ax) if text.startswith("× ")]
    assert sorted(said) == sorted(["× $x_1$", "× $x_2$", "× 1", f"× {at.da_dz.item():.3g}"])
    np.testing.assert_allclose(at.dL_da * at.da_dz, at.dL_dz)
    np.testing.assert_allclose(at.dL_dz * x, at.dL_dw)


def test_bars_of_probability_label_and_error():
    axes = figures.canvas(3)
    a, y = np.array([[0.25], [0.75]]), np.array([[1.0], [0.0]])
    figures.probability_label_error(axes, a, y)
    for ax, column in zip(axes, (a, y, a - y), strict=True):
        np.testing.assert_array_equal([bar.get_height() for bar in ax.patches], column[:, 0])
        assert [text.get_text() for text in ax.texts] == [f"{v:.3g}".replace("-", "−") for v in column[:, 0]]
    matplotlib.pyplot.close(axes[0].figure)


def test_each_derivative_stands_below_its_node(ax):
    at = one_example.graph(*example())
    figures.computational_graph(ax, *example(), at)
    place = {text.get_text(): text.get_position() for text in ax.texts}
    node = next(where for text, where in place.items() if text.startswith("$w_2"))
    slope = place[f"{at.dL_dw[1, 0]:.3g}".replace("-", "−")]
    assert slope[0] == node[0]
    assert 0 < node[1] - slope[1] < 0.6


def test_the_push_leads_from_tip_to_tip(ax):
    w, b, x, y = example()
    after, _ = one_example.push(w, b, x, y, step=0.5)
    figures.push_of_weights(figures.plane(ax, (-3, 3), (-2, 2)), w, x, y, after)
    zero = (0, 0)
    expected = [(zero, x[:, 0]), (zero, w[:, 0]), (zero, after[:, 0]), (w[:, 0], after[:, 0])]
    np.testing.assert_allclose(arrows(ax), [[tuple(tail), tuple(tip)] for tail, tip in expected])
    assert ax.get_title(loc="left") == "$y = 1$: towards $x$"
    assert {"$x$", "$w_t$", "$w_{t+1}$"} <= set(texts(ax))


def test_an_example_of_class_0_pushes_away(ax):
    w, _, x, y = example(y=0.0)
    figures.push_of_weights(figures.plane(ax, (-3, 3), (-2, 2)), w, x, y, w - x)
    assert ax.get_title(loc="left") == "$y = 0$: away from $x$"


def test_loss_and_push_marks_the_example(ax):
    w, b, x, y = example()
    at, after = one_example.graph(w, b, x, y), one_example.pushed_score(w, b, x, y, step=0.5)
    scores, losses = np.linspace(-6, 6, 13)[None], np.linspace(5, 0, 13)[None]
    figures.loss_and_push(ax, scores, losses, at, after)
    np.testing.assert_array_equal(drawn_lines(ax)[0], np.vstack([scores, losses]))
    tangent = next(line for line in ax.lines if hasattr(line, "get_slope"))
    assert tangent.get_slope() == at.dL_dz.item()
    assert tangent.get_xy1() == (at.z.item(), at.L.item())
    ((tail, tip),) = arrows(ax)
    assert (tail[0], tip[0]) == (at.z.item(), after.item())
    assert f"loss {at.L.item():.3g}" in ax.get_title(loc="left")


def test_bars_are_the_changes(ax):
    changes = np.array([0.5, -0.25, 0.0, 1.0])
    figures.changes_of_weights(ax, changes, ("a", "down", "b", "up"))
    np.testing.assert_array_equal([bar.get_height() for bar in ax.patches], changes)
    notes = {note.get_text(): note.xy for note in ax.texts}
    assert notes == {"down": (1, -0.25), "up": (3, 1.0)}


def test_errors_by_step_are_logarithmic(ax):
    steps, errors = 10.0 ** -np.arange(5), np.array([1e-2, 1e-6, 1e-9, 1e-8, 1e-7])
    figures.errors_by_step(ax, steps, errors)
    np.testing.assert_array_equal(drawn_lines(ax)[0], [steps, errors])
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")


def test_a_line_of_errors_ends_where_it_is_nan(ax):
    scores = np.arange(5.0)
    difference, product, guarded = np.ones(5), np.array([1, 1, 1, np.nan, np.nan]), np.array([1, 1, 0.5, 0, 0])
    figures.errors_by_score(ax, *(values[None] for values in (scores, difference, product, guarded)))
    lines = drawn_lines(ax)
    for line, values in zip(lines, (product, guarded, difference), strict=True):
        np.testing.assert_array_equal(line, [scores, values])
    (end,) = (line for line in ax.lines if line.get_marker() == "X")
    assert (end.get_xdata()[0], end.get_ydata()[0]) == (2, 1)


def test_costs_of_both_loops_are_named(ax):
    passes, repaired, faulty = range(4), np.array([4.0, 3, 2, 1]), np.array([4.0, 5, 6, 7])
    figures.costs_by_pass(ax, passes, repaired, faulty, 1)
    lines = {line.get_label(): line.get_ydata() for line in ax.lines}
    np.testing.assert_array_equal(lines["sums set once"], faulty)
    np.testing.assert_array_equal(lines["set in each pass"], repaired)
    assert ax.get_title(loc="left") == "$m$ = 1"
