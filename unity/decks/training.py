"""What training makes of a network whose errors go back by one of the ways."""

from unity.activations import Activation
from unity.arrays import namespace
from unity.decks.stack import Stack, back_propagate, forward_pass
from unity.decks.ways import Way
from unity.families import Family
from unity.network.training import Training
from unity.shapes import Array, Float

__all__ = ["train_with"]


def train_with(
    way: Way,
    parameters: Stack,
    X: Float[Array, "n m"],
    Y: Float[Array, "K m"],
    *,
    activation: Activation,
    family: Family,
    step: float,
    iterations: int,
) -> Training:
    """What becomes of a network whose errors go back this way: all examples at once, one step after the other.

        W <- W - step dW,   b <- b - step db,   for every layer, (dW, db) by this way

    The costs are the true ones. By weights and slope this is gradient descent.

    Raises FloatingPointError where the weights run off until the cost is no finite number, ValueError where the
    parameters do not fit the examples or a way meets weights that sum to 0.

    >>> from unity.activations import TANH
    >>> from unity.decks import by_weights
    >>> from unity.families import BERNOULLI
    >>> layers, one = ((np.ones((1, 1)), np.zeros((1, 1))),) * 2, np.ones((1, 1))
    >>> train_with(by_weights, layers, one, one, activation=TANH, family=BERNOULLI, step=1.0, iterations=9)
    Training(epochs=9, cost=0.04678)
    """
    limit = float(namespace(X).finfo(X.dtype).max) ** 0.5
    costs = []
    for t in range(iterations + 1):
        costs.append(float(family.cost(forward_pass(parameters, X, activation=activation).Z[-1], Y)))
        if not costs[-1] < limit:
            raise FloatingPointError(
                f"train_with: {way.__name__} has led to a cost of {costs[-1]:.2g} after {t} steps, expected less than "
                f"{limit:.2g}: the weights run off"
            )
        if t < iterations:
            updates = back_propagate(parameters, X, Y, activation=activation, family=family, way=way)
            parameters = tuple((W - step * dW, b - step * db) for (W, b), (dW, db) in zip(parameters, updates))
    return Training(tuple(parameters), tuple(costs))
