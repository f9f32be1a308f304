"""One gradient of logistic regression: how near is it to what memory gives, and how far ahead of the deck's loops?

    OMP_NUM_THREADS=1 .venv/bin/python benchmarks/bandwidth.py            prints the tables
    OMP_NUM_THREADS=1 .venv/bin/python benchmarks/bandwidth.py --keep     and keeps them in benchmarks/RESULTS.md

The bound is one product of a matrix and a vector: it reads X once, and multiplies each number once. All gradients are
compared before anything is timed. Seconds are the processor's. One thread; about two minutes, and 2 GB of memory.
"""

import argparse
import functools
import inspect
import os
import time

if os.environ.get("OMP_NUM_THREADS") != "1":
    raise SystemExit("bandwidth: OMP_NUM_THREADS=1 has to be set before NumPy starts: a peer must not have two threads")

import numpy as np
import paired
import torch
from gradient import by_examples
from paired import growth, keep, peak, table

from unity import logistic

compare = functools.partial(paired.compare, clock=time.process_time)
plain = inspect.unwrap(logistic.gradient)


def drawn(n, m):
    """w, b, X and Y of m examples with n features each, and scores of about 1."""
    rng = np.random.default_rng(0)
    w, X = rng.standard_normal((n, 1)) / n**0.5, rng.standard_normal((n, m))
    return w, np.full((1, 1), 0.1), X, (rng.random((1, m)) < 0.5) * 1.0


def by_torch(w, b, X, Y):
    """PyTorch's own loss and its derivative. It has X as ours is: examples as columns."""
    w, b, X, Y = map(torch.tensor, (w, b, X, Y))
    w.requires_grad_()
    b.requires_grad_()

    def gradient():
        loss = torch.nn.functional.binary_cross_entropy_with_logits(w.T @ X + b, Y)
        return tuple(part.numpy() for part in torch.autograd.grad(loss, (w, b)))

    return gradient


def against_memory(n, m, rounds):
    """The lines of the table whose last column is the share of the bandwidth."""
    case = w, _, X, _ = drawn(n, m)
    ways = {
        "logistic.gradient": lambda: logistic.gradient(*case),
        "the formula as it reads": lambda: plain(*case),
        "PyTorch": by_torch(*case),
        "one product w^T X": lambda: w.T @ X,
    }
    expected = ways["the formula as it reads"]()
    for name in ("logistic.gradient", "PyTorch"):
        for found, wanted in zip(ways[name](), expected):
            assert np.abs(found - wanted).max() <= 1e-12, name
    ran, bound = compare(ways, rounds=rounds), "one product w^T X"
    rows = [
        [
            name,
            f"{1e3 * ran.seconds[name]:.3g}",
            f"{ran.ratio(name, 'PyTorch'):.2f}",
            f"{1 / ran.ratio(name, bound):.0%}",
        ]
        for name in ways
    ]
    reached = 1 / ran.ratio("logistic.gradient", bound)
    said = "reached" if reached >= 0.5 else "missed"
    rate = X.nbytes / ran.seconds[bound] / 1e9
    return [
        f"{m:,} examples with {n} features. The product reads {rate:.1f} GB a second; goal: half of that, {said}.",
        "",
        *table(["one gradient", "ms", "of PyTorch's time", "of the bandwidth"], rows),
    ]


def against_loops(n, m, rounds):
    """The lines of the table of loops."""
    case = drawn(n, m)
    ways = {
        "pure Python, number by number": lambda: logistic.gradient_by_loops(*case),
        "NumPy, example by example": lambda: by_examples(*case),
        "logistic.gradient": lambda: logistic.gradient(*case),
    }
    expected = ways["logistic.gradient"]()
    for name, way in ways.items():
        for found, wanted in zip(way(), expected):
            assert np.abs(found - wanted).max() <= 1e-12, name
    ran, goals = compare(ways, rounds=rounds), (250, 90)
    rows = [
        [name, f"{1e3 * ran.seconds[name]:.3g}", f"{ratio:.0f}", f"{goal}{'' if ratio >= goal else ': missed'}"]
        for name, goal in zip(ways, goals)
        for ratio in [ran.ratio(name, "logistic.gradient")]
    ]
    return [f"{m:,} examples with {n} features.", "", *table(["way", "ms", "times slower", "at least"], rows)]


def grown(n, sizes):
    """The lines of the table of growth: beyond the last cache, time and memory over the number of examples."""
    cases = {m: drawn(n, m) for m in sizes}
    ways = {str(m): functools.partial(logistic.gradient, *case) for m, case in cases.items()}
    seconds = compare(ways, rounds=7).seconds
    seconds, bytes_ = [seconds[str(m)] for m in sizes], [peak(way) for way in ways.values()]
    rows = [
        [f"{m:,}", f"{1e-6 * cases[m][2].nbytes:.3g}", f"{1e3 * s:.3g}", f"{1e-6 * b:.3g}"]
        for m, s, b in zip(sizes, seconds, bytes_)
    ]
    fits = ["exponent", "", str(growth(sizes, seconds)), str(growth(sizes, bytes_))]
    return table(["examples", "X, MB", "ms", "beside X, MB"], [*rows, fits])


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="write the tables into benchmarks/RESULTS.md")
    parser.add_argument("--rounds", type=int, default=9, help="how often all ways run by turns (default: 9)")
    parser.add_argument("--examples", type=int, default=10**6, help="how many examples (default: a million)")
    options = parser.parse_args(arguments)
    m, rounds = options.examples, options.rounds
    for title, lines in (
        ("One gradient beside what memory gives", against_memory(100, m, rounds)),
        ("One gradient beside loops", against_loops(100, 10_000, max(3, rounds // 2))),
        ("One gradient over the number of examples", grown(100, [m // 16, m // 8, m // 4, m // 2, m])),
    ):
        print(f"\n{title}\n", *lines, sep="\n")
        if options.keep:
            keep(title, lines)


if __name__ == "__main__":
    main()
