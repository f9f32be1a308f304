"""Training: gradient descent through examples that come a few at a time, and what came of it."""

import itertools
import math
import numbers
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import numpy as np

from unity.arrays import namespace
from unity.network.batches import cost as mean_cost
from unity.network.quick import Quick, applies
from unity.shapes import Array

__all__ = ["Epoch", "Plain", "Stopped", "Training", "check_plan", "descent", "finite"]

AT_ONCE = 1024
"""How many examples go forward together where only the cost is wanted: it bounds the memory, not the result."""


class Stopped(Enum):
    """Why training ended.

    * `Stopped.EPOCHS`: the epochs are used up.
    * `Stopped.PATIENCE`: the held-out cost has found no new least for too long.
    * `Stopped.WATCH`: who watched it said so.
    * `Stopped.INTERRUPT`: it was interrupted from the keyboard.
    """

    EPOCHS = "the epochs are used up"
    PATIENCE = "the held-out cost has found no new least for too long"
    WATCH = "who watched it said so"
    INTERRUPT = "it was interrupted from the keyboard"


class Epoch(NamedTuple):
    """Where training stands after so many epochs: the parameters, the cost as `Training` says, and that of the held-out ones.

    `held_out` is None where no examples are held out.
    """

    epoch: int
    parameters: tuple[tuple[Array, ...], ...]
    cost: float
    held_out: float | None = None


@dataclass(frozen=True, eq=False)
class Training:
    """What training made: `parameters`, those of the epoch `best`, and `costs`, one for the start and for each epoch.

    `costs[t]` is the cost of all examples after t epochs, `held_out[t]` that of the held-out ones; `held_out` is None
    where there are none. Of examples that come in batches or chunks, which are read once an epoch, `costs[0]` is the cost
    of the first batch and `costs[t]` the mean over epoch t, of each batch before its step. `stopped` says why training
    ended.
    """

    parameters: tuple[tuple[Array, ...], ...]
    costs: tuple[float, ...]
    held_out: tuple[float, ...] | None = None
    stopped: Stopped = Stopped.EPOCHS

    @property
    def epochs(self):
        """How often every example was met."""
        return len(self.costs) - 1

    @property
    def best(self):
        """After how many epochs the held-out cost was least, the first of them where several are; without it the last."""
        return self.epochs if self.held_out is None else self.held_out.index(min(self.held_out))

    def __repr__(self):
        if self.held_out is None:
            found = f"cost={self.costs[-1]:.4g}"
        else:
            found = f"best={self.best}, held_out={self.held_out[self.best]:.4g}"
        return f"Training(epochs={self.epochs}, {found}{'' if self.stopped is Stopped.EPOCHS else f', {self.stopped}'})"


def descent(network, parameters, source, held_out, *, step, epochs, patience, progress, watch):
    """The descent of `Network.train`, through the batches of a source, `Held` or `Stream`; `held_out` is (X, Y) or None."""
    trail = itertools.islice(_epochs(network, parameters, source, held_out, float(step)), epochs + 1)
    best, costs, stopped = None, {}, Stopped.EPOCHS
    try:
        for now in _with_bar(trail, epochs) if progress else trail:
            best = now if best is None or held_out is None or now.held_out < best.held_out else best
            costs[now.epoch] = now.cost, now.held_out
            if watch is not None and watch(now):
                stopped = Stopped.WATCH
                break
            if patience is not None and now.epoch - best.epoch >= patience:
                stopped = Stopped.PATIENCE
                break
    except KeyboardInterrupt:
        if best is None:
            raise
        stopped = Stopped.INTERRUPT
        costs[best.epoch] = best.cost, best.held_out  # where it came between the two assignments above
    costs, held_out_costs = zip(*costs.values())
    return Training(best.parameters, costs, None if held_out is None else held_out_costs, stopped)


