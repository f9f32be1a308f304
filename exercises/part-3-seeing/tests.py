"""Part III, seeing: eleven questions about chapters 13 to 16."""

import numpy as np

from unity import toeplitz
from unity.course import convolving
from unity.grading import LOOK, Assignment, Function, Mistake, Question, Test
from unity.trilinear import Convolution

# 1. How many zeros?


def sizes(rng):
    return int(rng.integers(20, 40)), int(rng.integers(1, 7)), int(rng.integers(1, 5))


def zeros(n, k, stride):
    return (-(-n // stride) - 1) * stride + k - n


ZEROS = Question(
    name="how-many-zeros",
    answer="zeros",
    reference=lambda n, k, stride: max(0, zeros(n, k, stride)),
    tests=(
        Test("small sizes", arguments=[(10, 6, 3), (7, 3, 2), (8, 3, 2), (12, 5, 1), (12, 1, 4)]),
        Test("other sizes", sizes, hidden=True, cases=12),
    ),
    mistakes=(
        Mistake(
            lambda n, k, stride: k - 1,
            "So many keep the size at stride 1. With longer steps the last window ends sooner.",
        ),
        Mistake(
            zeros, "No number of zeros is below 0. Where a step is longer than the kernel, the row may be long enough."
        ),
        Mistake(
            lambda n, k, stride: max(0, k - stride),
            "So many it takes where n is a multiple of the stride. Else the last step leads less far.",
        ),
        Mistake(
            lambda n, k, stride: max(0, (n // stride - 1) * stride + k - n),
            "Here n / stride is rounded down. Round it up.",
        ),
        Mistake(
            lambda n, k, stride: max(0, zeros(n, k, stride)) / 2,
            "This is what each end gets. The zeros of both ends together were asked.",
        ),
    ),
)

# 2. Find the kernel


def slid(X, w):
    return Convolution(w.shape).forward(w[None, :, :, None], X[None, :, :, None])[0, :, :, 0]


def before_and_after(rng):
    """Whole numbers, so that no rounding stands between the kernel and who looks for it."""
    X, w = rng.integers(-4, 5, size=(6, 7)).astype(float), rng.integers(-3, 4, size=(2, 3)).astype(float)
    return X, slid(X, w)


def kernel(X, Z):
    size = tuple(int(n) for n in np.subtract(X.shape, Z.shape) + 1)
    windows = Convolution(size).view(X[None, :, :, None])
    return np.linalg.lstsq(windows.T, Z.ravel(), rcond=None)[0].reshape(size)


FIND = Question(
    name="find-the-kernel",
    answer="kernel",
    reference=kernel,
    tests=(Test("drawn images", before_and_after), Test("other images", before_and_after, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda X, Z: kernel(X, Z)[::-1, ::-1],
            "This is the kernel flipped: mathematics' convolution. Networks lay it on the image as it is.",
        ),
        Mistake(lambda X, Z: kernel(X, Z).T, "Rows and columns of the kernel are exchanged."),
        Mistake(
            lambda X, Z: slid(X, Z),
            "This slides Z over X: it says how a cost would change with each weight. Solve for the weights instead.",
        ),
        Mistake(
            lambda X, Z: slid(X, Z) / np.sum(X**2),
            "So it would be if the pixels under different weights had nothing in common. Solve for all weights together.",
        ),
    ),
    tolerance=1e-6,
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

# 5. The table of a kernel that takes steps


def row_and_steps(rng):
    return rng.normal(size=3), int(rng.integers(6, 10)), int(rng.integers(2, 4)), int(rng.integers(1, 3))


def table(w, n, stride, padding):
    product = Convolution((1, w.size), stride=(1, stride), padding=(0, padding))
    return toeplitz.matrix(product, w[None, None, :, None], (1, 1, n))


TABLE = Question(
    name="table-with-steps",
    answer="table",
    reference=table,
    tests=(Test("drawn kernels", row_and_steps), Test("other kernels", row_and_steps, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda w, n, stride, padding: table(w, n, stride, padding).T,
            "The table lies on its side: a row for each input, a column for each output, so that forward is B^T x.",
        ),
        Mistake(
            lambda w, n, stride, padding: table(w[::-1], n, stride, padding),
            "Each column holds the kernel backwards: that is the convolution that flips.",
        ),
        Mistake(
            lambda w, n, stride, padding: table(w, n, 1, padding),
            "This visits every place. With a stride each column begins `stride` rows below the one before.",
        ),
        Mistake(
            lambda w, n, stride, padding: table(w, n, stride, 0),
            "The padding is missing: the first window begins `padding` places before the row.",
        ),
        Mistake(
            lambda w, n, stride, padding: table(w, n + 2 * padding, stride, 0),
            "The zeros around the row have rows of their own here. They are no inputs: leave these rows out.",
        ),
    ),
    forbids=("unity.toeplitz.matrix", "unity.toeplitz.weight_numbers"),
)

# 6. Where an output looks


def stack(rng):
    depth = int(rng.integers(2, 5))
    sizes, strides, paddings = rng.integers(2, 6, depth), rng.integers(2, 4, depth), rng.integers(1, 3, depth)
    return int(rng.integers(5, 20)), sizes.tolist(), strides.tolist(), paddings.tolist()


def looks(place, layers):
    """The first and the last pixel that an output sees, from its own layer back to the image."""
    first = last = place
    for size, stride, padding in layers:
        first, last = first * stride - padding, last * stride - padding + size - 1
    return first, last


def back_to_front(*lists):
    return reversed(list(zip(*lists)))


LOOKS = Question(
    name="where-an-output-looks",
    answer="looks",
    reference=lambda place, *lists: looks(place, back_to_front(*lists)),
    tests=(Test("drawn stacks", stack), Test("other stacks", stack, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda place, sizes, strides, paddings: looks(place, back_to_front(sizes, strides, [0] * len(sizes))),
            "The padding is missing: each layer's first window begins that many places before its input.",
        ),
        Mistake(
            lambda place, *lists: looks(place, zip(*lists)),
            "This begins with the first layer. `place` counts outputs of the last one: begin there.",
        ),
        Mistake(
            lambda place, sizes, strides, paddings: looks(
                place, back_to_front([k + 1 for k in sizes], strides, paddings)
            ),
            "The first pixel is right. A window that begins at i ends at i + k - 1.",
        ),
        Mistake(
            lambda place, sizes, strides, paddings: looks(place, back_to_front(sizes, [1] * len(sizes), paddings)),
            "The strides are missing: one place further on in a layer is `stride` places further on in its input.",
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

# 8. The error of all channels


def kernels_and_error(rng):
    return rng.normal(size=(2, 3, 4, 3)), rng.normal(size=(3, 4, 6)), int(rng.integers(1, 3))


def image_error(W, E, padding):
    _, rows, columns = E.shape
    channels, kh, kw, _ = W.shape
    shape = channels, rows + kh - 1 - 2 * padding, columns + kw - 1 - 2 * padding
    return Convolution((kh, kw), padding=padding).error_back(W, E[..., None], shape)[..., 0]


BACK = Question(
    name="error-of-all-channels",
    answer="image_error",
    reference=image_error,
    tests=(Test("drawn errors", kernels_and_error), Test("other errors", kernels_and_error, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda W, E, padding: image_error(W[:, ::-1, ::-1], E, padding),
            "This slides the kernels as they went forward. On the way back each pixel meets them flipped.",
        ),
        Mistake(
            lambda W, E, padding: image_error(W, E, 0),
            "This is the error of the image with its zeros around it. The zeros were no pixels: cut them off.",
        ),
        Mistake(
            lambda W, E, padding: image_error(W, E, padding) / len(E),
            "This is the mean over the filters. A pixel was heard by all of them: their errors add up.",
        ),
        Mistake(
            lambda W, E, padding: image_error(W[..., -1:], E[-1:], padding),
            "This is what the last filter sends back. Add up all of them.",
        ),
        Mistake(
            lambda W, E, padding: image_error(W, np.broadcast_to(E.sum(axis=0), E.shape), padding),
            "The errors of the filters are added up first. Each goes back through its own filter.",
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

# 9. Through maxima that overlap


def sent_back(X, E, share, joined=np.add):
    """What comes back through windows of 3 x 3 with stride 2, where `share(window)` says how much each pixel gets."""
    dX = np.zeros_like(X)
    for r, s in np.ndindex(E.shape):
        at = slice(2 * r, 2 * r + 3), slice(2 * s, 2 * s + 3)
        gets = share(X[at])
        dX[at] = np.where(gets != 0, joined(dX[at], gets * E[r, s]), dX[at])
    return dX


def first_of(window):
    return (np.arange(9) == window.argmax()).reshape(3, 3) * 1.0


def last_of(window):
    return first_of(window[::-1, ::-1])[::-1, ::-1]


def pool_error(X, E):
    return sent_back(X, E, first_of)


def the_later(before, now):
    return now


def pooled(rng):
    """An image of which one pixel is the largest of two windows."""
    while True:
        X, E = rng.normal(size=(5, 7)), rng.normal(size=(2, 3))
        if sent_back(X, np.ones_like(E), first_of).max() > 1:
            return X, E


def ties(rng):
    return rng.integers(0, 2, size=(5, 7)).astype(float), rng.normal(size=(2, 3))


POOL = Question(
    name="maxima-that-overlap",
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
            lambda X, E: sent_back(X, E, first_of, the_later),
            "A pixel that is largest in two windows has here the error of the later one only. Both heard it: add them up.",
        ),
        Mistake(
            lambda X, E: sent_back(X, E, lambda window: np.full((3, 3), 1 / 9)),
            "This shares the error among all nine: so it goes back through a mean. A maximum hears one pixel only.",
        ),
        Mistake(
            lambda X, E: sent_back(X, E, np.ones_like),
            "Every pixel of a window gets the whole error. Only the largest was heard.",
        ),
        Mistake(
            lambda X, E: sent_back(X, E, lambda window: (window == window.max()) * 1.0),
            "With ties the error is sent back several times. The first of the largest gets it, once.",
        ),
        Mistake(
            lambda X, E: sent_back(X, E, last_of),
            "With ties the last of the largest gets it here. It goes to the first, in reading order.",
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
    questions=(ZEROS, FIND, SHIFT, FREE, TABLE, LOOKS, REPAIR, BACK, POOL, CATCH, CHOICE),
)
