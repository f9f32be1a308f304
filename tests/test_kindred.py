"""The same form elsewhere: index by index, as adjoints, by differences, and against PyTorch."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unity.activations import softmax
from unity.arrays import to_numpy
from unity.checks import assert_adjoint, assert_gradient
from unity.kindred import (
    attention,
    attention_error_back,
    attention_weights,
    back_through_time,
    mix,
    mix_error_back,
    mix_weight_gradient,
    recurrent_error_back,
    recurrent_step,
    recurrent_weight_gradient,
    scores,
    softmax_error_back,
    stack,
    unroll,
)
from unity.trilinear import Dense

EPS = np.finfo(np.float64).eps
some_shapes = settings(max_examples=25)
sizes = st.integers(1, 5)
seeds = st.integers(0, 2**32 - 1)


def drawn(seed, *shapes):
    rng = np.random.default_rng(seed)
    return [rng.standard_normal(shape) for shape in shapes]


def close(ours, expected, terms=100):
    """Equal up to the rounding of a sum of some terms of size 1."""
    np.testing.assert_allclose(
        to_numpy(ours), expected, rtol=0, atol=terms * EPS * max(1, np.abs(expected).max(initial=0))
    )


def leaves(torch, *arrays):
    return [torch.tensor(array, requires_grad=True) for array in arrays]


def gradients(*tensors):
    return [tensor.grad.numpy() for tensor in tensors]


# A recurrent step


def step_shapes(n, k, m):
    """Those of W, U, X, H and E."""
    return (n, k), (k, k), (n, m), (k, m), (k, m)


@pytest.mark.derivation("D41")
def test_a_recurrent_step_by_definition(asarray):
    W, U, X, H, E = arrays = drawn(0, *step_shapes(2, 3, 4))
    Z, dX, dH, dW, dU = (np.zeros_like(array) for array in (E, X, H, W, U))
    for j, k, i in np.ndindex(2, 3, 4):
        Z[k, i] += W[j, k] * X[j, i]
        dX[j, i] += W[j, k] * E[k, i]
        dW[j, k] += X[j, i] * E[k, i]
    for j, k, i in np.ndindex(3, 3, 4):
        Z[k, i] += U[j, k] * H[j, i]
        dH[j, i] += U[j, k] * E[k, i]
        dU[j, k] += H[j, i] * E[k, i]
    W, U, X, H, E = map(asarray, arrays)
    close(recurrent_step(W, U, X, H), Z)
    for found, expected in zip(recurrent_error_back(W, U, E), (dX, dH), strict=True):
        close(found, expected)
    for found, expected in zip(recurrent_weight_gradient(X, H, E), (dW, dU), strict=True):
        close(found, expected)


@pytest.mark.derivation("D41")
@some_shapes
@given(sizes, sizes, sizes, seeds)
def test_a_recurrent_step_is_one_product_of_what_is_stacked(n, k, m, seed):
    """Three maps, one number: linear in the error, in the weights, in input and state."""
    W, U, X, H, E = drawn(seed, *step_shapes(n, k, m))
    both, weights = np.concatenate([X, H]), np.concatenate([W, U])
    np.testing.assert_array_equal(stack(X, H), both)
    assert_adjoint(
        lambda XH: recurrent_step(W, U, XH[:n], XH[n:]), lambda E: stack(*recurrent_error_back(W, U, E)), both, E
    )
    assert_adjoint(
        lambda WU: recurrent_step(WU[:n], WU[n:], X, H),
        lambda E: stack(*recurrent_weight_gradient(X, H, E)),
        weights,
        E,
    )
    dX, dH = recurrent_error_back(W, U, E)
    dW, dU = recurrent_weight_gradient(X, H, E)
    form = Dense().form(E, weights, both)
    terms = abs(E).sum() * abs(weights).sum() * abs(both).max()
    for number in ((recurrent_step(W, U, X, H) * E).sum(), (dX * X).sum() + (dH * H).sum()):
        assert abs(number - form) <= 100 * EPS * terms
    assert abs((dW * W).sum() + (dU * U).sum() - form) <= 100 * EPS * terms


@pytest.mark.derivation("D41")
def test_a_recurrent_step_by_differences():
    W, U, X, H, E = drawn(1, *step_shapes(2, 3, 2))
    (dX, dH), (dW, dU) = recurrent_error_back(W, U, E), recurrent_weight_gradient(X, H, E)
    number = lambda W, U, X, H: (E * recurrent_step(W, U, X, H)).sum()
    assert_gradient(lambda W: number(W, U, X, H), W, dW, tolerance=1e-10)
    assert_gradient(lambda U: number(W, U, X, H), U, dU, tolerance=1e-10)
    assert_gradient(lambda X: number(W, U, X, H), X, dX, tolerance=1e-10)
    assert_gradient(lambda H: number(W, U, X, H), H, dH, tolerance=1e-10)


# Through time


def sequence(seed, n, k, T, m):
    """W, U, X and the error of all states."""
    return drawn(seed, (n, k), (k, k), (n, T, m), (k, T, m))


def test_states_by_definition(asarray):
    W, U, X, _ = sequence(2, 2, 3, 4, 5)
    H = to_numpy(unroll(*map(asarray, (W, U, X))))
    assert H.shape == (3, 4, 5)
    for i in range(5):
        h = np.zeros(3)
        for t in range(4):
            h = np.tanh([W[:, k] @ X[:, t, i] + U[:, k] @ h for k in range(3)])
            np.testing.assert_allclose(H[:, t, i], h, rtol=0, atol=100 * EPS)


def test_one_moment_is_a_dense_layer():
    """The first state knows of no other: U has nothing to weigh, and gets no gradient."""
    W, U, X, E = sequence(3, 3, 2, 1, 4)
    close(unroll(W, U, X)[:, 0], np.tanh(W.T @ X[:, 0]))
    dW, dU, dX = back_through_time(W, U, X, E)
    delta = E[:, 0] * (1 - np.tanh(W.T @ X[:, 0]) ** 2)
    close(dW, X[:, 0] @ delta.T)
    close(dX[:, 0], W @ delta)
    np.testing.assert_array_equal(dU, 0)


@pytest.mark.derivation("D41")
@pytest.mark.parametrize(("n", "k", "T", "m"), [(2, 3, 4, 2), (1, 1, 6, 1), (3, 2, 2, 3)])
def test_back_through_time_by_differences(n, k, T, m):
    W, U, X, E = sequence(4, n, k, T, m)
    cost = lambda W, U, X: (E * unroll(W, U, X)).sum()
    dW, dU, dX = back_through_time(W, U, X, E)
    assert_gradient(lambda W: cost(W, U, X), W, dW, tolerance=1e-9)
    assert_gradient(lambda U: cost(W, U, X), U, dU, tolerance=1e-9)
    assert_gradient(lambda X: cost(W, U, X), X, dX, tolerance=1e-9)


@pytest.mark.derivation("D41")
def test_shared_weights_add_their_gradients_up():
    """With weights of its own each moment would get a part of the gradient: the shared ones get the sum."""
    n, k, T, h = 2, 3, 4, 1e-5
    W, U, X, E = sequence(5, n, k, T, 2)

    def cost(weights):
        state, total = np.zeros((k, 2)), 0.0
        for t, own in enumerate(weights):
            state = np.tanh(own.T @ stack(X[:, t], state))
            total += (E[:, t] * state).sum()
        return total

    shared, (direction,) = stack(W, U), drawn(6, (n + k, k))
    parts = []
    for t in range(T):
        up, down = ([shared + step * (s == t) * direction for s in range(T)] for step in (h, -h))
        parts.append((cost(up) - cost(down)) / (2 * h))
    dW, dU, _ = back_through_time(W, U, X, E)
    assert sum(parts) == pytest.approx((stack(dW, dU) * direction).sum(), abs=1e-8)
    assert min(map(abs, parts)) > 0.01


@pytest.mark.derivation("D41")
def test_an_early_error_knows_nothing_of_later_inputs():
    """Time runs one way: what is said at moment t sends no error to an input after t."""
    W, U, X, E = sequence(7, 2, 3, 5, 2)
    E[:, 3:] = 0
    *_, dX = back_through_time(W, U, X, E)
    assert (dX[:, :3] != 0).all()
    np.testing.assert_array_equal(dX[:, 3:], 0)


@pytest.mark.derivation("D41")
@some_shapes
@given(n=sizes, k=sizes, T=sizes, m=sizes, seed=seeds)
def test_pytorch_agrees_through_time(torch, n, k, T, m, seed):
    """torch.nn.RNN without its biases: the states, and all that autograd finds."""
    W, U, X, E = sequence(seed, n, k, T, m)
    layer = torch.nn.RNN(n, k, bias=False, dtype=torch.float64)
    with torch.no_grad():
        layer.weight_ih_l0.copy_(torch.tensor(W.T.copy()))
        layer.weight_hh_l0.copy_(torch.tensor(U.T.copy()))
    (inputs,) = leaves(torch, X.transpose(1, 2, 0).copy())
    states, _ = layer(inputs)
    states.backward(torch.tensor(E.transpose(1, 2, 0).copy()))
    close(unroll(W, U, X), states.detach().numpy().transpose(2, 0, 1), terms=1e4)
    dW, dU, dX = gradients(layer.weight_ih_l0, layer.weight_hh_l0, inputs)
    expected = dW.T, dU.T, dX.transpose(2, 0, 1)
    for found, oracle in zip(back_through_time(W, U, X, E), expected, strict=True):
        close(found, oracle, terms=1e5)


def test_time_on_every_kind_of_array(asarray):
    W, U, X, E = sequence(8, 2, 3, 4, 2)
    for found, expected in zip(back_through_time(*map(asarray, (W, U, X, E))), back_through_time(W, U, X, E)):
        assert type(found) is type(asarray(W))
        close(found, expected)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_saturated_state_sends_nothing_wrong(dtype):
    """Sums of 1e4: every state is 1 or -1 and all errors are 0, none of them NaN."""
    W, U, X, E = (array.astype(dtype) for array in sequence(9, 2, 3, 4, 2))
    X = 1e4 * np.where(X < 0, X - 1, X + 1).astype(dtype)
    H = unroll(W, U, X)
    np.testing.assert_array_equal(abs(H), 1)
    for part in back_through_time(W, U, X, E):
        assert part.dtype == dtype
        np.testing.assert_array_equal(part, 0)


def test_a_sequence_has_a_moment():
    W, U, X, E = sequence(10, 2, 3, 0, 2)
    with pytest.raises(ValueError, match=r"^unroll: X \(2, 0, 2\) has T = 0, expected at least one moment"):
        unroll(W, U, X)
    with pytest.raises(ValueError, match=r"^unroll: X \(2, 0, 2\) has T = 0"):
        back_through_time(W, U, X, E)


# One head of attention


def head(seed, d=3, p=2, queries=4, keys=5):
    """Q, K, V and the error of what the head makes."""
    return drawn(seed, (d, queries), (d, keys), (p, keys), (p, queries))


@pytest.mark.derivation("D41")
def test_a_head_by_definition(asarray):
    Q, K, V, _ = arrays = head(11)
    A, Z = np.zeros((5, 4)), np.zeros((2, 4))
    for q in range(4):
        fits = [sum(K[i, k] * Q[i, q] for i in range(3)) / math.sqrt(3) for k in range(5)]
        for k in range(5):
            A[k, q] = math.exp(fits[k]) / sum(map(math.exp, fits))
            assert scores(Q, K)[k, q] == pytest.approx(fits[k], abs=1e-14)
            for r in range(2):
                Z[r, q] += A[k, q] * V[r, k]
    Q, K, V, _ = map(asarray, arrays)
    close(attention_weights(Q, K), A)
    close(mix(attention_weights(Q, K), V), Z)
    close(attention(Q, K, V), Z)


@pytest.mark.derivation("D41")
@some_shapes
@given(sizes, sizes, sizes, seeds)
def test_for_fixed_weights_a_mixture_is_a_product(p, keys, queries, seed):
    """Bilinear in A and V, with its two ways back, whether the weights of A sum to 1 or not."""
    A, V, E = drawn(seed, (keys, queries), (p, keys), (p, queries))
    assert_adjoint(lambda V: mix(A, V), lambda E: mix_error_back(A, E), V, E)
    assert_adjoint(lambda A: mix(A, V), lambda E: mix_weight_gradient(V, E), A, E)
    form = Dense().form(E.T, A, V.T)
    terms = (abs(E) * (abs(V) @ abs(A))).sum()
    for image, array in ((mix(A, V), E), (mix_error_back(A, E), V), (mix_weight_gradient(V, E), A)):
        assert abs((image * array).sum() - form) <= 100 * EPS * terms


@pytest.mark.derivation("D41")
@some_shapes
@given(sizes, sizes, sizes, seeds)
def test_scores_are_a_product_with_keys_for_weights(d, keys, queries, seed):
    Q, K, E = drawn(seed, (d, queries), (d, keys), (keys, queries))
    assert_adjoint(lambda Q: scores(Q, K), lambda E: Dense().error_back(K, E, (d,)) / math.sqrt(d), Q, E)
    assert_adjoint(lambda K: scores(Q, K), lambda E: Dense().weight_gradient(Q, E) / math.sqrt(d), K, E)


@pytest.mark.derivation("D41")
def test_a_head_is_no_product_of_its_three_inputs():
    """For fixed weights it is; with weights from the data, twice the queries are not twice the result."""
    Q, K, V, _ = head(12)
    close(attention(Q, K, 2 * V), 2 * attention(Q, K, V))
    assert abs(attention(2 * Q, K, V) - 2 * attention(Q, K, V)).max() > 0.1
    assert abs(attention(Q, 2 * K, V) - 2 * attention(Q, K, V)).max() > 0.1


def test_the_softmax_sends_back_what_differences_find():
    S, E = drawn(13, (4, 3), (4, 3))
    dS = softmax_error_back(softmax(S), E)
    assert_gradient(lambda S: (E * softmax(S)).sum(), S, dS, tolerance=1e-10)
    np.testing.assert_allclose(dS.sum(axis=0), 0, atol=10 * EPS)
    # An error that is the same for all keys asks for nothing: the weights sum to 1 whatever they are.
    np.testing.assert_allclose(softmax_error_back(softmax(S), np.ones((4, 3))), 0, atol=10 * EPS)


@pytest.mark.derivation("D41")
@pytest.mark.parametrize("shape", [(3, 2, 4, 5), (1, 1, 1, 1), (2, 3, 1, 4), (4, 1, 3, 1)])
def test_a_head_sends_back_what_differences_find(shape):
    Q, K, V, E = head(14, *shape)
    cost = lambda Q, K, V: (E * attention(Q, K, V)).sum()
    dQ, dK, dV = attention_error_back(Q, K, V, E)
    assert_gradient(lambda Q: cost(Q, K, V), Q, dQ, tolerance=1e-9)
    assert_gradient(lambda K: cost(Q, K, V), K, dK, tolerance=1e-9)
    assert_gradient(lambda V: cost(Q, K, V), V, dV, tolerance=1e-9)


@pytest.mark.derivation("D41")
@some_shapes
@given(d=sizes, p=sizes, queries=sizes, keys=sizes, seed=seeds)
def test_pytorch_agrees_on_a_head(torch, d, p, queries, keys, seed):
    *arrays, E = head(seed, d, p, queries, keys)
    Q, K, V = leaves(torch, *arrays)
    Z = torch.nn.functional.scaled_dot_product_attention(Q.T[None], K.T[None], V.T[None])[0].T
    Z.backward(torch.tensor(E))
    close(attention(*arrays), Z.detach().numpy())
    for found, oracle in zip(attention_error_back(*arrays, E), gradients(Q, K, V), strict=True):
        close(found, oracle, terms=1000)


@pytest.mark.derivation("D41")
def test_attention_of_tokens_to_themselves_is_three_dense_products_and_a_head(torch):
    """One X under three weights: its three errors add up, as PyTorch finds them."""
    W_Q, W_K, W_V, X, E = arrays = drawn(15, (4, 3), (4, 3), (4, 2), (4, 5), (2, 5))
    weights, product = arrays[:3], Dense()
    errors = attention_error_back(*(product.forward(W, X) for W in weights), E)
    dX = sum(product.error_back(W, D, (4,)) for W, D in zip(weights, errors))
    *tensors, x = leaves(torch, W_Q, W_K, W_V, X)
    Q, K, V = ((W.T @ x).T[None] for W in tensors)
    torch.nn.functional.scaled_dot_product_attention(Q, K, V)[0].T.backward(torch.tensor(E))
    close(dX, x.grad.numpy(), terms=1000)
    for D, tensor in zip(errors, tensors):
        close(product.weight_gradient(X, D), tensor.grad.numpy(), terms=1000)


def test_a_head_on_every_kind_of_array(asarray):
    arrays = head(16)
    for found, expected in zip(attention_error_back(*map(asarray, arrays)), attention_error_back(*arrays)):
        assert type(found) is type(asarray(arrays[0]))
        close(found, expected)


def test_the_order_of_keys_does_not_matter_and_that_of_queries_is_kept(rng):
    Q, K, V, _ = head(17)
    turn, swap = rng.permutation(5), rng.permutation(4)
    close(attention(Q, K[:, turn], V[:, turn]), attention(Q, K, V))
    close(attention(Q[:, swap], K, V), attention(Q, K, V)[:, swap])


def test_what_all_keys_share_is_not_seen():
    """A vector added to every key adds one number to each query's scores."""
    Q, K, V, _ = head(18)
    close(attention(Q, K + np.array([[1.0], [-2.0], [3.0]]), V), attention(Q, K, V), terms=1000)


