"""Chapter 15, errors flow back through a convolution."""

import numpy as np

from unity import toeplitz, trilinear
from unity.course import convolving
from unity.course.errata import image, weight_gradient, window
from unity.equations.binding import Entry
from unity.shapes import Array, Float

__all__ = ["ACCEPTED", "ENTRIES"]

# The deck's case: nine pixels, four weights, four outputs, and half their squared distance from some targets.


def local_gradients(x: Float[Array, "9 1"]):
    """dy_i/dw_j, a row for each output."""
    return trilinear.Convolution(2).view(image(x)).T


def whole_weight_gradient(x: Float[Array, "9 1"], e: Float[Array, "4 1"]):
    return np.stack([weight_gradient(place)(x, e) for place in (1, 2, 3, 4)])[:, None]


def fifth_pixel(w: Float[Array, "4 1"], e: Float[Array, "4 1"]):
    return convolving.error_back_by_correlation(window(w), e.reshape(1, 2, 2, 1)).ravel()[4]


OUTPUTS = r"""
\begin{bmatrix}
w_1 x_1 + w_2 x_2 + w_3 x_4 + w_4 x_5 \\
w_1 x_2 + w_2 x_3 + w_3 x_5 + w_4 x_6 \\
w_1 x_4 + w_2 x_5 + w_3 x_7 + w_4 x_8 \\
w_1 x_5 + w_2 x_6 + w_3 x_8 + w_4 x_9
\end{bmatrix}
"""
COLUMNS = {"w": "4 1", "x": "9 1", "t": "4 1"}
SMALL = {"y": OUTPUTS, "L": r"\frac{1}{2} \lVert y - t \rVert^2", "e": "y - t"}

# One channel, one filter, one example: X (8, 6), W (3, 2), E (6, 5).


def as_images(*arrays):
    return (a.reshape(1, *a.shape, 1) for a in arrays)


def slid_error(X: Float[Array, "8 6"], E: Float[Array, "6 5"]):
    return convolving.weight_gradient_by_correlation(*as_images(X, E))[0, :, :, 0]


def slid_kernel(W: Float[Array, "3 2"], E: Float[Array, "6 5"]):
    return convolving.error_back_by_correlation(*as_images(W, E))[0, :, :, 0]


