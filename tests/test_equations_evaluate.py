"""The reader's own mathematics: every form has the value that NumPy gives, and what does not fit is an error."""

import math
import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unity.equations import tree as t
from unity.equations.evaluate import (
    Definition,
    EvaluationError,
    RangeError,
    Scope,
    ShapeError,
    UnknownSymbol,
    evaluate,
    free_indices,
    holds,
)
from unity.equations.evaluate.steps import richardson
from unity.equations.reader import read
from unity.shapes import Array, Float

FUNCTIONS = frozenset({"f", "g", "h", "p", "P^*"})


def formula(latex):
    (clause,) = read(latex, FUNCTIONS)
    (side,) = clause.chain.sides
    return side


def reading(latex, *functions):
    (clause,) = read(latex, FUNCTIONS | {*functions})
    return clause.chain.sides[0]


def condition(latex):
    (clause,) = read(latex, FUNCTIONS)
    return clause.chain


def number(x):
    return np.asarray(float(x))


@pytest.fixture
def drawn(rng):
    """Symbols of every shape, no two sizes alike: n = 3, K = 4, m = 5; S is square."""
    return {
        "w": rng.normal(size=(3, 1)),
        "v": rng.normal(size=(3, 1)),
        "W": rng.normal(size=(3, 4)),
        "V": rng.normal(size=(3, 4)),
        "X": rng.normal(size=(3, 5)),
        "Y": rng.uniform(0.1, 0.9, size=(1, 5)),
        "S": rng.normal(size=(3, 3)) + 4 * np.eye(3),
        "b": rng.normal(size=(1, 1)),
        "c": number(1.7),
        "q": number(-0.6),
        "n": number(3),
        "K": number(4),
        "m": number(5),
        "image": rng.normal(size=(6, 7)),
        "kernel": rng.normal(size=(2, 3)),
        "T": rng.normal(size=(2, 6, 7, 5)),
        "row": rng.normal(size=4),
    }


@pytest.fixture
def value(drawn):
    """Evaluates a formula where the drawn symbols stand for their values, with more fixtures or pins."""

    def of(latex, fixtures=None, ranges=None, **pinned):
        scope = Scope(fixtures or {}, {**drawn, **{key: np.asarray(a) for key, a in pinned.items()}}, ranges or {})
        return evaluate(formula(latex), scope)

    return of


def close(a, b, rtol=1e-12, atol=1e-14):
    a, b = np.asarray(a), np.asarray(b)
    assert a.shape == b.shape
    np.testing.assert_allclose(a, b, rtol=rtol, atol=atol)


# Values

