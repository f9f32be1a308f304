"""Networks: layers one after the other and a family at the end, run forward, differentiated backward, and trained."""

import itertools
import math
import numbers
from dataclasses import dataclass

import numpy as np

from unity.arrays import move, namespace
from unity.families import BERNOULLI, CATEGORICAL, Family
from unity.layers import Layer, Parameters
from unity.layers.layer import example_shape
from unity.shapes import Array, Float, checked

__all__ = ["Network", "Training", "Watched"]

AT_ONCE = 1024
"""How many examples go forward together where only the cost is wanted: it bounds the memory, not the result."""


@dataclass(frozen=True, eq=False)
class Training:
    """What training made: the last `parameters`, and `costs`, a float for each epoch and one for the start.

    `costs[t]` is the cost of all examples after t epochs.
    """

    parameters: tuple[Parameters, ...]
    costs: tuple[float, ...]

    @property
    def epochs(self):
        """How often every example was met."""
        return len(self.costs) - 1

    def __repr__(self):
        return f"Training(epochs={self.epochs}, cost={self.costs[-1]:.4g})"


@dataclass(frozen=True, eq=False)
class Watched(Training):
    """What training made while held-out examples watched: their costs too, `held_out`, one for each of `costs`.

    `parameters` are those of the epoch `best`, where the held-out cost was least.
    """

    held_out: tuple[float, ...]

    @property
    def best(self):
        """After how many epochs the held-out cost was least: the first of them where several are."""
        return self.held_out.index(min(self.held_out))

    def __repr__(self):
        return f"Watched(epochs={self.epochs}, best={self.best}, held_out={self.held_out[self.best]:.4g})"


