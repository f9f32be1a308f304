"""Part III, seeing: eleven questions about chapters 13 to 16."""

import math

import numpy as np

from unity import toeplitz
from unity.course import convolving
from unity.grading import LOOK, Assignment, Function, Mistake, Question, Test
from unity.layers import MaxPool
from unity.trilinear import Convolution

# 1. How many places?


def sizes(rng):
    return int(rng.integers(20, 40)), int(rng.integers(2, 7)), int(rng.integers(2, 4)), int(rng.integers(1, 4))


PLACES = Question(
    name="places",
    answer="places",
    reference=lambda n, k, stride, padding: (n + 2 * padding - k) // stride + 1,
    tests=(Test("drawn sizes", sizes, cases=5), Test("other sizes", sizes, hidden=True, cases=9)),
    mistakes=(
        Mistake(
            lambda n, k, stride, padding: (n + 2 * padding - k) // stride, "The first place is not counted: add 1."
        ),
        Mistake(
            lambda n, k, stride, padding: (n + padding - k) // stride + 1,
            "The padding stands on both sides: it counts twice.",
        ),
        Mistake(
            lambda n, k, stride, padding: -(-(n + 2 * padding - k) // stride) + 1,
            "This counts a window that would reach beyond the border. What is left over is not looked at.",
        ),
        Mistake(
            lambda n, k, stride, padding: (n + 2 * padding - k + 1) // stride,
            "1 belongs behind the division: it is the place where the window starts.",
        ),
    ),
)

# 2. Slide a kernel


def image_and_kernel(rng):
    return rng.normal(size=(6, 7)), rng.normal(size=(2, 3))


def slid(X, w, padding=0):
    return Convolution(w.shape, padding=padding).forward(w[None, :, :, None], X[None, :, :, None])[0, :, :, 0]


SLIDE = Question(
    name="slide",
    answer="slide",
    reference=slid,
    tests=(Test("drawn images", image_and_kernel), Test("other images", image_and_kernel, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda X, w: slid(X, w[::-1, ::-1]),
            "This is the kernel flipped: mathematics' convolution. Networks lay it on the image as it is.",
        ),
        Mistake(lambda X, w: slid(X, w).T, "Rows and columns of the result are exchanged."),
        Mistake(
            lambda X, w: slid(X, w, padding=1),
            "This pads the image with zeros. Only windows within the image were asked.",
        ),
        Mistake(lambda X, w: slid(X, w) / w.size, "This is a mean over the window. The sum of the products was asked."),
    ),
    forbids=(
        "unity.trilinear.Convolution",
        "unity.fast.convolution.forward",
        "unity.course.convolving.convolve_by_definition",
    ),
)

# 3. A shift that comes out whole

SHIFT = Question(
    name="shift",
    answer="shift",
    reference=6,
    tests=(Test("the number", hidden=True),),
    mistakes=(
        Mistake(
            5,
            "Strides do not add up: one step of the second layer is three places of the first layer's output, each two pixels wide.",
        ),
        Mistake(3, "A shift by 3 is no multiple of the first stride: the first layer sees other windows altogether."),
        Mistake(2, "By 2 the first layer's output moves by one place. The second layer takes only every third."),
    ),
    kind=LOOK,
)

# 4. Weights of a layer


def layers(rng):
    return tuple(int(n) for n in rng.integers(2, 9, size=4))


FREE = Question(
    name="weights-of-a-layer",
    answer="parameters",
    reference=lambda channels, kh, kw, filters: (channels * kh * kw + 1) * filters,
    tests=(Test("drawn layers", layers, cases=5), Test("other layers", layers, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda channels, kh, kw, filters: channels * kh * kw * filters,
            "The biases are missing: one for each filter.",
        ),
        Mistake(
            lambda channels, kh, kw, filters: (kh * kw + 1) * filters,
            "A filter looks through all channels: it has a kernel for each.",
        ),
        Mistake(
            lambda channels, kh, kw, filters: channels * kh * kw * filters + 1, "Every filter has a bias of its own."
        ),
        Mistake(
            lambda channels, kh, kw, filters: (channels * kh * kw + 1) * filters * kh * kw,
            "The weights are shared: they do not multiply with places.",
        ),
    ),
)

# 5. The table of a kernel


def row_and_length(rng):
    return rng.normal(size=3), int(rng.integers(5, 8))


def table(w, n):
    return toeplitz.matrix(Convolution((1, w.size)), w[None, None, :, None], (1, 1, n))


def circulant(w, n):
    B = np.zeros((n, n))
    for j in range(n):
        B[(j + np.arange(w.size)) % n, j] = w
    return B


TABLE = Question(
    name="table",
    answer="table",
    reference=table,
    tests=(Test("drawn kernels", row_and_length), Test("other kernels", row_and_length, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda w, n: table(w, n).T,
            "The table lies on its side: a row for each input, a column for each output, so that forward is B^T x.",
        ),
        Mistake(
            lambda w, n: table(w[::-1], n),
            "Each column holds the kernel backwards: that is the convolution that flips.",
        ),
        Mistake(
            circulant,
            "Here the kernel leaves on one side and comes in on the other. Windows that reach beyond the end are left out.",
        ),
        Mistake(
            lambda w, n: (table(w, n) != 0) * 1.0,
            "These are the places that are filled. The weights themselves belong there.",
        ),
    ),
    forbids=("unity.toeplitz.matrix", "unity.toeplitz.weight_numbers"),
)

# 6. What an output sees


def stack(rng):
    depth = int(rng.integers(2, 5))
    return [int(k) for k in rng.integers(2, 6, size=depth)], [int(s) for s in rng.integers(2, 4, size=depth)]


def field(sizes, strides):
    return convolving.receptive_field(Convolution(k, stride=s) for k, s in zip(sizes, strides))[0]


FIELD = Question(
    name="receptive-field",
    answer="receptive_field",
    reference=field,
    tests=(Test("drawn stacks", stack), Test("other stacks", stack, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda sizes, strides: 1 + sum(k - 1 for k in sizes),
            "The strides are missing: a step of a later layer spans several pixels.",
        ),
        Mistake(
            lambda sizes, strides: math.prod(sizes),
            "Fields do not multiply: a kernel adds its size less one, in steps of the layers before it.",
        ),
        Mistake(
            lambda sizes, strides: 1 + sum((k - 1) * math.prod(strides[: i + 1]) for i, k in enumerate(sizes)),
            "A layer's own stride does not widen what it sees: take the strides of the layers before it.",
        ),
        Mistake(
            lambda sizes, strides: sum(k * math.prod(strides[:i]) for i, k in enumerate(sizes)),
            "Windows of neighbours overlap: a kernel of k adds k - 1 steps.",
        ),
    ),
    forbids=("unity.course.convolving.receptive_field",),
)

# 7. Repair the rows of the weight gradient


def nine_and_four(rng):
    return rng.normal(size=9), rng.normal(size=4)


def rows(x, e):
    image, error = x.reshape(1, 3, 3, 1), e.reshape(1, 2, 2, 1)
    return convolving.weight_gradient_by_correlation(image, error).reshape(4)


def printed(x, e):
    dw = rows(x, e)
    dw[1] += e[0] * (x[0] - x[1])
    return dw


REPAIR = Question(
    name="repair-the-rows",
    answer="weight_gradient",
    reference=rows,
    tests=(Test("drawn images", nine_and_four), Test("other images", nine_and_four, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            printed,
            "This is what is printed. Look at the second row: w_2 meets the pixel to the right of the one that w_1 meets.",
        ),
        Mistake(lambda x, e: rows(x, e)[::-1], "The rows stand in reverse: w_1 is the upper left weight."),
        Mistake(
            lambda x, e: rows(x, e[::-1]),
            "The errors meet the windows in reverse order: the first error belongs to the first window.",
        ),
        Mistake(
            lambda x, e: rows(x, e)[[0, 2, 1, 3]],
            "The second and the third row are exchanged: the kernel is read row by row.",
        ),
    ),
    forbids=(
        "unity.course.convolving.weight_gradient_by_correlation",
        "unity.trilinear.Product.weight_gradient",
        "unity.fast.convolution.weight_gradient",
    ),
)

# 8. The error of the image


def kernel_and_error(rng):
    return rng.normal(size=(3, 2)), rng.normal(size=(4, 5))


def image_error(w, E):
    shape = (1, E.shape[0] + w.shape[0] - 1, E.shape[1] + w.shape[1] - 1)
    return Convolution(w.shape).error_back(w[None, :, :, None], E[None, :, :, None], shape)[0, :, :, 0]


BACK = Question(
    name="error-of-the-image",
    answer="image_error",
    reference=image_error,
    tests=(Test("drawn errors", kernel_and_error), Test("other errors", kernel_and_error, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda w, E: image_error(w[::-1, ::-1], E),
            "This slides the kernel as it went forward. On the way back each pixel meets it flipped.",
        ),
        Mistake(
            lambda w, E: slid(E, w),
            "This is smaller than E. The error of the image has the image's size: every window adds back where it looked.",
        ),
        Mistake(
            lambda w, E: image_error(np.ones_like(w), E),
            "The errors are added up without the weights through which each pixel was heard.",
        ),
        Mistake(
            lambda w, E: image_error(w[:, ::-1], E),
            "The kernel is flipped from left to right only: it has to be turned upside down, too.",
        ),
    ),
    forbids=(
        "unity.trilinear.Product.error_back",
        "unity.fast.convolution.error_back",
        "unity.fast.shifts.spread",
        "unity.course.convolving.full_convolution",
        "unity.course.convolving.full_correlation",
        "unity.course.convolving.error_back_by_correlation",
    ),
)

# 9. Through a maximum


def pooled(rng):
    return rng.normal(size=(4, 6)), rng.normal(size=(2, 3))


def ties(rng):
    return rng.integers(0, 2, size=(4, 6)).astype(float), rng.normal(size=(2, 3))


def pool_error(X, E):
    _, dX = MaxPool(2).backward((), X[None, :, :, None], E[None, :, :, None])
    return dX[0, :, :, 0]


def windows(X):
    return X.reshape(2, 2, 3, 2).transpose(0, 2, 1, 3)


def spread(shares, E):
    return (shares * E[:, :, None, None]).transpose(0, 2, 1, 3).reshape(4, 6)


def to_all_largest(X, E):
    V = windows(X)
    return spread((V.max(axis=(2, 3), keepdims=True) == V) * 1.0, E)


def last_largest(X, E):
    return pool_error(X[::-1, ::-1], E[::-1, ::-1])[::-1, ::-1]


POOL = Question(
    name="through-a-maximum",
    answer="pool_error",
    reference=pool_error,
    tests=(
        Test("drawn images", pooled),
        Test("ties", ties, hint="Where several pixels are largest, the first in reading order gets the error."),
        Test("other images", pooled, hidden=True),
        Test("other ties", ties, hidden=True),
    ),
    mistakes=(
        Mistake(
            lambda X, E: spread(np.full((2, 3, 2, 2), 0.25), E),
            "This shares the error among all four: so it goes back through a mean. A maximum hears one pixel only.",
        ),
        Mistake(
            lambda X, E: spread(np.ones((2, 3, 2, 2)), E),
            "Every pixel of a window gets the whole error. Only the largest was heard.",
        ),
        Mistake(
            lambda X, E: spread(windows(X) / windows(X).sum(axis=(2, 3), keepdims=True), E),
            "This shares in proportion to the pixels. The largest was heard, the others were not.",
        ),
        Mistake(
            to_all_largest, "With ties the error is sent back several times. The first of the largest gets it, once."
        ),
        Mistake(
            last_largest, "With ties the last of the largest gets it here. It goes to the first, in reading order."
        ),
    ),
)

# 10. Write a test


def correlation_passes(f):
    W, X = np.arange(1.0, 5.0).reshape(1, 2, 2, 1) ** 2, np.random.default_rng(5).normal(size=(1, 4, 5, 2))
    out = np.asarray(f(W, X))
    expected = Convolution(2).forward(W, X)
    return out.shape == expected.shape and bool(np.abs(out - expected).max() < 1e-9)


def with_(change):
    return lambda W, X: change(Convolution(W.shape[1:3]).forward, W, X)


CATCH = Question(
    name="catch-the-convolution",
    answer="is_correlation",
    reference=correlation_passes,
    tests=(
        Test(
            "one with a flip, one without",
            arguments=[
                (Function("unity.course.convolving.convolve_by_definition"),),
                (Function("unity.course.convolving.true_convolution"),),
            ],
        ),
        Test(
            "others",
            arguments=[
                (with_(lambda forward, W, X: forward(W, X)),),
                (with_(lambda forward, W, X: forward(W.transpose(0, 2, 1, 3), X)),),
                (with_(lambda forward, W, X: forward(W, X[:, ::-1])),),
                (with_(lambda forward, W, X: forward(W, X) / W.size),),
                (with_(lambda forward, W, X: forward(W, X[..., :1])),),
                (with_(lambda forward, W, X: np.abs(forward(W, X))),),
                (with_(lambda forward, W, X: forward(W, X)[:, ::-1]),),
            ],
            hidden=True,
            points=3.0,
        ),
    ),
    mistakes=(
        Mistake(
            lambda f: True,
            "It lets everything pass, a flipped kernel too: use a kernel that is not its own mirror image.",
        ),
        Mistake(lambda f: False, "It lets nothing pass. Compute a small case by hand, or by loops, and compare."),
        Mistake(
            lambda f: not correlation_passes(f), "It is the wrong way round: True means that f is the correlation."
        ),
    ),
)

# 11. Choose by number

CHOICE = Question(
    name="three-small-or-one-large",
    answer="choice",
    reference=(3, 27 * 16 * 16),
    tests=(Test("layers and weights", hidden=True, points=2.0),),
    mistakes=(
        Mistake((1, 49 * 16 * 16), "That is the one large kernel: it sees as much, with almost twice the weights."),
        Mistake((7, 63 * 16 * 16), "Each further layer of 3 x 3 widens the field by 2, not by 1."),
        Mistake((3, 27 * 16), "The layers are right. Every filter has a kernel for each of its 16 input channels."),
        Mistake((2, 18 * 16 * 16), "Two layers of 3 x 3 see 5 pixels."),
    ),
    kind=LOOK,
)

ASSIGNMENT = Assignment(
    name="part-3-seeing",
    title="Part III: seeing",
    questions=(PLACES, SLIDE, SHIFT, FREE, TABLE, FIELD, REPAIR, BACK, POOL, CATCH, CHOICE),
)