KNOWN = {
    # Numbers and products
    "2": lambda s: 2.0,
    "e": lambda s: math.e,
    r"\pi": lambda s: math.pi,
    "-c": lambda s: -s.c,
    "c q": lambda s: s.c * s.q,
    "c w": lambda s: s.c * s.w,
    "w c": lambda s: s.c * s.w,
    "b c": lambda s: s.b * s.c,
    "b w": lambda s: s.b.item() * s.w,
    r"w^\top v": lambda s: s.w.T @ s.v,
    r"w v^\top": lambda s: s.w @ s.v.T,
    r"W^\top X": lambda s: s.W.T @ s.X,
    r"W^\top X Y^\top": lambda s: s.W.T @ s.X @ s.Y.T,
    r"W \odot V": lambda s: s.W * s.V,
    r"c \odot V": lambda s: s.c * s.V,
    r"W \oslash V": lambda s: s.W / s.V,
    r"1 \oslash V": lambda s: 1 / s.V,
    r"\frac{w}{c}": lambda s: s.w / s.c,
    r"\frac{w}{b}": lambda s: s.w / s.b.item(),
    r"w / m": lambda s: s.w / 5,
    # Sums: a number and a column spread, nothing else does
    "W + V": lambda s: s.W + s.V,
    "W - 1": lambda s: s.W - 1,
    "X + w": lambda s: s.X + s.w,
    "w - X": lambda s: s.w - s.X,
    "b + c": lambda s: s.b + s.c,
    "c - b": lambda s: s.c - s.b,
    r"W^\top X + W^\top w": lambda s: s.W.T @ s.X + s.W.T @ s.w,
    # Powers and transposes
    "c^3": lambda s: s.c**3,
    "b^2": lambda s: s.b**2,
    "c^{-1}": lambda s: 1 / s.c,
    "c^b": lambda s: s.c ** s.b.item(),
    "S^2": lambda s: s.S @ s.S,
    "S^0": lambda s: np.eye(3),
    "S^{-1}": lambda s: np.linalg.inv(s.S),
    r"S^{-1} w": lambda s: np.linalg.solve(s.S, s.w),
    r"S^\top": lambda s: s.S.T,
    # Bars, inner products, the named functions
    r"\lVert w \rVert": lambda s: np.linalg.norm(s.w),
    r"\lVert W - V \rVert^2": lambda s: ((s.W - s.V) ** 2).sum(),
    r"\lvert q \rvert": lambda s: 0.6,
    r"\lvert b \rvert": lambda s: np.abs(s.b),
    r"\lvert S \rvert": lambda s: np.linalg.det(s.S),
    r"\langle W, V \rangle": lambda s: (s.W * s.V).sum(),
    r"\langle T, T \rangle": lambda s: (s.T**2).sum(),
    r"\langle b, c \rangle": lambda s: s.b.item() * s.c,
    r"\log c": lambda s: np.log(s.c),
    r"\exp W": lambda s: np.exp(s.W),
    r"\sqrt{c}": lambda s: np.sqrt(s.c),
    r"\sin q + \cos q": lambda s: np.sin(s.q) + np.cos(s.q),
    r"\sinh q": lambda s: np.sinh(s.q),
    r"\cosh q": lambda s: np.cosh(s.q),
    r"\tanh W": lambda s: np.tanh(s.W),
    r"\tanh^2 q": lambda s: np.tanh(s.q) ** 2,
    r"\tanh(q)^2": lambda s: np.tanh(s.q) ** 2,
    r"\tanh q^2": lambda s: np.tanh(s.q**2),
    r"\sigma(W)": lambda s: 1 / (1 + np.exp(-s.W)),
    r"\det S": lambda s: np.linalg.det(s.S),
    r"\operatorname{tr}(S)": lambda s: np.trace(s.S),
    r"\operatorname{tr}(W^\top V)": lambda s: (s.W * s.V).sum(),
    r"\operatorname{diag}(w)": lambda s: np.diag(s.w[:, 0]),
    r"\operatorname{diag}(Y)": lambda s: np.diag(s.Y[0]),
    r"\operatorname{diag}(c)": lambda s: np.diag([s.c]),
    r"\operatorname{sign}(W)": lambda s: np.sign(s.W),
    r"\operatorname{logit}(Y)": lambda s: np.log(s.Y) - np.log1p(-s.Y),
    r"\operatorname{relu}(W)": lambda s: np.maximum(s.W, 0),
    r"\operatorname{softplus}(W)": lambda s: np.logaddexp(0, s.W),
    r"\lfloor q \rfloor": lambda s: -1.0,
    r"\operatorname{erf}(q)": lambda s: math.erf(-0.6),
    r"\operatorname{gelu}(q)": lambda s: -0.6 * 0.5 * math.erfc(0.6 / math.sqrt(2)),
    r"\operatorname{softmax}(W)": lambda s: np.exp(s.W) / np.exp(s.W).sum(axis=0),
    r"\operatorname{rank}(w v^\top)": lambda s: 1.0,
    r"\operatorname{vec}(W)": lambda s: s.W.reshape(-1, 1),
    r"\max(0, W)": lambda s: np.maximum(s.W, 0),
    r"\min(W, V)": lambda s: np.minimum(s.W, s.V),
    r"\max(c, q, 2)": lambda s: 2.0,
    r"\max(W)": lambda s: s.W.max(),
    r"\min(b, 100)": lambda s: s.b.item(),
    # Components, examples
    "w_2": lambda s: s.w[1, 0],
    "Y_2": lambda s: s.Y[0, 1],
    "b_1": lambda s: s.b.item(),
    "W_{12}": lambda s: s.W[0, 1],
    "W_{2,3}": lambda s: s.W[1, 2],
    "W_{n,K}": lambda s: s.W[2, 3],
    "W_{n - 1, 1 + 1}": lambda s: s.W[1, 1],
    "W_2": lambda s: s.W[:, 1:2],
    "X_5": lambda s: s.X[:, 4:5],
    "(W V^\\top)_{1, 2}": lambda s: (s.W @ s.V.T)[0, 1],
    "(-w)_3": lambda s: -s.w[2, 0],
    "x^{(2)}": lambda s: s.X[:, 1:2],
    "X^{(5)}": lambda s: s.X[:, 4:5],
    "y^{(1)}": lambda s: s.Y[0, 0],
    "x^{(2+1)}": lambda s: s.X[:, 2:3],
    "x^{(2)}_3": lambda s: s.X[2, 1],
    "x_3^{(2)}": lambda s: s.X[2, 1],
    "(Y - c)^{(4)}": lambda s: s.Y[0, 3] - s.c,
    "(X + X)^{(1)}": lambda s: 2 * s.X[:, :1],
    "T^{(3)}": lambda s: s.T[..., 2],
    # Sums, products, extrema
    r"\sum_{j=1}^{n} w_j v_j": lambda s: (s.w * s.v).sum(),
    r"\sum_j w_j": lambda s: s.w.sum(),
    r"\sum_{j, k} W_{jk}": lambda s: s.W.sum(),
    r"\sum_j \sum_k j k W_{jk}": lambda s: np.arange(1, 4) @ s.W @ np.arange(1, 5),
    r"\sum_{j=2}^{n - 1} w_j": lambda s: s.w[1, 0],
    r"\sum_{i=1}^{m} y^{(i)} x^{(i)}": lambda s: s.X @ s.Y.T,
    r"\sum_{j \ne 2} w_j": lambda s: s.w[0, 0] + s.w[2, 0],
    r"\sum_{j < 3} w_j": lambda s: s.w[:2].sum(),
    r"\sum_{k=1}^{n} \sum_{j < k} w_j v_k": lambda s: sum(s.w[j, 0] * s.v[k, 0] for k in range(3) for j in range(k)),
    r"\sum_{k=1}^{n} \sum_{j=1}^{k} w_j": lambda s: np.cumsum(s.w).sum(),
    r"\sum_j w_j \sum_k W_{jk}": lambda s: (s.w * s.W).sum(),
    r"\sum_k W_k": lambda s: s.W.sum(axis=1, keepdims=True),
    r"\frac{1}{m} \sum_i (y^{(i)} - c)^2": lambda s: ((s.Y - s.c) ** 2).mean(),
    r"\prod_{k=1}^{K} k": lambda s: 24.0,
    r"\prod_{j=1}^{2} S": lambda s: s.S @ s.S,
    r"\max_k W_{1,k}": lambda s: s.W[0].max(),
    r"\min_k W_{1,k}": lambda s: s.W[0].min(),
    r"\max_k W_k": lambda s: s.W.max(axis=1, keepdims=True),
    r"\arg\max_k W_{1,k}": lambda s: s.W[0].argmax() + 1.0,
    r"\arg\min_k W_k": lambda s: s.W.argmin(axis=1, keepdims=True) + 1.0,
    r"\arg\max_{k \ne 1} W_{1,k}": lambda s: s.W[0, 1:].argmax() + 2.0,
    r"\sum_{j=1}^{0} w_j + \sum_{j > n} w_j": lambda s: 0.0,
    r"\prod_{j=1}^{0} w_j": lambda s: 1.0,
    # Dots
    r"w_1 v_1 + \dots + w_n v_n": lambda s: (s.w * s.v).sum(),
    r"w_1 + w_2 + \cdots + w_n": lambda s: s.w.sum(),
    r"c + w_1 + \dots + w_n": lambda s: s.c + s.w.sum(),
    r"w_1 + \dots + w_n + c": lambda s: s.w.sum() + s.c,
    r"c - w_1 - \dots - w_n": lambda s: s.c - s.w.sum(),
    r"-w_1 - \dots - w_n": lambda s: -s.w.sum(),
    r"1 + 2 + \dots + m": lambda s: 15.0,
    r"c^1 + \dots + c^K": lambda s: sum(s.c**k for k in (1, 2, 3, 4)),
    r"y^{(1)} x^{(1)} + \dots + y^{(m)} x^{(m)}": lambda s: s.X @ s.Y.T,
    r"w_1 v_1 + \dots + w_n v_1": lambda s: s.w.sum() * s.v[0, 0],
    r"\sqrt{w_1^2 + \dots + w_n^2}": lambda s: np.linalg.norm(s.w),
    # Matrices
    "(1, 2)": lambda s: np.array([[1.0, 2.0]]),
    r"(-w_2, w_1)^\top": lambda s: np.array([[-s.w[1, 0]], [s.w[0, 0]]]),
    r"\begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}": lambda s: np.array([[1.0, 2, 3], [4, 5, 6]]),
    r"\begin{bmatrix} W & w \\ 0 & 1 \end{bmatrix}": lambda s: np.block(
        [[s.W, s.w], [np.zeros((1, 4)), np.ones((1, 1))]]
    ),
    r"\begin{bmatrix} w & W \\ c & 0 \end{bmatrix}": lambda s: np.block(
        [[s.w, s.W], [np.full((1, 1), s.c), np.zeros((1, 4))]]
    ),
    r"\begin{bmatrix} x^{(1)} & \cdots & x^{(m)} \end{bmatrix}": lambda s: s.X,
    r"\begin{bmatrix} 7 & w_1 & \cdots & w_n \end{bmatrix}": lambda s: np.array([[7, *s.w[:, 0]]]),
    r"\begin{bmatrix} w_1 \\ \vdots \\ w_n \end{bmatrix}": lambda s: s.w,
    r"\begin{bmatrix} 1 \\ w_1 \\ \vdots \\ w_n \\ 1 \end{bmatrix}": lambda s: np.vstack([[[1.0]], s.w, [[1.0]]]),
    r"\begin{bmatrix} W_{11} & \cdots & W_{1K} \\ \vdots & \ddots & \vdots \\ W_{n1} & \cdots & W_{nK} \end{bmatrix}": (
        lambda s: s.W
    ),
    # Conditions
    "[c > q]": lambda s: 1.0,
    r"[c \le q] + [2 = 2] + [1 \ne 1]": lambda s: 1.0,
    r"V \odot [W > 0]": lambda s: s.V * (s.W > 0),
    r"\sum_{j, k} [j = k] W_{jk}": lambda s: np.trace(s.W[:, :3]),
    r"\begin{cases} c & \text{if } c > 0 \\ q & \text{otherwise} \end{cases}": lambda s: s.c,
    r"\begin{cases} c & \text{if } q > 0 \\ q & \text{otherwise} \end{cases}": lambda s: s.q,
    r"\begin{cases} c & \text{if } q > 0 \\ 1 & \text{if } c \ge 1 \\ 2 & \text{otherwise} \end{cases}": lambda s: 1.0,
    r"\begin{cases} c & \text{if } 0 < q < 1 \\ 2 & \text{if } 1 < c < 2 \end{cases}": lambda s: 2.0,
    r"\begin{cases} c & \text{if } q > 0 \end{cases}": lambda s: np.nan,
    r"\begin{cases} W & \text{if } W > 0 \\ 0.1 W & \text{otherwise} \end{cases}": lambda s: np.where(
        s.W > 0, s.W, 0.1 * s.W
    ),
    r"\begin{cases} 1 & \text{if } q > 0 \\ b & \text{if } W > 0 \\ 0 & \text{otherwise} \end{cases}": lambda s: (
        np.where(s.W > 0, s.b.item(), 0.0)
    ),
    r"\begin{cases} w_0 & \text{if } q > 0 \\ 5 & \text{otherwise} \end{cases}": lambda s: (
        5.0
    ),  # w_0 is never asked for
}


