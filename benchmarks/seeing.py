"""What does a network gain from a window: on digits as they are, on scrambled ones, on moved ones, and per parameter?

    .venv/bin/python benchmarks/seeing.py            prints a table
    .venv/bin/python benchmarks/seeing.py --keep     and keeps it where chapter 16 reads it

The networks, the deals, the choice of the step and the stop are those of `benchmarks/digits.py`. There are dense networks
of several widths and convolutional ones with several numbers of filters. `scrambled` is the convolution with 16 filters
on images whose pixels have changed places, for all images alike. Each trained network reads the test images as they are,
and moved by one pixel to each side. Twenty deals each; two processes with one thread: about ten minutes.
"""

import argparse
import functools
import math
import os
import platform
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from digits import BATCH, BEND, CHOICE, DEALS, EPOCHS, PATIENCE, SHAPE, STEPS, parts, written
from threadpoolctl import threadpool_limits

from unity import datasets, tally
from unity.families import CATEGORICAL
from unity.layers import Flatten, MaxPool, convolution, dense
from unity.network import Network

RESULTS = Path(__file__).parents[1] / "unity" / "course" / "results" / "seeing.json"
FILTERS, WIDTHS = (16, 8, 4, 2), (128, 64, 32, 16, 8)
MOVES = {"share": (0, 0), "left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}
SCRAMBLE = 16
"""The seed of the one order in which all images are scrambled."""
NAMES = {
    "scrambled": "16 filters, scrambled",
    **{f"convolution-{filters}": f"{filters} filters" for filters in FILTERS},
    **{f"dense-{width}": f"{width} hidden units" for width in WIDTHS},
    "none": "no hidden layer",
}


def network(key):
    """The network of a row."""
    if key == "none":
        return Network([Flatten(), dense(10)], CATEGORICAL)
    kind, _, size = key.partition("-")
    if kind == "dense":
        return Network([Flatten(), dense(int(size)), BEND, dense(10)], CATEGORICAL)
    filters = int(size or 16)
    return Network([convolution(filters, 3, padding=1), BEND, MaxPool(2), Flatten(), dense(10)], CATEGORICAL)


def seen(key, X):
    """The images as the network of a row meets them."""
    return datasets.scrambled(X, SCRAMBLE) if key == "scrambled" else X


def trained(key, dealt, step, seed):
    """One run: start and order from one seed."""
    (X, Y), held_out = ((seen(key, part.X), part.Y) for part in dealt[:2])
    net, rng = network(key), np.random.default_rng(seed)
    plan = {"step": step, "batch": BATCH, "epochs": EPOCHS, "patience": PATIENCE, "seed": rng}
    return net.train(net.init(SHAPE, rng), X, Y, **plan, held_out=held_out)


def chosen_step(key):
    """The step with the least validation cost, a mean over the seeds that choose."""
    dealt, costs = parts(0), {}
    for step in STEPS:
        try:
            costs[step] = float(np.mean([min(trained(key, dealt, step, seed).held_out) for seed in CHOICE]))
        except FloatingPointError:
            costs[step] = math.inf
    return min(costs, key=costs.get)


def run(key, deal, step):
    """What one run came to: how much of the test images it reads rightly, as they are and moved by a pixel."""
    dealt = parts(deal)
    watched, test = trained(key, dealt, step, deal), dealt[-1]
    shares = {}
    for move, by in MOVES.items():
        A = network(key).predict(watched.parameters, seen(key, datasets.moved(test.X, *by)))
        shares[move] = round(float(tally.right(A, test.Y).mean()), 5)
    return {"deal": deal, "epochs": watched.best} | shares


def row(key):
    with threadpool_limits(1):
        step = chosen_step(key)
        return {
            "name": NAMES[key],
            "parameters": sum(P.size for own in network(key).init(SHAPE, 0) for P in own),
            "step": step,
            "runs": [run(key, deal, step) for deal in DEALS],
        }


def measure(processes):
    with ProcessPoolExecutor(processes) as pool:
        rows = dict(zip(NAMES, pool.map(row, NAMES)))
    return {
        "command": "python benchmarks/seeing.py --keep",
        "scramble": SCRAMBLE,
        "machine": platform.machine(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas_core": os.environ.get("OPENBLAS_CORETYPE", "detected"),
        "networks": rows,
    }


def table(found):
    """A line for each network: shares in percent, the mean over the deals and the standard deviation."""
    yield f"{'':24}{'parameters':>11}{'step':>6}{'epochs':>8}{'as they are':>16}" + "".join(
        f"{move:>8}" for move in list(MOVES)[1:]
    )
    for network in found["networks"].values():
        mean = functools.partial(lambda key, runs: np.mean([r[key] for r in runs]), runs=network["runs"])
        spread = np.std([r["share"] for r in network["runs"]], ddof=1)
        share = f"{100 * mean('share'):.2f} +- {100 * spread:.2f}"
        yield (
            f"{network['name']:24}{network['parameters']:11}{network['step']:6}{mean('epochs'):8.0f}{share:>16}"
            + "".join(f"{100 * mean(move):8.1f}" for move in list(MOVES)[1:])
        )


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help=f"write what was found to {RESULTS.name}")
    parser.add_argument("--processes", type=int, default=2, help="how many run at a time (default: 2)")
    options = parser.parse_args(arguments)
    found = measure(options.processes)
    print(*table(found), sep="\n")
    if options.keep:
        RESULTS.write_text(written(found), encoding="utf-8")
        print(f"kept in {RESULTS}")


if __name__ == "__main__":
    main()
