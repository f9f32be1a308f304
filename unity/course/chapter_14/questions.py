"""Exercises of chapter 14, one layer, two pictures."""

import numpy as np

from unity import toeplitz, trilinear
from unity.course import convolving
from unity.grading import Exercise, Mistake

__all__ = ["EXERCISES"]


# The table of a kernel on a line


def kernel_and_length(rng):
    """A kernel (h, 1) of 3 or 4 weights, no two alike, and a signal that is longer."""
    h = int(rng.integers(3, 5))
    return rng.normal(size=(h, 1)), int(rng.integers(h + 2, 9))


def table(w, n):
    return toeplitz.matrix(trilinear.Convolution((len(w), 1)), w.reshape(1, -1, 1, 1), (1, n, 1))


def round_the_end(w, n):
    """Every window counts, those too that leave at the end and come in again at the start."""
    start = np.concatenate([w, np.zeros((n - len(w), 1))])
    return np.hstack([np.roll(start, place, axis=0) for place in range(n)])


def padded(w, n):
    """Windows that overlap the signal only in part count, too."""
    h = len(w)
    return table(w, n + 2 * (h - 1))[h - 1 : n + h - 1]


def next_to_each_other(w, n):
    """Windows that do not overlap: the stride is h."""
    return table(w, n)[:, :: len(w)]


# The gradient of shared weights


def table_gradient(rng):
    """The gradient by the table of a small convolution, and the numbers of its weights; no weight has one place only."""
    product, shape = trilinear.Convolution((2, int(rng.integers(2, 4)))), (1, int(rng.integers(3, 5)), 5)
    numbers = toeplitz.weight_numbers(product, shape)
    return rng.normal(size=numbers.shape), numbers


def per_weight(reduce):
    """One number for each weight, from the gradients of its places: (weights, 1)."""

    def gradient(dB, numbers):
        return np.array([[reduce(dB[numbers == number])] for number in range(1, numbers.max() + 1)])

    return gradient


def with_empty_places(dB, numbers):
    return np.array([[dB[numbers == number].sum()] for number in range(numbers.max() + 1)])


def left_in_their_places(dB, numbers):
    return dB * (numbers > 0)


# The receptive field


def sizes_and_strides(rng):
    """Three or four layers; the first stride and the last one are no 1, so that it shows which of them count."""
    layers = int(rng.integers(3, 5))
    sizes, strides = rng.integers(2, 6, layers), rng.integers(1, 4, layers)
    strides[0], strides[-1] = rng.integers(2, 4, 2)
    return sizes.tolist(), strides.tolist()


def field(sizes, strides):
    return convolving.receptive_field([trilinear.Convolution(h, t) for h, t in zip(sizes, strides)])[0]


def without_strides(sizes, strides):
    return field(sizes, [1] * len(sizes))


def with_own_stride(sizes, strides):
    """Each layer's growth is multiplied with its own stride, too."""
    return 1 + sum((h - 1) * int(np.prod(strides[: place + 1])) for place, h in enumerate(sizes))


def strides_added(sizes, strides):
    return 1 + sum((h - 1) * max(1, sum(strides[:place])) for place, h in enumerate(sizes))


def without_the_one(sizes, strides):
    return field(sizes, strides) - 1


def whole_kernels(sizes, strides):
    """Every layer adds its whole kernel, also the pixel that was seen already."""
    return sum(h * int(np.prod(strides[:place])) for place, h in enumerate(sizes))


EXERCISES = (
    Exercise(
        name="14-table",
        reference=table,
        draw=kernel_and_length,
        mistakes=(
            Mistake(
                lambda w, n: table(w, n).T,
                "The numbers are right, but the table lies on its side: a row for each input, a column for each output.",
            ),
            Mistake(
                lambda w, n: table(w[::-1], n),
                "The kernel stands upside down in its columns: w_1 belongs to the first pixel of the window.",
            ),
            Mistake(
                round_the_end,
                "The last windows leave at the end and come in again at the start. Stop where the window still fits.",
            ),
            Mistake(
                padded,
                "This has outputs whose window sticks out of the signal. Without padding there are n − h + 1 columns.",
            ),
            Mistake(
                next_to_each_other,
                "These windows stand side by side. At stride 1 the next window starts one pixel further on.",
            ),
        ),
    ),
    Exercise(
        name="14-tied",
        reference=per_weight(np.sum),
        draw=table_gradient,
        mistakes=(
            Mistake(
                per_weight(np.mean),
                "These are means. The weight moves all its places at once, and their effects add up: take the sum.",
            ),
            Mistake(
                per_weight(lambda places: places[-1]),
                "Each weight has the gradient of its last place only. Add to what is there (+=) instead of replacing it.",
            ),
            Mistake(
                per_weight(lambda places: places[0]),
                "Each weight has the gradient of its first place only. It sits in others, too: add them all up.",
            ),
            Mistake(
                with_empty_places,
                "The first row belongs to the number 0, the empty places. They carry no weight: start with 1.",
            ),
            Mistake(
                left_in_their_places,
                "The empty places are 0, which is right, but each place still has a number of its own. Add up by weight.",
            ),
        ),
    ),
    Exercise(
        name="14-field",
        reference=field,
        draw=sizes_and_strides,
        mistakes=(
            Mistake(
                without_strides,
                "The strides are left out. After a stride of 2, one step of the next layer is two pixels long.",
            ),
            Mistake(
                with_own_stride,
                "A layer's own stride is in its product. It spreads out the layers after it, not its own window.",
            ),
            Mistake(
                strides_added,
                "The strides before a layer are added. One step of a step is a product: multiply them.",
            ),
            Mistake(
                whole_kernels,
                "Every layer adds its whole kernel. One pixel of each window was in the field before: add h − 1.",
            ),
            Mistake(
                without_the_one,
                "One pixel is missing: without any layer the output is a pixel that sees itself. Start with 1.",
            ),
        ),
    ),
)