class Symbols:
    def __init__(self, values):
        vars(self).update(values)


@pytest.mark.parametrize(("latex", "expected"), KNOWN.items(), ids=list(KNOWN))
def test_known_values(value, drawn, latex, expected):
    close(value(latex), expected(Symbols(drawn)))


def test_correlation_and_convolution(value, drawn):
    image, kernel = drawn["image"], drawn["kernel"]
    slid = np.array([[(image[i : i + 2, j : j + 3] * kernel).sum() for j in range(5)] for i in range(5)])
    flipped = np.array([[(image[i : i + 2, j : j + 3] * kernel[::-1, ::-1]).sum() for j in range(5)] for i in range(5)])
    pins = {"A": image, "B": kernel}
    close(value(r"A \star B", **pins), slid)
    close(value(r"A * B", **pins), flipped)
    close(value(r"A \ast B", **pins), flipped)
    close(value(r"A * \operatorname{flip}(B)", **pins), slid)


def test_correlation_of_channels_and_examples(value, drawn, rng):
    T, B = drawn["T"], rng.normal(size=(2, 2, 3, 4))
    expected = np.zeros((4, 5, 5, 5))
    for f, i, j, m in np.ndindex(expected.shape):
        expected[f, i, j, m] = (T[:, i : i + 2, j : j + 3, m] * B[..., f]).sum()
    close(value(r"T \star B", B=B), expected)
    close(value(r"T * \operatorname{flip}(B)", B=B), expected)


def test_one_axis_and_four(value, drawn):
    close(value("r_2", r=drawn["row"]), drawn["row"][1])
    close(value("T_{2,3,4,5}"), drawn["T"][1, 2, 3, 4])
    close(value("r^{(2)}", r=drawn["row"]), drawn["row"][1])


def test_names_that_hold_their_index(value, rng):
    first, now = rng.normal(size=(3, 2)), rng.normal(size=(3, 1))
    close(value("W_1", W_1=first), first)
    close(value("(W_1)_{2,1}", W_1=first), first[1, 0])
    close(value("w_{t+1} - w_t", w_t=now, **{"w_{t+1}": 2 * now}), now)
    close(value(r"A_1^{(2)}", A_1=first), first[:, 1:])
    close(value(r"a_1^{(2)}", A_1=first), first[:, 1:])
    close(value(r"x^{(i)}", **{"x^(i)": now}), now)
    close(value(r"dz^{(2)}", dZ=first), first[:, 1:])
    close(value(r"\hat{y}^{(2)}", hat_Y=first), first[:, 1:])


def test_conditional_probability_is_one_name(value):
    close(value(r"p(k \mid x)", {"p(k|x)": 0.25}), 0.25)
    close(value(r"\sum_k k p(k \mid x)", {"p(k|x)": lambda k: k / 10}, {"k": 4}), 3.0)


def test_ranges_say_how_far_an_index_runs(value):
    close(value(r"\sum_{k} k^2", ranges={"k": 4}), 30.0)


# Fixtures


def test_fixtures_are_computed_from_symbols(value, drawn):
    def score(w: Float[Array, "n 1"], X: Float[Array, "n m"], b: Float[Array, "1 1"]):
        return w.T @ X + b

    close(value("Z", {"Z": score}), drawn["w"].T @ drawn["X"] + drawn["b"])
    close(
        value("2 u", {"u": Definition((), formula(r"\frac{w}{\lVert w \rVert}"))}),
        2 * drawn["w"] / np.linalg.norm(drawn["w"]),
    )
    close(value("k", {"k": 3}), 3.0)


