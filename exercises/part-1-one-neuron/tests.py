"""Part I, one neuron: eleven questions about chapters 1 to 8."""

import math

import numpy as np

from unity import geometry, logistic
from unity.activations import sigmoid
from unity.families import BERNOULLI, bernoulli_loss
from unity.grading import LOOK, Assignment, Function, Mistake, Question, Test

# 1. A patch of every image


def images_and_place(rng, planes=3):
    height, width, m = rng.integers(6, 9), rng.integers(9, 12), rng.integers(2, 5)
    top, left = int(rng.integers(0, 3)), int(rng.integers(3, 6))
    return rng.normal(size=(planes, height, width, m)), top, left, 2


def patch(images, top, left, size):
    return images[:, top : top + size, left : left + size].reshape(-1, images.shape[-1])


def patch_of_swapped_place(images, top, left, size):
    return images[:, left : left + size, top : top + size].reshape(-1, images.shape[-1])


def patch_with_planes_last(images, top, left, size):
    cut = images[:, top : top + size, left : left + size]
    return np.moveaxis(cut, 0, 2).reshape(-1, images.shape[-1])


def patch_that_mixes_examples(images, top, left, size):
    cut = images[:, top : top + size, left : left + size]
    return np.moveaxis(cut, -1, 0).reshape(-1, images.shape[-1])


PATCH = Question(
    name="patch",
    answer="patch",
    reference=patch,
    tests=(Test("colour images", images_and_place), Test("other images", images_and_place, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            patch_of_swapped_place, "Rows and columns are exchanged: top counts rows, the second axis, left the third."
        ),
        Mistake(
            patch_with_planes_last, "The colours of one pixel stand together. Plane by plane is asked, each row by row."
        ),
        Mistake(
            patch_that_mixes_examples,
            "Each column mixes the examples: the last axis counts them, and has to stay the last.",
        ),
        Mistake(
            lambda images, top, left, size: images[0, top : top + size, left : left + size].reshape(
                -1, images.shape[-1]
            ),
            "This is the first plane only. All planes of the patch belong in the column.",
        ),
    ),
)

# 2. Put a plane at a distance


def direction_and_distance(rng):
    return rng.normal(size=(int(rng.integers(2, 5)), 1)), float(rng.uniform(0.5, 3) * rng.choice([-1, 1]))


BIAS = Question(
    name="bias",
    answer="bias",
    reference=lambda w, c: np.array([[-c * float(geometry.norm(w))]]),
    tests=(
        Test("drawn planes", direction_and_distance),
        Test("other planes", direction_and_distance, hidden=True, cases=5),
    ),
    mistakes=(
        Mistake(
            lambda w, c: np.array([[c * float(geometry.norm(w))]]),
            "The sign is turned: with b above 0 the plane lies on the side that w turns its back to.",
        ),
        Mistake(
            lambda w, c: np.array([[-c]]),
            "This holds for a w of length 1 only: the distance is b divided by that length.",
        ),
        Mistake(
            lambda w, c: np.array([[-c / float(geometry.norm(w))]]),
            "The length of w belongs into the product, not below it.",
        ),
        Mistake(
            lambda w, c: -c * float(geometry.norm(w)),
            "The number is right. A bias is a table of one row and one column, (1, 1).",
        ),
    ),
    forbids=("unity.geometry.offset",),
)

# 3. How wide is the street?


def two_planes(rng):
    return rng.normal(size=(3, 1)) * 2, rng.normal(size=(1, 1)), rng.normal(size=(1, 1))


def gap(w, b_1, b_2):
    return abs(float(b_1[0, 0] - b_2[0, 0])) / float(geometry.norm(w))


