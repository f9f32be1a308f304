"""One example of a neuron: its graph, its push, and what a loop holds whose sums are set to 0 once."""

import math

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from unity import checks, datasets, decks, descent, families, logistic
from unity.activations import sigmoid
from unity.arrays import to_numpy
from unity.course.chapter_06 import one_example

EPS = np.finfo(np.float64).eps


def drawn(rng, n=3, y=1.0):
    return rng.normal(size=(n, 1)), rng.normal(size=(1, 1)), rng.normal(size=(n, 1)), np.array([[y]])


def at_score(z, y):
    """An example whose score is z: no weight, and the bias z."""
    return np.zeros((1, 1)), np.array([[float(z)]]), np.ones((1, 1)), np.array([[float(y)]])


def loss_of(w, b, x, y):
    return families.bernoulli_loss(w.T @ x + b, y).sum()


# The graph


@pytest.mark.derivation("D21")
@pytest.mark.parametrize("y", [0.0, 1.0, 0.3])
def test_graph_by_its_definition(rng, y):
    """Every node from the number before it, one at a time, in plain Python."""
    w, b, x, _ = drawn(rng)
    given = one_example.graph(w, b, x, np.array([[y]]))
    z = float(b[0, 0])
    for j in range(3):
        z += float(w[j, 0]) * float(x[j, 0])
    a = 1 / (1 + math.exp(-z))
    expected = {
        "z": z,
        "a": a,
        "L": -(y * math.log(a) + (1 - y) * math.log(1 - a)),
        "dL_da": (a - y) / (a * (1 - a)),
        "da_dz": a * (1 - a),
        "dL_dz": a - y,
        "dL_db": a - y,
    }
    for node, value in expected.items():
        np.testing.assert_allclose(getattr(given, node), [[value]], rtol=100 * EPS, err_msg=node)
    np.testing.assert_allclose(given.dL_dw, [[(a - y) * float(x[j, 0])] for j in range(3)], rtol=100 * EPS)


@pytest.mark.derivation("D13", "D21")
@pytest.mark.parametrize("y", [0.0, 1.0, 0.3])
def test_every_derivative_matches_differences(rng, y):
    w, b, x, y = drawn(rng, y=y)
    at = one_example.graph(w, b, x, y)
    plain_loss = lambda a: -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum()
    checks.assert_gradient(plain_loss, at.a, at.dL_da, tolerance=1e-9)
    checks.assert_gradient(lambda z: sigmoid(z).sum(), at.z, at.da_dz, tolerance=1e-9)
    checks.assert_gradient(lambda z: families.bernoulli_loss(z, y).sum(), at.z, at.dL_dz, tolerance=1e-9)
    checks.assert_gradient(lambda w: loss_of(w, b, x, y), w, at.dL_dw, tolerance=1e-9)
    checks.assert_gradient(lambda b: loss_of(w, b, x, y), b, at.dL_db, tolerance=1e-9)


@pytest.mark.derivation("D13")
def test_sympy_proves_the_chain():
    z, y = sympy.symbols("z y", real=True)
    a = sympy.Symbol("a", positive=True)
    loss = -(y * sympy.log(a) + (1 - y) * sympy.log(1 - a))
    sigma = 1 / (1 + sympy.exp(-z))
    assert sympy.simplify(sympy.diff(loss, a) - (a - y) / (a * (1 - a))) == 0
    assert sympy.simplify(sympy.diff(sigma, z) - sigma * (1 - sigma)) == 0
    assert sympy.simplify(sympy.diff(loss.subs(a, sigma), z) - (sigma - y)) == 0


@pytest.mark.derivation("D15")
def test_sympy_proves_the_softmax():
    """a times the sum of the label column, minus y: the error is a - y exactly where that sum is 1."""
    z, y = sympy.symbols("z1:4", real=True), sympy.symbols("y1:4", real=True)
    a = [sympy.exp(z_k) / sum(map(sympy.exp, z)) for z_k in z]
    loss = -sum(y_k * sympy.log(a_k) for y_k, a_k in zip(y, a))
    for k in range(3):
        slope = sympy.diff(loss, z[k])
        assert sympy.simplify(slope - (a[k] * sum(y) - y[k])) == 0
        assert sympy.simplify((slope - (a[k] - y[k])).subs(y[2], 1 - y[0] - y[1])) == 0