def test_a_parameter_takes_the_form_that_its_annotation_asks_for(value):
    def typed(b: Float[Array, "1 1"], c: float, m: int, q: Float[Array, ""], w: Float[Array, "n 1"], step=2.0):
        assert (b.shape, type(c), type(m), q.shape, w.shape, step) == ((1, 1), float, int, (), (3, 1), 2.0)
        return 1.0

    close(value("z", {"z": typed}), 1.0)
    close(value("z", {"z": typed}, b=0.5, c=[[1.7]], q=[[0.1]]), 1.0)


def test_a_default_gives_way_to_a_symbol(value):
    fixtures = {"z": lambda c, step=2.0: step * c, "h": Definition(("step",), formula("z"))}
    close(value("z", fixtures), 3.4)
    close(value("z", fixtures, step=3.0), 5.1)
    scope = Scope(fixtures, {"c": number(1)})
    assert evaluate(formula("z + h(5) + z"), scope) == 2 + 5 + 2


def test_functions(value, drawn):
    fixtures = {
        "f": lambda w, X: w.T @ X,
        "g": Definition(("x", "y"), formula(r"x^2 + c y")),
        "z": Definition((), formula("c + 1")),
    }
    close(value("f(w)", fixtures), drawn["w"].T @ drawn["X"])
    close(value("f(2 w, X)", fixtures), 2 * drawn["w"].T @ drawn["X"])
    close(value("f", fixtures), drawn["w"].T @ drawn["X"])
    close(value("g(2, 3)", fixtures), 4 + 1.7 * 3)
    close(value("g(z, g(1, 1))", fixtures), 2.7**2 + 1.7 * 2.7)
    close(value("h(w)", {"h": lambda: lambda w: w.sum()}), drawn["w"].sum())
    close(value("g_1(2)", {"g_1": Definition(("x",), formula("x^3"))}), 8.0)
    scope = Scope({}, {"f": lambda x: 3 * x, "x": number(2)})
    close(evaluate(formula("f(x)"), scope), 6.0)
    assert isinstance(evaluate(formula("f"), scope), Callable)


# Derivatives


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\frac{\partial c^3}{\partial c}", lambda s: 3 * s.c**2),
        (r"\frac{\partial}{\partial c} c^3", lambda s: 3 * s.c**2),
        (r"\frac{\partial b^2}{\partial b}", lambda s: 2 * s.b),
        (r"\frac{\partial w^\top S w}{\partial w}", lambda s: (s.S + s.S.T) @ s.w),
        (r"\nabla_w (w^\top S w)", lambda s: (s.S + s.S.T) @ s.w),
        (r"\frac{\partial w^\top S w}{\partial w_2}", lambda s: ((s.S + s.S.T) @ s.w)[1, 0]),
        (r"\frac{\partial \langle W, V \rangle}{\partial W}", lambda s: s.V),
        (r"\frac{\partial \langle W, V \rangle}{\partial W_{23}}", lambda s: s.V[1, 2]),
        (r"\frac{\partial \langle W, V \rangle}{\partial W_2}", lambda s: s.V[:, 1:2]),
        (r"\frac{\partial \lVert X \rVert^2}{\partial x^{(2)}}", lambda s: 2 * s.X[:, 1:2]),
        (r"\frac{\partial \lVert X \rVert^2}{\partial x_3^{(2)}}", lambda s: 2 * s.X[2, 1]),
        (r"\frac{\partial \lVert X \rVert^2}{\partial x^{(2)}_3}", lambda s: 2 * s.X[2, 1]),
        (r"\frac{\partial c w}{\partial c}", lambda s: s.w),
        (r"\frac{\partial c W}{\partial c}", lambda s: s.W),
        (r"\frac{\partial \log c}{\partial c}", lambda s: 1 / s.c),
    ],
)
def test_first_derivatives(value, drawn, latex, expected):
    close(value(latex), expected(Symbols(drawn)), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\frac{\partial^2 c^4}{\partial c^2}", lambda s: 12 * s.c**2),
        (r"\frac{\partial^2 c^2 q^3}{\partial c \partial q}", lambda s: 6 * s.c * s.q**2),
        (r"\frac{\partial^2 w^\top S w}{\partial w_1 \partial w_3}", lambda s: s.S[0, 2] + s.S[2, 0]),
        (r"\frac{\partial^2 w^\top S w}{\partial w_2^2}", lambda s: 2 * s.S[1, 1]),
        (r"\nabla^2_w (w^\top S w)", lambda s: s.S + s.S.T),
        (r"\nabla_w^2 e^{w^\top v}", lambda s: np.exp(s.w.T @ s.v) * s.v @ s.v.T),
        (r"\frac{\partial^3 c^4}{\partial c^3}", lambda s: 24 * s.c),
    ],
)
def test_second_derivatives(value, drawn, latex, expected):
    close(value(latex), expected(Symbols(drawn)), rtol=2e-5, atol=1e-6)


def test_derivatives_of_functions(value, drawn):
    a = 1 / (1 + np.exp(-drawn["W"]))
    close(value(r"\sigma'(W)"), a * (1 - a), rtol=1e-9)
    close(value(r"\sigma''(c)"), (lambda s: s * (1 - s) * (1 - 2 * s))(1 / (1 + np.exp(-1.7))), rtol=1e-7)
    close(value(r"\tanh'(c)"), 1 - np.tanh(1.7) ** 2, rtol=1e-9)
    close(value(r"\operatorname{softplus}'(W)"), a, rtol=1e-9)
    close(value("g'(2)", {"g": Definition(("x",), formula("x^3 + c"))}), 12.0, rtol=1e-9)
    close(value("g'(2, 3)", {"g": Definition(("x", "y"), formula("x^3 y"))}), 36.0, rtol=1e-9)
    close(value("f'(2)", {"f'": Definition(("x",), formula("7 x"))}), 14.0)
    square = {"f": Definition(("w",), formula(r"\lVert w \rVert^2"))}
    close(value(r"\frac{\partial f}{\partial w_2}", square), 2 * drawn["w"][1, 0], rtol=1e-9)
    close(value(r"\frac{\partial f}{\partial w}", square), 2 * drawn["w"], rtol=1e-9)


def test_a_derivative_goes_through_fixtures(value):
    fixtures = {"a": Definition((), formula(r"\sigma(z)")), "z": Definition((), formula(r"w^\top v + b"))}
    a = 1 / (1 + np.exp(-value("z", fixtures)))
    close(value(r"\frac{\partial a}{\partial z}", fixtures), a * (1 - a), rtol=1e-9)
    close(value(r"\frac{\partial a}{\partial w}", fixtures), a * (1 - a) * value("v"), rtol=1e-9)


