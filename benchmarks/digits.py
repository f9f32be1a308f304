"""How well do networks read digits that they have not seen, and how much of a difference between them is chance?

    .venv/bin/python benchmarks/digits.py            prints a table
    .venv/bin/python benchmarks/digits.py --keep     and keeps it where chapters 12 and 16 read it

All networks meet the same 8 x 8 digits by the same code. Each gets the step that serves it best on the validation
images, and trains until they bring no new least cost for 20 epochs; the test images are read once, at the end. Then:

* `by_seed`: one deal of the images, twenty starts and orders;
* `by_deal`: twenty deals of the images, a start and an order for each;
* `steps`: what step and batch do to one of the networks in ten epochs.

One process with one thread: about three minutes.
"""

import argparse
import json
import math
import os
import platform
import re
from pathlib import Path

import numpy as np
import sklearn
from threadpoolctl import threadpool_limits

from unity import datasets, tally
from unity.activations import RELU
from unity.families import CATEGORICAL
from unity.layers import Elementwise, Flatten, MaxPool, convolution, dense
from unity.network import Network

RESULTS = Path(__file__).parents[1] / "unity" / "course" / "results" / "digits.json"
BEND = Elementwise(RELU)
NETWORKS = {
    "none": ("no hidden layer", [Flatten(), dense(10)]),
    "one": ("one hidden layer", [Flatten(), dense(64), BEND, dense(10)]),
    "two": ("two hidden layers", [Flatten(), dense(64), BEND, dense(64), BEND, dense(10)]),
    "convolution": ("convolution", [convolution(16, 3, padding=1), BEND, MaxPool(2), Flatten(), dense(10)]),
}
SHAPE = (1, 8, 8)
BATCH, PATIENCE, EPOCHS = 32, 20, 400
STEPS = (0.1, 0.3, 1.0)
CHOICE = (1001, 1002, 1003)  # seeds that choose the step, and report nothing
SEEDS = tuple(range(20))
DEALS = tuple(range(1, 21))
GRID = {"batch": (8, 32, 128, 1011), "step": (0.01, 0.03, 0.1, 0.3, 1.0, 3.0), "epochs": 10, "seeds": (0, 1, 2)}


def parts(deal):
    """The images, dealt into three: for training, for validation and for the test, as chapter 12 deals them."""
    rest, test = datasets.split(datasets.digits(), test=0.25, seed=deal)
    training, validation = datasets.split(rest, test=0.25, seed=deal)
    return training, validation, test


def network(name):
    return Network(NETWORKS[name][1], CATEGORICAL)


def trained(name, dealt, step, seed):
    """One run: start and order from one seed."""
    training, validation, _ = dealt
    net, rng = network(name), np.random.default_rng(seed)
    start = net.init(SHAPE, rng)
    plan = {"step": step, "batch": BATCH, "epochs": EPOCHS, "patience": PATIENCE, "seed": rng}
    return net.train(start, training.X, training.Y, **plan, held_out=(validation.X, validation.Y))


def run(name, deal, step, seed):
    """What one run came to. `wrong` are the places of the test images that it misreads."""
    dealt = parts(deal)
    watched, test = trained(name, dealt, step, seed), dealt[-1]
    rights = tally.right(network(name).predict(watched.parameters, test.X), test.Y)[0]
    return {
        "deal": deal,
        "seed": seed,
        "epochs": watched.best,
        "training_cost": round(watched.costs[watched.best], 5),
        "validation_cost": round(watched.held_out[watched.best], 5),
        "share": round(float(rights.mean()), 5),
        "wrong": np.flatnonzero(rights == 0).tolist(),
    }


def chosen_step(name):
    """The step with the least validation cost, a mean over the seeds that choose; and that cost for every step."""
    dealt, costs = parts(0), {}
    for step in STEPS:
        try:
            costs[step] = float(np.mean([min(trained(name, dealt, step, seed).held_out) for seed in CHOICE]))
        except FloatingPointError:
            costs[step] = math.inf
    return min(costs, key=costs.get), {str(step): round(cost, 5) for step, cost in costs.items()}