@pytest.mark.derivation("D13")
@pytest.mark.parametrize("y", [0, 1])
@pytest.mark.parametrize("z", [-1e4, -700.0, -40.0, 0.0, 37.0, 40.0, 700.0, 1e4])
def test_the_error_is_right_for_every_score(z, y):
    """The loss and its derivative by the score are finite everywhere; the two slopes before it, up to 700."""
    with np.errstate(divide="ignore", invalid="ignore"):
        at = one_example.graph(*at_score(z, y))
    p = 1 / (1 + math.exp(-z)) if z > -700 else 0.0
    np.testing.assert_allclose(at.dL_dz, [[p - y]], atol=EPS)
    wrong_side = z if y == 0 else -z
    np.testing.assert_allclose(at.L, [[max(wrong_side, 0) + math.log1p(math.exp(-abs(z)))]], rtol=10 * EPS)
    if abs(z) <= 700:
        assert np.isfinite(at.dL_da)
        np.testing.assert_allclose(at.dL_da * at.da_dz, at.dL_dz, rtol=1e-14, atol=EPS)


@pytest.mark.derivation("D13")
def test_the_product_of_slopes_made_from_a_alone_breaks():
    """What the chapter shows: NaN from 37 on, and 0 with an epsilon, where the true derivative is 1."""
    a = sigmoid(np.array([37.0, 40.0, 800.0]))
    slope = a * (1 - a)
    with np.errstate(divide="ignore", invalid="ignore"):
        assert np.isnan((a - 0) / slope * slope).all()
    assert ((a - 0) / np.maximum(slope, 1e-12) * slope == 0).all()
    assert (a - 0 == 1).all()


@pytest.mark.derivation("D21")
def test_graph_on_every_kind_of_array(rng, asarray):
    given = drawn(rng)
    for ours, reference in zip(one_example.graph(*map(asarray, given)), one_example.graph(*given)):
        np.testing.assert_allclose(to_numpy(ours), reference, rtol=1e-12)


@pytest.mark.derivation("D21")
def test_graph_agrees_with_torch(torch, rng):
    given = drawn(rng)
    w, b, x, y = (torch.tensor(array, requires_grad=i < 2) for i, array in enumerate(given))
    z = w.T @ x + b
    z.retain_grad()
    loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y)
    loss.backward()
    ours = one_example.graph(*given)
    pairs = (ours.L[0, 0], loss), (ours.dL_dz, z.grad), (ours.dL_dw, w.grad), (ours.dL_db, b.grad)
    for array, tensor in pairs:
        np.testing.assert_allclose(array, tensor.detach().numpy(), rtol=1e-12)


# The push


@pytest.mark.derivation("D14")
@given(z=st.floats(-30, 30), y=st.sampled_from([0.0, 1.0]), seed=st.integers(0, 1000))
@settings(max_examples=50)
def test_a_push_runs_along_the_input(z, y, seed):
    """Towards x for y = 1, away for y = 0: what is added to w is x times a number of that sign."""
    x = np.random.default_rng(seed).normal(size=(4, 1))
    w = np.zeros((4, 1))
    w_after, b_after = one_example.push(w, np.array([[z]]), x, np.array([[y]]), step=0.7)
    factor = float(b_after[0, 0] - z)
    np.testing.assert_allclose(w_after - w, factor * x, atol=100 * EPS * (1 + abs(z)))
    assert factor > 0 if y == 1 else factor < 0


@pytest.mark.derivation("D14")
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_a_push_is_a_step_of_descent(rng, y):
    w, b, x, y = drawn(rng, y=y)
    slopes = lambda w, b: logistic.gradient(w, b, x, y)
    expected = descent.gradient_descent(slopes, (w, b), step=0.3, iterations=1).parameters
    for ours, reference in zip(one_example.push(w, b, x, y, step=0.3), expected):
        np.testing.assert_allclose(ours, reference, rtol=10 * EPS)


@pytest.mark.derivation("D14")
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_the_pushed_score_is_the_score_after_the_push(rng, y):
    w, b, x, y = drawn(rng, n=6, y=y)
    w_after, b_after = one_example.push(w, b, x, y, step=0.4)
    after = one_example.pushed_score(w, b, x, y, step=0.4)
    np.testing.assert_allclose(after, w_after.T @ x + b_after, rtol=100 * EPS)
    assert (after > w.T @ x + b) == (y == 1)