def padded(E, W):
    """E in as many zeros as a kernel can reach beyond it."""
    edges = [(0, 0)] * (E.ndim // 4) + [(k - 1, k - 1) for k in W.shape[E.ndim // 4 :][:2]] + [(0, 0)] * (E.ndim // 4)
    return np.pad(E, edges)


def table_by_hand(W: Float[Array, "3 2"]):
    """The weight that joins each of 8 x 6 pixels with each of 6 x 5 outputs."""
    T = np.zeros((8, 6, 6, 5))
    for r, s, a, b in np.ndindex(6, 5, 3, 2):
        T[r + a, s + b, r, s] = W[a, b]
    return T.reshape(48, 30)


def back_by_table(W: Float[Array, "3 2"], E: Float[Array, "6 5"]):
    (kernel,) = as_images(W)
    return toeplitz.matrix(trilinear.Convolution((3, 2)), kernel, (1, 8, 6)) @ E.reshape(-1, 1)


FLAT = {"X": "8 6", "W": "3 2", "E": "6 5"}
ONE_FILTER = {"L": r"\langle E, X \star W \rangle", "E_p": padded}

# Two channels, windows of 3 x 2 on images of 4 x 3, so 2 x 2 places; 5 filters, 3 examples. W and E are matrices.

SHAPE = (2, 4, 3)


def gathered(X: Float[Array, "2 4 3 3"]):
    """P(X) by slices."""
    X = X.reshape(*SHAPE, 3)
    windows = [X[:, r : r + 3, s : s + 2].reshape(12, 3) for r, s in np.ndindex(2, 2)]
    return np.stack(windows, axis=1).reshape(12, 12)


def added_back(V: Float[Array, "12 12"]):
    """P*(V) by slices."""
    X = np.zeros((*SHAPE, 3))
    for (r, s), taps in zip(np.ndindex(2, 2), V.reshape(2, 3, 2, 4, 3).transpose(3, 0, 1, 2, 4)):
        X[:, r : r + 3, s : s + 2] += taps
    return X


def added_back_product(X: Float[Array, "2 4 3 3"], V: Float[Array, "12 12"]):
    return np.sum(X * trilinear.Convolution((3, 2)).view_adjoint(V, SHAPE))


def error_back(W: Float[Array, "12 5"], E: Float[Array, "5 12"]):
    return trilinear.Convolution((3, 2)).error_back(W.reshape(2, 3, 2, 5), E.reshape(5, 2, 2, 3), SHAPE)


def gradient_by_view(X: Float[Array, "2 4 3 3"], E: Float[Array, "5 12"]):
    return trilinear.Convolution((3, 2)).weight_gradient(X, E.reshape(5, 2, 2, 3)).reshape(12, 5)


VIEW = {"P": gathered, "P^*": added_back, "L": r"\langle E, W^\top P(X) \rangle"}

# Channels and filters, and a stride of 2.


def exchanged(W: Float[Array, "2 3 2 5"]):
    return np.moveaxis(W, (0, 3), (3, 0))


def error_back_of_filters(W: Float[Array, "2 3 2 5"], E: Float[Array, "5 2 2 3"]):
    return convolving.error_back_by_correlation(W, E)


def spread_out(E: Float[Array, "2 3"]):
    (errors,) = as_images(E)
    return convolving.dilate(errors, 2)[0, :, :, 0]


def strided_loss(E: Float[Array, "2 3"], X: Float[Array, "5 6"], W: Float[Array, "3 2"]):
    """<E, Y> where the window moves on by two."""
    return sum(E[r, s] * np.sum(W * X[2 * r : 2 * r + 3, 2 * s : 2 * s + 2]) for r, s in np.ndindex(2, 3))


ENTRIES = {
    "eq-local-gradients": Entry(value=local_gradients, symbols={"y": OUTPUTS}, shapes=COLUMNS, clause=1),
    "eq-chain-sum": Entry(value=whole_weight_gradient, symbols=SMALL, shapes=COLUMNS),
    "eq-four-rows": Entry(value=whole_weight_gradient, symbols=SMALL, shapes=COLUMNS),
    "eq-error-slides": Entry(value=slid_error, symbols=ONE_FILTER, shapes=FLAT),
    "eq-two-pixels": Entry(value=fifth_pixel, symbols=SMALL, shapes=COLUMNS, clause=1),
    "eq-kernel-slides": Entry(value=slid_kernel, symbols=ONE_FILTER, shapes=FLAT),
    "eq-table-back": Entry(value=back_by_table, symbols=ONE_FILTER | {"B": table_by_hand}, shapes=FLAT),
    "eq-add-back": Entry(value=added_back_product, symbols=VIEW, shapes={"X": "2 4 3 3", "V": "12 12"}),
    "eq-convolution-back": Entry(value=error_back, symbols=VIEW, shapes={"X": "2 4 3 3", "W": "12 5", "E": "5 12"}),
    "eq-convolution-weights": Entry(
        value=gradient_by_view, symbols=VIEW, shapes={"X": "2 4 3 3", "W": "12 5", "E": "5 12"}
    ),
    "eq-exchanged": Entry(
        value=error_back_of_filters,
        symbols=ONE_FILTER | {"tilde_W": exchanged},
        shapes={"X": "2 4 3 3", "W": "2 3 2 5", "E": "5 2 2 3"},
        clause=1,
    ),
    "eq-spread-out": Entry(
        value=spread_out,
        symbols={"L": strided_loss, "D_p": lambda D, W: padded(D, W)},
        shapes={"X": "5 6", "W": "3 2", "E": "2 3"},
    ),
}

V = r"\begin{bmatrix} x_{1} & x_{2} & x_{4} & x_{5} \\ x_{2} & x_{3} & x_{5} & x_{6} \\ x_{4} & x_{5} & x_{7} & x_{8} \\ x_{5} & x_{6} & x_{8} & x_{9} \end{bmatrix}"
SYMMETRIC = (
    "The table is symmetric, as the chapter says: output i and weight j meet the same pixel as output j and weight i."
)

ACCEPTED = {
    ("eq-local-gradients", rf"\frac{{\partial y_{{j}}}}{{\partial w_{{i}}}} = V_{{i, j}}, \qquad V = {V}"): SYMMETRIC,
    ("eq-local-gradients", rf"\frac{{\partial y_{{i}}}}{{\partial w_{{j}}}} = V_{{j, i}}, \qquad V = {V}"): SYMMETRIC,
    (
        "eq-two-pixels",
        r"\frac{\partial L}{\partial x_{1}} = w_{1} e_{1}, \qquad "
        r"\frac{\partial L}{\partial x_{5}} = e_{4} w_{1} + e_{3} w_{2} + e_{2} w_{3} + e_{1} w_{4}",
    ): "A convolution commutes: kernel and errors may change places.",
}