EXACT = {
    r"\log(q^2)": lambda q: 2 / q,
    r"\exp(q) / q": lambda q: np.exp(q) * (q - 1) / q**2,
    r"\sqrt{q}": lambda q: 0.5 / np.sqrt(q),
    r"\sin q \cos q": lambda q: np.cos(2 * q),
    r"\sinh q - \cosh q": lambda q: np.exp(-q),
    r"\tanh q": lambda q: 1 / np.cosh(q) ** 2,
    r"\sigma(-q)": lambda q: -1 / (2 + 2 * np.cosh(q)),
    r"\max(q, 1) + \min(3 q, q^3)": lambda q: np.where(q > 1, 1, 0) + np.where(q * q > 3, 3, 3 * q * q),
    r"\det \begin{bmatrix} q & 2 \\ q^2 & q \end{bmatrix}": lambda q: 2 * q - 4 * q,
    r"\operatorname{tr}(\begin{bmatrix} q & 0 \\ 5 & q^3 \end{bmatrix})": lambda q: 1 + 3 * q**2,
    r"\begin{bmatrix} q & 0 \\ 0 & 1 \end{bmatrix}^{-1}": lambda q: np.diag([-1 / q**2, 0]),
    r"\operatorname{diag}(q w)": lambda q: np.diag([1.0, -2.0]),
    r"\operatorname{sign}(q) + \operatorname{floor}(q)": lambda q: 0.0,
    r"\operatorname{logit}(q / 9)": lambda q: 9 / (q * (9 - q)),
    r"\operatorname{relu}(q - 1) + \lvert 1 - q \rvert": lambda q: np.where(q > 1, 2, -1),
    r"\operatorname{softplus}(q)": lambda q: 1 / (1 + np.exp(-q)),
    r"\operatorname{softmax}(q w)_1": lambda q: 3 / (2 + 2 * np.cosh(3 * q)),
    r"\lVert q w \rVert + \langle q w, w \rangle": lambda q: np.sqrt(5) + 5,
    r"q^{2.5} + 2^q": lambda q: 2.5 * q**1.5 + np.log(2) * 2**q,
    r"\sum_{k=1}^{3} q^k": lambda q: 1 + 2 * q + 3 * q * q,
    r"[q > 1] q": lambda q: np.where(q > 1, 1, 0),
    r"K \star (q K)": lambda q: 14.0,
    r"K * (q K)": lambda q: 10.0,
}
DIFFERENCES = {
    r"\operatorname{erf}(q)": lambda q: 2 / np.sqrt(np.pi) * np.exp(-(q**2)),
    r"\operatorname{gelu}(q)": lambda q: (
        (1 + math.erf(q / math.sqrt(2))) / 2 + q * np.exp(-(q**2) / 2) / math.sqrt(2 * np.pi)
    ),
    "c(q)": lambda q: -np.sin(q),
}


@pytest.mark.parametrize("q", [0.3, 2.9])
@pytest.mark.parametrize("latex", [*EXACT, *DIFFERENCES])
def test_slopes_are_exact_where_all_of_it_is_a_formula(latex, q):
    held = {"q": number(q), "w": np.array([[1.0], [-2.0]]), "K": np.array([[1.0, 2.0, 3.0]]), "c": np.cos}
    scope = Scope({}, held)
    found = evaluate(t.Derivative(reading(latex, "c"), (t.Symbol("q"),)), scope)
    expected = (EXACT | DIFFERENCES)[latex](q)
    close(found, expected, rtol=1e-13 if latex in EXACT else 1e-8, atol=1e-14)
    assert bool(scope.errors) == (latex in DIFFERENCES)  # a difference says how far it may be off


def test_code_is_given_no_complex_number():
    """Of |z| and z > 0, code would make something else, and no one would see it."""
    seen = []

    def code(q):
        seen.append(q)
        return np.abs(q) * q

    scope = Scope({"f": code}, {"q": number(-1.5)})
    close(evaluate(formula(r"\frac{\partial f}{\partial q}"), scope), 3.0, rtol=1e-8)
    assert scope.errors
    assert all(np.isrealobj(q) for q in seen)


def test_one_step_for_two_derivatives_is_refused():
    r"""With one imaginary part for c and q, d/dc (c dq^2/dq) would lose what c and q have in common."""
    scope = Scope({}, {"c": number(0.7), "q": number(1.1)})
    outer = formula(r"\frac{\partial}{\partial c} (c^2 \frac{\partial (c q^2)}{\partial q})")
    close(evaluate(outer, scope), 3 * 0.7**2 * 2 * 1.1, rtol=1e-6)
    assert scope.errors


def test_a_step_that_leaves_the_domain_is_shortened():
    scope = Scope({})
    gap = abs(richardson(np.log, np.asarray(0.004), scope) - 250.0)
    assert gap <= max(scope.errors) < 1.0


def test_the_error_of_an_inner_derivative_counts():
    def slope_known_to_a_tenth(x):
        scope.errors.append(0.1)
        return 2 * x

    scope = Scope({})
    close(richardson(slope_known_to_a_tenth, np.asarray(0.5), scope, 0.01), 2.0)
    assert scope.errors == [pytest.approx(0.1 / 0.01)]


def test_outside_the_domain_a_derivative_is_not_finite(value):
    with np.errstate(all="ignore"):
        assert np.isnan(value(r"\frac{\partial \log q}{\partial q}"))


def test_the_stated_error_covers_the_true_one(rng):
    cases = {
        r"\frac{\partial g}{\partial c}": np.exp,
        r"\frac{\partial^2 \sin c}{\partial c^2}": lambda c: -np.sin(c),
    }
    for latex, exact in cases.items():
        for c in rng.normal(size=20):
            scope = Scope({"g": lambda c: np.exp(c)}, {"c": number(c)})
            gap = abs(evaluate(formula(latex), scope) - exact(c))
            assert gap <= 10 * max(scope.errors) < 1e-5


# What does not fit


