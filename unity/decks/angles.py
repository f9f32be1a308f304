"""The angle between what a way would change and the gradient, layer by layer, at the start and while it trains."""

import math
from typing import NamedTuple

from unity.activations import Activation
from unity.arrays import namespace
from unity.decks.stack import Stack, back_propagate
from unity.decks.training import train_with
from unity.decks.ways import WAYS, Way, by_weights_and_slope
from unity.families import Family
from unity.shapes import Array, Float

__all__ = ["Rounds", "compare", "train_in_rounds"]


def _inner(one, other):
    """The inner product of what two ways would change in a layer: weights and bias taken as one vector."""
    return sum(float(namespace(a, b).sum(a * b)) for a, b in zip(one, other))


def compare(
    parameters: Stack, X: Float[Array, "n m"], Y: Float[Array, "K m"], *, activation: Activation, family: Family
) -> dict[str, tuple[float, ...]]:
    """The cosine of the angle between each way's update and the gradient, layer by layer.

        cos = <update, gradient> / (||update|| ||gradient||),   (dW, db) of a layer taken as one vector

    At 1 an update points along the gradient, at 0 across it; where it is below 0, a small step raises the cost. The last
    layer has 1 by every way: its error is (A - Y) / m, and nothing has been sent back yet. NaN where one of the two is 0.

    Raises ValueError where the parameters do not fit the examples, or the weights of a neuron sum to 0.

    Equation: eq-angle.

    >>> from unity.activations import TANH
    >>> from unity.families import BERNOULLI
    >>> W, b, c = np.array([[1.0, -2.0]]), np.zeros((2, 1)), np.zeros((1, 1))
    >>> X, Y = np.array([[-1.0, 0.5, 2.0]]), np.array([[0.0, 1.0, 1.0]])
    >>> for way, (first, last) in compare([(W, b), (W.T, c)], X, Y, activation=TANH, family=BERNOULLI).items():
    ...     print(f"{way:24}{first:8.4f}{last:8.4f}")
    by_fractions             -0.8454  1.0000
    by_weights                0.8454  1.0000
    by_fractions_and_slope   -1.0000  1.0000
    by_weights_and_slope      1.0000  1.0000
    """
    updates = {
        way.__name__: back_propagate(parameters, X, Y, activation=activation, family=family, way=way) for way in WAYS
    }
    gradient = updates[by_weights_and_slope.__name__]
    return {way: tuple(_cosine(own, true) for own, true in zip(layers, gradient)) for way, layers in updates.items()}


def _cosine(one, other):
    """The cosine of the angle between what two ways would change in a layer; NaN where one of them changes nothing."""
    length = math.sqrt(_inner(one, one)) * math.sqrt(_inner(other, other))
    return _inner(one, other) / length if length else math.nan


class Rounds(NamedTuple):
    """What training in rounds left: the parameters, the cost after each round and, layer by layer, each round's cosines."""

    parameters: Stack
    costs: tuple[float, ...]
    cosines: tuple[tuple[float, ...], ...]


def train_in_rounds(
    way: Way,
    parameters: Stack,
    X: Float[Array, "n m"],
    Y: Float[Array, "K m"],
    *,
    activation: Activation,
    family: Family,
    rounds: int,
    **plan: float,
) -> Rounds:
    """`train_with` again and again; after each round, the cosine of the angle between the way's update and the gradient.

    `plan` is the step and the number of iterations of a round. `cosines[n]` are layer n's, NaN where a way changes nothing in it.

    Raises FloatingPointError and ValueError as `train_with` does.

    >>> from unity.activations import TANH
    >>> from unity.decks import by_weights
    >>> from unity.families import BERNOULLI
    >>> layers, one = ((np.ones((1, 1)), np.zeros((1, 1))),) * 2, np.ones((1, 1))
    >>> plan = {"step": 1.0, "iterations": 3, "rounds": 3}
    >>> train_in_rounds(by_weights, layers, one, one, activation=TANH, family=BERNOULLI, **plan).costs[-1].__round__(5)
    0.04678
    """
    own = {"activation": activation, "family": family}
    costs, cosines = [], []
    for _ in range(rounds):
        trained = train_with(way, parameters, X, Y, **own, **plan)
        parameters = trained.parameters
        costs.append(trained.costs[-1])
        gradient = back_propagate(parameters, X, Y, **own)
        update = back_propagate(parameters, X, Y, **own, way=way)
        cosines.append([_cosine(one, true) for one, true in zip(update, gradient)])
    return Rounds(parameters, tuple(costs), tuple(zip(*cosines)))
