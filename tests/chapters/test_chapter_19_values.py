"""The project's automatic differentiation: differences are its judge, PyTorch its peer, and it has sixty lines."""

import ast
import inspect

import numpy as np
import pytest

from unity.checks import gradient_gap
from unity.course.chapter_19 import values
from unity.course.chapter_19.values import Value, backward, order, unstretched

OPERATIONS = {
    "sum of two": lambda a, b: a + b,
    "difference": lambda a, b: a - b,
    "product": lambda a, b: a * b,
    "product of matrices": lambda a, b: a @ b.T,
    "transpose": lambda a, b: a.T @ b,
    "sum": lambda a, b: a.sum() * b,
    "sum along an axis": lambda a, b: a.sum(axis=0) * b,
    "exp": lambda a, b: (a * b).exp(),
    "log": lambda a, b: (a * a + b * b).log(),
    "tanh": lambda a, b: a.tanh() * b,
    "relu": lambda a, b: (a * b).relu(),
    "one value on three paths": lambda a, b: a * a * b + a.exp(),
}


def number(operation, a, b):
    """A number made of what an operation gives, in which no two entries count alike."""
    made = operation(a, b)
    return (made * Value(np.arange(1.0, made.array.size + 1).reshape(made.array.shape))).sum()


@pytest.mark.parametrize("name", OPERATIONS)
def test_errors_are_what_differences_measure(name, rng):
    A, B = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    a, b = Value(A), Value(B)
    backward(number(OPERATIONS[name], a, b))
    assert gradient_gap(lambda A: number(OPERATIONS[name], Value(A), Value(B)).array, A, a.error) < 1e-9
    assert gradient_gap(lambda B: number(OPERATIONS[name], Value(A), Value(B)).array, B, b.error) < 1e-9


@pytest.mark.parametrize("shape", [(3, 1), (1, 4), (1, 1), (3, 4), (4,), ()])
def test_a_stretched_array_gets_the_errors_of_all_its_copies(shape, rng):
    A, B = rng.normal(size=(3, 4)), rng.normal(size=shape)
    b = Value(B)
    backward(((Value(A) + b) * Value(A)).sum())
    assert b.error.shape == shape
    assert gradient_gap(lambda B: ((Value(A) + Value(B)) * Value(A)).sum().array, B, b.error) < 1e-10
    np.testing.assert_array_equal(unstretched(A, (3, 4)), A)


def test_each_comes_behind_what_it_was_made_of():
    a = Value(1.0)
    b = a * a
    c = b + a
    d = c * b
    assert order(d) == [a, b, c, d]


def test_a_second_walk_begins_anew():
    a = Value(3.0)
    end = a * a
    for _ in range(2):
        backward(end)
        assert a.error == 6


def test_it_has_sixty_lines():
    tree, source = ast.parse(inspect.getsource(values)), inspect.getsource(values).splitlines()
    said = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            said |= {*range(node.body[0].lineno, node.body[0].end_lineno + 1)}
    assert sum(bool(line.strip()) for i, line in enumerate(source, 1) if i not in said) <= 60


def test_it_agrees_with_pytorch(torch, rng):
    A, B, C = rng.normal(size=(3, 4)), rng.normal(size=(4, 5)), rng.normal(size=(3, 1))

    def made(a, b, c, kind):
        bent = kind["tanh"](a @ b + c)
        return kind["log"](kind["exp"](bent).sum()) + kind["relu"](bent).sum()

    own = [Value(array) for array in (A, B, C)]
    names = ("tanh", "log", "exp", "relu")
    backward(made(*own, {name: getattr(Value, name) for name in names}))
    theirs = [torch.tensor(array, requires_grad=True) for array in (A, B, C)]
    made(*theirs, {name: getattr(torch, name) for name in names}).backward()
    for value, tensor in zip(own, theirs, strict=True):
        np.testing.assert_allclose(value.error, tensor.grad.numpy(), rtol=0, atol=1e-10)
