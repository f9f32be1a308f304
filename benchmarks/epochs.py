"""How long does an epoch take, beside PyTorch, JAX and scikit-learn, and how do time and memory grow with the examples?

    OMP_NUM_THREADS=1 .venv/bin/python benchmarks/epochs.py            prints the tables
    OMP_NUM_THREADS=1 .venv/bin/python benchmarks/epochs.py --keep     and keeps them in benchmarks/RESULTS.md

All start from the same parameters and meet the same batches in the same order, by plain gradient descent. In float64 the
parameters after an epoch are compared before anything is timed. Each library has its examples as it likes them, made
before. PyTorch runs eagerly, layer by layer, JAX compiles a whole epoch, scikit-learn is its MLPClassifier, which has
no convolution. Ours is `Network.train`, which takes the cost of all examples after each epoch, and so do PyTorch and JAX here;
scikit-learn adds up those of the batches. What ours takes for no epochs, to look at its arguments and for the cost at the
start, has a column of its own and is left out of an epoch. Beside it stands what the matrix products of an epoch would take
alone, at the rate of a product of 512 x 512. Seconds are the processor's. One thread, about ten minutes.
"""

import argparse
import functools
import math
import os
import time
import warnings
from typing import NamedTuple

if os.environ.get("OMP_NUM_THREADS") != "1":
    raise SystemExit("epochs: OMP_NUM_THREADS=1 has to be set before NumPy starts: a peer must not have two threads")
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import numpy as np
import paired
import torch
from paired import growth, keep, peak, rate, table
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from unity import datasets
from unity.activations import RELU
from unity.arrays import move
from unity.families import CATEGORICAL
from unity.layers import Affine, Elementwise, Flatten, MaxPool, convolution, dense
from unity.network import Network
from unity.trilinear import Dense

compare = functools.partial(paired.compare, clock=time.process_time)
BEND = Elementwise(RELU)
STEP = 0.05


class Work(NamedTuple):
    """A network, the shape of its examples, how many there are and come at a time, and at most what share of PyTorch's
    time it may take."""

    layers: list
    shape: tuple[int, ...]
    m: int
    batch: int
    goal: float

    @property
    def network(self):
        return Network(self.layers, CATEGORICAL)


WORKS = {
    "softmax, digits": Work([dense(10)], (64,), 1792, 64, 0.3),
    "64-32-10, digits, 32 at a time": Work([dense(32), BEND, dense(10)], (64,), 1792, 32, 0.4),
    "64-32-10, digits": Work([dense(32), BEND, dense(10)], (64,), 1792, 64, 0.4),
    "784-128-64-10": Work([dense(128), BEND, dense(64), BEND, dense(10)], (784,), 59904, 128, 0.75),
    "CNN, 28 x 28": Work([convolution(8, 3), BEND, MaxPool(2), Flatten(), dense(10)], (1, 28, 28), 9984, 64, 0.9),
}


class Examples(NamedTuple):
    """Rows of examples, their classes, and where to start."""

    X: np.ndarray
    y: np.ndarray
    start: tuple


def drawn(work, dtype):
    """The examples of a piece of work: the digits, or what is drawn."""
    rng = np.random.default_rng(0)
    if work.shape == (64,) and work.m <= 1797:
        digits = datasets.digits()
        X, y = digits.X.reshape(64, -1).T[: work.m], digits.y[: work.m]
    else:
        X, y = rng.random((work.m, *work.shape)), rng.integers(0, 10, work.m)
    X = np.ascontiguousarray(X.astype(dtype))
    return Examples(X, y, move(work.network.init(work.shape, seed=0), like=X))


def orders(work, epochs):
    """The batches that `Network.train` meets with seed 0."""
    rng = np.random.default_rng(0)
    return [rng.permutation(work.m).reshape(-1, work.batch) for _ in range(epochs)]


def ours(work, given):
    """epochs -> the parameters after them."""
    X, Y, network = np.moveaxis(given.X, 0, -1), np.eye(10, dtype=given.X.dtype)[:, given.y], work.network

    def train(epochs):
        plan = {"step": STEP, "batch": work.batch, "epochs": epochs, "seed": 0}
        return [P for own in network.train(given.start, X, Y, **plan).parameters for P in own]

    return train


