"""Part II, many neurons: eleven questions about chapters 9 to 12."""

import itertools
import math

import numpy as np

from unity.activations import (
    SIGMOID,
    gelu,
    gelu_slope,
    leaky_relu,
    leaky_relu_slope,
    relu,
    sigmoid_slope,
    tanh,
    tanh_slope,
)
from unity.checks import differences
from unity.families import BERNOULLI
from unity.grading import LOOK, Assignment, Function, Mistake, Question, Test

# 1. Count


def widths(rng):
    return ([int(n) for n in rng.integers(2, 40, size=rng.integers(3, 6))],)


def weights(widths):
    return sum(n * k for n, k in itertools.pairwise(widths))


COUNT = Question(
    name="count-parameters",
    answer="parameters",
    reference=lambda widths: weights(widths) + sum(widths[1:]),
    tests=(Test("drawn networks", widths), Test("other networks", widths, hidden=True, cases=5)),
    mistakes=(
        Mistake(weights, "These are the weights alone: every neuron has a bias, too."),
        Mistake(lambda w: weights(w) + sum(w), "The inputs are no neurons: they have no bias."),
        Mistake(
            lambda w: weights(w) + len(w) - 1, "Here every layer has one bias. Every neuron of a layer has its own."
        ),
        Mistake(
            lambda w: math.prod(w),
            "This multiplies all widths. A layer joins two neighbours: multiply those, and add up.",
        ),
    ),
)

# 2. Two layers forward


def two_layers(rng, hidden=5):
    n, k, m = int(rng.integers(2, 5)), int(rng.integers(2, 4)), int(rng.integers(3, 6))
    shapes = (n, m), (n, hidden), (hidden, 1), (hidden, k), (k, 1)
    return tuple(rng.normal(size=shape) for shape in shapes)


def logits(X, W_1, b_1, W_2, b_2, f=tanh):
    return W_2.T @ f(W_1.T @ X + b_1) + b_2


FORWARD = Question(
    name="two-layers",
    answer="logits",
    reference=logits,
    tests=(Test("drawn networks", two_layers), Test("other networks", two_layers, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda *given: logits(*given, f=lambda Z: Z),
            "There is no activation between the layers: this network is one layer.",
        ),
        Mistake(
            lambda *given: tanh(logits(*given)),
            "tanh is applied to the last layer, too. Its sums are the logits: they go to the family as they are.",
        ),
        Mistake(
            lambda X, W_1, b_1, W_2, b_2: logits(X, W_1, 0 * b_1, W_2, 0 * b_2),
            "The biases are missing, in both layers.",
        ),
        Mistake(
            lambda X, W_1, b_1, W_2, b_2: logits(X, W_1, b_1, W_2, 0 * b_2), "The bias of the second layer is missing."
        ),
        Mistake(
            lambda X, W_1, b_1, W_2, b_2: W_2.T @ (tanh(W_1.T @ X) + b_1) + b_2,
            "The first bias belongs inside tanh: it is part of the sum.",
        ),
    ),
    forbids=("unity.decks.forward_pass",),
)

# 3. One layer for raw inputs


def layer_and_scales(rng):
    n, k = int(rng.integers(4, 7)), int(rng.integers(2, 4))
    return rng.normal(size=(n, k)), rng.normal(size=(k, 1)), rng.normal(size=(n, 1)), rng.uniform(2, 5, size=(n, 1))


def raw(W, b, mean, scale):
    return W / scale, b - W.T @ (mean / scale)


RAW = Question(
    name="raw-inputs",
    answer="raw_layer",
    reference=raw,
    tests=(Test("drawn layers", layer_and_scales), Test("other layers", layer_and_scales, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda W, b, mean, scale: (W / scale, b),
            "The weights are right. The mean that is taken from the inputs changes every sum: b has to make up for it.",
        ),
        Mistake(
            lambda W, b, mean, scale: (W / scale, b - W.T @ mean),
            "The weights are right. In b, the mean is divided by the scale as well.",
        ),
        Mistake(
            lambda W, b, mean, scale: (W / scale, b + W.T @ (mean / scale)),
            "The weights are right. The mean is taken away from the inputs: its part of b has the wrong sign.",
        ),
        Mistake(
            lambda W, b, mean, scale: (W * scale, b - W.T @ (mean * scale)),
            "A raw input is `scale` times as large: its weight has to be as many times smaller.",
        ),
    ),
)

# 4. Which of them can one neuron separate?