@dataclass(frozen=True)
class Network:
    """Layers one after the other, and the family that turns the last layer's logits into a mean and a cost.

        X_1 = X,   X_(n+1) = layer n of X_n,   Z = X_(N+1),   A = A'(Z),   J = mean loss of Z and Y

    A network holds no numbers: its parameters are an argument, a tuple with one entry a layer, (W, b) or (). Gradients
    have the same form. `unity.arrays.move(parameters, like=X)` takes them to another library, device or precision; a
    network then computes there. With the one layer `dense(1)` and BERNOULLI it is logistic regression.

    Raises TypeError where a layer is none, or the family.

    >>> from unity.activations import RELU
    >>> from unity.layers import Elementwise, dense
    >>> network = Network([dense(3), Elementwise(RELU), dense(1)], BERNOULLI)
    >>> [[P.shape for P in own] for own in network.init((2,), seed=0)]
    [[(2, 3), (3, 1)], [], [(3, 1), (1, 1)]]
    """

    layers: tuple[Layer, ...]
    family: Family

    def __post_init__(self):
        object.__setattr__(self, "layers", tuple(self.layers))
        for i, layer in enumerate(self.layers, 1):
            if not isinstance(layer, Layer):
                raise TypeError(
                    f"Network: layer {i} is of type {type(layer).__name__}, expected a layer of unity.layers, such as "
                    "dense(3) or Elementwise(RELU)"
                )
        if not isinstance(self.family, Family):
            raise TypeError(
                f"Network: family is of type {type(self.family).__name__}, expected BERNOULLI, CATEGORICAL or GAUSSIAN"
            )

    def init(self, shape: tuple[int, ...], seed: int | np.random.Generator) -> tuple[Parameters, ...]:
        """Parameters to start from, the same for a seed, in NumPy float64; `shape` is that of one example.

        Raises ValueError where a layer does not fit what the layers before it give.

        Equations: eq-parameter-count, eq-seeing-count.

        >>> from unity.layers import Flatten, dense
        >>> (nothing, (W, b)) = Network([Flatten(), dense(10)], CATEGORICAL).init((1, 8, 8), seed=0)
        >>> W.shape, b.shape
        ((64, 10), (10, 1))
        """
        rng = np.random.default_rng(seed)
        shapes = self._shapes("init", example_shape("init", shape))
        return tuple(layer.init(before, rng)[0] for layer, before in zip(self.layers, shapes))

    @checked
    def forward(self, parameters: tuple[Parameters, ...], X: Float[Array, "*shape m"]) -> Float[Array, "K m"]:
        """The logits: X through one layer after the other.

            Z_1 = W_1^T X + b_1,   X_2 = f(Z_1),   Z_2 = W_2^T X_2 + b_2,   ...

        Raises TypeError and ValueError where the parameters do not fit the layers and the examples.

        Equations: eq-two-layers, eq-three-layers, eq-folded-lamp, eq-swap.
        Source: *Harmony in Complexity*, two hidden-layer neural networks.

        >>> from unity.activations import RELU
        >>> from unity.layers import Elementwise, dense
        >>> xor = Network([dense(2), Elementwise(RELU), dense(1)], BERNOULLI)
        >>> W_1, b_1 = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[0.0], [-1.0]])
        >>> W_2, b_2 = np.array([[2.0], [-4.0]]), np.array([[-1.0]])
        >>> xor.forward(((W_1, b_1), (), (W_2, b_2)), np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]]))
        array([[-1.,  1.,  1., -1.]])
        """
        self._check("forward", parameters, X)
        return self._inputs(parameters, X)[-1]

    @checked
    def inputs(self, parameters: tuple[Parameters, ...], X: Float[Array, "*shape m"]) -> tuple[Array, ...]:
        """What each layer hears, one after the other, and last the logits: all that the forward pass makes on its way.

            X_1 = X,   X_(n+1) = layer n of X_n

        Raises TypeError and ValueError where the parameters do not fit the layers and the examples.

        >>> from unity.layers import Flatten, dense
        >>> network = Network([Flatten(), dense(3)], CATEGORICAL)
        >>> [A.shape for A in network.inputs(network.init((1, 8, 8), seed=0), np.ones((1, 8, 8, 5)))]
        [(1, 8, 8, 5), (64, 5), (3, 5)]
        """
        self._check("inputs", parameters, X)
        return tuple(self._inputs(parameters, X))

    @checked
    def predict(self, parameters: tuple[Parameters, ...], X: Float[Array, "*shape m"]) -> Float[Array, "K m"]:
        """The mean that the family gives to the logits: probabilities, or measured numbers. Never labels.

            A = A'(Z)

        Raises TypeError and ValueError where the parameters do not fit the layers and the examples.

        Equations: eq-one-layer, eq-seeing.
        Source: *Harmony in Complexity*, logistic regression from a one-layer neural network.

        >>> from unity.layers import dense
        >>> Network([dense(1)], BERNOULLI).predict(((np.ones((1, 1)), np.zeros((1, 1))),), np.array([[0.0, 2.0]]))
        array([[0.5       , 0.88079708]])
        """
        self._check("predict", parameters, X)
        return self.family.mean(self._inputs(parameters, X)[-1])

    @checked
    def cost(
        self, parameters: tuple[Parameters, ...], X: Float[Array, "*shape m"], Y: Float[Array, "K m"]
    ) -> Float[Array, ""]:
        """The mean loss of the examples.

            J = 1/m sum_i L(z_i, y_i)

        Raises TypeError and ValueError where the parameters or the labels do not fit the layers and the examples.

        >>> from unity.layers import dense
        >>> start = ((np.zeros((2, 1)), np.zeros((1, 1))),)
        >>> Network([dense(1)], BERNOULLI).cost(start, np.ones((2, 3)), np.array([[1.0, 0.0, 1.0]])).round(4)
        np.float64(0.6931)
        """
        self._check("cost", parameters, X, Y)
        Z = self._inputs(parameters, X)[-1]
        return self.family.cost(Z, namespace(Y).astype(Y, Z.dtype))

    @checked
    def gradient(
        self, parameters: tuple[Parameters, ...], X: Float[Array, "*shape m"], Y: Float[Array, "K m"]
    ) -> tuple[Parameters, ...]:
        """How the cost changes with every parameter: forward once, then backward once.

            E_Z = (A - Y) / m,   dW_n = P(X_n) E_n^T,   db_n = E_n 1,   E_(n-1) = (P*(W_n E_n)) f'(Z_(n-1))

        The error is sent back from layer to layer, through W and the slope of each activation, and no further than the
        first layer that has parameters.

        Raises TypeError and ValueError where the parameters or the labels do not fit the layers and the examples.

        Equations: eq-last-layer, eq-last-gradient, eq-equal-in, eq-equal-out, eq-backward-weights, eq-through,
        eq-seeing-weights.
        Source: *Harmony in Complexity*, back-propagation of error; *Deep Learning: Logistic Regression Classifier*,
        computational graph.

        >>> from unity.layers import dense
        >>> start, X, Y = ((np.zeros((1, 1)), np.zeros((1, 1))),), np.array([[1.0, 3.0]]), np.array([[1.0, 0.0]])
        >>> Network([dense(1)], BERNOULLI).gradient(start, X, Y)
        ((array([[0.5]]), array([[0.]])),)
        """
        self._check("gradient", parameters, X, Y)
        return self._gradient(parameters, X, namespace(Y).astype(Y, X.dtype))

    @checked
    def error_back(
        self, parameters: tuple[Parameters, ...], X: Float[Array, "*shape m"], E: Float[Array, "K m"]
    ) -> Float[Array, "*shape m"]:
        """An error at the logits, sent back through all layers to the examples.

            dX = d<E, Z>/dX,   E_(n-1) = (P*(W_n E_n)) f'(Z_(n-1)) from layer to layer

        With E = (A - Y) / m it is the derivative of the cost by every pixel. With 1 for one class and 0 for the others
        it is that of the class's logit: what a saliency picture shows.

        Raises TypeError and ValueError where the parameters or E do not fit the layers and the examples.

        >>> from unity.layers import dense
        >>> W, b, X = np.array([[1.0, 0.0], [2.0, -3.0]]), np.zeros((2, 1)), np.ones((2, 1))
        >>> Network([dense(2)], CATEGORICAL).error_back(((W, b),), X, np.array([[1.0], [1.0]]))
        array([[ 1.],
               [-1.]])
        """
        self._check("error_back", parameters, X)
        *inputs, Z = self._inputs(parameters, X)
        if tuple(E.shape) != tuple(Z.shape):
            raise ValueError(
                f"error_back: E {tuple(E.shape)} has K = {E.shape[0]}, the last layer gives K = {Z.shape[0]}"
            )
        for layer, own, X in reversed([*zip(self.layers, parameters, inputs)]):
            E = layer.error_back(own, X, E)
        return E

    @checked
    def there_and_back(
        self, parameters: tuple[Parameters, ...], X: Float[Array, "*shape m"], Y: Float[Array, "K m"]
    ) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
        """What stands before every layer and behind the last, and the error of each: `(values, errors)`.

            X_1 = X,   X_(n+1) = layer n of X_n;   E_(N+1) = (A - Y) / m,   E_n = layer n's error_back of E_(n+1)

        An error has the shape of its value and is the cost's slope in it. `gradient` goes no further back than it has to;
        this goes all the way.

        Raises TypeError and ValueError where the parameters or the labels do not fit the layers and the examples.

        Source: *Harmony in Complexity*, back-propagation of error.

        >>> from unity.layers import dense
        >>> start = ((np.array([[2.0], [0.0]]), np.zeros((1, 1))),)
        >>> (X, Z), (dX, E) = Network([dense(1)], BERNOULLI).there_and_back(start, np.zeros((2, 1)), np.ones((1, 1)))
        >>> Z, E, dX.T
        (array([[0.]]), array([[-0.5]]), array([[-1.,  0.]]))
        """
        self._check("there_and_back", parameters, X, Y)
        values = self._inputs(parameters, X)
        Y = namespace(Y).astype(Y, X.dtype)
        errors = [self.family.error(values[-1], Y)]
        for i in reversed(range(len(self.layers))):
            back = self.layers[i].error_back
            errors.insert(0, back(parameters[i], values[i], errors[0]))
        return tuple(values), tuple(errors)

    @checked
    def train(
        self,
        parameters: tuple[Parameters, ...],
        X: Float[Array, "*shape m"],
        Y: Float[Array, "K m"],
        *,
        step: float,
        batch: int,
        epochs: int,
        seed: int | np.random.Generator,
        progress: bool = False,
    ) -> Training:
        """Gradient descent with a few examples at a time: the parameters it ends with, and the cost after each epoch.

            W <- W - alpha dW,   b <- b - alpha db,   dW and db those of at most `batch` examples

        In an epoch every example is met once, in an order that the seed decides, in batches of nearly one size: a last
        batch of few examples would give each of them more weight, and undo what was learned. With `batch` = m an epoch
        is one step of plain gradient descent. `progress` shows a bar.

        Raises ValueError where X or a parameter holds a NaN or an infinity; where Y does, or holds what is no label:
        outside 0 to 1 for BERNOULLI, for CATEGORICAL a column of negative numbers or of another sum than 1, or one
        class only; where there is no example; where the step is not positive, batch not among 1 to m, or epochs
        negative. Raises TypeError and ValueError where parameters or labels do not fit, and FloatingPointError, which
        names epoch and batch, where a parameter grows beyond the floating numbers.

        Equation: eq-first-step.  Source: *Deep Learning: Logistic Regression Classifier*, gradient descent.

        >>> from unity.datasets import xor
        >>> from unity.activations import TANH
        >>> from unity.layers import Elementwise, dense
        >>> corners, network = xor(200, seed=0), Network([dense(4), Elementwise(TANH), dense(1)], BERNOULLI)
        >>> start = network.init((2,), seed=0)
        >>> trained = network.train(start, corners.X, corners.Y, step=0.5, batch=20, epochs=100, seed=0)
        >>> bool(((network.predict(trained.parameters, corners.X) > 0.5) == corners.Y).all())
        True
        """
        self._check("train", parameters, X, Y)
        _check_plan(X.shape[-1], step, batch, epochs)
        self._check_values(parameters, X, Y)
        trail = self._epochs(parameters, X, Y, step, batch, seed)
        parameters, cost = next(trail)
        costs = [cost]
        for _ in _bar(range(epochs), progress):
            parameters, cost = next(trail)
            costs.append(cost)
        return Training(parameters, tuple(costs))

    @checked
    def watch(
        self,
        parameters: tuple[Parameters, ...],
        X: Float[Array, "*shape m"],
        Y: Float[Array, "K m"],
        X_held: Float[Array, "*shape h"],
        Y_held: Float[Array, "K h"],
        *,
        step: float,
        batch: int,
        epochs: int,
        patience: int,
        seed: int | np.random.Generator,
    ) -> Watched:
        """`train`, watched by examples that it does not learn from, and stopped when they gain nothing any more.

        After each epoch the cost of X_held is taken. Training ends when `patience` epochs in a row have brought no new
        least, or after `epochs`; the parameters that it gives are those of the least.

        Raises what `train` raises, of the held-out examples as well, and ValueError where the patience is not positive.

        >>> from unity.activations import TANH
        >>> from unity.datasets import circle
        >>> from unity.layers import Elementwise, dense
        >>> seen, held = circle(40, seed=0), circle(200, seed=1)
        >>> network = Network([dense(8), Elementwise(TANH), dense(1)], BERNOULLI)
        >>> plan = dict(step=0.5, batch=10, epochs=400, patience=30, seed=0)
        >>> watched = network.watch(network.init((2,), seed=0), seen.X, seen.Y, held.X, held.Y, **plan)
        >>> watched.epochs == watched.best + 30 < 400
        True
        """
        for examples, labels, size in ((X, Y, batch), (X_held, Y_held, 1)):
            self._check("watch", parameters, examples, labels)
            _check_plan(examples.shape[-1], step, size, epochs)
            self._check_values(parameters, examples, labels)
        if not isinstance(patience, numbers.Integral) or patience < 1:
            raise ValueError(f"watch: patience = {patience}, expected an integer of at least 1")
        Y_held = namespace(Y_held).astype(Y_held, X_held.dtype)
        costs, held_out, best = [], [], parameters
        for epoch, (last, cost) in zip(range(epochs + 1), self._epochs(parameters, X, Y, step, batch, seed)):
            costs.append(cost)
            held_out.append(self._cost_after(epoch, last, X_held, Y_held))
            least = held_out.index(min(held_out))
            best = last if least == epoch else best
            if epoch - least == patience:
                break
        return Watched(best, tuple(costs), tuple(held_out))

    def _epochs(self, parameters, X, Y, step, batch, seed):
        """The parameters and the cost of all examples, at the start and after each further epoch, without end."""
        Y, step, rng = namespace(Y).astype(Y, X.dtype), float(step), np.random.default_rng(seed)
        parameters = tuple(map(tuple, parameters))
        for epoch in itertools.count():
            # What overflows is said with its epoch and its batch.
            with np.errstate(over="ignore", invalid="ignore"):
                for number, (X_some, Y_some) in enumerate(_batches(X, Y, batch, rng) if epoch else (), 1):
                    parameters = _after_a_step(parameters, self._gradient(parameters, X_some, Y_some), step)
                    if not _finite(parameters):
                        raise FloatingPointError(
                            f"train: a parameter is no longer finite after batch {number} of epoch {epoch}: with "
                            f"step = {step} the descent diverges, expected a smaller step"
                        )
                cost = self._cost_after(epoch, parameters, X, Y)
            yield parameters, cost

    def _inputs(self, parameters, X):
        """The input of every layer, and last the logits."""
        inputs = [X]
        for layer, own in zip(self.layers, parameters):
            inputs.append(layer.forward(own, inputs[-1]))
        return inputs

    def _gradient(self, parameters, X, Y):
        *inputs, Z = self._inputs(parameters, X)
        E = self.family.error(Z, Y)
        gradients = [()] * len(self.layers)
        first = next((i for i, own in enumerate(parameters) if own), len(self.layers))
        for i in reversed(range(first, len(self.layers))):
            layer, own, X = self.layers[i], parameters[i], inputs[i]
            gradients[i] = layer.gradients(own, X, E)
            if i > first:
                E = layer.error_back(own, X, E)
        return tuple(gradients)

    def _cost_after(self, epoch, parameters, X, Y):
        """The cost of all examples as a float; they go forward a thousand at a time."""
        cost, m = 0.0, X.shape[-1]
        for X_some, Y_some in _slices(X, Y, AT_ONCE):
            Z = self._inputs(parameters, X_some)[-1]
            cost += float(self.family.cost(Z, Y_some)) * (X_some.shape[-1] / m)
        if not math.isfinite(cost):
            raise FloatingPointError(
                f"train: the cost is {cost} after epoch {epoch}: the logits are too large for {X.dtype}, expected a "
                "smaller step, or smaller X and parameters"
            )
        return cost

    def _shapes(self, operation, shape):
        """The shape of an example before each layer and after the last, where it has to be a vector."""
        shapes = [shape]
        for i, layer in enumerate(self.layers, 1):
            try:
                shapes.append(tuple(layer.output_shape(shapes[-1])))
            except ValueError as error:
                raise ValueError(f"{operation}: layer {i}: {error}") from error
        if len(shapes[-1]) != 1:
            raise ValueError(
                f"{operation}: the last layer gives examples of shape {shapes[-1]}, expected a vector of logits, such "
                "as a dense layer gives"
            )
        return shapes

    def _check(self, operation, parameters, X, Y=None):
        """Raise where parameters and labels do not fit the layers and the examples."""
        if not isinstance(parameters, tuple | list):
            raise TypeError(
                f"{operation}: parameters is of type {type(parameters).__name__}, expected a tuple with one entry a layer"
            )
        if len(parameters) != len(self.layers):
            raise ValueError(
                f"{operation}: parameters has {len(parameters)} entries, expected one for each of {len(self.layers)} layers"
            )
        shapes = self._shapes(operation, tuple(X.shape[:-1]))
        for i, (layer, own, shape) in enumerate(zip(self.layers, parameters, shapes), 1):
            layer._check_parameters(f"{operation}: layer {i}", own, X, shape)
        if Y is not None and tuple(Y.shape[:-1]) != shapes[-1]:
            raise ValueError(
                f"{operation}: Y {tuple(Y.shape)} has K = {Y.shape[0]}, the last layer gives K = {shapes[-1][0]}"
            )

    def _check_values(self, parameters, X, Y):
        """Raise where training would learn from what is no number or no label."""
        xp = namespace(X, Y)
        for name, array in (("X", X), ("Y", Y)):
            if not bool(xp.all(xp.isfinite(array))):
                raise ValueError(f"train: {name} holds a NaN or an infinity, expected finite numbers")
        if not _finite(parameters):
            raise ValueError("train: the parameters hold a NaN or an infinity, expected finite numbers")
        if self.family is BERNOULLI and not bool(xp.all((Y >= 0) & (Y <= 1))):
            raise ValueError("train: Y holds a number outside 0 to 1, expected labels or probabilities for BERNOULLI")
        if self.family is not CATEGORICAL:
            return
        if Y.shape[0] < 2:
            raise ValueError(
                "train: Y has one class, expected two or more for CATEGORICAL (dense(1) goes with BERNOULLI)"
            )
        rounding = Y.shape[0] * xp.finfo(Y.dtype).eps
        if not bool(xp.all(Y >= 0) & xp.all(xp.abs(xp.sum(Y, axis=0) - 1) <= rounding)):
            raise ValueError(
                "train: a column of Y is negative or does not sum to 1, expected one-hot labels for CATEGORICAL "
                "(unity.arrays.one_hot)"
            )