@pytest.mark.parametrize(
    ("latex", "kind", "message"),
    [
        ("w u", UnknownSymbol, "nothing is known of the symbol u"),
        (r"\hat{w}", UnknownSymbol, "nothing is known of the symbol hat_w"),
        ("f(w)", UnknownSymbol, "nothing is known of the symbol f"),
        ("f'(w)", UnknownSymbol, "nothing is known of the symbol f"),
        (r"\mathbf{1}^\top w", EvaluationError, "the vector of ones has no length"),
        ("w_k", UnknownSymbol, "nothing is known of the symbol k"),
        ("t w", EvaluationError, "the index t has no value here"),
        # Shapes
        ("w v", ShapeError, "the product of (3, 1) and (3, 1): the inner sizes differ"),
        ("W X", ShapeError, "the product of (3, 4) and (3, 5): the inner sizes differ"),
        ("X^\\top W^\\top", ShapeError, "the product of (5, 3) and (4, 3): the inner sizes differ"),
        ("T w", ShapeError, "the product of (2, 6, 7, 5) and (3, 1)"),
        ("W + X", ShapeError, "(3, 4) + (3, 5): the shapes differ"),
        ("w + v^\\top", ShapeError, "(3, 1) + (1, 3): the shapes differ"),
        ("X + Y", ShapeError, "(3, 5) + (1, 5): the shapes differ"),
        ("X - X_1^\\top", ShapeError, "(3, 5) - (1, 3): the shapes differ"),
        (r"W \odot w", ShapeError, "(3, 4) ⊙ (3, 1): the shapes differ"),
        (r"W \oslash w", ShapeError, "(3, 4) ⊘ (3, 1): the shapes differ"),
        (r"\frac{c}{w}", ShapeError, "() divided by (3, 1): only a number divides (\\oslash divides entry by entry)"),
        (r"\frac{w}{v}", ShapeError, "(3, 1) divided by (3, 1)"),
        ("W^2", ShapeError, "an array (3, 4) to the power 2: only numbers and square matrices have powers"),
        ("w^2", ShapeError, "an array (3, 1) to the power 2"),
        ("S^{0.5}", ShapeError, "an array (3, 3) to the power 0.5"),
        ("c^w", EvaluationError, "an exponent of shape (3, 1), expected a number"),
        ("(w v^\\top - w v^\\top)^{-1}", EvaluationError, "the inverse of a singular matrix (3, 3)"),
        ("T^\\top", ShapeError, "the transpose of an array (2, 6, 7, 5), expected two axes"),
        ("c^\\top", ShapeError, "the transpose of an array (), expected two axes"),
        (r"\langle W, X \rangle", ShapeError, "the inner product of (3, 4) and (3, 5)"),
        (r"\lvert W \rvert", ShapeError, "bars around an array (3, 4): expected a number or a square matrix"),
        (r"\det W", EvaluationError, r"\det: det of an array (3, 4), expected a square matrix"),
        (r"\operatorname{tr}(W)", EvaluationError, "tr of an array (3, 4), expected a square matrix"),
        (r"\operatorname{diag}(W)", EvaluationError, "diag of an array (3, 4), expected a column or a row"),
        (r"\max(W, X)", EvaluationError, "max of arrays (3, 4), (3, 5): the shapes differ"),
        (r"\min(w, v^\top)", EvaluationError, "min of arrays (1, 3), (3, 1): the shapes differ"),
        (r"\log(c, c)", EvaluationError, r"\log takes 1 argument, not 2"),
        (
            r"\operatorname{nosuch}(c)",
            UnknownSymbol,
            r"no function \operatorname{nosuch}; there are \log, \exp, \sqrt, \sin,",
        ),
        (
            r"\operatorname{nosuch}'(c)",
            UnknownSymbol,
            r"\operatorname{floor}, \operatorname{rank}, \operatorname{vec}: unity/equations/functions.py",
        ),
        (r"\mathrm{nosuch}(c)", UnknownSymbol, r"no function \operatorname{nosuch}; there are"),
        (r"T \star W", EvaluationError, "cannot slide W (3, 4) over X (2, 6, 7, 5)"),
        (r"w \star W", EvaluationError, "the kernel (1, 3, 4, 1) is larger than the image (1, 3, 1, 1)"),
        # Indices
        ("w_4", RangeError, "w_{4}: index 4 = 4 is not one of 1..3"),
        ("w_0", RangeError, "w_{0}: index 0 = 0 is not one of 1..3"),
        ("w_{n + 1}", RangeError, "index n + 1 = 4 is not one of 1..3"),
        ("W_{2,5}", RangeError, "index 5 = 5 is not one of 1..4"),
        ("W_{15}", RangeError, "index 5 = 5 is not one of 1..4"),
        ("w_{0.5}", RangeError, "w_{0.5}: 0.5 is 0.5, expected a whole number"),
        ("w_{w}", RangeError, "w_{w}: w is no number, expected a whole number"),
        ("x^{(6)}", RangeError, "x^{(6)}: index 6 = 6 is not one of 1..5"),
        ("W_{1,2,3}", EvaluationError, "3 indices for an array (3, 4)"),
        ("T_1", EvaluationError, "1 indices for an array (2, 6, 7, 5)"),
        ("c_1", EvaluationError, "1 indices for an array ()"),
        ("c^{(1)}", EvaluationError, "c^{(1)}: c has no columns"),
        (r"\sum_{j=1}^{m} w_j", RangeError, "w_{j}: index j = 4 is not one of 1..3"),
        (r"\sum_{j=1}^{c} w_j", RangeError, "c is 1.7, expected a whole number"),
        (r"\sum_{j=w}^{n} w_j", RangeError, "w is no number, expected a whole number"),
        (r"\sum_k c", EvaluationError, "nothing says how far k runs"),
        (r"\max_{j=3}^{2} w_j", EvaluationError, "is over nothing"),
        (r"\arg\max_{j > n} w_j", EvaluationError, "is over nothing"),
        (r"\arg\max_{j, k} W_{jk}", EvaluationError, "expected one index"),
        (
            r"\max_{j=1}^{2} \begin{cases} w & \text{if } j = 1 \\ c & \text{otherwise} \end{cases}",
            ShapeError,
            "is over arrays of different shapes",
        ),
        # Dots
        (r"w_1 + \dots + v_n", EvaluationError, "w_{1} ... v_{n}: expected one index that counts up"),
        (r"w_1 + \dots + w_1", EvaluationError, "expected one index that counts up"),
        (r"w_1 v_2 + \dots + w_n v_K", EvaluationError, "expected one index that counts up"),
        (r"w_1 - \dots - w_n", EvaluationError, "expected one sign before all terms"),
        (r"c + w_1 - \dots + w_n", EvaluationError, "expected one sign before all terms"),
        (r"c - w_1 + \dots + w_n", EvaluationError, "expected one sign before all terms"),
        (r"w_n + \dots + w_1", RangeError, "nothing lies between 3 and 1"),
        (r"(w_1 + c) + \dots + (w_n - c)", RangeError, "c is 1.7, expected a whole number"),
        (r"(w_1 + c) q + \dots + (w_n - c) q", RangeError, "w_{1} + c is"),
        (r"w + \dots + v", RangeError, "w is no number, expected a whole number"),
        (r"\dots + w_1", EvaluationError, "no value for \\cdots"),
        (r"\begin{bmatrix} \cdots & w_n \end{bmatrix}", EvaluationError, "no value for \\cdots"),
        (r"\begin{bmatrix} w_1 & \cdots & \cdots & w_n \end{bmatrix}", EvaluationError, "expected a"),
        # Matrices and cases
        (r"\begin{bmatrix} 1 & 2 \\ 3 \end{bmatrix}", EvaluationError, "a matrix with rows of [1, 2] entries"),
        (r"\begin{bmatrix} W & X \\ w & w \end{bmatrix}", EvaluationError, "the blocks of a matrix do not fit"),
        (
            r"\begin{bmatrix} W_1 & 1 \\ \vdots \\ W_K \end{bmatrix}",
            EvaluationError,
            "dots between rows of 2 and 1 entries",
        ),
        (
            r"\begin{cases} W & \text{if } X > 0 \\ 0 & \text{otherwise} \end{cases}",
            ShapeError,
            "cases of different shapes: (3, 4), (3, 5)",
        ),
        (r"[W > X]", ShapeError, "(3, 4) > (3, 5): the shapes differ"),
        (r"[c \approx q]", EvaluationError, r"\approx is no condition"),
        # Derivatives
        (r"\frac{\partial c^2}{\partial q}", EvaluationError, "c^{2} does not depend on q"),
        (r"\frac{\partial c^2}{\partial w_1}", EvaluationError, "c^{2} does not depend on w_{1}"),
        (r"\frac{\partial c^2}{\partial u}", UnknownSymbol, "nothing is known of the symbol u, by which a derivative"),
        (
            r"\frac{\partial W^\top w}{\partial w}",
            EvaluationError,
            "the derivative of an array (4, 1) by an array (3, 1): write its indices",
        ),
        (
            r"\frac{\partial^2 w^\top S w}{\partial w^2}",
            EvaluationError,
            r"by an array: write its indices, or \nabla^2",
        ),
        (r"\frac{\partial^2 w^\top S w}{\partial w_1 \partial w}", EvaluationError, "by an array: write its indices"),
        (r"\nabla (w^\top w)", EvaluationError, r"write by which variable the gradient is taken, \nabla_w"),
        (r"\lim_{c \to 0} c", EvaluationError, "a limit is not evaluated: it is proved"),
    ],
)
def test_what_does_not_fit(value, latex, kind, message):
    with pytest.raises(kind, match=re.escape(message)):
        value(latex, ranges={"t": 4})


