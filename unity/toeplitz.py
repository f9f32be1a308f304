"""A product as the dense layer that it is: an explicit table of weights, mostly zeros, the same weights again and again."""

import math
from typing import NamedTuple

import numpy as np

from unity.arrays import move, namespace, to_numpy
from unity.shapes import Array, Float, Int, checked
from unity.trilinear import Derivatives, Product

__all__ = ["Counts", "counts", "derivatives_by_triples", "matrix", "shared_gradient", "triples", "weight_numbers"]


def _looked_at(product, shape):
    """Which input each weight looks at from each place: its number, from 1, or 0 for padding; (size of patch, places)."""
    inputs = math.prod(shape)
    return product.view(np.arange(1.0, inputs + 1).reshape(*shape, 1)).astype(int)


def weight_numbers(product: Product, shape: tuple[int, ...], n_out: int = 1) -> Int[Array, "inputs outputs"]:
    """Which weight joins which input and output, for examples of this shape: its number, from 1, or 0 for none.

    Weights are numbered as they stand in W, inputs as they stand in an example, outputs as in `(n_out, *grid)`. For an
    image of 3 x 3 and a kernel of 2 x 2 it is the deck's table of 9 x 4. For one channel and one filter at stride 1 it is a
    Toeplitz matrix of Toeplitz matrices: one step down and one to the right in a block leads to the same weight, and so
    does one block down and one to the right.

    Raises ValueError where the product does not fit the shape.

    Source: *Harmony in Complexity*, comparison of neural networks and convolutional neural networks.

    >>> from unity.trilinear import Convolution
    >>> weight_numbers(Convolution(2), (1, 3, 3))
    array([[1, 0, 0, 0],
           [2, 1, 0, 0],
           [0, 2, 0, 0],
           [3, 0, 1, 0],
           [4, 3, 2, 1],
           [0, 4, 0, 2],
           [0, 0, 3, 0],
           [0, 0, 4, 3],
           [0, 0, 0, 4]])
    """
    looked_at, inputs = _looked_at(product, shape), math.prod(shape)
    n_in, places = looked_at.shape
    numbers = np.arange(1, n_in * n_out + 1).reshape(n_in, n_out, 1)
    found = np.zeros((1 + inputs, n_out, places), int)
    found[looked_at[:, None, :], np.arange(n_out)[:, None], np.arange(places)] = numbers
    return found[1:].reshape(inputs, n_out * places)


@checked
def matrix(product: Product, W: Float[Array, "*patch n_out"], shape: tuple[int, ...]) -> Float[Array, "inputs outputs"]:
    """The dense weights that do what a product does with W, for examples of this shape: `weight_numbers`, filled in.

        z = B^T x = forward(W, x),   dx = B e = error_back(W, e)

    x is an example as a vector, e and z are errors and outputs as vectors. Forward multiplies by the transpose, backward
    by the matrix as it is, as with any dense layer.

    Raises ValueError where W does not fit the product and the shape.

    Equations: eq-table, eq-table-forward, eq-table-blocks, eq-toeplitz, eq-two-tables, eq-table-back.
    Source: *Harmony in Complexity*, comparison of neural networks and convolutional neural networks.

    >>> from unity.trilinear import Convolution
    >>> kernel = np.array([1.0, 10.0, 100.0, 1000.0]).reshape(1, 2, 2, 1)
    >>> matrix(Convolution(2), kernel, (1, 3, 3)).T @ np.arange(1.0, 10.0)
    array([5421., 6532., 8754., 9865.])
    """
    xp = namespace(W)
    product.layout("matrix", shape, W)
    numbers = weight_numbers(product, shape, W.shape[-1])
    weights = xp.reshape(W, (-1,))
    with_zero = xp.concat([xp.zeros_like(weights[:1]), weights])
    filled_in = xp.take(with_zero, move(numbers.ravel(), like=W), axis=0)
    return xp.reshape(filled_in, numbers.shape)


