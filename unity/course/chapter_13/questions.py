"""Exercises of chapter 13, convolution."""

import numpy as np

from unity import trilinear
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def kernel_and_image(rng):
    """A square kernel and an image that is not square, so that nothing can be exchanged unseen."""
    h = int(rng.integers(2, 4))
    height, width = rng.choice([5, 6, 7, 8], 2, replace=False)
    return rng.normal(size=(h, h)), rng.normal(size=(height, width))


def slid(W, X, stride=1, padding=0):
    product = trilinear.Convolution(W.shape, stride, padding)
    return product.forward(W[None, :, :, None], X[None, :, :, None])[0, :, :, 0]


def axis(rng):
    """n, h, t and p of an axis of which gaps, the end and the frame all play a part."""
    while True:
        n, h, t, p = (int(rng.integers(*limits)) for limits in ((9, 30), (2, 5), (3, 7), (1, 4)))
        wrong = {f(n, h, t, p) for f in (without_frame, frame_too, gaps, end, seen, places)}
        if t > h > p and unseen(n, h, t, p) not in wrong:
            return n, h, t, p


def row_of_windows(n, h, t, p):
    """How many windows look at each pixel of an axis."""
    product = trilinear.Convolution((1, h), (1, t), (0, p))
    ones = np.ones((h, product.grid((1, 1, n))[1]))
    return product.view_adjoint(ones, (1, 1, n)).ravel()


def unseen(n, h, t, p):
    return int(np.sum(row_of_windows(n, h, t, p) == 0))


def without_frame(n, h, t, p):
    return unseen(n, h, t, 0)


def frame_too(n, h, t, p):
    return unseen(n + 2 * p, h, t, 0)


def gaps(n, h, t, p):
    return (places(n, h, t, p) - 1) * (t - h)


def end(n, h, t, p):
    return (n + 2 * p - h) % t


def seen(n, h, t, p):
    return n - unseen(n, h, t, p)


def places(n, h, t, p):
    return trilinear.Convolution(h, t, p).grid((1, n, n))[0]


def image_and_size(rng):
    W, X = kernel_and_image(rng)
    return X, len(W)


def windows(X, h):
    return trilinear.Convolution(h).view(X[None, :, :, None])


def columns_of_places(X, h):
    """The windows one below the other first, then to the right."""
    turned = windows(X.T, h)
    return turned.reshape(h, h, -1).swapaxes(0, 1).reshape(h * h, -1)


def side_by_side(X, h):
    return trilinear.Convolution(h, stride=h).view(X[None, :, :, None])


EXERCISES = (
    Exercise(
        name="13-correlation",
        reference=slid,
        draw=kernel_and_image,
        mistakes=(
            Mistake(
                lambda W, X: slid(W[::-1, ::-1], X),
                "This is mathematics' convolution: the kernel is turned by half a turn. Let it lie as it is.",
            ),
            Mistake(
                lambda W, X: slid(W.T, X),
                "The rows and the columns of the kernel are exchanged: W[a, b] belongs to row r + a, column s + b.",
            ),
            Mistake(
                lambda W, X: slid(W, X)[:-1, :-1],
                "The last row and the last column of places are missing: along n pixels there are n − h + 1 of them.",
            ),
            Mistake(
                lambda W, X: slid(W, X, padding=1),
                "This window reaches over the border, where it sees zeros. Keep it within the image.",
            ),
            Mistake(
                lambda W, X: slid(W, X) / W.size,
                "This is the mean of the products. The neuron takes their sum.",
            ),
            Mistake(
                lambda W, X: slid(W, X, stride=W.shape),
                "These windows stand side by side. Move by one pixel at a time, so that they overlap.",
            ),
        ),
    ),
    Exercise(
        name="13-windows",
        reference=windows,
        draw=image_and_size,
        mistakes=(
            Mistake(
                lambda X, h: windows(X, h).T,
                "These are the right windows, but each is a row. A window is a column, as an example is.",
            ),
            Mistake(
                lambda X, h: windows(X, h).reshape(h, h, -1).swapaxes(0, 1).reshape(h * h, -1),
                "Each window is read column by column. Read it row by row.",
            ),
            Mistake(
                columns_of_places,
                "The windows follow each other downward first. Move to the right first, then to the next row.",
            ),
            Mistake(
                side_by_side,
                "These windows stand side by side. Move by one pixel at a time, so that they overlap.",
            ),
        ),
    ),
    Exercise(
        name="13-unseen",
        reference=unseen,
        draw=axis,
        mistakes=(
            Mistake(
                without_frame,
                "The padding is missing: the first window starts p places before the first pixel.",
            ),
            Mistake(
                frame_too,
                "Zeros of the frame are counted with the pixels. Count only the n places inside the frame.",
            ),
            Mistake(
                gaps,
                "These are the gaps between the windows. What is left over behind the last window is not seen either.",
            ),
            Mistake(
                end,
                "This is what is left over at the end, frame and all. A stride larger than the window leaves gaps as well.",
            ),
            Mistake(
                seen,
                "These are the pixels that some window sees. The others were asked.",
            ),
            Mistake(
                places,
                "This is the number of windows. The pixels that lie in none of them were asked.",
            ),
        ),
    ),
)
