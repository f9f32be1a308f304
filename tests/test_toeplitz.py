"""A product's table: the deck's own, a Toeplitz matrix, equal to the forward map, its transpose to the way back."""

import numpy as np
import pytest
import scipy.linalg
from hypothesis import given, settings
from test_trilinear import CASES, arrays_of, close, convolutions, every_case, products

from unity.arrays import to_numpy
from unity.course.convolving import error_back_by_correlation, exchange, flip, full_convolution
from unity.toeplitz import Counts, counts, derivatives_by_triples, matrix, shared_gradient, triples, weight_numbers
from unity.trilinear import Convolution, Dense

some_shapes = settings(max_examples=25)


@pytest.mark.derivation("D36", "E26")
def test_the_table_of_the_deck():
    """36 places; locality fills 16 of them; sharing fills them with 4 weights."""
    w1, w2, w3, w4, o = 1, 2, 3, 4, 0
    ours = weight_numbers(Convolution(2), (1, 3, 3))
    assert ours.tolist() == [
        [w1, o, o, o],
        [w2, w1, o, o],
        [o, w2, o, o],
        [w3, o, w1, o],
        [w4, w3, w2, w1],
        [o, w4, o, w2],
        [o, o, w3, o],
        [o, o, w4, w3],
        [o, o, o, w4],
    ]
    assert (ours.size, np.count_nonzero(ours), np.count_nonzero(ours == 0), len(set(ours[ours > 0]))) == (36, 16, 20, 4)
    assert counts(Convolution(2), (1, 3, 3)) == Counts(places=36, filled=16, free=4)
    assert counts(Dense(), (9,), n_out=4) == Counts(places=36, filled=36, free=36)


@pytest.mark.derivation("D36")
def test_the_matrix_of_the_deck():
    W = np.array([0.5, -2.0, 3.0, 7.0])
    B = matrix(Convolution(2), W.reshape(1, 2, 2, 1), (1, 3, 3))
    np.testing.assert_array_equal(B, np.array([0.0, *W])[weight_numbers(Convolution(2), (1, 3, 3))])


@pytest.mark.derivation("D36", "D39", "D41")
@some_shapes
@given(products())
def test_the_matrix_is_the_product(case):
    """B^T x is the forward pass, B e the error sent back, for all examples at once."""
    product, shape, n_out, m, _ = case
    E, W, X = arrays_of(*case)
    B = matrix(product, W, shape)
    outputs = n_out * np.prod(product.grid(shape), dtype=int)
    assert B.shape == (np.prod(shape), outputs)
    close(B.T @ X.reshape(-1, m), product.forward(W, X).reshape(outputs, m))
    close(B @ E.reshape(outputs, m), product.error_back(W, E, shape).reshape(-1, m))


@every_case
def test_the_matrix_of_every_case(case):
    product, shape, _, m = case
    _, W, X = arrays_of(*case)
    close((matrix(product, W, shape).T @ X.reshape(-1, m)).ravel(), product.forward(W, X).ravel())


@pytest.mark.derivation("D36")
def test_dense_is_its_own_matrix(rng):
    W = rng.standard_normal((5, 3))
    np.testing.assert_array_equal(matrix(Dense(), W, (5,)), W)
    assert weight_numbers(Dense(), (2,), 3).tolist() == [[1, 2, 3], [4, 5, 6]]


@pytest.mark.derivation("D36")
def test_channels_and_filters_number_on():
    """Weight numbers run as W lies in memory: channels, rows, columns, filters; outputs filter by filter."""
    assert weight_numbers(Convolution((1, 2)), (2, 1, 2), 2).tolist() == [[1, 2], [3, 4], [5, 6], [7, 8]]
    assert weight_numbers(Convolution(1), (1, 1, 2), 2).tolist() == [[1, 0, 2, 0], [0, 1, 0, 2]]


@pytest.mark.derivation("D36")
def test_one_row_is_a_toeplitz_matrix(rng):
    w = rng.standard_normal(3)
    B = matrix(Convolution((1, 3)), w.reshape(1, 1, 3, 1), (1, 1, 7))
    np.testing.assert_array_equal(B, scipy.linalg.toeplitz([*w, 0, 0, 0, 0], [w[0], 0, 0, 0, 0]))


