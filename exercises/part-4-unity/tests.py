"""Part IV, unity: eleven questions about chapters 17 and 18."""

import numpy as np

from unity import decks
from unity.activations import softmax
from unity.grading import LOOK, Assignment, Function, Mistake, Question, Step, Steps, Test
from unity.layers import MeanPool
from unity.trilinear import Convolution, Dense

# 1. The form


def triple(rng):
    n, k, m = (int(size) for size in rng.integers(2, 6, size=3))
    return rng.normal(size=(k, m)), rng.normal(size=(n, k)), rng.normal(size=(n, m))


def form(E, W, X):
    return float(Dense().form(E, W, X))


FORM = Question(
    name="form",
    answer="form",
    reference=form,
    tests=(Test("drawn arrays", triple), Test("other arrays", triple, hidden=True, cases=5)),
    mistakes=(
        Mistake(lambda E, W, X: form(E, W, X) / X.shape[1], "1/m has no place here: it stands in E already."),
        Mistake(
            lambda E, W, X: E * (W.T @ X), "These are the summands, an array. Add them up: the form is one number."
        ),
        Mistake(lambda E, W, X: float(np.sum(W.T @ X)), "E is not used: every output counts as much as its error."),
        Mistake(
            lambda E, W, X: float(np.sum(E) * np.sum(W.T @ X)),
            "This multiplies two sums. Multiply entry by entry, then add up.",
        ),
    ),
    forbids=("unity.trilinear.Product.form", "unity.trilinear.Product.pairings"),
)

# 2. Two of three are lost


def left_over(rng):
    """Whole numbers, so that no rounding stands between the lost arrays and who looks for them."""
    while True:
        m = int(rng.integers(2, 4))
        k, n = m + 2, m + 3
        W, E, X = (rng.integers(-3, 4, size=size).astype(float) for size in ((n, k), (k, m), (n, m)))
        if max(np.linalg.cond(W), np.linalg.cond(E)) < 20:
            return W, W @ E, X @ E.T


def found(W, dX, dW):
    E = np.linalg.pinv(W) @ dX
    return E, input_of(E, dW)


def input_of(E, dW):
    return dW @ np.linalg.pinv(E.T)


LOST = Question(
    name="two-are-lost",
    answer="found",
    reference=found,
    tests=(Test("drawn arrays", left_over), Test("other arrays", left_over, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda W, dX, dW: (W.T @ dX, input_of(W.T @ dX, dW)),
            "E is not right: dX is W E, and the transpose of W does not undo W. Solve for E.",
        ),
        Mistake(
            lambda W, dX, dW: (found(W, dX, dW)[0], dW @ found(W, dX, dW)[0]),
            "E is right. For X it is not enough to multiply dW by E: dW is X E^T. Solve for X.",
        ),
        Mistake(
            lambda W, dX, dW: (found(W, dX, dW)[0], found(W, dX, dW)[1].T),
            "E is right. X lies on its side: it has a row for each row of W.",
        ),
        Mistake(lambda W, dX, dW: found(W, dX, dW)[::-1], "The two are exchanged: E first, then X."),
    ),
    tolerance=1e-6,
)

# 3. Twice everything

TWICE = Question(
    name="twice-everything",
    answer="times",
    reference=8,
    tests=(Test("the number", hidden=True),),
    mistakes=(
        Mistake(2, "So it would be if one of the three were doubled. All three are."),
        Mistake(6, "The factors multiply, they do not add."),
        Mistake(4, "So it would be for two of them: the form has three arguments."),
    ),
    kind=LOOK,
)

# 4. One piece of code for every layer


def dense_case(rng):
    E, W, X = triple(rng)
    return Function("unity.activations.identity"), Function("unity.activations.identity"), W, E, X


def image_case(rng):
    product = Convolution(2)
    X = rng.normal(size=(1, 3, 4, 1))
    view = product.view(X)
    return (
        product.view,
        lambda V: product.view_adjoint(V, (1, 3, 4)),
        rng.normal(size=(4, 3)),
        rng.normal(size=(3, view.shape[1])),
        X,
    )


def backward(P, P_adjoint, W, E, X):
    return P_adjoint(W @ E), P(X) @ E.T


BACKWARD = Question(
    name="one-backward",
    answer="backward",
    reference=backward,
    tests=(Test("dense layers", dense_case), Test("images", image_case, hidden=True, points=2.0)),
    mistakes=(
        Mistake(
            lambda P, P_adjoint, W, E, X: (P_adjoint(W @ E), E @ P(X).T),
            "dX is right. dW lies on its side: it has the shape of W.",
        ),
        Mistake(
            lambda P, P_adjoint, W, E, X: (P_adjoint(W @ E), P(X) @ E.T / E.shape[1]),
            "dX is right. dW is divided by m: E holds 1/m already.",
        ),
        Mistake(
            lambda P, P_adjoint, W, E, X: (P(X) @ E.T, P_adjoint(W @ E)), "The two are exchanged: dX first, then dW."
        ),
        Mistake(
            lambda P, P_adjoint, W, E, X: (-P_adjoint(W @ E), -(P(X) @ E.T)),
            "Both have the wrong sign: these are derivatives, not steps of descent.",
        ),
    ),
)

