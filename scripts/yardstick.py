"""How fast a machine is at what lectures do: the processor's seconds of one fixed piece of work, beside those that it took
where the budgets were set.

Two machines of the same name differ by a factor of two, and one by a third from hour to hour, with what its neighbours do to
the memory that they share. So a budget of seconds holds on one machine only; its ratio to a yardstick holds on all.
"""

import resource
import subprocess
import sys
from contextlib import contextmanager

__all__ = ["TAKES", "children", "seconds"]

TAKES = 1.58
"""Seconds of the processor that the work takes where the budgets were set, as nineteen lectures say that ran on two machines."""

# Lectures start Python, import what they need, draw, and compute a little.
WORK = """
import io
import matplotlib.figure
import numpy as np
for k in range(12):
    axes = matplotlib.figure.Figure(figsize=(6, 3)).subplots(1, 2)
    for ax in axes:
        ax.plot(np.sin(np.linspace(0, k + 1, 200)), label="sine")
        ax.set(title="a wave", xlabel="place", ylabel="height")
        ax.legend()
    axes[0].figure.savefig(io.BytesIO(), format="svg")
X = np.random.default_rng(0).normal(size=(30, 500))
for _ in range(1000):
    X -= 1e-3 * np.tanh(X)
"""


@contextmanager
def children():
    """Count the processor's seconds of the processes that are started, and end, meanwhile: a list that is given one number."""
    taken = []
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    yield taken
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def seconds():
    """The processor's seconds that the work takes here and now."""
    with children() as taken:
        subprocess.run([sys.executable, "-c", WORK], check=True)
    return taken[0]
