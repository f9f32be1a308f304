"""A limit on what the evaluation of a formula may take, for formulas that a stranger has typed."""

import contextlib
import time
from contextvars import ContextVar

import numpy as np

from unity.equations.evaluate.errors import EvaluationError

__all__ = ["LONGEST", "TooMuch", "limited", "spend"]

LONGEST = 10_000  # what a sum or dots may run over
LARGEST = 5_000  # the entries of an array
ALLOWED = ContextVar("ALLOWED", default=None)


class TooMuch(EvaluationError):
    """A formula that takes more time or memory than it may."""


class Allowance:
    """What is left of a number of evaluations, and of the processor's seconds."""

    def __init__(self, steps, seconds):
        self.steps, self.until = steps, time.process_time() + seconds

    def spend(self, value):
        if isinstance(value, np.ndarray) and value.size > LARGEST:
            raise TooMuch(f"an array of {value.size} entries: at most {LARGEST} are allowed")
        self.steps -= 1
        if self.steps < 0 or time.process_time() > self.until:
            raise TooMuch("the formula takes too long: fewer sums inside each other, please")


@contextlib.contextmanager
def limited(steps, seconds):
    """Inside, so many trees may be evaluated, in so many seconds of the processor; TooMuch is raised beyond that.

    >>> with limited(steps=1, seconds=1.0):
    ...     spend(np.ones(2))
    ...     spend(np.ones(2))
    Traceback (most recent call last):
    unity.equations.evaluate.allowance.TooMuch: the formula takes too long: fewer sums inside each other, please
    """
    token = ALLOWED.set(Allowance(steps, seconds))
    try:
        yield
    finally:
        ALLOWED.reset(token)


def spend(value):
    """Count one evaluation and its value, where there is a limit."""
    if (allowed := ALLOWED.get()) is not None:
        allowed.spend(value)
