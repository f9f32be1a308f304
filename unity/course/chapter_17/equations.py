"""Chapter 17, one form. A view is written here once more, as windows of 2 x 2 that slide over images of 3 x 4."""

import numpy as np

from unity import activations, families, layers, network, trilinear
from unity.equations.binding import Entry
from unity.shapes import Array, Float, checked

__all__ = ["ENTRIES"]

IMAGES = Float[Array, "channels height width m"]
CHANNELS, HEIGHT, WIDTH, EXAMPLES = SHAPE = 2, 3, 4, 2
PLACES = [(r, s) for r in range(HEIGHT - 1) for s in range(WIDTH - 1)]
SIZES = {
    "channels": CHANNELS,
    "height": HEIGHT,
    "width": WIDTH,
    "m": EXAMPLES,
    "n_in": 4 * CHANNELS,
    "columns": len(PLACES) * EXAMPLES,
}
SLIDING = trilinear.Convolution(2)


# A view and its adjoint, in plain NumPy


@checked
def windows(X: IMAGES):
    """P(X): the windows as columns, a place after the other, in each place the examples."""
    columns = [X[:, r : r + 2, s : s + 2].reshape(4 * CHANNELS, EXAMPLES) for r, s in PLACES]
    return np.hstack(columns)


@checked
def add_back(V: Float[Array, "n_in columns"]):
    """P*(V): each column back at its window, where it is added."""
    X = np.zeros(SHAPE)
    for (r, s), column in zip(PLACES, np.split(V, len(PLACES), axis=1)):
        X[:, r : r + 2, s : s + 2] += column.reshape(CHANNELS, 2, 2, EXAMPLES)
    return X


VIEW = {"P": windows, "P^*": add_back}


# The library's convolution, with E and W laid out as matrices


def kernels(W):
    return W.reshape(CHANNELS, 2, 2, -1)


def maps(E):
    return E.reshape(-1, HEIGHT - 1, WIDTH - 1, EXAMPLES)


ERRORS, WEIGHTS = Float[Array, "K columns"], Float[Array, "n_in K"]


def form(E: ERRORS, W: WEIGHTS, X: IMAGES):
    return SLIDING.form(maps(E), kernels(W), X)


def forward(W: WEIGHTS, X: IMAGES):
    return SLIDING.forward(kernels(W), X).reshape(W.shape[1], -1)


def error_back(E: ERRORS, W: WEIGHTS):
    return SLIDING.error_back(kernels(W), maps(E), SHAPE[:3])


def weight_gradient(E: ERRORS, X: IMAGES):
    return SLIDING.weight_gradient(X, maps(E)).reshape(4 * CHANNELS, -1)


def paired_with_input(E: ERRORS, W: WEIGHTS, X: IMAGES):
    return np.sum(error_back(E, W) * X)


def one_number(E: ERRORS, W: WEIGHTS, X: IMAGES):
    """The three pairings' mean: it is T only where all of them are."""
    return np.mean(SLIDING.pairings(maps(E), kernels(W), X))


def paired_views(X: IMAGES, V: Float[Array, "n_in columns"]):
    return np.sum(X * SLIDING.view_adjoint(V, SHAPE[:3]))


OF_IMAGES = {"sizes": SIZES, "shapes": {"E": "K columns", "W": "n_in K", "X": "channels height width m"}}
FORM = VIEW | {"T": r"\langle E, W^\top P(X) \rangle"}


# The dense form


def of_a_neuron(e: Float[Array, "1 1"], w: Float[Array, "n 1"], x: Float[Array, "n 1"]):
    return trilinear.Dense().form(e, w, x)


def of_a_dense_layer(E: Float[Array, "K m"], W: Float[Array, "n K"], X: Float[Array, "n m"]):
    return trilinear.Dense().form(E, W, X)


def plain_form(E: Float[Array, "K m"], W: Float[Array, "n K"], X: Float[Array, "n m"]):
    return np.sum(E * (W.T @ X))


def after_a_step(
    E: Float[Array, "K m"], tilde_E: Float[Array, "K m"], W: Float[Array, "n K"], X: Float[Array, "n m"], c: float
):
    return of_a_dense_layer(E + c * tilde_E, W, X)


def all_letters_scaled(E: Float[Array, "K m"], W: Float[Array, "n K"], X: Float[Array, "n m"], c: float):
    return of_a_dense_layer(c * E, c * W, c * X)


# A network: a convolution whose sums are compared with Y


def squared_cost(W_n: WEIGHTS, A_n: IMAGES, Y: ERRORS):
    return np.sum((W_n.T @ windows(A_n) - Y) ** 2) / (2 * EXAMPLES)