def _check_plan(m, step, batch, epochs):
    if m == 0:
        raise ValueError("train: X holds no example")
    if not 0 < step < math.inf:
        raise ValueError(f"train: step = {step}, expected a positive number")
    if not isinstance(batch, numbers.Integral) or not 1 <= batch <= m:
        raise ValueError(f"train: batch = {batch}, expected an integer from 1 to m = {m}")
    if not isinstance(epochs, numbers.Integral) or epochs < 0:
        raise ValueError(f"train: epochs = {epochs}, expected an integer of 0 or more")


def _bar(epochs, progress):
    """The epochs, with a bar where one is wanted."""
    if not progress:
        return epochs
    from tqdm.auto import tqdm

    return tqdm(epochs, desc="training", unit="epoch")


def _slices(X, Y, most):
    """The examples and their labels in as few parts of at most that many as there can be, all nearly of one size."""
    m = X.shape[-1]
    parts = -(-m // most)
    for i in range(parts):
        some = slice(i * m // parts, (i + 1) * m // parts)
        yield X[..., some], Y[..., some]


def _batches(X, Y, batch, rng):
    """All examples in an order that rng decides, part by part; in their own order where one batch takes them all."""
    if batch < X.shape[-1]:
        order = move(rng.permutation(X.shape[-1]), like=X)
        X, Y = (namespace(array).take(array, order, axis=array.ndim - 1) for array in (X, Y))
    yield from _slices(X, Y, batch)


def _after_a_step(parameters, gradients, step):
    return tuple(tuple(P - step * dP for P, dP in zip(own, down)) for own, down in zip(parameters, gradients))


def _finite(parameters):
    """A sum is not finite where one of its numbers is not; one question instead of one a parameter."""
    arrays = [P for own in parameters for P in own]
    return math.isfinite(float(sum(namespace(P).sum(P) for P in arrays))) if arrays else True
