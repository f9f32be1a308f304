"""How long do the three maps of a convolution take, beside PyTorch, JAX and SciPy, and how do time and memory grow?

    OMP_NUM_THREADS=1 .venv/bin/python benchmarks/convolution.py            prints the tables
    OMP_NUM_THREADS=1 .venv/bin/python benchmarks/convolution.py --keep     and keeps them in benchmarks/RESULTS.md

Each library has its arrays as it likes them, made before: PyTorch channels first and channels last, JAX compiled. SciPy
correlates one channel with one filter, so it stands where there is one image of one channel. A row names the fastest of
them. All results are compared before anything is timed. Seconds are the processor's: on a machine that does nothing else
they are those of the clock. One thread, about four minutes.
"""

import argparse
import functools
import inspect
import os
import time

if os.environ.get("OMP_NUM_THREADS") != "1":
    raise SystemExit(
        "convolution: OMP_NUM_THREADS=1 has to be set before NumPy starts: a peer must not have two threads"
    )
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import numpy as np
import paired
import scipy.signal
import torch
from paired import growth, keep, peak, rate, table

from unity.fast import convolution as fast
from unity.trilinear import Convolution

compare = functools.partial(paired.compare, clock=time.process_time)
SHAPES = (  # examples, channels, height and width, filters, kernel
    (1, 1, 1024, 1, 7),
    (32, 1, 28, 8, 3),
    (32, 8, 26, 16, 3),
    (64, 3, 32, 32, 5),
    (16, 64, 56, 64, 3),
)
MAPS = {"forward": "Z", "error_back": "dX", "weight_gradient": "dW"}
GOALS = {"float32": 1.5, "float64": 0.9}
LAYOUTS = {"NCHW": torch.contiguous_format, "NHWC": torch.channels_last}


def drawn(shape, dtype):
    """E, W and X for a shape, and its product."""
    m, channels, n, filters, k = shape
    rng, g = np.random.default_rng(0), n - k + 1
    sizes = (filters, g, g, m), (channels, k, k, filters), (channels, n, n, m)
    return Convolution(k), *(rng.standard_normal(size).astype(dtype) for size in sizes)


def ours(product, E, W, X):
    """The three maps, each without arguments."""
    return {
        "forward": lambda: product.forward(W, X),
        "error_back": lambda: product.error_back(W, E, X.shape[:-1]),
        "weight_gradient": lambda: product.weight_gradient(X, E),
    }


def torch_maps(E, W, X, layout):
    """The operators behind conv2d and its backward pass, without the graph round them; and the way to our axes."""
    e, w, x = (torch.tensor(np.moveaxis(a, -1, 0).copy()).contiguous(memory_format=layout) for a in (E, W, X))
    e = torch.tensor(np.moveaxis(E, -1, 0).copy()).contiguous(memory_format=layout)

    def back(*mask):
        return torch.ops.aten.convolution_backward(e, x, w, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1, mask)

    ways = {
        "forward": lambda: torch.nn.functional.conv2d(x, w),
        "error_back": lambda: back(True, False, False)[0],
        "weight_gradient": lambda: back(False, True, False)[1],
    }
    return ways, lambda name, found: np.moveaxis(found.numpy(), 0, -1)


def jax_maps(E, W, X):
    """XLA's convolution, and what JAX derives from it, compiled."""
    jax.config.update("jax_enable_x64", True)
    e, x = (jax.numpy.asarray(np.moveaxis(a, -1, 0)) for a in (E, X))
    w = jax.numpy.asarray(np.moveaxis(W, -1, 0))
    convolve = functools.partial(jax.lax.conv_general_dilated, window_strides=(1, 1), padding="VALID")
    forward = jax.jit(convolve)
    by_x = jax.jit(lambda x, w, e: jax.linear_transpose(lambda x: convolve(x, w), x)(e)[0])
    by_w = jax.jit(lambda x, w, e: jax.linear_transpose(lambda w: convolve(x, w), w)(e)[0])
    ways = {
        "forward": lambda: forward(x, w).block_until_ready(),
        "error_back": lambda: by_x(x, w, e).block_until_ready(),
        "weight_gradient": lambda: by_w(x, w, e).block_until_ready(),
    }
    return ways, lambda name, found: np.moveaxis(np.asarray(found), 0, -1)


def scipy_maps(E, W, X):
    """One image of one channel, one filter: directly and by the Fourier transform, whichever SciPy holds for faster."""
    e, w, x = E[0, :, :, 0], W[0, :, :, 0], X[0, :, :, 0]
    correlate = scipy.signal.correlate
    ways = {
        "forward": lambda: correlate(x, w, "valid"),
        "error_back": lambda: scipy.signal.convolve(e, w, "full"),
        "weight_gradient": lambda: correlate(x, e, "valid"),
    }
    return ways, lambda name, found: found[None, :, :, None]


def peers(E, W, X):
    """name -> its three maps, and how what they give is brought into our axes."""
    found = {f"PyTorch {name}": torch_maps(E, W, X, layout) for name, layout in LAYOUTS.items()}
    found["JAX"] = jax_maps(E, W, X)
    if X.shape[0] == X.shape[-1] == W.shape[-1] == 1:
        found["SciPy"] = scipy_maps(E, W, X)
    return found