@pytest.mark.derivation("D36")
@some_shapes
@given(convolutions(strides=(1, 1)))
def test_blocks_are_toeplitz_and_stand_as_toeplitz(case):
    product, (_, height, width), *_ = case
    rows, columns = product.grid((1, height, width))
    blocks = weight_numbers(product, (1, height, width)).reshape(height, width, rows, columns)
    np.testing.assert_array_equal(blocks[1:, :, 1:], blocks[:-1, :, :-1])
    np.testing.assert_array_equal(blocks[:, 1:, :, 1:], blocks[:, :-1, :, :-1])


@pytest.mark.derivation("D36")
@some_shapes
@given(products())
def test_counts_count_the_table(case):
    product, shape, n_out, *_ = case
    ours, numbers = counts(product, shape, n_out), weight_numbers(product, shape, n_out)
    assert ours[:2] == (numbers.size, np.count_nonzero(numbers))
    assert ours.free == arrays_of(*case)[1].size >= len(set(numbers[numbers > 0]))


@pytest.mark.derivation("D36")
def test_counts_of_a_layer_too_large_for_its_table():
    """The first layer of a network for photographs: 1e11 places, 9408 weights. At the border some taps see padding."""
    first = counts(Convolution(7, stride=2, padding=3), (3, 224, 224), n_out=64)
    assert first.places == 3 * 224 * 224 * 64 * 112 * 112
    assert first.free == 3 * 7 * 7 * 64 == 9408
    along_an_axis = 4 + 6 + 109 * 7 + 5
    assert first.filled == 3 * 64 * along_an_axis**2


@pytest.mark.derivation("D39")
@some_shapes
@given(convolutions(strides=(1, 1), paddings=(0, 0)))
def test_three_ways_back(case):
    """The full correlation with the flipped kernel, the full convolution as it is, the table from its other side."""
    product, shape, _, m, _ = case
    E, W, _ = arrays_of(*case)
    by_table = (matrix(product, W, shape) @ E.reshape(-1, m)).reshape(*shape, m)
    close(error_back_by_correlation(W, E), by_table)
    close(full_convolution(exchange(W), E), by_table)
    close(product.error_back(W, E, shape), by_table)


@pytest.mark.derivation("D37")
def test_the_flip_turns_the_table(rng):
    """Flipping the kernel turns the whole table by half a turn, when it stays within the image."""
    W = rng.standard_normal((1, 2, 3, 1))
    B, turned = (matrix(Convolution((2, 3)), kernel, (1, 4, 5)) for kernel in (W, flip(W)))
    np.testing.assert_array_equal(turned, B[::-1, ::-1])


def test_every_kind_of_array(asarray):
    product, shape, *_ = CASES["all at once"]
    W = arrays_of(*CASES["all at once"])[1]
    B = matrix(product, asarray(W), shape)
    assert type(B) is type(asarray(W))
    np.testing.assert_array_equal(to_numpy(B), matrix(product, W, shape))
    single = matrix(product, asarray(W.astype(np.float32)), shape)
    assert str(single.dtype).endswith("float32")


@pytest.mark.derivation("D36")
def test_the_matrix_is_linear_in_the_weights(torch):
    """PyTorch differentiates through it: each weight gathers the gradients of the places that it fills."""
    W = torch.ones((1, 2, 2, 1), dtype=torch.float64, requires_grad=True)
    matrix(Convolution(2), W, (1, 3, 3)).sum().backward()
    assert W.grad.numpy().ravel().tolist() == [4.0, 4.0, 4.0, 4.0]


@pytest.mark.derivation("D36")
@some_shapes
@given(products())
def test_shared_weights_gather_the_gradients_of_their_places(case):
    """By definition, number by number; and what a dense layer would compute, gathered, is the product's own gradient."""
    product, shape, n_out, m, _ = case
    E, W, X = arrays_of(*case)
    dB = np.random.default_rng(0).standard_normal(weight_numbers(product, shape, n_out).shape)
    numbers = weight_numbers(product, shape, n_out)
    by_definition = [np.sum(dB[numbers == number]) for number in range(1, W.size + 1)]
    close(shared_gradient(product, dB, shape), np.reshape(by_definition, W.shape))
    by_dense_layer = X.reshape(-1, m) @ E.reshape(-1, m).T
    close(shared_gradient(product, by_dense_layer, shape), product.weight_gradient(X, E))


