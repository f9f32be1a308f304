"""Functions as a reader sees them: plain NumPy that runs, or an error."""

import numpy as np
import pytest

from unity import families, generative, geometry, loops, notebook
from unity.arrays import move, namespace, to_numpy
from unity.notebook.signatures import wrapped
from unity.notebook.syntax import put
from unity.shapes import Array, Float, checked


def shown(*functions):
    return repr(notebook.show(*functions)).splitlines()


def test_annotations_become_one_line_of_shapes():
    assert shown(geometry.signed_distance) == [
        "from unity.geometry import norm",
        "",
        "",
        "def signed_distance(w, b, X):",
        "    # w (n, 1), b (1, 1), X (n, m)  ->  (1, m)",
        "    return (w.T @ X + b) / norm(w)",
    ]


def test_checks_are_left_out_and_the_namespace_is_numpy():
    assert shown(geometry.sides)[2:] == ["    Z = W.T @ X + b", "    return (Z >= 0).astype(X.dtype)"]
    assert not [line for line in shown(generative.logit) if "check" in line or "xp" in line]


def test_arrays_are_moved_nowhere():
    lines = shown(loops.gradient_by_loops)
    assert lines[0] == "from unity.loops import sigma"
    assert "    w, b, x, y = w[:, 0].tolist(), float(b[0, 0]), X.T.tolist(), Y[0].tolist()" in lines
    assert lines[-1] == "    return (np.array([dw]).T / m, np.array([[db / m]]))"
    assert not [line for line in lines if "like" in line]


def test_an_inner_formula_stands_in_its_place_unless_it_would_say_an_argument_twice():
    lines = shown(families.bernoulli_loss)
    assert lines[6:] == [
        "    return np.sum(",
        "        share(Y, softplus(-Z)) + share(1 - Y, softplus(Z)),",
        "        axis=0,",
        "        keepdims=True,",
        "    )",
    ]


def test_what_is_shown_together_is_not_imported():
    assert "from unity.geometry import norm" in shown(geometry.offset)
    assert not [line for line in shown(geometry.norm, geometry.offset) if "import norm" in line]


def _steps(x):
    for i in range(2):
        x = x + i
    return x


@checked
def climbing(x: Float[Array, "n 1"]) -> Float[Array, "n 1"]:
    return 2 * _steps(x)


def test_an_inner_function_of_several_lines_is_shown_below():
    lines = shown(climbing)
    assert lines[2:6] == ["    return 2 * steps(x)", "", "", "def steps(x):"]
    here = {"np": np}
    exec("\n".join(lines), here)
    np.testing.assert_array_equal(here["climbing"](np.ones((2, 1))), climbing(np.ones((2, 1))))


def _steps_and_one(x):
    return _steps(x) + 1


def _scaled(x, factor=3):
    return factor * x


@checked
def through(x: Float[Array, "n 1"]) -> Float[Array, "n 1"]:
    said = []
    said.append("x")
    return _steps_and_one(x) + _scaled(x) + len(said)


def test_what_an_inner_formula_needs_is_shown_too_and_a_default_is_no_argument():
    """And a statement that only looks like a check stays."""
    lines = shown(through)
    assert '    said.append("x")' in lines
    assert "    return (steps(x) + 1) + scaled(x) + len(said)" in lines
    here = {"np": np}
    exec("\n".join(lines), here)
    np.testing.assert_array_equal(here["through"](np.ones((2, 1))), through(np.ones((2, 1))))


def _add(a, b):
    return a + b


@checked
def bracketed(x: Float[Array, "n 1"]) -> Float[Array, "n 1"]:
    return _add(x, 1) * _add(2, x - 1) ** _add(0, 1)


def test_an_inner_formula_keeps_its_brackets():
    assert shown(bracketed)[-1] == "    return (x + 1) * (2 + (x - 1)) ** (0 + 1)"
    assert put("f(\1a\1, n=\1a\1) * \1a\1", "\1a\1", "x + 1") == "f(x + 1, n=x + 1) * (x + 1)"


def hidden(x: Float[Array, "n 1"]) -> Float[Array, "n 1"]:
    return x._data


def around(x: Float[Array, "n 1"]) -> Float[Array, "n 1"]:
    return geometry.norm.__wrapped__(x)


def shared(x: Float[Array, "n 1"]) -> Float[Array, "n 1"]:
    xp, n = namespace(x), x.shape[0]
    return xp.zeros(n)


def moved(x: Float[Array, "n 1"]) -> Float[Array, "n 1"]:
    return list(map(to_numpy, move(x, like=x)))


@pytest.mark.parametrize("function", [hidden, around, shared, moved])
def test_what_has_no_plain_form_is_an_error(function):
    with pytest.raises(ValueError, match=r"^show: (\w+ has no plain form: .* is left in|to_numpy is in the __all__)"):
        notebook.show(function)


def test_a_name_that_nobody_can_import_is_an_error():
    with pytest.raises(ValueError, match="show: climbing is in the __all__ of no module"):
        notebook.show(calls_climbing)


def calls_climbing(x: Float[Array, "n 1"]) -> Float[Array, "n 1"]:
    return climbing(x)


def test_long_lines_are_wrapped_and_mean_the_same():
    long = "    return some_function_of_several(first + second + third, number=12345, other=(a, b))[0] + f(1)"
    assert all(len(line) <= 78 or "(" not in line for line in wrapped(long.removesuffix(" + f(1)").removesuffix("[0]")))
    generator = "    return tuple(parameter - step * slope for parameter, slope in zip(parameters, slopes))"
    assert wrapped(generator)[1].strip() == "parameter - step * slope"
    assert " ".join(map(str.strip, wrapped(generator)[1:3])) == generator.split("tuple(")[1][:-1]
    one = f"    x = ({'+'.join(['number'] * 12)})"
    assert wrapped(one)[1].strip() == one.split("(")[1][:-1]


def test_a_page_links_to_the_library():
    source = notebook.show(geometry.norm, geometry.offset)
    text = source._repr_markdown_()
    assert text.startswith(f"```python\n{source!r}\n```")
    assert text.endswith("In the library: `unity.geometry.norm`, `unity.geometry.offset`")


def test_show_takes_methods():
    class Counter:
        def count(self):
            """Docstring."""
            return 1

    source = notebook.show(Counter().count)
    assert repr(source) == "def count(self):\n    return 1"
    assert source._repr_markdown_() == f"```python\n{source!r}\n```"


@pytest.mark.parametrize("thing", [np.sin, 3, len])
def test_show_says_what_has_no_source(thing):
    with pytest.raises(TypeError, match="expected a function written in Python"):
        notebook.show(thing)