def by_torch(work, given):
    """PyTorch's own layers, loss and optimiser."""
    X, y, shape = torch.tensor(given.X), torch.tensor(given.y), work.shape
    made = []
    for layer, own in zip(work.layers, given.start):
        if isinstance(layer, Affine):
            W, b = (torch.tensor(P) for P in own)
            if isinstance(layer.product, Dense):
                module = torch.nn.Linear(*W.shape)
                W = W.T
            else:
                module = torch.nn.Conv2d(W.shape[0], W.shape[-1], layer.product.size)
                W = W.permute(3, 0, 1, 2)
            module.to(X.dtype)
            made.append((module, W, b[:, 0]))
        else:
            made.append(
                (
                    {Elementwise: torch.nn.ReLU, MaxPool: lambda: torch.nn.MaxPool2d(2), Flatten: torch.nn.Flatten}[
                        type(layer)
                    ](),
                )
            )
        shape = layer.output_shape(shape)
    network, loss = torch.nn.Sequential(*(module for module, *_ in made)), torch.nn.CrossEntropyLoss()
    optimiser = torch.optim.SGD(network.parameters(), lr=STEP)

    def train(epochs):
        with torch.no_grad():
            for module, *own in made:
                for P, value in zip((module.weight, module.bias) if own else (), own):
                    P.copy_(value)
        for order in orders(work, epochs):
            for some in torch.from_numpy(order):
                optimiser.zero_grad()
                loss(network(X[some]), y[some]).backward()
                optimiser.step()
            with torch.no_grad():  # as many at a time as before
                sum(
                    loss(network(some), labels).item() for some, labels in zip(X.split(work.batch), y.split(work.batch))
                )
        return [_from_torch(P.detach().numpy()) for P in network.parameters()]

    return train


def _from_torch(P):
    return {1: lambda: P[:, None], 2: lambda: P.T, 4: lambda: P.transpose(1, 2, 3, 0)}[P.ndim]()