def row(name):
    step, costs = chosen_step(name)
    net = network(name)
    return {
        "name": NETWORKS[name][0],
        "layers": [repr(layer) for layer in net.layers],
        "parameters": sum(P.size for own in net.init(SHAPE, 0) for P in own),
        "step": step,
        "validation_cost_by_step": costs,
        "by_seed": [run(name, 0, step, seed) for seed in SEEDS],
        "by_deal": [run(name, deal, step, deal) for deal in DEALS],
    }


def held_out_cost(batch, step, seed):
    """The validation cost of the network with one hidden layer after a few epochs; None where it diverges."""
    training, validation, _ = parts(0)
    net, rng = network("one"), np.random.default_rng(seed)
    plan = {"step": step, "batch": batch, "epochs": GRID["epochs"], "seed": rng}
    try:
        after = net.train(net.init(SHAPE, rng), training.X, training.Y, **plan).parameters
    except FloatingPointError:
        return None
    return float(net.cost(after, validation.X, validation.Y))


def grid():
    """A row for each batch: the cost over the steps, a mean over the seeds; None where one of them diverges."""
    rows = []
    for batch in GRID["batch"]:
        costs = []
        for step in GRID["step"]:
            found = [held_out_cost(batch, step, seed) for seed in GRID["seeds"]]
            costs.append(None if None in found else round(float(np.mean(found)), 5))
        rows.append({"batch": batch, "costs": costs})
    return {"step": GRID["step"], "epochs": GRID["epochs"], "seeds": GRID["seeds"], "rows": rows}


def measure():
    with threadpool_limits(1):
        return {
            "command": "python benchmarks/digits.py --keep",
            "images": dict(zip(("training", "validation", "test"), map(len, parts(0)))),
            "batch": BATCH,
            "patience": PATIENCE,
            "most_epochs": EPOCHS,
            "machine": platform.machine(),
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scikit_learn": sklearn.__version__,
            "blas_core": os.environ.get("OPENBLAS_CORETYPE", "detected"),
            "networks": {name: row(name) for name in NETWORKS},
            "steps": grid(),
        }


def table(found):
    """A line for each network: shares in percent, the mean and the standard deviation over seeds and over deals."""
    yield f"{'':20}{'parameters':>11}{'step':>6}{'epochs':>8}{'over seeds':>16}{'over deals':>16}"
    for network in found["networks"].values():
        runs = network["by_seed"]
        spreads = [
            f"{100 * np.mean(shares):.2f} +- {100 * np.std(shares, ddof=1):.2f}"
            for shares in ([r["share"] for r in network[which]] for which in ("by_seed", "by_deal"))
        ]
        epochs = np.mean([r["epochs"] for r in runs])
        yield (
            f"{network['name']:20}{network['parameters']:11}{network['step']:6}{epochs:8.0f}"
            f"{spreads[0]:>16}{spreads[1]:>16}"
        )
    yield f"\nvalidation cost after {found['steps']['epochs']} epochs of one hidden layer, over step and batch"
    yield f"{'batch':>8}" + "".join(f"{step:9}" for step in found["steps"]["step"])
    for row in found["steps"]["rows"]:
        yield f"{row['batch']:8}" + "".join(f"{cost:9.4f}" if cost else f"{'-':>9}" for cost in row["costs"])


def written(found):
    """The JSON text, lists of numbers on one line each."""
    text = json.dumps(found, indent=1)
    return re.sub(r"\[[\d\s,.enul-]*\]", lambda match: " ".join(match[0].split()), text) + "\n"


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help=f"write what was found to {RESULTS.name}")
    options = parser.parse_args(arguments)
    found = measure()
    print(*table(found), sep="\n")
    if options.keep:
        RESULTS.write_text(written(found), encoding="utf-8")
        print(f"kept in {RESULTS}")


if __name__ == "__main__":
    main()