GAP = Question(
    name="gap",
    answer="gap",
    reference=gap,
    tests=(Test("drawn planes", two_planes), Test("other planes", two_planes, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda w, b_1, b_2: float(b_1[0, 0] - b_2[0, 0]) / float(geometry.norm(w)),
            "This is below 0 where the second bias is larger. A distance between planes has no sign.",
        ),
        Mistake(
            lambda w, b_1, b_2: abs(float(b_1[0, 0] - b_2[0, 0])),
            "This is a difference of scores. Divide it by the length of w.",
        ),
        Mistake(
            lambda w, b_1, b_2: abs(float(b_1[0, 0] - b_2[0, 0])) / float(geometry.norm(w)) ** 2,
            "This divides by the square of the length of w: that is what moves a point from one plane to the other.",
        ),
        Mistake(
            lambda w, b_1, b_2: abs(float(b_1[0, 0] + b_2[0, 0])) / float(geometry.norm(w)),
            "The biases are added. Two planes with the same bias are the same plane: take their difference.",
        ),
    ),
)

# 4. and 5. A derivation with a wrong line

LINE = Question(
    name="wrong-line",
    answer="wrong_line",
    reference=3,
    tests=(Test("the line", hidden=True),),
    mistakes=(
        Mistake(1, "Line 1 is right: at the threshold both classes are equally probable, by Bayes' rule."),
        Mistake(2, "Line 2 is right: the logarithm of line 1, with what both sides share left out."),
        Mistake(4, "Line 4 follows from line 3. Look for the first line that does not follow from the one above it."),
    ),
    kind=LOOK,
)


def two_gaussians(rng):
    mu_0 = float(rng.normal())
    return mu_0, mu_0 + float(rng.uniform(1, 3)), float(rng.uniform(0.5, 1.5)), float(rng.uniform(0.1, 0.4))


def threshold(mu_0, mu_1, s, p):
    return (mu_0 + mu_1) / 2 + s**2 / (mu_1 - mu_0) * math.log((1 - p) / p)


THRESHOLD = Question(
    name="threshold",
    answer="threshold",
    reference=threshold,
    tests=(Test("drawn classes", two_gaussians), Test("other classes", two_gaussians, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda mu_0, mu_1, s, p: (mu_0 + mu_1) / 2 - s**2 / (mu_1 - mu_0) * math.log((1 - p) / p),
            "This is line 4 as it is printed. A rare class 1 has to push the threshold towards its own mean, not away from it.",
        ),
        Mistake(
            lambda mu_0, mu_1, s, p: (mu_0 + mu_1) / 2,
            "This is the middle: right only where both classes are equally frequent.",
        ),
        Mistake(
            lambda mu_0, mu_1, s, p: (mu_0 + mu_1) / 2 + s / (mu_1 - mu_0) * math.log((1 - p) / p),
            "Here stands the standard deviation. The exponent has its square.",
        ),
        Mistake(
            lambda mu_0, mu_1, s, p: (mu_0 + mu_1) / 2 + s**2 / (mu_1 - mu_0) * math.log(1 / p),
            "The odds have two sides: the logarithm is that of (1 - p) / p.",
        ),
    ),
)

# 6. The loop that counts the bias too often


def neuron(rng):
    n, m = int(rng.integers(2, 5)), int(rng.integers(2, 6))
    return rng.normal(size=(n, 1)), rng.normal(size=(1, 1)), rng.normal(size=(n, m))


def so_far(w, b, X, start=1.0):
    """The sums after each feature; they begin with so many times the bias."""
    return np.cumsum(np.vstack([np.full((1, X.shape[1]), start * b.item()), w * X]), axis=0)


def bias_at_the_end(w, b, X):
    Z = so_far(w, b, X, start=0.0)
    Z[-1] += b.item()
    return Z


def carried_on(w, b, X):
    Z = so_far(w, b, X)
    return Z + np.cumsum(Z[-1]) - Z[-1]


