"""A network that learns from NumPy's arrays in place: the steps of `unity.fast`, chosen for its layers and its family.

It gives the numbers of `Network.gradient` and `Network.cost`, to rounding. Arguments were looked at before: shapes and
kinds are those of the first batch for as long as it learns.
"""

import math

import numpy as np

from unity.activations import RELU
from unity.families import BERNOULLI, CATEGORICAL, GAUSSIAN
from unity.fast import ends, steps
from unity.layers import Affine, Elementwise, Flatten, MaxPool, MeanPool
from unity.network.chain import example_shapes
from unity.trilinear import Convolution, Dense

__all__ = ["Quick", "applies", "gradient"]

PRECISIONS = np.float32, np.float64
KNOWN = Affine, Elementwise, Flatten, MaxPool, MeanPool
SLOPES = {BERNOULLI: ends.bernoulli_slope, CATEGORICAL: ends.categorical_slope, GAUSSIAN: ends.gaussian_slope}
LARGEST = 2**18
"""How many numbers one layer gives at once where only the cost is wanted."""


def applies(network, X):
    """Whether X is one of NumPy's own arrays in a precision that its products know, and every layer one of the library's.

    >>> from unity.layers import dense
    >>> from unity.network import Network
    >>> applies(Network([dense(2)], CATEGORICAL), np.ones((3, 4)))
    True
    """
    return (
        type(X) is np.ndarray
        and X.dtype in PRECISIONS
        and network.family in SLOPES
        and bool(network.layers)
        and all(type(layer) in KNOWN for layer in network.layers)
        and all(type(layer.product) in (Dense, Convolution) for layer in network.layers if type(layer) is Affine)
    )


def gradient(network, parameters, X, Y, weights=None):
    """What `Network.gradient` gives, sooner; NotImplemented for arrays to which none of this `applies`."""
    if not (X.shape[-1] and applies(network, X)):
        return NotImplemented
    return Quick(network, parameters, X).gradient(X, Y, weights)