# 5. Write a test


def adjoint_passes(forward, back, A):
    rng = np.random.default_rng(1)
    V, E = rng.normal(size=A.shape), rng.normal(size=A.shape)
    return abs(float(np.sum(forward(A, V) * E) - np.sum(V * back(A, E)))) < 1e-9


def pair(forward, back):
    return forward, back, np.random.default_rng(2).normal(size=(3, 3))


CATCH = Question(
    name="catch-the-adjoint",
    answer="is_adjoint",
    reference=adjoint_passes,
    tests=(
        Test(
            "a right and a wrong pair",
            arguments=[
                pair(Function("unity.kindred.mix"), Function("unity.kindred.mix_error_back")),
                pair(Function("unity.kindred.mix"), Function("unity.kindred.mix")),
            ],
        ),
        Test(
            "others",
            arguments=[
                pair(lambda A, V: A.T @ V, lambda A, E: A @ E),
                pair(lambda A, V: V.T, lambda A, E: E.T),
                pair(lambda A, V: A.T @ V, lambda A, E: A.T @ E),
                pair(lambda A, V: A.T @ V, lambda A, E: 2 * A @ E),
                pair(lambda A, V: A * V, lambda A, E: A * E + 1e-3),
                pair(lambda A, V: A @ V, lambda A, E: np.linalg.inv(A) @ E),
            ],
            hidden=True,
            points=3.0,
        ),
    ),
    mistakes=(
        Mistake(
            lambda forward, back, A: True,
            "It lets everything pass: compare two inner products on arrays that you draw.",
        ),
        Mistake(
            lambda forward, back, A: False,
            "It lets nothing pass. Two sums in another order differ by rounding: allow 1e-9 or so.",
        ),
        Mistake(
            lambda forward, back, A: not adjoint_passes(forward, back, A),
            "It is the wrong way round: True means that back is the adjoint of forward.",
        ),
    ),
)

# 6. Which of them is the same form?

SAME = Question(
    name="same-form",
    answer="same",
    reference="B",
    tests=(Test("the letter", hidden=True),),
    mistakes=(
        Mistake("A", "The maximum of a sum is not the sum of the maxima: it is linear only where nobody overtakes."),
        Mistake("C", "ReLU of -X is not minus ReLU of X."),
        Mistake(
            "D", "Softmax gives probabilities whatever it gets: twice the scores do not give twice the probabilities."
        ),
    ),
    kind=LOOK,
)

# 7. Mean pooling as a kernel


def channels_and_size(rng):
    return int(rng.integers(2, 4)), int(rng.integers(2, 4))


def mean_kernel(channels, size):
    return MeanPool(size).kernel(channels)


MEAN = Question(
    name="mean-kernel",
    answer="mean_kernel",
    reference=mean_kernel,
    tests=(
        Test("drawn sizes", channels_and_size, cases=4),
        Test("other sizes", arguments=[(4, 2), (1, 3), (2, 5)], hidden=True),
    ),
    mistakes=(
        Mistake(
            lambda channels, size: np.full((channels, size, size, channels), 1 / size**2),
            "This adds up the channels. Pooling keeps them apart: filter k looks at channel k alone.",
        ),
        Mistake(
            lambda channels, size: mean_kernel(channels, size) * size**2,
            "This is a sum over the window. A mean divides by its number of pixels.",
        ),
        Mistake(
            lambda channels, size: mean_kernel(channels, size) * size,
            "This divides by the side of the window. It has size * size pixels.",
        ),
        Mistake(
            lambda channels, size: mean_kernel(channels, size) / channels,
            "The channels are not averaged: divide by the pixels of a window only.",
        ),
    ),
    forbids=("unity.layers.MeanPool.kernel",),
)

# 8. Weights shared over time


def states(rng):
    k, T, m = (int(size) for size in rng.integers(2, 5, size=3))
    return rng.normal(size=(T, k, m)), rng.normal(size=(T, k, m))


def over_time(H, E):
    return np.einsum("tkm,tlm->kl", H, E)


TIME = Question(
    name="shared-over-time",
    answer="recurrent_gradient",
    reference=over_time,
    tests=(Test("drawn states", states), Test("other states", states, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda H, E: H[-1] @ E[-1].T,
            "This is the last step's share. The same weights served every step: add up all of them.",
        ),
        Mistake(
            lambda H, E: over_time(H, E) / len(H),
            "This is the mean over time. The cost met the weights at every step: their derivatives add up.",
        ),
        Mistake(
            lambda H, E: over_time(H, E).T,
            "It lies on its side: rows belong to the state that is heard, columns to the neurons.",
        ),
        Mistake(lambda H, E: H[0] @ E[0].T, "This is the first step's share. Add up all of them."),
    ),
    forbids=("unity.kindred.recurrent_weight_gradient",),
)