def test_a_transpose_that_only_a_square_matrix_would_forgive(value, drawn):
    square = np.arange(9.0).reshape(3, 3)
    close(value("W X", W=square, X=square), square @ square)  # with equal sizes it would pass unseen
    with pytest.raises(ShapeError):
        value("W X")
    with pytest.raises(ShapeError, match=r"an array \(4,\), expected two axes"):
        value(r"r^\top", r=drawn["row"])


def test_functions_do_not_pass_for_arrays(value):
    def refused(latex, message, fixtures=None, **pinned):
        scope = Scope(fixtures or {}, {"x": number(2), "f": np.sin, **pinned})
        with pytest.raises(EvaluationError, match=re.escape(message)):
            evaluate(formula(latex), scope)

    for latex in ["-f", "f + x", "x f", "f^2", "x^f", r"f^\top", r"\lVert f \rVert", r"\langle f, x \rangle", "f_1", "(f, x)",
                  "[f > 0]", r"\sum_{k=1}^{2} f"]:  # fmt: skip
        refused(latex, "the function f stands where a number or an array is expected")
    refused(r"\log(f)", r"\log of a function, expected numbers or arrays")
    refused("f^{(1)}", "f has no columns")
    refused(r"\frac{\partial x^2}{\partial f}", "f is a function: no derivative is taken by it")
    refused("g(x)", "g is no function, but stands before brackets", g=number(1))
    refused("g(x, x, x)", "g takes 2 arguments, not 3", {"g": lambda x, y: x})
    refused("g(x)", "g takes 2 arguments, not 1", {"g": Definition(("x", "y"), formula("x"))})
    refused("g(x, x)", "g takes 1 arguments, not 2", {"g": Definition(("x",), formula("x"))})


def test_an_error_of_the_library_names_the_symbol():
    def broken(x):
        raise ValueError("X (3, 5) has n = 3")

    with pytest.raises(EvaluationError, match=re.escape("z cannot be computed: X (3, 5) has n = 3")):
        evaluate(formula("z + 1"), Scope({"z": broken}, {"x": number(1)}))


def test_what_is_defined_by_itself_is_refused():
    fixtures = {"y": Definition((), formula("x + 1")), "x": Definition((), formula("2 y"))}
    with pytest.raises(EvaluationError, match="is defined by itself"):
        evaluate(formula("x"), Scope(fixtures))


def test_values_that_are_not_finite_are_kept(value):
    with np.errstate(all="ignore"):
        assert np.isnan(value(r"\log q"))
        assert np.isinf(value(r"\frac{1}{c - c}"))
        assert np.isnan(value(r"\max(\log q, 1)"))


# Conditions and free indices


def test_conditions_hold_entry_by_entry(drawn):
    scope = Scope({}, drawn)
    close(holds(condition("W > 0"), scope).astype(float), (drawn["W"] > 0).astype(float))
    close(
        holds(condition(r"0 < Y \le 0.5"), scope).astype(float), ((drawn["Y"] > 0) & (drawn["Y"] <= 0.5)).astype(float)
    )
    for relation, expected in {"=": 0, r"\ne": 1, "<": 1, ">": 0, r"\le": 1, r"\ge": 0}.items():
        assert holds(condition(f"1 {relation} 2"), scope) == expected
    assert holds(condition("n"), scope)


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("w_j v_j", {"j": 3}),
        ("W_{jk}", {"j": 3, "k": 4}),
        ("W_{kj}", {"k": 3, "j": 4}),
        ("w_k W_{jk}", {"k": 3, "j": 3}),
        ("Y_i", {"i": 5}),
        ("W_k", {"k": 4}),
        ("x^{(i)}", {"i": 5}),
        ("x_j^{(i)}", {"j": 3, "i": 5}),
        ("(W_1)_j", {"j": 3}),
        ("x^{(i)}_j", {"j": 3, "i": 5}),
        (r"\sum_j w_j", {}),
        (r"\sum_j W_{jk}", {"k": 4}),
        (r"\sum_{j=1}^{t} w_j", {"t": 6}),
        (r"\sum_{j \ne t} w_j", {"t": 6}),
        ("w_{j + 1}", {}),
        ("w_t", {"t": 6}),
        ("u_s", {}),
        ("u_t", {"t": 6}),
        ("g_t", {"t": 6}),
        ("t", {"t": 6}),
        ("W_{c,j}", {"j": 4}),
        (r"\frac{\partial w_j}{\partial v_k}", {"j": 3, "k": 3}),
    ],
)
def test_free_indices(drawn, latex, expected):
    scope = Scope({}, {**drawn, "g_t": number(1)}, {"t": 6})
    found = free_indices(formula(latex), scope)
    assert found == expected
    assert list(found) == list(expected)