class Quick:
    """A network with parameters of its own, which it changes in place: `meet` a batch, tell the `cost` of one.

    >>> from unity.layers import dense
    >>> from unity.network import Network
    >>> quick = Quick(Network([dense(1)], BERNOULLI), ((np.zeros((1, 1)), np.zeros((1, 1))),), np.ones((1, 2)), 0.5)
    >>> quick.meet(np.array([[1.0, 3.0]]), np.array([[1.0, 0.0]])), quick.parameters
    (True, ((array([[-0.25]]), array([[0.]])),))
    """

    def __init__(self, network, parameters, X, step=None):
        self.network, self.shape, self.step, self.room = network, tuple(X.shape[:-1]), step, steps.Room(X.dtype)
        self.numbers = np.concatenate([np.ravel(P) for own in parameters for P in own] or [np.empty(0, X.dtype)])
        self.slopes, self.ones = np.zeros_like(self.numbers), np.ones_like(self.numbers)
        self.own, self.down = (_views(flat, parameters) for flat in (self.numbers, self.slopes))
        self.first = next((i for i, own in enumerate(parameters) if own), len(parameters))
        shapes = example_shapes("train", network.layers, self.shape)
        self.K, self.at_once = shapes[-1][0], max(1, LARGEST // max(map(math.prod, shapes)))
        self.lines = {}

    @property
    def parameters(self):
        """A copy of the parameters as they are now."""
        return _views(self.numbers.copy(), self.own)

    def meet(self, X, Y, weights=None):
        """Take one step against the gradient of this batch; whether the parameters are finite then.

        The error is multiplied by the step, and not every gradient: all of them are linear in it. A sum is not finite where
        one of its numbers is not.
        """
        self._backward(X, Y, weights, self.step)
        self.numbers -= self.slopes
        return math.isfinite(np.dot(self.ones, self.numbers))

    def gradient(self, X, Y, weights=None):
        """How the cost of this batch changes with every parameter: in arrays that the next batch overwrites."""
        self._backward(X, Y, weights, None)
        return self.down

    def _backward(self, X, Y, weights, step):
        forward, slope, learn, _, forget = self._line(X.shape[-1])
        E = slope(forward(X), Y)
        E /= X.shape[-1]
        if weights is not None:
            E *= weights
        if step is not None:
            E *= step
        learn(E)
        forget()

    def cost(self, X, Y, weights=None):
        """The mean loss of this batch. Where that is infinite or none, the plain cost says what it is."""
        forward, _, _, loss, forget = self._line(X.shape[-1])
        L = loss(forward(X), Y)
        forget()
        cost = float(np.mean(L if weights is None else weights * L))
        return cost if math.isfinite(cost) else float(self.network.cost(self.own, X, Y, weights))

    def _line(self, m):
        """What is done to a batch of m examples: forward to the logits, their slope, the way back, the losses; and to forget it."""
        if m not in self.lines:
            self.lines[m] = self._made(m)
        return self.lines[m]

    def _made(self, m):
        placed = _placed(self.network.layers, self.own, self.down, self.shape, m, self.room)
        chain = [step for _, step in placed]
        back = [step for i, step in placed if i >= self.first][::-1]
        further = [step.back for step in back[:-1]] + [None] * bool(back)

        def forward(X):
            for step in chain:
                X = step.forward(X)
            return X

        def learn(E):
            for step, send in zip(back, further):
                step.learn(E)
                if send is not None:
                    E = send(E)

        def forget():
            for step in chain:
                step.heard = None

        K, family = self.K, self.network.family
        loss = ends.categorical_loss(self.room, K, m) if family == CATEGORICAL else family.loss
        return forward, SLOPES[family](self.room, K, m), learn, loss, forget


def _views(flat, parameters):
    """Arrays of the shapes of parameters, one after the other in one flat array."""
    start, views = 0, []
    for own in parameters:
        views.append([])
        for P in own:
            views[-1].append(flat[start : start + P.size].reshape(P.shape))
            start += P.size
    return tuple(map(tuple, views))


def _placed(layers, parameters, slopes, shape, m, room):
    """`(place of its layer, step)`, in the order in which they are done.

    Rectified and pooled is pooled and rectified, of fewer numbers: the largest of what is above 0 stays the largest.
    """
    order = list(range(len(layers)))
    for i in order[:-1]:
        if _rectifies(layers[order[i]]) and type(layers[order[i + 1]]) is MaxPool:
            order[i], order[i + 1] = order[i + 1], order[i]
    placed, lent = [], False
    if not _takes_any_layout(layers):
        placed, lent = [(-1, steps.Laid(room, "X", shape, m))], True
    for i in order:
        layer = layers[i]
        step = _step(layer, parameters[i], slopes[i], shape, m, room, str(i), lent)
        placed.append((i, step))
        shape, lent = layer.output_shape(shape), lent if type(layer) is Flatten else step.lends
    return placed


def _takes_any_layout(layers):
    """Whether the first that computes is a dense product: it reads examples as columns or as rows."""
    first = next((layer for layer in layers if type(layer) is not Flatten), None)
    return type(first) is Affine and type(first.product) is Dense


def _rectifies(layer):
    return type(layer) is Elementwise and layer.activation == RELU


def _step(layer, own, slopes, shape, m, room, name, lent):
    """What is done to a batch of m examples of this shape in place of a layer."""
    if type(layer) is Affine and type(layer.product) is Dense:
        return steps.Dense(room, name, own, slopes, shape, m)
    if type(layer) is Affine:
        return steps.Convolved(layer.product, own, slopes, shape, m)
    if _rectifies(layer):
        return steps.Rectified(room, name, shape, m, lent)
    if type(layer) is MaxPool and layer.stride == layer.size:
        return steps.MaxPooled(room, name, layer.size, shape, m)
    if type(layer) is Flatten:
        return steps.Flat(shape, m)
    return steps.Other(layer)
