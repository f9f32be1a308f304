"""Exercises of chapter 17, one form."""

import numpy as np

from unity.activations import relu, relu_slope, sigmoid
from unity.grading import Exercise, Mistake
from unity.trilinear import Convolution, Dense

__all__ = ["EXERCISES"]


def letters(rng):
    """E, W and X of a dense layer; all sizes differ."""
    n_in, n_out, m = rng.permutation([2, 3, 4, 5])[:3]
    return rng.normal(size=(n_out, m)), rng.normal(size=(n_in, n_out)), rng.normal(size=(n_in, m))


def products(E, W, X):
    return tuple(Dense().derivatives(E, W, X))


def piles(E, W, X):
    Z, dX, dW = products(E, W, X)
    return E * Z, X * dX, W * dW


def in_letters_order(E, W, X):
    Z, dX, dW = products(E, W, X)
    return Z, dW, dX


def on_its_side(E, W, X):
    Z, dX, dW = products(E, W, X)
    return Z, dX, dW.T


def mean_gradient(E, W, X):
    Z, dX, dW = products(E, W, X)
    return Z, dX, dW / X.shape[1]


def activated(E, W, X):
    Z, dX, dW = products(E, W, X)
    return sigmoid(Z), dX, dW


# Windows of three over a melody


def windows(rng):
    return (rng.normal(size=(3, int(rng.integers(4, 8)))),)


def add_back(V):
    notes = V.shape[1] + 2
    return Convolution((1, 3)).view_adjoint(V, (1, 1, notes)).reshape(notes, 1)


def overwritten(V):
    x = np.zeros((V.shape[1] + 2, 1))
    for a in range(3):
        x[a : a + V.shape[1], 0] = V[a]
    return x


def turned_over(V):
    return add_back(V[::-1])


def mean_of_windows(V):
    return add_back(V) / add_back(np.ones_like(V))


def middle_tap(V):
    x = np.zeros((V.shape[1] + 2, 1))
    x[1:-1, 0] = V[1]
    return x


# A network's way back


def network(rng):
    """Two dense layers and some examples; all sizes differ."""
    n_in, hidden, n_out, m = rng.permutation([2, 3, 4, 5])
    shapes = (n_in, hidden), (hidden, n_out), (n_in, m), (n_out, m)
    return tuple(rng.normal(size=shape) for shape in shapes)


def way_back(slope=relu_slope, hidden=relu):
    """The two gradients, with something else in the place of slope or hidden values."""

    def gradients(W_1, W_2, X, E_2):
        Z_1 = W_1.T @ X
        E_1 = (W_2 @ E_2) * slope(Z_1)
        return X @ E_1.T, hidden(Z_1) @ E_2.T

    return gradients


def means(W_1, W_2, X, E_2):
    return tuple(dW / X.shape[1] for dW in way_back()(W_1, W_2, X, E_2))


def other_order(W_1, W_2, X, E_2):
    return way_back()(W_1, W_2, X, E_2)[::-1]


EXERCISES = (
    Exercise(
        name="17-three-products",
        reference=products,
        draw=letters,
        mistakes=(
            Mistake(
                piles,
                "These are the piles of section 17.2: each derivative times its letter. A derivative leaves its letter out.",
            ),
            Mistake(
                in_letters_order,
                "The three are right, in another order: by E, by X, then by W.",
            ),
            Mistake(
                on_its_side,
                "The derivative by W lies on its side: it has to have the shape of W, a row for each input.",
            ),
            Mistake(
                mean_gradient,
                "The gradient is divided by m. The form has no 1/m of its own: that is in E already.",
            ),
            Mistake(
                activated,
                "The forward pass went through a sigmoid. The form ends before the activation, at the sums.",
            ),
        ),
    ),
    Exercise(
        name="17-add-back",
        reference=add_back,
        draw=windows,
        mistakes=(
            Mistake(
                overwritten,
                "Where windows overlap, the last one wins here. A note that was copied three times gets three numbers: add them.",
            ),
            Mistake(
                mean_of_windows,
                "This takes the mean of what comes back to a note. The adjoint adds: nothing is divided.",
            ),
            Mistake(
                turned_over,
                "The rows are the wrong way round: row 0 holds what each window sees first, so it goes back there.",
            ),
            Mistake(
                middle_tap,
                "Only the middle row has come back. The first and the last row were looked up from the melody, too.",
            ),
        ),
    ),
    Exercise(
        name="17-way-back",
        reference=way_back(),
        draw=network,
        mistakes=(
            Mistake(
                way_back(slope=np.ones_like),
                "The gradient of W_1 lacks the slope of the rectifier: multiply W_2 E_2 by it before you go on.",
            ),
            Mistake(
                way_back(slope=relu),
                "W_2 E_2 is multiplied by the rectifier's value. It needs its slope: 1 where the sum is positive, else 0.",
            ),
            Mistake(
                way_back(hidden=lambda Z: Z),
                "The second layer does not hear Z_1: it hears what the rectifier makes of it.",
            ),
            Mistake(
                means,
                "Both are divided by m. E_2 is the error that the cost sends back: it carries the 1/m already.",
            ),
            Mistake(
                other_order,
                "Both gradients are right, in another order: first that of W_1.",
            ),
        ),
    ),
)
