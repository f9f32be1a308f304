"""What the lectures print of the library runs by itself, in plain NumPy, and gives the library's own numbers."""

import ast
import inspect
import json
import re
from pathlib import Path

import numpy as np
import pytest

from tests.test_contract import draw, parts
from unity import activations, decks, families, layers, network, notebook, toeplitz, trilinear
from unity.arrays import to_numpy

LECTURES = sorted((Path(__file__).parents[2] / "lectures").glob("*.ipynb"))
LEFT_OVER = re.compile(r"\bxp\b|namespace|__wrapped__|\bmove\(|check_|(?<=\s)_\w+\(|^@|\) -> ", re.M)


def calls():
    """Each cell that shows functions: the lecture, its number, the functions."""
    for path in LECTURES:
        names = {}
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            tree = ast.parse("".join(cell["source"])) if cell["cell_type"] == "code" else ast.Module([], [])
            imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
            exec("\n".join(map(ast.unparse, imports)), names)  # what a function imports is its own
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in ("notebook.show", "lecture.show"):
                    yield path.stem[:2], [eval(ast.unparse(argument), names) for argument in node.args]


CALLS = list(calls())
ID = [f"{number} {', '.join(function.__qualname__ for function in functions)}" for number, functions in CALLS]


def given(function):
    """Arguments for a function that a lecture shows: drawn from its annotations, and what these do not say."""
    rng = np.random.default_rng(12)
    convolution, X = trilinear.Convolution(2, stride=2, padding=1), rng.normal(size=(3, 5, 6, 4))
    W = rng.normal(size=(3, 2, 2, 7))
    E = rng.normal(size=convolution.forward(W, X).shape)
    net = network.Network(
        [layers.dense(4), layers.Elementwise(activations.TANH), layers.dense(3)], families.CATEGORICAL
    )
    parameters, examples = net.init((5,), seed=1), rng.normal(size=(5, 6))
    Y = np.eye(3)[:, [0, 1, 2, 0, 1, 2]]
    stack = decks.random_layers((5, 4, 3), seed=2)
    chosen = {
        "simultaneous_update": (lambda b, w: (b + w, b + 2 * w), (1.0, 3.0)),
        "sequential_update": (lambda b, w: (b + w, b + 2 * w), (1.0, 3.0)),
        "descend_accumulators_set_once": (rng.normal(size=(3, 1)), np.ones((1, 1)), examples[:3], np.eye(6)[:1]),
        "convolve_by_definition": (W, X),
        "full_correlation": (W, X),
        "error_back_by_correlation": (W, E),
        "matrix": (convolution, W, X.shape[:-1]),
        "derivatives_by_triples": (
            toeplitz.triples(trilinear.Dense(), (2,)), np.array([2.0]), np.array([1.0, 10.0]), np.array([3.0, 4.0])
        ),
        "forward_pass": (stack, examples),
        "back_propagate": (stack, examples, Y),
        "Network.error_back": (net, parameters, examples, rng.normal(size=(3, 6))),
        "Network.errors": (net, parameters, net.inputs(parameters, examples)[:-1], rng.normal(size=(3, 6))),
        "Network.there_and_back": (net, parameters, examples, Y),
        "Product.forward": (convolution, W, X),
        "Product.error_back": (convolution, W, E, X.shape[:-1]),
        "Product.weight_gradient": (convolution, X, E),
    }  # fmt: skip
    more = {
        "simultaneous_update": {"step": 0.3},
        "sequential_update": {"step": 0.3},
        "descend_accumulators_set_once": {"step": 0.3, "iterations": 5},
        "convolve_by_definition": {"stride": 2, "padding": (1, 0)},
        "error_back_by_correlation": {"stride": 2},
        "forward_pass": {"activation": activations.TANH},
        "back_propagate": {"activation": activations.TANH, "family": families.CATEGORICAL},
    }
    name = function.__qualname__
    return chosen.get(name, ()), more.get(name, {} if name in chosen else draw(function, seed=3))


def numbers(value):
    """All numbers of what a function returns, arrays and others."""
    if inspect.isgenerator(value):
        value = tuple(value)
    return [to_numpy(part) for part in parts(value)] or [np.asarray(value)]


@pytest.mark.parametrize(("number", "functions"), CALLS, ids=ID)
def test_what_is_printed_runs_alone_and_gives_the_same_numbers(number, functions):
    text = repr(notebook.show(*functions))
    here = {"np": np}
    exec(text, here)
    for function in functions:
        arguments, named = given(function)
        ours, theirs = here[function.__name__](*arguments, **named), function(*arguments, **named)
        for got, expected in zip(numbers(ours), numbers(theirs), strict=True):
            np.testing.assert_allclose(got, expected, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize(("number", "functions"), CALLS, ids=ID)
def test_nothing_is_printed_but_mathematics(number, functions):
    text = repr(notebook.show(*functions))
    assert not LEFT_OVER.findall(text)
    assert all(len(line) <= 78 for line in text.splitlines())
    assert any("  # " in line or line.startswith("    #") for line in text.splitlines()) or number == "05"


@pytest.mark.parametrize("text", ["xp.zeros(2)", "f = _inner(x)", "namespace(x)", "return move(x, like=x)", "@checked"])
def test_what_is_left_over_is_noticed(text):
    assert LEFT_OVER.search(text)


def test_the_lectures_show_functions():
    assert len(CALLS) >= 20
