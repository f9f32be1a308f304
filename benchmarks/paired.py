"""Compare ways to do one piece of work, side by side in one run, and keep the tables in benchmarks/RESULTS.md.

A machine is now faster, now slower, and what is measured one after the other is not comparable. So all ways run by turns,
in an order that changes from round to round, and what is reported is the median of the ratios within a round.
"""

import gc
import os
import platform
import re
import time
import timeit
import tracemalloc
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

import numpy as np
from scipy import stats
from threadpoolctl import threadpool_info

__all__ = ["Compared", "Exponent", "compare", "growth", "header", "keep", "peak", "table"]

RESULTS = Path(__file__).with_name("RESULTS.md")
PACKAGES = ("numpy", "scipy", "scikit-learn", "torch", "jax", "dask", "cupy-cuda12x")


class Compared(NamedTuple):
    """The seconds of each way, round by round."""

    rounds: dict[str, list[float]]

    @property
    def seconds(self):
        """The median of each way."""
        return {name: median(found) for name, found in self.rounds.items()}

    def fastest(self, *names):
        """The way with the least median, of these or of all."""
        return min(names or self.rounds, key=self.seconds.get)

    def ratios(self, name, peer):
        """Seconds of one way over those of another, round by round: below 1, the first is faster."""
        return [one / other for one, other in zip(self.rounds[name], self.rounds[peer])]

    def ratio(self, name, peer):
        """The median of the paired ratios."""
        return median(self.ratios(name, peer))

    def spread(self, name, peer):
        """The quartiles of the paired ratios."""
        low, _, high = quantiles(self.ratios(name, peer), n=4)
        return low, high


class Exponent(NamedTuple):
    """The p of a fit size^p, and half the width of its 95 % interval."""

    value: float
    error: float

    def __str__(self):
        return f"{self.value:.2f} ± {self.error:.2f}"


def compare(ways, *, rounds=9, least=0.02, clock=timeit.default_timer):
    """Run the ways, functions without arguments, by turns: `Compared`.

    Each runs once unmeasured. A way that takes less than `least` seconds is repeated within a round until that is full.
    `clock` is what tells the seconds: `time.process_time` counts the processor's, in which a busy machine has no part.
    """
    timers = {name: timeit.Timer(way, timer=clock) for name, way in ways.items()}
    repeats = {}
    for name, timer in timers.items():
        timer.timeit(1)
        repeats[name] = max(1, round(least / max(timer.timeit(1), 1e-7)))
    found, names = {name: [] for name in ways}, list(ways)
    for turn in range(rounds):
        first = turn % len(names)
        order = names[first:] + names[:first]
        for name in order if turn // len(names) % 2 == 0 else order[::-1]:
            gc.collect()
            found[name].append(timers[name].timeit(repeats[name]) / repeats[name])
    return Compared(found)


def growth(sizes, amounts):
    """How an amount grows with size: the exponent of a power that is fitted to the logarithms, and its interval."""
    fit = stats.linregress(np.log(sizes), np.log(amounts))
    return Exponent(fit.slope, float(stats.t.ppf(0.975, len(sizes) - 2) * fit.stderr))


def peak(way):
    """The most bytes that Python and NumPy held during a call, above what they held before it."""
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        way()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def rate(dtype):
    """Multiplications and additions a second, in 1e9, of the largest products that a core's cache holds."""
    A, B = np.ones((512, 512), dtype), np.ones((512, 512), dtype)
    out, seconds = np.empty_like(A), []
    for _ in range(9):
        start = time.process_time()
        for _ in range(10):
            np.matmul(A, B, out=out)
        seconds.append((time.process_time() - start) / 10)
    return 2 * 512**3 / min(seconds) / 1e9


def header():
    """What decides about times here: processor, core type and threads of the linear algebra, versions."""
    pools = {f"{pool['internal_api']} {pool.get('architecture', '')}".strip() for pool in threadpool_info()}
    threads = sorted({pool["num_threads"] for pool in threadpool_info()})
    versions = []
    for package in PACKAGES:
        try:
            versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return (
        f"{_processor()}, {os.cpu_count()} cores; {', '.join(sorted(pools))}, "
        f"{'/'.join(map(str, threads))} thread{'' if threads == [1] else 's'}; "
        f"Python {platform.python_version()}, {', '.join(versions)}."
    )


def _processor():
    try:
        said = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:
        said = None
    return said[1] if said else platform.processor() or platform.machine()


def table(heads, rows):
    """Lines of a Markdown table; the first column is text, the others are numbers."""
    return [
        f"| {' | '.join(heads)} |",
        f"| --- |{' ---: |' * (len(heads) - 1)}",
        *(f"| {' | '.join(map(str, row))} |" for row in rows),
    ]


def keep(title, lines, *, results=RESULTS):
    """Write a section of RESULTS.md, in place of the one with that title; the others stay as they are."""
    section = "\n".join([f"## {title}", "", header(), "", *lines]).rstrip() + "\n"
    text = results.read_text(encoding="utf-8") if results.exists() else INTRODUCTION
    head, *sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    named = {part.partition("\n")[0]: part.rstrip() + "\n" for part in sections}
    named[f"## {title}"] = section
    results.write_text("\n".join([head.rstrip() + "\n", *named.values()]), encoding="utf-8")


INTRODUCTION = """# What was measured

Written by `make bench`, on the machine that each section names. All ways of a row ran by turns in one process; a ratio is
the median of those within a round, and below 1 the course's library is faster.
"""