def squared_error(W_n: WEIGHTS, A_n: IMAGES, Y: ERRORS):
    return (W_n.T @ windows(A_n) - Y) / EXAMPLES


def network_gradient(W_n: WEIGHTS, A_n: IMAGES, Y: ERRORS):
    """What the library's network says of the same weights."""
    K = W_n.shape[1]
    net = network.Network([layers.convolution(K, 2), layers.Flatten()], families.GAUSSIAN)
    parameters = (kernels(W_n), np.zeros((K, 1))), ()
    (dW, _), _ = net.gradient(parameters, A_n, Y.reshape(-1, EXAMPLES))
    return dW.reshape(W_n.shape)


def bent(z):
    """An activation."""
    return np.tanh(z)


def sent_back(W_n: WEIGHTS, E_n: ERRORS, Z: IMAGES):
    """The error that the library sends back through a convolution and the activation before it."""
    bend = layers.Elementwise(activations.TANH)
    return bend.error_back((), Z, error_back(E_n, W_n))


# Rectifiers without biases


def softmax_cost(W_1: Float[Array, "n h"], W_2: Float[Array, "h K"], X: Float[Array, "n m"], Y: Float[Array, "K m"]):
    Z = W_2.T @ np.where(W_1.T @ X > 0, W_1.T @ X, 0)
    return np.sum(Y * (np.log(np.exp(Z).sum(axis=0)) - Z)) / X.shape[1]


def first_pairing(W_1: Float[Array, "n h"], W_2: Float[Array, "h K"], X: Float[Array, "n m"], Y: Float[Array, "K m"]):
    (h, K), none = W_2.shape, np.zeros
    net = network.Network(
        [layers.dense(h), layers.Elementwise(activations.RELU), layers.dense(K)], families.CATEGORICAL
    )
    (dW_1, _), *_ = net.gradient(((W_1, none((h, 1))), (), (W_2, none((K, 1)))), X, Y)
    return np.sum(W_1 * dW_1)


def away_from_corners(rng, shape):
    """Inputs and weights of which none is near 0, and of one sign a row: no sum comes near a rectifier's corner."""
    return rng.uniform(0.5, 1.5, size=shape)


def one_sign_a_neuron(rng, shape):
    signs = np.where(np.arange(shape[1]) == 0, 1, rng.choice([-1.0, 1.0], size=shape[1]))
    return rng.uniform(0.5, 1.5, size=shape) * signs


ENTRIES = {
    "eq-three-readings": Entry(value=of_a_neuron),
    "eq-all-triples": Entry(value=of_a_dense_layer),
    "eq-linear-in-each": Entry(value=after_a_step, symbols={"T": plain_form}),
    "eq-three-factors": Entry(value=all_letters_scaled, symbols={"T": plain_form}),
    "eq-form": Entry(value=form, symbols=VIEW, **OF_IMAGES),
    "eq-form-by-error": Entry(value=forward, symbols=FORM, **OF_IMAGES),
    "eq-form-by-weights": Entry(value=weight_gradient, symbols=FORM, **OF_IMAGES),
    "eq-form-by-input": Entry(value=error_back, symbols=FORM, **OF_IMAGES),
    "eq-adjoint-view": Entry(value=paired_views, symbols=VIEW, **OF_IMAGES),
    "eq-moved": Entry(value=paired_with_input, symbols=VIEW, **OF_IMAGES),
    "eq-one-number": Entry(value=one_number, symbols=FORM, **OF_IMAGES),
    "eq-backward-weights": Entry(
        value=network_gradient, symbols=VIEW | {"J": squared_cost, "E_n": squared_error}, sizes=SIZES
    ),
    "eq-backward-error": Entry(
        value=sent_back,
        symbols=VIEW
        | {
            "f": bent,
            "Z": None,
            "Z_{n-1}": "Z",
            "A_n": "f(Z_{n-1})",
            "J": r"\frac{1}{2 m} \lVert W_n^\top P(A_n) - Y \rVert^2",
            "E_n": r"\frac{1}{m} (W_n^\top P(A_n) - Y)",
        },
        shapes={"Y": "K columns"},
        sizes=SIZES,
    ),
    "eq-through": Entry(
        value=first_pairing, symbols={"J": softmax_cost}, draws={"X": away_from_corners, "W_1": one_sign_a_neuron}
    ),
    "eq-recurrent-step": Entry(),
    "eq-attention": Entry(clause=1, symbols={"d": None}),
}
