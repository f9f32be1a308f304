"""Networks: layers one after the other and a family at the end, run forward, differentiated backward, and trained."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from unity.arrays import namespace
from unity.families import BERNOULLI, CATEGORICAL, Family  # noqa: F401 - the examples use the first two, and dense
from unity.fast.choice import or_faster
from unity.layers import Layer, Parameters, dense  # noqa: F401
from unity.layers.layer import example_shape
from unity.network import quick
from unity.network.arguments import fits, fits_back, takes_labels, to_train
from unity.network.chain import example_shapes
from unity.network.summary import Summary, as_made
from unity.network.training import Epoch, Training, check_plan, descent
from unity.shapes import Array, Float, checked

__all__ = ["Network"]


@dataclass(frozen=True)
class Network:
    """Layers one after the other, and the family that turns the last layer's logits into a mean and a cost.

        X_1 = X,   X_(n+1) = f_n(X_n),   Z = X_(N+1),   A = mean(Z),   J = 1/m sum_i L(z_i, y_i)
        f_n the map of layer n,   mean and L those of the family

    A network holds no numbers: its parameters are an argument, a tuple with one entry a layer, (W, b) or (). Gradients
    have the same form. `unity.arrays.move(parameters, like=X)` takes them to another library, device or precision; a
    network then computes there. With the one layer `dense(1)` and BERNOULLI it is logistic regression. Raises TypeError
    where a layer is none, or the family.

    >>> from unity.activations import RELU
    >>> from unity.layers import Elementwise, dense
    >>> network = Network([dense(3), Elementwise(RELU), dense(1)], BERNOULLI)
    >>> [[P.shape for P in own] for own in network.init((2,), seed=0)]
    [[(2, 3), (3, 1)], [], [(3, 1), (1, 1)]]
    """

    layers: Sequence[Layer]
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

    def __repr__(self):
        return f"Network([{', '.join(map(as_made, self.layers))}], {self.family})"

    def init(self, shape: tuple[int, ...], seed: int | np.random.Generator) -> tuple[Parameters, ...]:
        """Parameters to start from, the same for a seed, in NumPy float64; `shape` is that of one example.

        Raises ValueError where a layer does not fit what the layers before it give.

        Equation: eq-parameter-count.

        >>> from unity.layers import Flatten, dense
        >>> (nothing, (W, b)) = Network([Flatten(), dense(10)], CATEGORICAL).init((1, 8, 8), seed=0)
        >>> W.shape, b.shape
        ((64, 10), (10, 1))
        """
        rng = np.random.default_rng(seed)
        shapes = example_shapes("init", self.layers, example_shape("init", shape))
        return tuple(layer.init(before, rng)[0] for layer, before in zip(self.layers, shapes))

    @checked(fits=fits)
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
        return self.inputs(parameters, X)[-1]

    @checked(fits=fits)
    def inputs(self, parameters: tuple[Parameters, ...], X: Float[Array, "*shape m"]) -> tuple[Array, ...]:
        """What each layer hears, one after the other, and last the logits: all that the forward pass makes on its way.

            X_1 = X,   X_(n+1) = f_n(X_n),   f_n the map of layer n

        Raises TypeError and ValueError where the parameters do not fit the layers and the examples.

        >>> from unity.layers import Flatten, dense
        >>> network = Network([Flatten(), dense(3)], CATEGORICAL)
        >>> [A.shape for A in network.inputs(network.init((1, 8, 8), seed=0), np.ones((1, 8, 8, 5)))]
        [(1, 8, 8, 5), (64, 5), (3, 5)]
        """
        inputs = [X]
        for layer, own in zip(self.layers, parameters):
            inputs.append(layer.forward(own, inputs[-1]))
        return tuple(inputs)

    @checked(fits=fits)
    def predict(self, parameters: tuple[Parameters, ...], X: Float[Array, "*shape m"]) -> Float[Array, "K m"]:
        """The mean that the family gives to the logits: probabilities, or measured numbers. Never labels.

            A = mean(Z)

        Raises TypeError and ValueError where the parameters do not fit the layers and the examples.

        Equations: eq-one-layer, eq-seeing.
        Source: *Harmony in Complexity*, logistic regression from a one-layer neural network.

        >>> Network([dense(1)], BERNOULLI).predict(((np.ones((1, 1)), np.zeros((1, 1))),), np.array([[0.0, 2.0]]))
        array([[0.5       , 0.88079708]])
        """
        return self.family.mean(self.forward(parameters, X))

    @takes_labels
    @checked(fits=fits)
    def cost(
        self,
        parameters: tuple[Parameters, ...],
        X: Float[Array, "*shape m"],
        Y: Float[Array, "K m"],
        weights: Array | None = None,
    ) -> Float[Array, ""]:
        """The mean loss of the examples.

            J = 1/m sum_i s_i L(z_i, y_i),   s_i the weight of example i, or 1

        Raises TypeError and ValueError where the parameters or the labels do not fit the layers and the examples.

        >>> start = ((np.zeros((2, 1)), np.zeros((1, 1))),)
        >>> Network([dense(1)], BERNOULLI).cost(start, np.ones((2, 3)), np.array([[1.0, 0.0, 1.0]])).round(4)
        np.float64(0.6931)
        """
        L = self.family.loss(self.forward(parameters, X), Y)
        return namespace(L).mean(L if weights is None else weights * L)

    @takes_labels
    @checked(fits=fits)
    @or_faster(quick.gradient)
    def gradient(
        self,
        parameters: tuple[Parameters, ...],
        X: Float[Array, "*shape m"],
        Y: Float[Array, "K m"],
        weights: Array | None = None,
    ) -> tuple[Parameters, ...]:
        """How the cost changes with every parameter: forward once, then backward once.

            E_Z = (A - Y) / m,   dW_n = P(X_n) E_n^T,   db_n = E_n 1,   E_(n-1) = (P*(W_n E_n)) * f'(Z_(n-1))

        The error is sent back from layer to layer, through W and the slope of each activation, and no further than the
        first layer that has parameters.

        Raises TypeError and ValueError where the parameters or the labels do not fit the layers and the examples.

        Equations: eq-last-layer, eq-last-gradient, eq-equal-in, eq-equal-out, eq-backward-weights, eq-through,
        eq-seeing-weights.
        Source: *Harmony in Complexity*, back-propagation of error; *Deep Learning: Logistic Regression Classifier*,
        computational graph.

        >>> start, X, Y = ((np.zeros((1, 1)), np.zeros((1, 1))),), np.array([[1.0, 3.0]]), np.array([[1.0, 0.0]])
        >>> Network([dense(1)], BERNOULLI).gradient(start, X, Y)
        ((array([[0.5]]), array([[0.]])),)
        """
        *inputs, Z = self.inputs(parameters, X)
        E = self.family.error(Z, Y) if weights is None else weights * self.family.error(Z, Y)
        first = next((i for i, own in enumerate(parameters) if own), len(self.layers))
        learning = [*zip(self.layers, parameters, inputs)][first:]
        backward = zip(learning[::-1], self.errors(parameters, inputs, E))
        gradients = [layer.gradients(own, A, E) for (layer, own, A), E in backward]
        return ((),) * first + tuple(gradients[::-1])

    @checked(fits=fits_back)
    def error_back(
        self, parameters: tuple[Parameters, ...], X: Float[Array, "*shape m"], E: Float[Array, "K m"]
    ) -> Float[Array, "*shape m"]:
        """An error at the logits, sent back through all layers to the examples.

            dX = dT/dX,   T = <E, Z>,   E_(n-1) = (P*(W_n E_n)) * f'(Z_(n-1)),   from layer to layer

        With E = (A - Y) / m it is the derivative of the cost by every pixel. With 1 for one class and 0 for the others
        it is that of the class's logit: what a saliency picture shows. Raises TypeError and ValueError where the parameters
        or E do not fit the layers and the examples.

        >>> W, b, X = np.array([[1.0, 0.0], [2.0, -3.0]]), np.zeros((2, 1)), np.ones((2, 1))
        >>> Network([dense(2)], CATEGORICAL).error_back(((W, b),), X, np.array([[1.0], [1.0]]))
        array([[ 1.],
               [-1.]])
        """
        inputs = self.inputs(parameters, X)[:-1]
        *_, dX = self.errors(parameters, inputs, E)
        return dX

    @takes_labels
    @checked(fits=fits)
    def there_and_back(
        self, parameters: tuple[Parameters, ...], X: Float[Array, "*shape m"], Y: Float[Array, "K m"]
    ) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
        """What stands before every layer and behind the last, and the error of each: `(values, errors)`.

            X_1 = X,   X_(n+1) = layer n of X_n;   E_(N+1) = (A - Y) / m,   E_n = layer n's error_back of E_(n+1)

        An error has the shape of its value and is the cost's slope in it. `gradient` goes back no further than it has to.

        Raises TypeError and ValueError where the parameters or the labels do not fit the layers and the examples.

        Source: *Harmony in Complexity*, back-propagation of error.

        >>> start = ((np.array([[2.0], [0.0]]), np.zeros((1, 1))),)
        >>> (X, Z), (dX, E) = Network([dense(1)], BERNOULLI).there_and_back(start, np.zeros((2, 1)), np.ones((1, 1)))
        >>> Z, E, dX.T
        (array([[0.]]), array([[-0.5]]), array([[-1.,  0.]]))
        """
        *inputs, Z = self.inputs(parameters, X)
        errors = self.errors(parameters, inputs, self.family.error(Z, Y))
        return (*inputs, Z), tuple(errors)[::-1]

    def errors(self, parameters: tuple[Parameters, ...], inputs: Sequence[Array], E: Array) -> Iterator[Array]:
        """The error E behind the last layer, then before it, and so on while it is asked for; `inputs` are what layers heard.

        >>> W, b, X = np.array([[1.0], [2.0]]), np.zeros((1, 1)), np.ones((2, 1))
        >>> [E.shape for E in Network([dense(1)], BERNOULLI).errors(((W, b),), [X], np.ones((1, 1)))]
        [(1, 1), (2, 1)]
        """
        yield E
        for layer, own, X in zip(self.layers[::-1], parameters[::-1], inputs[::-1]):
            E = layer.error_back(own, X, E)
            yield E

    def train(
        self,
        parameters: tuple[Parameters, ...],
        X: Array | Iterable | Callable[[], Iterable],
        Y: Array | None = None,
        *,
        step: float,
        epochs: int,
        batch: int | None = None,
        seed: int | np.random.Generator | None = None,
        weights: Array | None = None,
        held_out: tuple[Array, ...] | None = None,
        patience: int | None = None,
        progress: bool = False,
        watch: Callable[[Epoch], object] | None = None,
    ) -> Training:
        """Gradient descent with a few examples at a time: the parameters it ends with, and the cost after each epoch.

            W <- W - alpha dW,   b <- b - alpha db,   dW and db those of at most batch examples

        X is (*shape, m), Y labels in any form. In an epoch every example is met once, in an order of the seed, in batches
        of nearly one size, so that none counts more than others. With `batch` = m or more an epoch is one step of plain
        gradient descent. `weights` (1, m) say how much each example counts beside the others.

        More examples than memory holds come in chunks or in batches, read once an epoch (see `Training` for what `costs`
        are then). X, Y and weights may be Dask arrays: chunks in an order of the seed, and the examples of each; about two
        chunks are in memory. Or X are batches (X, Y) or (X, Y, weights), whose weights count as they are: what can be
        iterated over in each epoch, or a function that returns an iterator; Y, batch, seed and weights are left out.

        From `held_out`, (X, Y) or (X, Y, weights), it does not learn: their cost is taken after each epoch, and the
        parameters are those of the least. With `patience` it ends after so many epochs in a row without a new least.
        `watch` gets an `Epoch` at the start and after each further one, and ends it by returning True; Ctrl-C ends it too:
        what comes back is what was reached. `progress` shows a bar.

        One neuron's w may be (n,) and its b a number. Raises TypeError and ValueError where parameters, labels, weights or
        a batch do not fit, or hold a NaN, an infinity or nothing at all, where the plan is none, or an iterator can be read
        only once; FloatingPointError, which names epoch and batch, where a parameter grows beyond the floating numbers.

        Equation: eq-first-step.  Source: *Deep Learning: Logistic Regression Classifier*, gradient descent.

        >>> from unity.datasets import circle
        >>> seen, net, plan = circle(40, seed=0), Network([dense(1)], BERNOULLI), dict(step=0.5, epochs=40)
        >>> X, y, start = seen.X, seen.y, net.init((2,), seed=0)
        >>> early = net.train(start, X, y, **plan, batch=9, seed=0, held_out=(X[:, :5], y[:5]), patience=3)
        >>> early.stopped.name, early.epochs == early.best + 3
        ('PATIENCE', True)
        >>> batches = lambda: ((X[:, i : i + 10], y[i : i + 10]) for i in range(0, 40, 10))
        >>> net.train(early.parameters, batches, **plan).epochs
        40
        """
        ends = {"patience": patience, "watch": watch}
        check_plan(step, batch, epochs, batches=Y is None and not hasattr(X, "shape"), held_out=held_out, **ends)
        given = to_train(self, parameters, X, Y, weights, held_out, batch=batch, epochs=epochs, seed=seed)
        return descent(self, *given, step=step, epochs=epochs, progress=progress, **ends)

    def summary(self, shape: tuple[int, ...]) -> Summary:
        """What each layer gives for an example of this shape, and how many numbers it learns.

        Raises ValueError where a layer does not fit what the layers before it give.  Equation: eq-seeing-count.

        >>> from unity.layers import Flatten, MaxPool, convolution, dense
        >>> Network([convolution(16, 3, padding=1), MaxPool(2), Flatten(), dense(10)], CATEGORICAL).summary((1, 8, 8))
        layer                                              gives  parameters
                                                       (1, 8, 8)
        convolution(16, size=(3, 3), padding=(1, 1))  (16, 8, 8)         160
        MaxPool(size=(2, 2), stride=(2, 2))           (16, 4, 4)           0
        Flatten()                                         (256,)           0
        dense(10)                                          (10,)       2,570
        CATEGORICAL                                                    2,730
        """
        shapes = example_shapes("summary", self.layers, example_shape("summary", shape))
        learned = (layer.parameter_shapes(before).values() for layer, before in zip(self.layers, shapes))
        return Summary(self.layers, self.family, tuple(shapes), tuple(sum(map(math.prod, own)) for own in learned))