SO_FAR = Question(
    name="the-score-so-far",
    answer="sums",
    reference=so_far,
    tests=(Test("drawn neurons", neuron), Test("other neurons", neuron, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda w, b, X: so_far(w, b, X, start=0.0) + np.arange(len(w) + 1)[:, None] * b,
            "b still stands in the loop over the features: it is added n times. Begin with it, in front of that loop.",
        ),
        Mistake(
            lambda w, b, X: so_far(w, b, X, start=0.0),
            "The bias is gone. Every example's sum begins with it, in row 0.",
        ),
        Mistake(
            bias_at_the_end, "The last row is right. The sum begins with the bias: it is in every row, from row 0 on."
        ),
        Mistake(carried_on, "z is not set back for each example: it carries what the earlier ones had."),
        Mistake(
            lambda w, b, X: so_far(w, b, X).T,
            "The numbers are right. One example is one column: the table has n + 1 rows and m columns.",
        ),
    ),
)

# 7. Costs of a mistake


def scores_and_prices(rng):
    return rng.normal(scale=2, size=(1, 12)), float(rng.uniform(0.5, 2)), float(rng.uniform(3, 8))


def decide(Z, price_1, price_0):
    return (sigmoid(Z) * price_0 > (1 - sigmoid(Z)) * price_1) * 1.0


DECIDE = Question(
    name="decide-by-price",
    answer="decide",
    reference=decide,
    tests=(Test("drawn prices", scores_and_prices), Test("other prices", scores_and_prices, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda Z, price_1, price_0: decide(Z, price_0, price_1),
            "The prices are exchanged: price_1 is paid where class 1 was said and it is class 0.",
        ),
        Mistake(
            lambda Z, price_1, price_0: (Z > 0) * 1.0,
            "This is the decision for equal prices: the threshold stays at 1/2.",
        ),
        Mistake(
            lambda Z, price_1, price_0: (price_1 / (price_1 + price_0) < Z) * 1.0,
            "The threshold is right for the probability. Here it is compared with the score.",
        ),
        Mistake(
            lambda Z, price_1, price_0: sigmoid(Z) * price_0 - (1 - sigmoid(Z)) * price_1,
            "These are differences of expected prices. Say 1 where they are above 0, and 0 elsewhere.",
        ),
    ),
)

# 8. A cost that weighs classes


def weighed(rng):
    Z, Y = rng.normal(scale=2, size=(1, 9)), rng.integers(0, 2, (1, 9)).astype(float)
    Y[0, :2] = 0, 1
    return Z, Y, float(rng.uniform(2, 6))


def far_out(rng):
    Z, Y, weight = weighed(rng)
    Z[0, :4], Y[0, :4] = (800.0, -800.0, 60.0, -60.0), (0.0, 1.0, 1.0, 0.0)
    return Z, Y, weight


def weighed_cost(Z, Y, weight):
    return float(np.mean(np.where(Y == 1, weight, 1.0) * bernoulli_loss(Z, Y)))


WEIGHED = Question(
    name="weighed-cost",
    answer="weighed_cost",
    reference=weighed_cost,
    tests=(
        Test("drawn scores", weighed),
        Test("far out", far_out, hint="The loss has to come from the score: the sigmoid of 800 is 1."),
        Test("other scores", weighed, hidden=True),
        Test("others far out", far_out, hidden=True),
    ),
    mistakes=(
        Mistake(
            lambda Z, Y, weight: weighed_cost(Z, Y, weight) * Z.shape[1],
            "This is the sum over the examples. The mean was asked: divide by m.",
        ),
        Mistake(
            lambda Z, Y, weight: float(np.mean(np.where(Y == 0, weight, 1.0) * bernoulli_loss(Z, Y))),
            "The weight sits on the wrong class: it belongs to the examples with y = 1.",
        ),
        Mistake(lambda Z, Y, weight: float(BERNOULLI.cost(Z, Y)), "This is the plain cost: the weight is not used."),
        Mistake(
            lambda Z, Y, weight: weighed_cost(Z, Y, weight) * Y.size / float(np.sum(np.where(Y == 1, weight, 1.0))),
            "This divides by the sum of the weights. Divide by m, the number of examples.",
        ),
    ),
)

# 9. Write a test


def probe():
    rng = np.random.default_rng(3)
    X, Y = rng.normal(size=(2, 5)), np.array([[0.0, 1.0, 1.0, 0.0, 1.0]])
    return rng.normal(size=(2, 1)), rng.normal(size=(1, 1)), X, Y


