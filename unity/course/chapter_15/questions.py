"""Exercises of chapter 15, errors flow back through a convolution."""

import numpy as np

from unity import trilinear
from unity.course import convolving
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


def image_and_errors(rng):
    """An image and the errors of a smaller kernel's outputs; the kernel is neither square nor as large as they are."""
    kh, kw = (2, 3) if rng.integers(2) else (3, 2)
    rows, columns = int(rng.integers(4, 6)), int(rng.integers(4, 6))
    return rng.normal(size=(rows + kh - 1, columns + kw - 1)), rng.normal(size=(rows, columns))


def kernel_and_errors(rng):
    kh, kw = (2, 3) if rng.integers(2) else (3, 2)
    rows, columns = int(rng.integers(4, 6)), int(rng.integers(4, 6))
    return rng.normal(size=(kh, kw)), rng.normal(size=(rows, columns))


def strided(rng):
    """A kernel of three by three, errors, and an image in which a stride of two leaves a row or a column over."""
    rows, columns = int(rng.integers(2, 4)), int(rng.integers(3, 5))
    down, right = (1, 0) if rng.integers(2) else (0, 1)
    image = (2 * rows + 1 + down, 2 * columns + 1 + right)
    return rng.normal(size=(3, 3)), rng.normal(size=(rows, columns)), *image


def as_images(*arrays):
    return (a[None, :, :, None] for a in arrays)


def weight_gradient(X, E):
    return convolving.weight_gradient_by_correlation(*as_images(X, E))[0, :, :, 0]


def error_back(W, E):
    return convolving.error_back_by_correlation(*as_images(W, E))[0, :, :, 0]


def without_flip(W, E):
    return convolving.full_correlation(*as_images(W, E))[0, :, :, 0]


def strided_error_back(W, E, height, width):
    return trilinear.Convolution(3, stride=2).error_back(*as_images(W, E), (1, height, width))[0, :, :, 0]


def not_strided(W, E, height, width):
    return convolving.error_back_by_correlation(*as_images(W, E))[0, :, :, 0]


def nothing_left_over(W, E, height, width):
    return convolving.error_back_by_correlation(*as_images(W, E), stride=2)[0, :, :, 0]


def stamped_over(W, E, image, stride):
    """Each stamp replaces what lay below it, instead of being added."""
    dX = np.zeros(image)
    for r, s in np.ndindex(E.shape):
        dX[r * stride : r * stride + W.shape[0], s * stride : s * stride + W.shape[1]] = E[r, s] * W
    return dX


def whole_image(W, E):
    return E.shape[0] + W.shape[0] - 1, E.shape[1] + W.shape[1] - 1


EXERCISES = (
    Exercise(
        name="15-weight-gradient",
        reference=weight_gradient,
        draw=image_and_errors,
        mistakes=(
            Mistake(
                lambda X, E: weight_gradient(X, E[::-1, ::-1]),
                "Here the errors are turned round before they slide. For the weights they slide as they are.",
            ),
            Mistake(
                lambda X, E: weight_gradient(X, E) / E.size,
                "This is a mean over the places. The kernel is used at all of them, so what they ask for adds up.",
            ),
            Mistake(
                lambda X, E: weight_gradient(X, E).T,
                "The rows and the columns of dW are exchanged: moving the errors down leads to the next row of weights.",
            ),
            Mistake(
                lambda X, E: weight_gradient(X, np.ones_like(E)),
                "These are sums of pixels: the local gradients, without the errors. Each pixel is multiplied by one.",
            ),
        ),
    ),
    Exercise(
        name="15-error-back",
        reference=error_back,
        draw=kernel_and_errors,
        mistakes=(
            Mistake(
                without_flip,
                "The kernel slides over the padded errors as it is. Turn it by half a turn first, or stamp it.",
            ),
            Mistake(
                lambda W, E: stamped_over(W, E, whole_image(W, E), 1),
                "Each stamp replaces what lay below it. Windows overlap: add with +=.",
            ),
            Mistake(
                lambda W, E: trilinear.Convolution(W.shape).forward(*as_images(W[::-1, ::-1], E))[0, :, :, 0],
                "Only the places where the kernel lies within the errors are here. Pad the errors with zeros first.",
            ),
            Mistake(
                lambda W, E: error_back(W[::-1], E),
                "The kernel is mirrored top to bottom only. Half a turn reverses the rows and the columns.",
            ),
            Mistake(
                lambda W, E: error_back(W[:, ::-1], E),
                "The kernel is mirrored left to right only. Half a turn reverses the rows and the columns.",
            ),
        ),
    ),
    Exercise(
        name="15-stride",
        reference=strided_error_back,
        draw=strided,
        mistakes=(
            Mistake(
                not_strided,
                "The stamps move on by one. With a stride of 2 the stamp of output (r, s) starts at pixel (2 r, 2 s).",
            ),
            Mistake(
                nothing_left_over,
                "A row or a column is missing: no window looked at it, so its error is 0. It is still a part of the image.",
            ),
            Mistake(
                lambda W, E, height, width: stamped_over(W, E, (height, width), 2),
                "Each stamp replaces what lay below it. A kernel of 3 overlaps at a stride of 2: add with +=.",
            ),
            Mistake(
                lambda W, E, height, width: strided_error_back(W[::-1, ::-1], E, height, width),
                "The stamps are turned round. A stamp is the kernel as it is; only a kernel that slides is turned.",
            ),
        ),
    ),
)
