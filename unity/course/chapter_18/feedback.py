"""Networks of chapter 18 that send errors back on true wires, on others, or not at all."""

from unity import activations, decks, families, tally

__all__ = ["percent", "trained"]

TANH = {"activation": activations.TANH}
PLAN = TANH | {"family": families.CATEGORICAL, "step": 0.5, "iterations": 20, "rounds": 10}


def trained(way, start, examples):
    """The network after ten rounds of twenty steps from `start`, `way` sending its errors back."""
    return decks.train_in_rounds(way, start, examples.X.reshape(64, -1), examples.Y, **PLAN)


def percent(network, examples):
    """How many percent of the examples a trained network reads rightly."""
    Z = decks.forward_pass(network.parameters, examples.X.reshape(64, -1), **TANH).Z[-1]
    return 100 * tally.right(Z, examples.Y).mean()
