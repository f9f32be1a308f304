"""The project behind the last chapter: its steps are there, and PyTorch gives its solution's numbers to 1e-10."""

import ast
import json
from pathlib import Path

import numpy as np

from tests.course import lanes

ROOT = Path(__file__).parents[2]
PROJECT = json.loads((ROOT / "lectures" / "19-your-own-network.ipynb").read_text(encoding="utf-8"))
TEXT = "\n\n".join("".join(cell["source"]) for cell in PROJECT["cells"] if cell["cell_type"] == "markdown")


def cell(name):
    return next("".join(cell["source"]) for cell in PROJECT["cells"] if cell["id"] == name)


def given():
    """What the cells before the translation name: the imports, the network, the images, and the solution itself."""
    names = {"__name__": "__main__"}
    parts = [cell("imports"), *map(cell, ("images-code", "networks-code")), cell("steps-code").splitlines()[0]]
    lanes.run(parts, names)
    solution = [node for node in ast.parse(cell("torch-solution")).body if isinstance(node, ast.FunctionDef)]
    lanes.run(["\n".join(map(ast.unparse, solution))], names)
    return names


def test_three_steps_in_their_order():
    places = [TEXT.index(f"Step {step}: ") for step in (1, 2, 3)]
    assert places == sorted(places)


def test_what_is_drawn_larger_is_said():
    assert "**these are images of 8 by 8, drawn larger.**" in TEXT


def test_what_needs_pytorch_is_left_out_where_lectures_are_compared():
    for each in lanes.code(PROJECT):
        tree = ast.parse("".join(each["source"]))
        inner = {id(node) for outer in ast.walk(tree) if isinstance(outer, ast.FunctionDef) for node in ast.walk(outer)}
        loaded = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom) and "torch" in ast.unparse(node) and id(node) not in inner
        ]
        assert not loaded, "every reader runs this cell"
        called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        assert "solution_torch" not in called or "nbval-skip" in lanes.tags(each)


def test_pytorch_gives_the_cost_and_the_gradients(torch):
    names = given()
    sees, some = names["sees"], names["training"].columns(slice(64))
    begin = sees.init((1, 28, 28), seed=0)
    J, gradients = names["solution_torch"](begin, some.X, some.Y)
    assert abs(J - sees.cost(begin, some.X, some.Y)) < 1e-10
    own = [dP for each in sees.gradient(begin, some.X, some.Y) for dP in each]
    for dP, theirs in zip(own, gradients, strict=True):
        np.testing.assert_allclose(theirs, dP, rtol=0, atol=1e-10)


def test_pytorch_walks_the_same_way(torch):
    """Twenty steps of descent, each from where its own gradients have led."""
    names = given()
    sees, some = names["sees"], names["training"].columns(slice(64))
    ours = theirs = sees.init((1, 28, 28), seed=0)
    for _ in range(20):
        ours = sees.train(ours, some.X, some.Y, step=0.1, epochs=1, batch=64, seed=0).parameters
        dW, db, dV, dc = names["solution_torch"](theirs, some.X, some.Y)[1]
        (W, b), *between, (V, c) = theirs
        theirs = ((W - 0.1 * dW, b - 0.1 * db), *between, (V - 0.1 * dV, c - 0.1 * dc))
    assert sees.cost(ours, some.X, some.Y) < 0.8 * sees.cost(sees.init((1, 28, 28), seed=0), some.X, some.Y)
    for own, other in zip(ours, theirs, strict=True):
        for P, Q in zip(own, other, strict=True):
            np.testing.assert_allclose(Q, P, rtol=0, atol=1e-10)