# 9. One head of attention


def head(rng):
    d, p, keys, queries = 3, 2, 5, 4
    return rng.normal(size=(d, queries)), rng.normal(size=(d, keys)), rng.normal(size=(p, keys))


def attention(Q, K, V, scale=0.5, axis=0):
    S = K.T @ Q / Q.shape[0] ** scale
    return V @ (softmax(S) if axis == 0 else softmax(S.T).T)


ATTENTION = Question(
    name="attention",
    answer="attention",
    reference=attention,
    tests=(Test("drawn heads", head), Test("other heads", head, hidden=True, cases=5)),
    mistakes=(
        Mistake(lambda Q, K, V: attention(Q, K, V, scale=0), "The scores are not divided by the root of d."),
        Mistake(lambda Q, K, V: attention(Q, K, V, scale=1), "The scores are divided by d. Its root was asked."),
        Mistake(
            lambda Q, K, V: attention(Q, K, V, axis=1),
            "Here the queries of each key share 1. The keys of each query have to: softmax down the columns.",
        ),
        Mistake(
            lambda Q, K, V: V @ (K.T @ Q) / Q.shape[0] ** 0.5,
            "The softmax is missing: without it the weights need not add up to 1.",
        ),
    ),
    forbids=("unity.kindred.attention", "unity.kindred.attention_weights"),
)

# 10. A recurrent layer as an object


class Recurrent:
    """A recurrent layer that remembers."""

    def __init__(self, W, U):
        self.W, self.U = W, U
        self.H = np.zeros((U.shape[0], 1))

    def step(self, x):
        self.H = np.tanh(self.W.T @ x + self.U.T @ self.H)
        return self.H


class Forgetful(Recurrent):
    def step(self, x):
        return np.tanh(self.W.T @ x)


class Unsquashed(Recurrent):
    def step(self, x):
        self.H = self.W.T @ x + self.U.T @ self.H
        return np.tanh(self.H)


class Linear(Recurrent):
    def step(self, x):
        self.H = self.W.T @ x + self.U.T @ self.H
        return self.H


class Turned(Recurrent):
    def step(self, x):
        self.H = np.tanh(self.W.T @ x + self.U @ self.H)
        return self.H


def two_inputs(rng):
    n, k = int(rng.integers(2, 4)), int(rng.integers(2, 4))
    return rng.normal(size=(n, k)), rng.normal(size=(k, k)), *(rng.normal(size=(n, 1)) for _ in range(3))


STEPS = Steps(
    Step("layer", "answer", (0, 1)),
    Step("first", "layer.step", (2,)),
    Step("second", "layer.step", (3,)),
    Step("third", "layer.step", (4,)),
)

REMEMBERS = Question(
    name="a-layer-that-remembers",
    answer="Recurrent",
    reference=Recurrent,
    tests=(Test("drawn layers", two_inputs), Test("other layers", two_inputs, hidden=True, cases=5, points=2.0)),
    mistakes=(
        Mistake(Forgetful, "The state is not used: every step hears its input only."),
        Mistake(Unsquashed, "The layer keeps its sums. What it hears of itself is what it gave: tanh of them."),
        Mistake(Linear, "tanh is missing: a step gives tanh of its sums."),
        Mistake(Turned, "The state meets U, not its transpose. Forward goes with the transpose, as everywhere."),
    ),
    kind=STEPS,
)

# 11. Count a transformer


def depth_and_width(rng):
    return int(rng.integers(2, 100)), int(rng.integers(64, 4096))


TRANSFORMER = Question(
    name="count-a-transformer",
    answer="weights",
    reference=lambda depth, width: decks.transformer_counts(depth, width).weights,
    tests=(Test("drawn sizes", depth_and_width), Test("other sizes", depth_and_width, hidden=True, cases=5)),
    mistakes=(
        Mistake(
            lambda depth, width: 4 * depth * width**2,
            "This is the attention alone. The hidden layer four times as wide, and the way back, come on top.",
        ),
        Mistake(
            lambda depth, width: 8 * depth * width**2,
            "The hidden layer is there, the four square maps of the attention are not.",
        ),
        Mistake(lambda depth, width: 12 * depth * width, "A map from width to width has width * width weights."),
        Mistake(
            lambda depth, width: 6 * depth * width**2,
            "The hidden layer counts as one square here. It is four times as wide, there and back.",
        ),
    ),
    forbids=("unity.decks.transformer_counts",),
)

ASSIGNMENT = Assignment(
    name="part-4-unity",
    title="Part IV: unity",
    questions=(FORM, LOST, TWICE, BACKWARD, CATCH, SAME, MEAN, TIME, ATTENTION, REMEMBERS, TRANSFORMER),
)