SEPARABLE = Question(
    name="one-neuron-enough",
    answer="separable",
    reference="C",
    tests=(Test("the letter", hidden=True),),
    mistakes=(
        Mistake(
            "A",
            "A is XOR in disguise: opposite corners share a label, and the four inequalities contradict each other.",
        ),
        Mistake(
            "B",
            "In B, class 1 lies between two points of class 0, on one line: no plane has the middle alone on a side.",
        ),
        Mistake(
            "D",
            "In D a point of class 0 lies within the triangle of class 1: every line that leaves it out cuts off a corner.",
        ),
    ),
    kind=LOOK,
)

# 5. The error of a hidden layer


def hidden_errors(rng):
    n, k, m = 4, 3, 6
    return rng.normal(size=(n, k)), rng.normal(size=(k, m)), rng.normal(size=(n, m))


def sent_back(W, E, Z):
    return (W @ E) * (Z > 0)


HIDDEN = Question(
    name="hidden-error",
    answer="hidden_error",
    reference=sent_back,
    tests=(Test("drawn layers", hidden_errors), Test("other layers", hidden_errors, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda W, E, Z: W @ E, "The slope of the activation is missing: where Z is below 0, ReLU lets nothing back."
        ),
        Mistake(
            lambda W, E, Z: (W @ E) * relu(Z),
            "This multiplies by ReLU itself. Its slope is asked: 1 where Z is above 0, else 0.",
        ),
        Mistake(
            lambda W, E, Z: (W / W.sum(axis=0)) @ E * (Z > 0),
            "These are the deck's fractions. The error goes back through the weights as they are.",
        ),
        Mistake(lambda W, E, Z: relu(W @ E), "Here the error is cut where it is negative. It is cut where Z is."),
    ),
)

# 6. The whole gradient, with a shortcut


def trained(rng):
    X, W_1, b_1, W_2, b_2 = two_layers(rng)
    Y = rng.integers(0, 2, (1, X.shape[1])).astype(float)
    return W_1, b_1, W_2[:, :1], b_2[:1], rng.normal(size=(len(X), 1)), X, Y


def sent_on(W_1, b_1, W_2, b_2, V, X, Y, slope=tanh_slope, shortcut=1.0):
    """The gradient, with what a mistake has in the place of the slope, or of the shortcut's share of the score."""
    Z = W_1.T @ X + b_1
    E = BERNOULLI.error(W_2.T @ tanh(Z) + shortcut * V.T @ X + b_2, Y)
    E_1 = (W_2 @ E) * slope(Z)
    return X @ E_1.T, E_1.sum(axis=1, keepdims=True), tanh(Z) @ E.T, E.sum(axis=1, keepdims=True), X @ E.T


def scaled(power):
    return lambda *given: tuple(part * given[-1].shape[1] ** power for part in sent_on(*given))


SHORTCUT = Question(
    name="gradient-with-a-shortcut",
    answer="gradient",
    reference=sent_on,
    tests=(Test("drawn networks", trained), Test("other networks", trained, hidden=True, cases=5, points=2.0)),
    mistakes=(
        Mistake(scaled(1), "These are sums over the examples. The cost is a mean: 1/m belongs into the first error."),
        Mistake(scaled(-1), "1/m stands there twice: once in the error is enough."),
        Mistake(
            lambda *given: sent_on(*given, slope=np.ones_like),
            "The last layer and the shortcut are right. The error of the hidden layer lacks the slope of tanh.",
        ),
        Mistake(
            lambda *given: sent_on(*given, slope=lambda Z: tanh_slope(tanh(Z))),
            "The slope of tanh is taken at A. It belongs at Z, or is written 1 - A^2.",
        ),
        Mistake(
            lambda *given: sent_on(*given, shortcut=0.0),
            "The score lacks what comes through the shortcut, so every error is another. Add V^T X to it.",
        ),
    ),
    forbids=(
        "unity.network.Network.gradient",
        "unity.decks.back_propagate",
    ),
    tolerance=1e-8,
)

# 7. When do the fractions keep the direction?

DIRECTION = Question(
    name="fractions-keep",
    answer="keeps",
    reference="B",
    tests=(Test("the letter", hidden=True),),
    mistakes=(
        Mistake(
            "A", "The rows of A have equal sums. A fraction divides by the sum of a neuron's weights: that of a column."
        ),
        Mistake("C", "The column sums of C are equal, and negative: dividing by them turns every error round."),
        Mistake(
            "D", "In D only the sizes of the weights have equal sums: with their signs the columns sum to 4 and 2."
        ),
    ),
    kind=LOOK,
)

# 8. Fewer classes


def table_and_groups(rng):
    """Two or three groups, one of them with several classes."""
    groups, more = int(rng.integers(2, 4)), int(rng.integers(2, 4))
    group = rng.permutation(np.concatenate([np.arange(groups), rng.integers(0, groups, more)]))
    return rng.integers(0, 10, size=(len(group), len(group))).astype(float), group


