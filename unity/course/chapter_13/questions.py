"""Exercises of chapter 13, convolution."""

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
    """n, h, t and p, with something left over at the end, and more than one place in each half of the padding."""
    while True:
        n, h, t, p = (int(rng.integers(*limits)) for limits in ((9, 30), (3, 6), (2, 5), (3, 9)))
        if (n + 2 * p - h) % t and (n + p - h) // t + 1 < (n + 2 * p - h) // t:
            return n, h, t, p


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
        name="13-places",
        reference=places,
        draw=axis,
        mistakes=(
            Mistake(
                lambda n, h, t, p: (n + 2 * p - h) // t,
                "One too few: the first place counts as well. Add 1.",
            ),
            Mistake(
                lambda n, h, t, p: (n + p - h) // t + 1,
                "The frame has p zeros on both sides of the axis: 2p, not p.",
            ),
            Mistake(
                lambda n, h, t, p: (n - h) // t + 1,
                "The padding is missing: the axis is n + 2p long.",
            ),
            Mistake(
                lambda n, h, t, p: -((h - n - 2 * p) // t) + 1,
                "This rounds up, and counts a window that no longer fits in. Round down.",
            ),
            Mistake(
                lambda n, h, t, p: (n + 2 * p - h) / t + 1,
                "This is not a whole number: what is left over at the end makes no place. Round down.",
            ),
            Mistake(
                lambda n, h, t, p: n + 2 * p - h + 1,
                "These are all places. With a stride, only every t-th of them is visited.",
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
)