@pytest.mark.derivation("D14")
def test_pushes_of_all_average_to_the_gradient():
    """The mean of what each patient alone would do is one step down the cost."""
    tumours = datasets.breast_cancer()
    X, Y = datasets.standardise(tumours.X).X[:, :40], tumours.Y[:, :40]
    w, b = np.full((30, 1), 0.1), np.array([[-0.2]])
    pushed = [one_example.push(w, b, X[:, [i]], Y[:, [i]], step=1.0)[0] - w for i in range(40)]
    np.testing.assert_allclose(np.mean(pushed, axis=0), -logistic.gradient(w, b, X, Y)[0], atol=1e-14)


# Sums that are set to 0 once


@pytest.mark.derivation("D22", "E17")
@pytest.mark.parametrize("m", [1, 2, 7])
def test_accumulated_is_what_the_faulty_loop_holds(rng, m):
    X, Y = rng.normal(size=(2, m)), rng.integers(0, 2, (1, m)).astype(float)
    trace = decks.descend_accumulators_set_once(np.zeros((2, 1)), np.zeros((1, 1)), X, Y, step=0.5, iterations=30)
    at = [(trace.w[:, [t]], trace.b[:, [t]]) for t in range(30)]
    g = np.hstack([np.vstack(logistic.gradient(w, b, X, Y)) for w, b in at])
    np.testing.assert_allclose(decks.accumulated(g, m), np.vstack([trace.dw, trace.db]), atol=1e-13)
    J = np.array([[logistic.cost(w, b, X, Y) for w, b in at]])
    np.testing.assert_allclose(decks.accumulated(J, m)[0], trace.J, atol=1e-13)


@pytest.mark.derivation("D22", "E17")
@pytest.mark.parametrize("m", [1, 2, 7])
def test_the_faulty_loop_is_torch_with_momentum(torch, rng, m):
    """An optimiser that nobody here wrote, with momentum 1/m, walks the same path."""
    X, Y = rng.normal(size=(2, m)), rng.integers(0, 2, (1, m)).astype(float)
    trace = decks.descend_accumulators_set_once(np.zeros((2, 1)), np.zeros((1, 1)), X, Y, step=0.5, iterations=20)
    w, b = (torch.zeros(shape, dtype=torch.float64, requires_grad=True) for shape in ((2, 1), (1, 1)))
    optimiser = torch.optim.SGD([w, b], lr=0.5, momentum=1 / m)
    for _ in range(20):
        optimiser.zero_grad()
        z = w.T @ torch.tensor(X) + b
        torch.nn.functional.binary_cross_entropy_with_logits(z, torch.tensor(Y)).backward()
        optimiser.step()
    np.testing.assert_allclose(trace.w[:, [-1]], w.detach().numpy(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(trace.b[:, [-1]], b.detach().numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.derivation("D22")
def test_accumulated_by_its_definition():
    """The sum of all earlier columns, each 1/m smaller for every pass that has gone by."""
    g = np.random.default_rng(22).normal(size=(3, 6))
    expected = [sum(g[:, s] / 4 ** (t - s) for s in range(t + 1)) for t in range(6)]
    np.testing.assert_allclose(decks.accumulated(g, 4), np.transpose(expected), rtol=100 * EPS)
    np.testing.assert_allclose(decks.accumulated(np.ones((1, 60)), 50)[0, -1], 50 / 49, rtol=1e-14)
    np.testing.assert_allclose(decks.accumulated(np.ones((1, 60)), 1)[0], np.arange(1, 61))


@pytest.mark.derivation("D22")
@pytest.mark.parametrize("T", [0, 1])
def test_accumulated_with_hardly_any_passes(T):
    g = np.ones((2, T))
    np.testing.assert_array_equal(decks.accumulated(g, 3), g)


def test_accumulated_needs_an_example():
    with pytest.raises(ValueError, match="accumulated: m = 0, expected at least one example"):
        decks.accumulated(np.ones((1, 2)), 0)


@pytest.mark.derivation("D13")
def test_a_sure_and_right_example_still_pushes():
    """At z = 40 with y = 1 the error is -e^-40 / (1 + e^-40); a - y of the rounded a would be 0."""
    tail, one, zero = 4.248354255291589e-18, np.ones((1, 1)), np.zeros((1, 1))
    example = one_example.graph(one, zero, 40 * one, one)
    assert example.dL_dz.item() == example.dL_db.item() == pytest.approx(-tail, rel=1e-15)
    assert example.dL_dw.item() == pytest.approx(-40 * tail, rel=1e-15)
    _, b = one_example.push(one, zero, 40 * one, one, step=0.5)
    assert b.item() == pytest.approx(tail / 2, rel=1e-15)