class Plain:
    """A network with its parameters, which takes steps as the formulas say: `meet` a batch, tell the `cost` of one.

    >>> from unity.families import BERNOULLI
    >>> from unity.layers import dense
    >>> from unity.network import Network
    >>> plain = Plain(Network([dense(1)], BERNOULLI), ((np.zeros((1, 1)), np.zeros((1, 1))),), 0.5)
    >>> plain.meet(np.array([[1.0, 3.0]]), np.array([[1.0, 0.0]])), plain.parameters
    (True, ((array([[-0.25]]), array([[0.]])),))
    """

    def __init__(self, network, parameters, step):
        self.network, self.parameters, self.step, self.at_once = network, parameters, step, AT_ONCE

    def meet(self, X, Y, weights=None):
        """One step, to $W - alpha dW$ and $b - alpha db$; whether the parameters are finite then."""
        gradients = self.network.gradient(self.parameters, X, Y, weights)
        pairs = zip(self.parameters, gradients)
        self.parameters = tuple(tuple(P - self.step * dP for P, dP in zip(own, down)) for own, down in pairs)
        return finite(self.parameters)

    def cost(self, X, Y, weights=None):
        """The mean loss of this batch."""
        return float(self.network.cost(self.parameters, X, Y, weights))


def _epochs(network, parameters, source, held_out, step):
    """Where training stands at the start and after each further epoch, without end."""
    learner, dtype = _learner(network, parameters, source.first[0], step), source.first[0].dtype
    for epoch in itertools.count():
        # What overflows is said with its epoch and its batch.
        with np.errstate(over="ignore", invalid="ignore"):
            met = _learn(learner, source, epoch) if epoch else None
            cost = _checked(source.cost(learner) if met is None else met, dtype, epoch)
            watched = None if held_out is None else _checked(mean_cost(learner, held_out), dtype, epoch)
        yield Epoch(epoch, learner.parameters, cost, watched)


def _learner(network, parameters, X, step):
    return Quick(network, parameters, X, step) if applies(network, X) else Plain(network, parameters, step)


def _learn(learner, source, epoch):
    """Meet every batch once; the mean cost of what was met, before each step, where the source wants it so."""
    number, m, total = 0, 0, 0.0
    for some in source.epoch():
        number += 1  # noqa: SIM113 - enumerate would hold what was met while the next is read
        if source.as_met:
            m += some[0].shape[-1]
            total += learner.cost(*some) * some[0].shape[-1]
        if not learner.meet(*some):
            raise FloatingPointError(
                f"train: a parameter is no longer finite after batch {number} of epoch {epoch}: with "
                f"step = {learner.step} the descent diverges, expected a smaller step"
            )
        del some  # before the next is read: it may be as large
    return total / m if source.as_met else None


def _checked(cost, dtype, epoch):
    if not math.isfinite(cost):
        raise FloatingPointError(
            f"train: the cost is {cost} after epoch {epoch}: the logits are too large for {dtype}, expected "
            "a smaller step, or smaller X and parameters"
        )
    return cost


def finite(parameters):
    """A sum is not finite where one of its numbers is not; one question instead of one a parameter."""
    arrays = [P for own in parameters for P in own]
    xp = namespace(*arrays[:1]) if arrays else None
    return math.isfinite(float(sum(xp.sum(P) for P in arrays)))


def _with_bar(trail, epochs):
    """The epochs, with a bar and the costs beside it."""
    from tqdm.auto import tqdm

    with tqdm(total=epochs, desc="training", unit="epoch") as bar:
        for now in trail:
            costs = {"cost": now.cost, "held out": now.held_out}
            bar.set_postfix({name: f"{cost:.4g}" for name, cost in costs.items() if cost is not None}, refresh=False)
            bar.update(now.epoch - bar.n)
            yield now


def check_plan(step, batch, epochs, *, batches=False, held_out=None, patience=None, watch=None):
    """Raise where there is nothing to go by: a step that is positive, whole numbers, held-out examples to be patient with.

    With `batches` it is not asked how large they are.

    >>> check_plan(0.1, 0, 3)
    Traceback (most recent call last):
    ValueError: train: batch = 0, expected an integer of 1 or more
    """
    if not isinstance(step, numbers.Real) or not 0 < step < math.inf:
        raise ValueError(f"train: step = {step!r}, expected a positive number")
    for name, number, least in ("batch", 1 if batches else batch, 1), ("epochs", epochs, 0):
        if not isinstance(number, numbers.Integral) or number < least:
            raise ValueError(f"train: {name} = {number!r}, expected an integer of {least} or more")
    if patience is not None and (not isinstance(patience, numbers.Integral) or patience < 1):
        raise ValueError(f"train: patience = {patience!r}, expected an integer of 1 or more")
    if patience is not None and held_out is None:
        raise ValueError(f"train: patience = {patience} without held_out, expected examples that are held out: (X, Y)")
    if watch is not None and not callable(watch):
        raise TypeError(f"train: watch is of type {type(watch).__name__}, expected a function of where training stands")
