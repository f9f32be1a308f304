"""What notebooks need: keeping numbers, asking questions."""

import math

import myst_nb
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from unity import notebook


@pytest.fixture
def shell():
    """What a notebook has and a test has not: a shell that collects what is displayed."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


KEPT = [
    (0.123456789, "0.1235"),
    (np.float64(2 / 3), "0.6667"),
    (np.array([[3]]), "3"),
    (12, "12"),
    ("a", "'a'"),
    (123456.0, "123500.0"),
    (-2.6, "'−2.6'"),
    (9999, "9999"),
    (34140, "'34,140'"),
    (-34140, "'−34,140'"),
    (6.168e-05, "'6.168 · 10⁻⁵'"),
    (-1e22, "'−1 · 10²²'"),
]


@pytest.mark.parametrize(("value", "kept"), KEPT)
def test_glue_keeps_four_digits(shell, value, kept):
    with capture_output() as captured:
        notebook.glue("ch00-name", value)
    (output,) = captured.outputs
    assert output.data == {"application/papermill.record/text/plain": kept}
    assert output.metadata["scrapbook"]["name"] == "ch00-name"


def test_glue_is_what_myst_nb_reads(shell):
    """The stored output is the one that MyST-NB's own glue stores."""
    with capture_output() as ours:
        notebook.glue("name", 0.25)
    with capture_output() as theirs:
        myst_nb.glue("name", 0.25, display=False)
    assert ours.outputs[0].data == theirs.outputs[0].data
    assert ours.outputs[0].metadata == theirs.outputs[0].metadata


def test_glue_refuses_what_prose_cannot_quote():
    with pytest.raises(TypeError, match=r"name is an array of shape \(2, 3\), expected one number"):
        notebook.glue("name", np.ones((2, 3)))
    with pytest.raises(TypeError, match="name is of type list, expected a number or a string"):
        notebook.glue("name", [1])


def test_quiz_answers_every_option():
    quiz = notebook.quiz(
        r"Is \(a < b\)?", right={"yes": "By `design`."}, wrong={"no": "Look again.", "maybe": "Decide."}
    )
    page = quiz._repr_html_()
    assert page.count("<details") == 3
    assert page.index("maybe") < page.index(">no<") < page.index("yes")
    assert page.count('class="right"') == 1
    assert r"\(a &lt; b\)" in page
    assert "<code>design</code>" in page


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ({}, {"a": "b"}, "0 right and 1 wrong"),
        ({"a": "b"}, {}, "1 right and 0 wrong"),
        ({"a": "b", "c": "d"}, {"e": "f"}, "2 right and 1 wrong"),
        ({"a": "b"}, {"a": "c"}, "distinct"),
        ({"a": "b"}, {"c": " "}, "the option 'c' has no feedback"),
    ],
)
def test_a_quiz_without_sense_is_refused(right, wrong, says):
    with pytest.raises(ValueError, match=says):
        notebook.quiz("Why?", right=right, wrong=wrong)


def test_a_quiz_has_the_apostrophes_of_prose():
    page = notebook.quiz(
        r"The network's \(f'(z)\), the weights' share, `w' = 's'`?", right={"a": "It's."}, wrong={"b": "No."}
    )._repr_html_()
    assert r"<p>The network’s \(f'(z)\), the weights’ share, <code>w' = 's'</code>?</p>" in page
    assert "It’s." in page


def test_a_table_shows_four_digits_and_says_yes_or_no():
    table = notebook.table(
        ["a", "number"], [["<b>", 1 / 3], ["long name", np.float64(-2.0)], ["right", np.bool_(True)]]
    )
    assert repr(table).splitlines() == ["a          number", "<b>        0.333", "long name  −2.000", "right      yes"]
    page = table._repr_html_()
    assert "<tr><th>&lt;b&gt;</th><td>0.333</td></tr>" in page
    assert "<thead><tr><th>a</th><th>number</th></tr></thead>" in page


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([91.0, 94.7, 97.8], ["91.0", "94.7", "97.8"]),
        ([-0.19, 0.3, 0.0], ["−0.19", "0.30", "0.00"]),
        ([-0.001, 4.0], ["−0.001", "4.000"]),
        ([-0.0001, 4.5], ["0.0", "4.5"]),
        ([12345.678, 0.5], ["12346", "0"]),
        ([650, -3, "0-1"], ["650", "−3", "0-1"]),
        ([0.0, math.inf, math.nan], ["0", "inf", "nan"]),
    ],
)
def test_the_numbers_of_a_column_have_as_many_decimals(numbers, shown):
    table = notebook.table(["a", "number"], [["b", number] for number in numbers])
    assert [row[1] for row in table.rows] == shown


def test_a_ragged_table_is_refused():
    with pytest.raises(ValueError, match=r"^table: the row \['b'\] has 1 cells, the header has 2$"):
        notebook.table(["a", "number"], [["a", 1], ["b"]])


def test_an_empty_heading_is_refused():
    with pytest.raises(ValueError, match="has an empty heading"):
        notebook.table(["", "number"], [["a", 1]])


def test_results_name_what_there_is():
    assert {row["m"] for row in notebook.results("gradient")["seconds"]} == {100, 1000, 10000, 100000}
    with pytest.raises(FileNotFoundError, match=r"nothing is kept under 'nothing'; there are .*gradient"):
        notebook.results("nothing")


def test_available_says_which_package_is_missing(capsys):
    assert notebook.available("numpy.linalg", "numpy")
    assert capsys.readouterr().out == ""
    assert not notebook.available("no_such_module.part", "no-such-package")
    assert "pip install no-such-package" in capsys.readouterr().out