def members(group):
    return np.eye(group.max() + 1)[:, group]


def merged(C, group):
    return members(group) @ C @ members(group).T


def overwritten(C, group):
    table = np.zeros((group.max() + 1, group.max() + 1))
    for true, read in np.ndindex(C.shape):
        table[group[true], group[read]] = C[true, read]
    return table


MERGED = Question(
    name="fewer-classes",
    answer="merged",
    reference=merged,
    tests=(Test("drawn tables", table_and_groups), Test("other tables", table_and_groups, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda C, group: merged(C, group).T,
            "The table lies on its side: rows are true groups, columns what was read.",
        ),
        Mistake(
            lambda C, group: members(group) @ C,
            "Only the rows are merged. What was read is one of the groups, too: merge the columns as well.",
        ),
        Mistake(
            lambda C, group: np.diag(members(group) @ np.diag(C)),
            "Only right readings are counted. A class mistaken for another of its group is right now, and the others are mistakes.",
        ),
        Mistake(
            overwritten,
            "Each place holds one entry of C, the last. All entries of its two groups belong there: add them up.",
        ),
        Mistake(
            lambda C, group: merged(C, group) / merged(C, group).sum(axis=1, keepdims=True),
            "These are shares of each row. Counts were asked.",
        ),
    ),
)

# 9. Write a test


def slope_passes(f, slope):
    x = np.linspace(-2.3, 2.1, 9)[None]
    for at in np.split(x, 9, axis=1):
        numeric = differences(lambda z: np.sum(f(z)), at)[0]
        if np.abs(numeric - slope(at)).max() > 1e-6:
            return False
    return True


def of(f, slope):
    return f, slope


CATCH = Question(
    name="catch-the-slope",
    answer="is_slope",
    reference=slope_passes,
    tests=(
        Test(
            "a right and a wrong slope",
            arguments=[
                of(Function("unity.activations.tanh"), Function("unity.activations.tanh_slope")),
                of(Function("unity.activations.tanh"), Function("unity.activations.sigmoid_slope")),
            ],
        ),
        Test(
            "others",
            arguments=[
                of(gelu, gelu_slope),
                of(leaky_relu, leaky_relu_slope),
                of(gelu, lambda z: (z > 0) * 1.0),
                of(tanh, lambda z: 1 - z**2),
                of(SIGMOID.function, lambda z: sigmoid_slope(z) + 1e-3),
                of(leaky_relu, lambda z: np.where(z > 0, 1.0, 0.0)),
                of(np.sin, lambda z: -np.cos(z)),
            ],
            hidden=True,
            points=3.0,
        ),
    ),
    mistakes=(
        Mistake(lambda f, slope: True, "It lets everything pass: compare the slope with differences of f."),
        Mistake(lambda f, slope: False, "It lets nothing pass. Differences are never exact: allow 1e-5 or so."),
        Mistake(
            lambda f, slope: not slope_passes(f, slope),
            "It is the wrong way round: True means that the slope is right.",
        ),
    ),
)

# 10. How large to start


def fans(rng):
    return (int(rng.integers(2, 400)),)


SPREAD = Question(
    name="spread-of-a-start",
    answer="spread",
    reference=lambda n: math.sqrt(2 / n),
    tests=(Test("drawn layers", fans), Test("other layers", fans, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda n: math.sqrt(1 / n),
            "This keeps the size of sums without an activation. ReLU sets half of them to 0: make up for it.",
        ),
        Mistake(lambda n: 2 / n, "This is the variance. Its root was asked, the standard deviation."),
        Mistake(lambda n: 1 / n, "The sum of n independent terms grows like the root of n."),
        Mistake(lambda n: math.sqrt(n / 2), "The more inputs, the smaller each weight has to be."),
    ),
)

# 11. What an equal start leaves


TWINS = Question(
    name="equal-start",
    answer="different",
    reference=1,
    tests=(Test("the number", hidden=True),),
    mistakes=(
        Mistake(
            8,
            "Every unit starts with the same weights, hears the same inputs and gets the same error back: what could part them?",
        ),
        Mistake(0, "The units do move: their errors are not 0. But how many different ones are there?"),
        Mistake(2, "There is nothing that two units could differ by, not even the sign: they start equal."),
    ),
    kind=LOOK,
)

ASSIGNMENT = Assignment(
    name="part-2-many-neurons",
    title="Part II: many neurons",
    questions=(COUNT, FORWARD, RAW, SEPARABLE, HIDDEN, SHORTCUT, DIRECTION, MERGED, CATCH, SPREAD, TWINS),
)
