"""How long does one gradient of logistic regression take: in loops, one example at a time, in matrices, on a GPU?

    .venv/bin/python benchmarks/gradient.py            prints a table
    .venv/bin/python benchmarks/gradient.py --keep     and keeps it where chapter 07 reads it

Thirty inputs, as the tumours have. Each entry is the fastest of several runs, in one process with one thread.
PyTorch (automatic differentiation of its own loss) and CuPy stand in the table where they are installed and work.
"""

import argparse
import json
import os
import platform
import timeit
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from unity import arrays, logistic

RESULTS = Path(__file__).parents[1] / "unity" / "course" / "results" / "gradient.json"
INPUTS = 30
EXAMPLES = (100, 1_000, 10_000, 100_000)
LONGEST = 3_000_000  # numbers in X: beyond, pure Python takes too long to wait for


def by_examples(w, b, X, Y):
    """NumPy, but one column after the other: a vector product for each example."""
    dw, db = np.zeros_like(w), np.zeros_like(b)
    for i in range(X.shape[1]):
        x, y = X[:, i : i + 1], Y[:, i : i + 1]
        error = logistic.probability(w, b, x) - y
        dw, db = dw + error * x, db + error
    return dw / X.shape[1], db / X.shape[1]


def drawn(m, dtype):
    rng = np.random.default_rng(7)
    parameters = rng.normal(size=(INPUTS, 1)), rng.normal(size=(1, 1))
    X, Y = rng.normal(size=(INPUTS, m)), (rng.random(size=(1, m)) < 0.5) * 1.0
    return [array.astype(dtype) for array in (*parameters, X, Y)]


def ways(m):
    """Every way that works here, each a function without arguments."""
    wide, narrow = drawn(m, np.float64), drawn(m, np.float32)
    if m * INPUTS <= LONGEST:
        yield "loops", lambda: logistic.gradient_by_loops(*wide)
    yield "examples", lambda: by_examples(*wide)
    yield "matrices", lambda: logistic.gradient(*wide)
    yield "matrices32", lambda: logistic.gradient(*narrow)
    yield from torch_way(wide)
    yield from gpu_way(wide)


def torch_way(case):
    try:
        import torch
    except ImportError:
        return
    torch.set_num_threads(1)
    w, b, X, Y = (torch.tensor(array) for array in case)
    w.requires_grad_()
    b.requires_grad_()

    def gradient():
        loss = torch.nn.functional.binary_cross_entropy_with_logits(w.T @ X + b, Y)
        return torch.autograd.grad(loss, (w, b))

    yield "torch", gradient


def gpu_way(case):
    xp = arrays.accelerator()
    if "cupy" not in xp.__name__:
        return
    import cupy

    there = [xp.asarray(array) for array in case]

    def gradient():
        answer = logistic.gradient(*there)
        cupy.cuda.Device().synchronize()
        return answer

    yield "gpu", gradient


def seconds(function):
    """The fastest of at least three runs that together last about half a second."""
    once = timeit.timeit(function, number=1)
    number = max(1, int(0.1 / max(once, 1e-6)))
    return min(timeit.repeat(function, number=number, repeat=3 if once > 1 else 5)) / number


def measure():
    with threadpool_limits(1):
        return [{"m": m} | {name: seconds(way) for name, way in ways(m)} for m in EXAMPLES]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help=f"write the table to {RESULTS.name}")
    options = parser.parse_args(arguments)
    rows = measure()
    names = list(dict.fromkeys(name for row in rows for name in row if name != "m"))
    print(f"{'m':>8}", *(f"{name:>12}" for name in names))
    for row in rows:
        print(f"{row['m']:8}", *(f"{row[name]:12.6f}" if name in row else f"{'':>12}" for name in names))
    if options.keep:
        kept = {
            "inputs": INPUTS,
            "machine": platform.machine(),
            "python": platform.python_version(),
            "numpy": np.__version__,
            "blas_core": os.environ.get("OPENBLAS_CORETYPE", "detected"),
            "seconds": rows,
        }
        RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        print(f"kept in {RESULTS}")


if __name__ == "__main__":
    main()