def rows_of(shape, dtype, rounds):
    """A row for each of the three maps."""
    product, E, W, X = drawn(shape, dtype)
    m, channels, n, filters, k = shape
    operations = 2e-9 * E.size * channels * k * k
    mine, others = ours(product, E, W, X), peers(E, W, X)
    goal = 1.0 if dtype == "float32" and 1 in (m, channels) else GOALS[dtype]
    for name, letter in MAPS.items():
        expected = mine[name]()
        for peer, (ways, back) in others.items():
            found = back(name, ways[name]())
            slack = 100 * np.finfo(dtype).eps * np.sqrt(E.size) * np.abs(expected).max()
            assert np.abs(found - expected).max() <= slack, (shape, dtype, name, peer)
        ways = {"ours": mine[name]} | {peer: ways[name] for peer, (ways, _) in others.items()}
        # A peer that takes much longer than the fastest peer decides nothing, and would take most of the time.
        first = compare({peer: ways[peer] for peer in others}, rounds=1, least=0.002).seconds
        ways = {peer: way for peer, way in ways.items() if first.get(peer, 0) < 2 * min(first.values())}
        ran = compare(ways, rounds=rounds, least=0.01)
        peer = ran.fastest(*(other for other in ways if other != "ours"))
        seconds, ratio, (low, high) = ran.seconds, ran.ratio("ours", peer), ran.spread("ours", peer)
        yield (
            f"{m} x {channels} x {n} x {n}, {filters} of {k} x {k}",
            dtype,
            letter,
            f"{1e3 * seconds['ours']:.3g}",
            f"{1e3 * seconds[peer]:.3g}",
            peer,
            f"{ratio:.2f} ({low:.2f} to {high:.2f})",
            f"{goal}" if ratio <= goal else f"{goal}: missed",
            f"{operations / seconds['ours']:.0f}",
        )


def compared(rounds):
    """The lines of the table of peers."""
    rates = {dtype: rate(dtype) for dtype in GOALS}
    rows = [row for dtype in GOALS for shape in SHAPES for row in rows_of(shape, dtype, rounds)]
    heads = [
        "images, filters",
        "precision",
        "map",
        "ours, ms",
        "peer, ms",
        "fastest peer",
        "ratio (quartiles)",
        "at most",
        "1e9/s",
    ]
    said = " and ".join(f"{rates[dtype]:.0f}e9 a second in {dtype}" for dtype in GOALS)
    return [
        f"The last column counts the multiplications and additions of our map. NumPy's product of 512 x 512 does {said}.",
        "",
        *table(heads, rows),
    ]


def grown(axis, sizes, shape_of):
    """The lines of one table of growth: milliseconds and megabytes of each map."""
    found = {name: [] for name in MAPS}
    bytes_ = {name: [] for name in MAPS}
    cases = {size: ours(*drawn(shape_of(size), "float32")) for size in sizes}
    for name in MAPS:
        seconds = compare({str(size): cases[size][name] for size in sizes}, rounds=5, least=0.005).seconds
        found[name] = [seconds[str(size)] for size in sizes]
        bytes_[name] = [peak(cases[size][name]) for size in sizes]
    heads = [axis, *(f"{letter}, ms" for letter in MAPS.values()), *(f"{letter}, MB" for letter in MAPS.values())]
    rows = [
        [size, *(f"{1e3 * found[n][i]:.3g}" for n in MAPS), *(f"{1e-6 * bytes_[n][i]:.3g}" for n in MAPS)]
        for i, size in enumerate(sizes)
    ]
    fits = ["exponent", *(str(growth(sizes, found[n])) for n in MAPS), *(str(growth(sizes, bytes_[n])) for n in MAPS)]
    return table(heads, [*rows, fits])


def begins():
    """The lines of the table that says from how many columns on the fast maps pay: their time over the plain ones'."""
    rows = []
    for channels, filters in ((1, 8), (8, 16), (64, 64), (128, 128)):
        for m in (1, 4, 8, 16, 64):
            product, E, W, X = drawn((m, channels, 14, filters, 3), "float32")
            pays, mine = fast.pays(12 * m, filters), {}
            for name, way in ours(product, E, W, X).items():
                mine[name] = _both(product, name, way, E, W, X)
            rows.append([f"{channels}, {filters}", 12 * m, *(f"{mine[n]:.2f}" for n in MAPS), "yes" if pays else ""])
    return table(["channels, filters", "columns", *MAPS.values(), "chosen"], rows)


def _both(product, name, way, E, W, X):
    letters = {"forward": (W, X), "error_back": (W, E, X.shape[:-1]), "weight_gradient": (X, E)}[name]
    plain = inspect.unwrap(getattr(Convolution, name))
    ways = {
        "fast": lambda: getattr(fast, name)(product, *letters),
        "plain": lambda: plain(product, *letters),
    }
    return compare(ways, rounds=5, least=0.003).ratio("fast", "plain")


def sections(rounds):
    yield "Convolution beside its peers", compared(rounds)
    examples = grown("examples", (8, 32, 128, 512), lambda m: (m, 8, 26, 16, 3))
    sides = grown("side", (64, 128, 256, 512, 1024), lambda n: (1, 3, n, 8, 5))
    said = "8 channels of 26 x 26, 16 filters of 3 x 3, float32; MB are the most that a call holds at once."
    more = "One image of 3 channels, 8 filters of 5 x 5: an exponent of 2 is one step for each pixel."
    yield "Convolution as it grows", [said, "", *examples, "", more, "", *sides]
    said = "Time of the fast maps over that of the plain ones, images of 14 x 14, kernels of 3 x 3, float32."
    yield "Where fast convolution begins", [said, "", *begins()]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="write the tables to RESULTS.md")
    parser.add_argument("--rounds", type=int, default=9, help="how often each way is timed (default: 9)")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    for title, lines in sections(options.rounds):
        print(f"## {title}", "", *lines, "", sep="\n", flush=True)
        if options.keep:
            keep(title, lines)


if __name__ == "__main__":
    main()
