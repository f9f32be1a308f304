"""Fits, convolutions and epochs on a GPU: CuPy beside NumPy, and beside PyTorch on the same GPU.

    .venv/bin/python benchmarks/gpu.py            prints the tables; where there is no GPU, says so
    .venv/bin/python benchmarks/gpu.py --keep     and keeps them in benchmarks/RESULTS.md

The same functions run on both: only the arrays differ. A clock of the device's own events tells the seconds, of NumPy and
PyTorch too. A floor is what no program undercuts: the bytes that have to be read and written over the device's measured
bandwidth, or the multiplications and additions over its measured rate, whichever takes longer. Float32 but for the fits.
"""

import argparse
import sys

import numpy as np
import paired
from paired import keep, table

from unity import logistic, softmax
from unity.activations import RELU
from unity.arrays import move, to_numpy
from unity.families import CATEGORICAL
from unity.layers import Elementwise, Flatten, MaxPool, convolution, dense
from unity.network import Network
from unity.trilinear import Convolution

SHAPES = ((32, 8, 26, 16, 3), (64, 3, 32, 32, 5), (16, 64, 56, 64, 3))  # as benchmarks/convolution.py
MAPS = {"forward": "Z", "error_back": "dX", "weight_gradient": "dW"}
BEND = Elementwise(RELU)
NETWORKS = {
    "784-128-64-10": (Network([dense(128), BEND, dense(64), BEND, dense(10)], CATEGORICAL), (784,)),
    "CNN, 28 x 28": (Network([convolution(8, 3), BEND, MaxPool(2), Flatten(), dense(10)], CATEGORICAL), (1, 28, 28)),
}


def gpu():
    """CuPy, or None where it is not installed or finds no device."""
    try:
        import cupy

        cupy.cuda.runtime.getDeviceCount()
    except Exception:
        return None
    return cupy


def torch_there():
    """PyTorch on the same device, or None."""
    try:
        import torch
    except ImportError:
        return None
    return torch if torch.cuda.is_available() else None


def device_clock(cupy):
    """A clock in seconds of the device's events: all that was asked of it is done when it answers."""
    start = cupy.cuda.Event()
    start.record()

    def now():
        cupy.cuda.Device().synchronize()
        event = cupy.cuda.Event()
        event.record()
        event.synchronize()
        return cupy.cuda.get_elapsed_time(start, event) / 1e3

    return now


def measured(cupy, clock):
    """Bytes a second between two places of the device's memory, and operations a second of a large float32 product."""
    source, A = cupy.ones(2**28, cupy.float32), cupy.ones((8192, 8192), cupy.float32)
    target, B = cupy.empty_like(source), cupy.empty_like(A)
    ways = {"copy": lambda: cupy.copyto(target, source), "product": lambda: cupy.matmul(A, A, out=B)}
    seconds = paired.compare(ways, rounds=5, clock=clock).seconds
    return 2 * source.nbytes / seconds["copy"], 2 * 8192**3 / seconds["product"]


def same(found, expected, slack):
    """Raise AssertionError where two results differ by more than a share of the largest number."""
    for one, other in zip(found, expected, strict=True):
        one, other = to_numpy(one), to_numpy(other)
        assert np.abs(one - other).max() <= slack * max(1.0, np.abs(other).max())