def passes(cost):
    given = probe()
    return abs(float(cost(*given)) - float(logistic.cost(*given))) < 1e-9


def summed(w, b, X, Y):
    return float(logistic.cost(w, b, X, Y)) * X.shape[1]


def exchanged(w, b, X, Y):
    return float(logistic.cost(w, b, X, 1 - Y))


def without_bias(w, b, X, Y):
    return float(logistic.cost(w, 0 * b, X, Y))


def half_right(w, b, X, Y):
    return float(np.mean(Y * bernoulli_loss(w.T @ X + b, Y)))


CATCH = Question(
    name="catch-the-cost",
    answer="is_right",
    reference=passes,
    tests=(
        Test(
            "a right and a wrong cost",
            arguments=[(Function("unity.logistic.cost"),), (Function("unity.decks.cost_without_minus"),)],
        ),
        Test(
            "others",
            arguments=[(wrong,) for wrong in (logistic.cost_by_loops, summed, exchanged, without_bias, half_right)],
            hidden=True,
            points=3.0,
        ),
    ),
    mistakes=(
        Mistake(
            lambda cost: True, "It lets every function pass: compare what it gives with a number that you are sure of."
        ),
        Mistake(lambda cost: False, "It lets no function pass, not even the right one. Allow for rounding."),
        Mistake(lambda cost: not passes(cost), "It is the wrong way round: True means that the function is right."),
    ),
)

# 10. Choose a step

CHOICE = Question(
    name="choose-a-step",
    answer="choice",
    reference=(2 / 9, 7 / 9),
    tests=(Test("step and factor", hidden=True, points=2.0),),
    mistakes=(
        Mistake(
            (1 / 8, 7 / 8),
            "1/L is a good step, but the slow direction still shrinks by 7/8 only. A longer step serves it better.",
        ),
        Mistake((1 / 4, 1.0), "That is the limit, 2/L: along the steep direction nothing shrinks any more."),
        Mistake(
            (2 / 9, 1 / 9),
            "The step is right. The factor is that of the slower direction: the larger of |1 - step * curvature|.",
        ),
        Mistake((1.0, 0.0), "This step is perfect for the flat direction, and blows up the steep one."),
    ),
    kind=LOOK,
)

# 11. Curvature along a direction


def neuron_and_direction(rng):
    w, b, X = neuron(rng)
    return w, b, X, rng.normal(size=w.shape)


def curvature(w, b, X, v):
    return float((v.T @ logistic.hessian(w, b, X) @ v)[0, 0])


CURVATURE = Question(
    name="curvature-along",
    answer="curvature_along",
    reference=curvature,
    tests=(
        Test("drawn directions", neuron_and_direction),
        Test("other directions", neuron_and_direction, hidden=True, cases=5),
    ),
    mistakes=(
        Mistake(
            lambda w, b, X, v: curvature(w, b, X, v) * X.shape[1],
            "This is the sum over the examples. The cost is a mean: divide by m.",
        ),
        Mistake(
            lambda w, b, X, v: float(np.mean((v.T @ X) ** 2)),
            "The slope a (1 - a) of the sigmoid is missing in each summand.",
        ),
        Mistake(
            lambda w, b, X, v: curvature(w, b, X, v / float(geometry.norm(v))),
            "This is the curvature along v made as long as 1. The formula takes v as it is.",
        ),
        Mistake(
            lambda w, b, X, v: float(np.mean(sigmoid(w.T @ X + b) * (1 - sigmoid(w.T @ X + b)) * (v.T @ X))),
            "v enters once. A second derivative meets it twice: square v^T x.",
        ),
    ),
    forbids=("unity.logistic.hessian",),
)

ASSIGNMENT = Assignment(
    name="part-1-one-neuron",
    title="Part I: one neuron",
    questions=(PATCH, BIAS, GAP, LINE, THRESHOLD, SO_FAR, DECIDE, WEIGHED, CATCH, CHOICE, CURVATURE),
)