@pytest.mark.derivation("D41")
def test_equal_scores_make_a_mean_and_one_key_makes_a_copy():
    Q, K, V, _ = head(19)
    close(attention(0 * Q, K, V), np.tile(V.mean(axis=1, keepdims=True), 4))
    np.testing.assert_array_equal(attention(Q, K[:, :1], V[:, :1]), np.tile(V[:, :1], 4))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_large_scores_choose_one_token(dtype):
    """Keys and queries of 1e4: each query takes its best key's token, and no number overflows."""
    Q, K, V, E = (array.astype(dtype) for array in head(20))
    Q, K = 1e4 * Q, 1e4 * K
    best = scores(Q, K).argmax(axis=0)
    Z = attention(Q, K, V)
    assert Z.dtype == dtype
    np.testing.assert_array_equal(Z, V[:, best])
    for part in attention_error_back(Q, K, V, E):
        assert part.dtype == dtype
        assert np.isfinite(part).all()


def test_a_head_wants_a_key_for_every_value():
    Q, K, V, E = head(21)
    with pytest.raises(ValueError, match=r"attention: V \(2, 4\) has keys = 4, K \(3, 5\) has keys = 5"):
        attention(Q, K, V[:, :4])
    with pytest.raises(
        ValueError, match=r"attention_error_back: E \(2, 3\) has queries = 3, Q \(3, 4\) has queries = 4"
    ):
        attention_error_back(Q, K, V, E[:, :3])