@pytest.mark.derivation("D36")
@some_shapes
@given(products())
def test_gathering_is_the_adjoint_of_filling_in(case):
    product, shape, n_out, *_ = case
    W = arrays_of(*case)[1]
    dB = np.random.default_rng(1).standard_normal(weight_numbers(product, shape, n_out).shape)
    close(np.sum(matrix(product, W, shape) * dB), np.sum(W * shared_gradient(product, dB, shape)))


def test_what_does_not_fit_is_said():
    with pytest.raises(ValueError, match=r"^shared_gradient: dB \(9, 5\) does not fit .* expected \(9, 4 n_out\)"):
        shared_gradient(Convolution(2), np.ones((9, 5)), (1, 3, 3))
    with pytest.raises(ValueError, match=r"^shared_gradient: dB \(8, 4\) does not fit"):
        shared_gradient(Convolution(2), np.ones((8, 4)), (1, 3, 3))
    with pytest.raises(ValueError, match=r"^shared_gradient: dB \(3, 2\) does not fit .* expected \(2, n_out\)"):
        shared_gradient(Dense(), np.ones((3, 2)), (2,))
    with pytest.raises(ValueError, match=r"^matrix: W \(1, 2, 3, 1\) does not fit .* expected \(1, 2, 2, n_out\)"):
        matrix(Convolution(2), np.ones((1, 2, 3, 1)), (1, 3, 3))
    with pytest.raises(ValueError, match=r"^Convolution: the kernel \(4, 4\) is larger than the image \(3, 3\)"):
        weight_numbers(Convolution(4), (1, 3, 3))
    with pytest.raises(ValueError, match=r"^Convolution: an example of shape \(3, 3\)"):
        counts(Convolution(2), (3, 3))


# Triples: the form, number by number


@pytest.mark.derivation("D36", "D41")
def test_the_triples_of_the_deck():
    """Sixteen: each of the four outputs meets each of the four weights once, at the pixel that y_1 to y_4 say."""
    pixels = [[1, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8], [5, 6, 8, 9]]
    expected = [[k, t, pixels[k][t] - 1] for k in range(4) for t in range(4)]
    assert triples(Convolution(2), (1, 3, 3)).tolist() == expected


@pytest.mark.derivation("D41")
@every_case
def test_there_are_as_many_triples_as_filled_places(case):
    product, shape, n_out, *_ = case
    found = triples(product, shape, n_out)
    assert len(found) == len({tuple(triple) for triple in found.tolist()}) == counts(product, shape, n_out).filled
    for k, t, j in found:
        assert weight_numbers(product, shape, n_out)[j, k] == t + 1


@pytest.mark.derivation("D41")
@some_shapes
@given(products())
def test_the_derivatives_by_triples_are_those_of_the_product(case):
    """Three lines of a loop are forward pass, error sent back and weight gradient of any product."""
    product, shape, n_out, *_ = case
    E, W, X = arrays_of(*case)
    met = triples(product, shape, n_out)
    for i in range(X.shape[-1]):
        E_i, X_i = E[..., [i]], X[..., [i]]
        plain = derivatives_by_triples(met, E_i.ravel(), W.ravel(), X_i.ravel())
        for ours, expected in zip(plain, product.derivatives(E_i, W, X_i), strict=True):
            close(ours, expected.ravel())


@pytest.mark.derivation("D41")
def test_some_of_the_triples_are_one_number_too(rng):
    """Whatever triples have been met, the three piles that they are thrown on weigh the same."""
    met = triples(Convolution(2), (1, 3, 3))
    e, w, x = (rng.standard_normal(n) for n in (4, 4, 9))
    for n in range(17):
        Z, dX, dW = derivatives_by_triples(met[:n], e, w, x)
        number = sum(e[k] * w[t] * x[j] for k, t, j in met[:n])
        for pile in (e * Z, x * dX, w * dW):
            assert pile.sum() == pytest.approx(number, abs=1e-13)