# What is remembered is never out of date


@pytest.fixture
def counter():
    calls = []

    def double(c):
        calls.append(c)
        return 2 * c

    return double, calls


def test_a_value_is_computed_once(counter):
    double, calls = counter
    scope = Scope({"z": double}, {"c": number(3), "q": number(1)})
    assert evaluate(formula("z + z + z"), scope) == 18
    assert evaluate(formula("z"), scope.pin(q=number(2))) == 6  # z does not look at q
    assert len(calls) == 1


def test_a_pinned_symbol_is_seen(counter):
    double, calls = counter
    scope = Scope({"z": double, "y": Definition((), formula("z + q"))}, {"c": number(3), "q": number(1)})
    assert evaluate(formula("y"), scope) == 7
    assert evaluate(formula("y"), scope.pin(c=number(5))) == 11
    assert evaluate(formula("y"), scope.pin(q=number(5))) == 11
    assert evaluate(formula("y"), scope.pin(z=number(0))) == 1
    assert evaluate(formula("y"), scope) == 7
    assert len(calls) == 2


def test_what_a_remembered_value_depends_on_is_seen():
    fixtures = {"z": Definition((), formula("2 c")), "y": Definition((), formula("z + q"))}
    scope = Scope(fixtures, {"c": number(3), "q": number(1)})
    assert evaluate(formula("z + y"), scope) == 13  # z is known when y asks for it
    assert evaluate(formula("y"), scope.pin(c=number(5))) == 11


def test_a_loop_index_is_seen():
    scope = Scope({"z": Definition((), formula("w_j^2"))}, {"w": np.array([[1.0], [2.0], [3.0]])})
    assert evaluate(formula(r"\sum_{j=1}^{3} z"), scope) == 14
    assert evaluate(formula(r"\sum_{j=2}^{3} z"), scope) == 13
    assert evaluate(formula(r"\sum_{j=1}^{2} \sum_{i=1}^{2} i z"), scope) == 15


def test_a_parameter_of_a_function_is_seen():
    fixtures = {"f": Definition(("q",), formula("z + q")), "z": Definition((), formula("10 q"))}
    scope = Scope(fixtures, {"q": number(1)})
    assert evaluate(formula("f(2) + z + f(3) + f(q)"), scope) == 22 + 10 + 33 + 11
    assert evaluate(formula("f(q)"), scope.pin(q=number(4))) == 44


def test_what_a_function_pins_is_not_taken_for_its_caller():
    """z is computed where h = 7; f pins h to q on the way. Where h truly is q, z is another number."""
    fixtures = {
        "z": Definition((), formula("h f(q)")),
        "f": Definition(("h",), formula("h^2")),
        "g": Definition(("h",), formula("z + h")),
    }
    scope = Scope(fixtures, {"h": number(7), "q": number(2)})
    assert evaluate(formula("z"), scope) == 7 * 4
    assert evaluate(formula("g(q)"), scope) == 2 * 4 + 2
    assert evaluate(formula("z"), scope) == 7 * 4


def test_what_a_derivative_pins_is_not_taken_for_its_caller(counter):
    double, calls = counter
    fixtures = {"z": double, "s": Definition((), formula(r"\frac{\partial z^2}{\partial c}"))}
    scope = Scope(fixtures, {"c": number(3), "q": number(1)})
    close(evaluate(formula("s"), scope), 24.0, rtol=1e-9)
    before = len(calls)
    close(evaluate(formula("s + z"), scope), 30.0, rtol=1e-9)  # the slope is known where c is what it was
    assert len(calls) == before
    close(evaluate(formula("s"), scope.pin(c=number(1))), 8.0, rtol=1e-9)


def test_the_error_of_a_remembered_derivative_is_kept():
    slope = Definition((), formula(r"\frac{\partial g}{\partial c}"))
    scope = Scope({"s": slope, "g": lambda c: np.exp(c)}, {"c": number(1)})
    evaluate(formula("s"), scope)
    errors = list(scope.errors)
    scope.errors.clear()
    evaluate(formula("2 s"), scope)
    assert scope.errors == errors
    assert errors[0] > 0


def test_a_fresh_scope_knows_nothing(counter):
    double, calls = counter
    scope = Scope({"z": double}, {"c": number(3)})
    evaluate(formula("z"), scope)
    evaluate(formula("z"), scope.fresh())
    assert len(calls) == 2


PROGRAMS = st.recursive(
    st.sampled_from(["c", "q", "z", "y"]),
    lambda inner: st.one_of(
        st.builds("({} + {})".format, inner, inner),
        st.builds("({} {})".format, inner, inner),
        st.builds("f({})".format, inner),
        st.builds("g({})".format, inner),
        st.builds(r"(\sum_{{c=1}}^{{2}} {})".format, inner),
        st.builds(r"(\sum_{{q=1}}^{{2}} {})".format, inner),
    ),
    max_leaves=8,
)


@settings(max_examples=100)
@given(st.lists(PROGRAMS, min_size=1, max_size=4))
def test_memory_never_changes_a_value(programs):
    """The same formulas, in one scope that remembers and each in a fresh one."""
    fixtures = {
        "z": Definition((), formula("c + 3 q")),
        "y": Definition((), formula("z f(q) + c")),
        "f": Definition(("c",), formula("z - c")),
        "g": Definition(("q",), formula("z f(q) + 1")),
    }
    scope = Scope(fixtures, {"c": number(2), "q": number(5)})
    for program in programs:
        assert evaluate(formula(program), scope) == evaluate(formula(program), scope.fresh())