@checked
def shared_gradient(
    product: Product, dB: Float[Array, "inputs outputs"], shape: tuple[int, ...]
) -> Float[Array, "*patch n_out"]:
    """The gradient by the weights W of a product, from the gradient by its table: the adjoint of `matrix`.

        dL/dw_j = sum of dL/dB over the places that carry w_j

    dB is what a dense layer computes for its weights, $x e^T$ summed over the examples. What stands in empty places
    counts for nothing. The result is `weight_gradient`, by another way.

    Raises ValueError where dB does not fit the product and the shape.

    Equation: eq-tied.

    >>> from unity.trilinear import Convolution
    >>> shared_gradient(Convolution(2), np.ones((9, 4)), (1, 3, 3))[0, :, :, 0]
    array([[4., 4.],
           [4., 4.]])
    """
    xp = namespace(dB)
    looked_at, inputs = _looked_at(product, shape), math.prod(shape)
    places = looked_at.shape[1]
    n_out, left_over = divmod(dB.shape[1], places)
    if dB.shape[0] != inputs or left_over:
        expected = f"({inputs}, n_out)" if places == 1 else f"({inputs}, {places} n_out)"
        raise ValueError(
            f"shared_gradient: dB {tuple(dB.shape)} does not fit {product!r} of an example {tuple(shape)}, "
            f"expected {expected}"
        )
    with_zero = xp.concat([xp.zeros_like(dB[:1, :]), dB])
    columns = np.arange(n_out)[:, None] * places + np.arange(places)
    where = looked_at[:, None, :] * dB.shape[1] + columns
    gathered = xp.take(xp.reshape(with_zero, (-1,)), move(where.ravel(), like=dB), axis=0)
    return xp.reshape(xp.sum(xp.reshape(gathered, where.shape), axis=2), (*product.patch(shape), n_out))


def triples(product: Product, shape: tuple[int, ...], n_out: int = 1) -> Int[Array, "triples 3"]:
    """Who meets whom in the form of a product: an output, a weight and an input a row, by their numbers, from 0.

        T(E, W, X) = sum over the triples (k, t, j) of e_k w_t x_j

    Outputs are numbered as they stand in `(n_out, *grid)`, weights as in W, inputs as in an example. There are as many
    triples as `weight_numbers` has places that are not empty.

    Raises ValueError where the product does not fit the shape.

    >>> from unity.trilinear import Convolution, Dense
    >>> triples(Dense(), (3,)).tolist()
    [[0, 0, 0], [0, 1, 1], [0, 2, 2]]
    >>> len(triples(Convolution(2), (1, 3, 3))), len(triples(Dense(), (9,), n_out=4))
    (16, 36)
    """
    numbers = weight_numbers(product, shape, n_out)
    k, j = np.nonzero(numbers.T)
    return np.stack([k, numbers[j, k] - 1, j], axis=1)


@checked
def derivatives_by_triples(
    triples: Int[Array, "triples 3"],
    e: Float[Array, "outputs"],
    w: Float[Array, "weights"],
    x: Float[Array, "inputs"],
) -> Derivatives:
    """The three derivatives of the form, number by number in pure Python: the plain version of `Product.derivatives`.

        z_k = sum of w_t x_j,   dx_j = sum of w_t e_k,   dw_t = sum of x_j e_k,   over the triples (k, t, j)

    e, w and x are the numbers of one example, each in a row. With some of the triples it is the form of these.

    >>> from unity.trilinear import Dense
    >>> e, w, x = np.array([2.0]), np.array([1.0, 10.0]), np.array([3.0, 4.0])
    >>> derivatives_by_triples(triples(Dense(), (2,)), e, w, x)
    Derivatives(Z=array([43.]), dX=array([ 2., 20.]), dW=array([6., 8.]))
    """
    like = e
    e, w, x = to_numpy(e), to_numpy(w), to_numpy(x)
    z, dx, dw = np.zeros_like(e), np.zeros_like(x), np.zeros_like(w)
    for k, t, j in to_numpy(triples):
        z[k] += w[t] * x[j]
        dx[j] += w[t] * e[k]
        dw[t] += x[j] * e[k]
    return move(Derivatives(z, dx, dw), like=like)


class Counts(NamedTuple):
    """How many places the table of a product has, how many of them are filled, and by how many free weights."""

    places: int
    filled: int
    free: int


def counts(product: Product, shape: tuple[int, ...], n_out: int = 1) -> Counts:
    """What a product saves, counted without making its table: locality leaves places empty, sharing repeats weights.

        places = inputs times outputs,   filled: those where an output looks at an input,   free: the numbers in W

    Raises ValueError where the product does not fit the shape.

    Equations: eq-dense-count, eq-local-count, eq-shared-count, eq-savings.
    Source: *Harmony in Complexity*, comparison of neural networks and convolutional neural networks.

    >>> from unity.trilinear import Convolution, Dense
    >>> counts(Convolution(2), (1, 3, 3))
    Counts(places=36, filled=16, free=4)
    >>> counts(Dense(), (9,), n_out=4)
    Counts(places=36, filled=36, free=36)
    """
    n_in, places, inputs = math.prod(product.patch(shape)), math.prod(product.grid(shape)), math.prod(shape)
    looked_at = product.view(np.ones((*shape, 1)))
    return Counts(inputs * n_out * places, n_out * int(np.count_nonzero(looked_at)), n_in * n_out)