def fits(cupy, m):
    """name -> (ways, bytes, operations): the fits of m examples. What is read is X, once a pass."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((50, m))
    y = (rng.random(m) < 1 / (1 + np.exp(-X[:3].sum(axis=0)))).astype(np.int64)
    K = (X[:3].sum(axis=0) + rng.logistic(size=m) > np.array([[-1.0], [1.0]])).sum(axis=0)
    there = cupy.asarray(X)
    for name, fit, labels in (("logistic.fit", logistic.fit, y), ("softmax.fit, 3 classes", softmax.fit, K)):
        on_device = cupy.asarray(labels)
        ways = {
            "NumPy": lambda fit=fit, labels=labels: fit(X, labels),
            "CuPy": lambda fit=fit, on_device=on_device: fit(there, on_device),
        }
        found = ways["CuPy"]()
        same((found.W, found.b), (lambda f: (f.W, f.b))(ways["NumPy"]()), 1e-7)
        logits = 1 if fit is logistic.fit else 3
        yield f"{name}, {m:,} x 50", ways, found.passes * X.nbytes, found.passes * 4 * X.size * logits


def convolutions(cupy, torch):
    """The three maps for each shape."""
    for m, channels, n, filters, k in SHAPES:
        rng, g, product = np.random.default_rng(0), n - k + 1, Convolution(k)
        sizes = (filters, g, g, m), (channels, k, k, filters), (channels, n, n, m)
        here = [rng.standard_normal(size).astype(np.float32) for size in sizes]
        mine = {kind: _maps(product, *arrays) for kind, arrays in (("NumPy", here), ("CuPy", map(cupy.asarray, here)))}
        peers = _torch_maps(torch, *here) if torch else {}
        for name, letter in MAPS.items():
            ways = {kind: maps[name] for kind, maps in mine.items()} | ({"PyTorch": peers[name]} if peers else {})
            same([ways["CuPy"]()], [ways["NumPy"]()], 1e-4)
            operations = 2 * here[0].size * channels * k * k
            yield (
                f"{letter} of {m} x {channels} x {n} x {n}, {filters} of {k} x {k}",
                ways,
                sum(a.nbytes for a in here),
                operations,
            )


def _maps(product, E, W, X):
    return {
        "forward": lambda: product.forward(W, X),
        "error_back": lambda: product.error_back(W, E, X.shape[:-1]),
        "weight_gradient": lambda: product.weight_gradient(X, E),
    }


def _torch_maps(torch, E, W, X):
    e, w, x = (torch.tensor(np.moveaxis(a, -1, 0).copy(), device="cuda") for a in (E, W, X))

    def back(*mask):
        return torch.ops.aten.convolution_backward(e, x, w, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1, mask)

    return {
        "forward": lambda: torch.nn.functional.conv2d(x, w),
        "error_back": lambda: back(True, False, False)[0],
        "weight_gradient": lambda: back(False, True, False)[1],
    }


def epochs(cupy, torch, m):
    """An epoch of each network on m examples, 512 at a time; what is read and written are the examples."""
    for name, (network, shape) in NETWORKS.items():
        rng = np.random.default_rng(0)
        X = rng.random((*shape, m)).astype(np.float32)
        Y = np.eye(10, dtype=np.float32)[:, rng.integers(0, 10, m)]
        start = move(network.init(shape, seed=0), like=X)
        plan = {"step": 0.05, "batch": 512, "epochs": 1, "seed": 0}

        def train(X, Y, start, network=network, plan=plan):
            return [P for own in network.train(start, X, Y, **plan).parameters for P in own]

        there = cupy.asarray(X), cupy.asarray(Y), move(start, like=cupy.asarray(X))
        ways = {"NumPy": lambda a=(X, Y, start): train(*a), "CuPy": lambda a=there: train(*a)}
        same(ways["CuPy"](), ways["NumPy"](), 1e-3)
        if torch:
            ways["PyTorch"] = _torch_epoch(torch, name, X, Y)
        yield f"an epoch of {name}, {m:,} examples", ways, 2 * X.nbytes, 6 * m * _multiplications(network, shape, start)


def _multiplications(network, shape, parameters):
    """How many multiplications an example takes on its way forward: each weight serves once for each place of its grid."""
    total = 0
    for layer, own in zip(network.layers, parameters):
        shape = layer.output_shape(shape)
        total += own[0].size * int(np.prod(shape[1:])) if own else 0
    return total


def _torch_epoch(torch, name, X, Y):
    """PyTorch's own layers, loss and optimiser: the same work, from weights of its own."""
    nn = torch.nn
    if name.startswith("CNN"):
        layers = [nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8 * 13 * 13, 10)]
    else:
        layers = [nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10)]
    network, loss = nn.Sequential(*layers).to("cuda"), nn.CrossEntropyLoss()
    x = torch.tensor(np.moveaxis(X, -1, 0).copy(), device="cuda")
    y = torch.tensor(Y.argmax(axis=0), device="cuda")
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05)

    def train():
        for some in torch.randperm(len(y), device="cuda").split(512):
            optimiser.zero_grad()
            loss(network(x[some]), y[some]).backward()
            optimiser.step()
        with torch.no_grad():  # ours takes the cost before and after, too
            for part in (*x.split(1024), *x.split(1024)):
                network(part)

    return train


def lines(cupy, m, rounds):
    """The lines of the table."""
    clock, torch = device_clock(cupy), torch_there()
    bandwidth, rate = measured(cupy, clock)
    rows = []
    for work in (fits(cupy, m), convolutions(cupy, torch), epochs(cupy, torch, m // 20)):
        for name, ways, bytes_, operations in work:
            ran, floor = paired.compare(ways, rounds=rounds, clock=clock), max(bytes_ / bandwidth, operations / rate)
            peer = f"{ran.ratio('CuPy', 'PyTorch'):.2f}" if "PyTorch" in ways else ""
            cells = f"{1e3 * ran.seconds['CuPy']:.3g}", f"{ran.ratio('CuPy', 'NumPy'):.3f}", peer, f"{1e3 * floor:.3g}"
            rows.append([name, *cells])
    properties = cupy.cuda.runtime.getDeviceProperties(0)
    said = f"{properties['name'].decode()}: {bandwidth / 1e9:.0f} GB and {rate / 1e12:.1f}e12 operations a second."
    return [said, "", *table(["work", "CuPy, ms", "of NumPy's time", "of PyTorch's time", "floor, ms"], rows)]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="write the table into benchmarks/RESULTS.md")
    parser.add_argument("--examples", type=int, default=10**6, help="how many examples are fitted (default: a million)")
    parser.add_argument("--rounds", type=int, default=7, help="how often all ways run by turns (default: 7)")
    options = parser.parse_args(arguments)
    cupy = gpu()
    if cupy is None:
        print("gpu: CuPy finds no GPU here (pip install harmony-in-complexity[gpu-cuda13]); nothing was measured")
        return 0
    found = lines(cupy, options.examples, options.rounds)
    print(*found, sep="\n")
    if options.keep:
        keep("On a GPU", found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