def by_jax(work, given):
    """A whole epoch compiled as one scan over its batches."""
    jax.config.update("jax_enable_x64", True)
    X, y = jax.numpy.asarray(given.X), jax.numpy.asarray(given.y)
    start = [[jax.numpy.asarray(P) for P in own] for own in given.start]

    def logits(parameters, Z):
        for layer, own in zip(work.layers, parameters):
            if isinstance(layer, Affine) and isinstance(layer.product, Dense):
                Z = Z @ own[0] + own[1][:, 0]
            elif isinstance(layer, Affine):
                dimensions = ("NCHW", "IHWO", "NCHW")
                Z = jax.lax.conv_general_dilated(Z, own[0], (1, 1), "VALID", dimension_numbers=dimensions)
                Z = Z + own[1][:, 0][:, None, None]
            elif isinstance(layer, MaxPool):
                Z = jax.lax.reduce_window(Z, -jax.numpy.inf, jax.lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")
            else:
                Z = Z.reshape(len(Z), -1) if isinstance(layer, Flatten) else jax.nn.relu(Z)
        return Z

    def cost(parameters, some):
        Z = logits(parameters, X[some])
        return -jax.numpy.mean(jax.nn.log_softmax(Z)[jax.numpy.arange(len(Z)), y[some]])

    def meet(parameters, some):
        down = jax.grad(cost)(parameters, some)
        return jax.tree.map(lambda P, dP: P - STEP * dP, parameters, down), None

    epoch = jax.jit(lambda parameters, order: jax.lax.scan(meet, parameters, order)[0])

    parts = jax.numpy.arange(work.m).reshape(-1, work.batch)
    whole = jax.jit(lambda parameters: jax.numpy.mean(jax.lax.map(lambda some: cost(parameters, some), parts)))

    def train(epochs):
        parameters = start
        for order in orders(work, epochs):
            parameters = epoch(parameters, order)
            float(whole(parameters))
        return [np.asarray(P) for own in jax.block_until_ready(parameters) for P in own]

    return train


def by_sklearn(work, given):
    """One `partial_fit` an epoch, of rows that are in order already; None where there is a layer that it has not."""
    if any(isinstance(layer, MaxPool) for layer in work.layers):
        return None
    hidden = [layer.width for layer in work.layers[:-1] if isinstance(layer, Affine)]
    plan = {"learning_rate_init": STEP, "momentum": 0.0, "alpha": 0.0, "shuffle": False, "batch_size": work.batch}
    model = MLPClassifier(hidden, solver="sgd", nesterovs_momentum=False, max_iter=1, **plan)
    model.partial_fit(given.X[: work.batch], given.y[: work.batch], classes=np.arange(10))

    def train(epochs):
        own = [parameters for parameters in given.start if parameters]
        for place, (W, b) in enumerate(own):
            model.coefs_[place][...], model.intercepts_[place][...] = W, b[:, 0]
        for order in orders(work, epochs):
            order = order.ravel()
            model.partial_fit(given.X[order], given.y[order])
        return [P for W, b in zip(model.coefs_, model.intercepts_) for P in (W, b[:, None])]

    return train


def ways(work, given):
    """name -> epochs -> parameters."""
    found = {"ours": ours(work, given), "PyTorch": by_torch(work, given), "JAX": by_jax(work, given)}
    return {name: way for name, way in (found | {"scikit-learn": by_sklearn(work, given)}).items() if way is not None}


def operations(work):
    """Multiplications and additions of an epoch's products: forward, twice back but for the examples, and for the cost."""
    found, shape, first = 0, work.shape, True
    for layer, own in zip(work.layers, work.network.init(work.shape, seed=0)):
        shape = layer.output_shape(shape)
        if own:
            places = math.prod(shape) // own[0].shape[-1]
            found += 2 * work.m * own[0].size * places * (3 if first else 4)
            first = False
    return found


def check(work):
    """In float64 all reach the same parameters."""
    given = drawn(work, np.float64)
    expected, *others = (way(1) for way in ways(work, given).values())
    for found in others:
        for ours_, theirs in zip(expected, found, strict=True):
            np.testing.assert_allclose(ours_, theirs, rtol=0, atol=1e-9)


def rows_of(name, work, rounds, epochs):
    """The rows of a piece of work, one a precision."""
    check(work)
    epochs = epochs or max(2, 20_000 // work.m)
    for dtype in (np.float32, np.float64):
        train = ways(work, drawn(work, dtype))
        ran = compare(
            {way: functools.partial(run, epochs) for way, run in train.items()}
            | {"no epochs": functools.partial(train["ours"], 0)},
            rounds=rounds,
        )
        ran.rounds["ours"] = [all_ - start for all_, start in zip(ran.rounds["ours"], ran.rounds["no epochs"])]
        seconds = {way: found / epochs for way, found in ran.seconds.items()}
        ratio, (low, high) = ran.ratio("ours", "PyTorch"), ran.spread("ours", "PyTorch")
        peers = [f"{ran.ratio('ours', peer):.2f}" if peer in train else "" for peer in ("JAX", "scikit-learn")]
        yield (
            name,
            np.dtype(dtype).name,
            f"{1e3 * seconds['ours']:.3g}",
            f"{1e3 * ran.seconds['no epochs']:.3g}",
            f"{1e3 * operations(work) / (1e9 * rate(dtype)):.3g}",
            f"{1e3 * seconds['PyTorch']:.3g}",
            f"{ratio:.2f} ({low:.2f} to {high:.2f})",
            f"{work.goal}" if ratio <= work.goal else f"{work.goal}: missed",
            *peers,
        )


def compared(rounds, epochs, works=WORKS):
    """The lines of the table of peers."""
    heads = [
        "network",
        "precision",
        "ours, ms",
        "no epochs, ms",
        "products alone, ms",
        "PyTorch, ms",
        "of PyTorch's (quartiles)",
        "at most",
        "of JAX's",
        "of scikit-learn's",
    ]
    return table(heads, [row for name, work in works.items() for row in rows_of(name, work, rounds, epochs)])


def grown(sizes):
    """The lines of the table of growth: an epoch of 64-32-10, on examples that are drawn."""
    works = {m: WORKS["64-32-10, digits"]._replace(m=m) for m in sizes}
    train = {m: ours(work, drawn(work, np.float32)) for m, work in works.items()}
    epoch = compare({str(m): functools.partial(run, 1) for m, run in train.items()}, rounds=5).seconds
    start = compare({str(m): functools.partial(run, 0) for m, run in train.items()}, rounds=5).seconds
    seconds = [epoch[str(m)] - start[str(m)] for m in sizes]
    held = [peak(lambda m=m: train[m](1)) for m in sizes]
    rows = [[m, f"{1e3 * s:.3g}", f"{1e-6 * b:.3g}"] for m, s, b in zip(sizes, seconds, held)]
    return table(["examples", "an epoch, ms", "MB"], [*rows, ["exponent", growth(sizes, seconds), growth(sizes, held)]])


def sections(rounds, epochs):
    yield "An epoch beside its peers", compared(rounds, epochs)
    said = "64-32-10, batches of 64, float32; MB are the most that training holds beside the examples."
    yield "An epoch as it grows", [said, "", *grown((16384, 65536, 131072, 262144, 524288))]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="write the tables to RESULTS.md")
    parser.add_argument("--rounds", type=int, default=9, help="how often each way is timed (default: 9)")
    parser.add_argument(
        "--epochs", type=int, help="epochs of each run (default: as many as meet 20,000 examples, or 2)"
    )
    parser.add_argument("--part", type=int, default=1, help="take one part in so many of the examples (default: 1)")
    parser.add_argument("--only", help="a part of the names of the networks that are timed; no growth then")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    warnings.simplefilter("ignore", ConvergenceWarning)
    if options.only:
        works = {name: work for name, work in WORKS.items() if options.only in name}
        works = {
            name: work._replace(m=work.m // options.part // work.batch * work.batch) for name, work in works.items()
        }
        print(*compared(options.rounds, options.epochs, works), sep="\n")
        return
    for title, lines in sections(options.rounds, options.epochs):
        print(f"## {title}", "", *lines, "", sep="\n", flush=True)
        if options.keep:
            keep(title, lines)


if __name__ == "__main__":
    main()
