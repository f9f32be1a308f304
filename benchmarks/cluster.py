"""A fit on a cluster: seconds a pass, passes, and the most that workers and client hold, over workers and sizes.

    .venv/bin/python -m benchmarks.cluster           prints the table
    .venv/bin/python -m benchmarks.cluster --keep    and keeps it in benchmarks/RESULTS.md

Workers are processes with one thread, on this machine, that speak TCP. They make the examples themselves, a chunk at a
time, and make them anew in every pass, as they would read files: the data may be larger than all memory together. Labels
are held. Each row has processes of its own, since a process remembers for life the most that it has held.
"""

import argparse
import os
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

import numpy as np

from benchmarks.paired import keep, table
from unity import logistic, softmax

FITS = {2: logistic.fit, 3: softmax.fit}
"""The fit for each number of classes."""
FEATURES, WIDTH = 20, 50_000
"""Of a chunk: 8 MB."""
LIMIT = 256 * 10**6
"""Bytes that a worker may hold: one that holds more than 95 % of them is ended, and started anew."""
ROWS = [(2, 1, 25), (2, 2, 25), (2, 1, 100), (2, 2, 100), (2, 2, 200), (3, 2, 200)]
"""Classes, workers and chunks."""


class Measured(NamedTuple):
    """What a fit took: seconds on the clock, and those of all processors. Bytes are the most that a process held: of the
    workers in all, of the client what the fit added. `same` says that no worker was started anew."""

    size: int
    iterations: int
    passes: int
    made: int
    seconds: float
    processor: float
    worker: int
    client: int
    same: bool
    parameters: tuple[np.ndarray, np.ndarray]


def slopes(K):
    """The W of the softmax model that labels the examples; its b is 0."""
    return np.random.default_rng(K).normal(size=(FEATURES, K)) / 2


def examples(K, count, width=WIDTH):
    """X and y as Dask arrays that the workers make, chunk i from the seed i. Each worker counts how often it makes some of X."""
    from dask.array import map_blocks

    W, features = slopes(K), FEATURES

    # These travel by value: whoever makes a chunk needs NumPy, and nothing of this module.
    def make(i):
        rng = np.random.default_rng(i)
        X = rng.uniform(-1, 1, (features, width))
        return X, np.argmax(W.T @ X + rng.gumbel(size=(K, width)), axis=0)

    def make_X(block_info):
        os.environ["CHUNKS_MADE"] = str(int(os.environ.get("CHUNKS_MADE", 0)) + 1)
        return make(block_info[None]["chunk-location"][1])[0]

    def make_y(block_info):
        return make(block_info[None]["chunk-location"][0])[1]

    widths = (width,) * count
    X = map_blocks(make_X, chunks=((features,), widths), dtype=float, meta=np.empty((0, 0)))
    return X, map_blocks(make_y, chunks=(widths,), dtype=int, meta=np.empty(0, dtype=int))


def measured(K, workers, count):
    """One fit of K classes on so many workers, over so many chunks."""
    from distributed import Client, LocalCluster, wait

    own = dict(threads_per_worker=1, processes=True, protocol="tcp://", memory_limit=LIMIT, dashboard_address=":0")
    with LocalCluster(n_workers=workers, **own) as cluster, Client(cluster) as client:
        X, y = examples(K, count)
        y = y.persist()
        wait(y)
        before, start = taken(client), time.perf_counter()
        fit = FITS[K](X, y)
        seconds, after = time.perf_counter() - start, taken(client)
        made = sum(client.run(lambda: int(os.environ.get("CHUNKS_MADE", 0))).values())
        return Measured(
            size=X.nbytes,
            iterations=fit.iterations,
            passes=fit.passes,
            made=made,
            seconds=seconds,
            processor=sum(late[1] for late in after.values()) - sum(early[1] for early in before.values()),
            worker=max(late[2] for name, late in after.items() if name != "client"),
            client=after["client"][2] - before["client"][2],
            same={late[0] for late in after.values()} == {early[0] for early in before.values()},
            parameters=(np.asarray(fit.W), np.asarray(fit.b)),
        )


def taken(client):
    """The number of each process, the seconds of the processor that it has used, and the most bytes that it held."""

    def own():
        return os.getpid(), time.process_time(), 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    return client.run(own) | {"client": own()}


def alone(*row):
    """`measured` in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measured, *row).result()


def lines():
    """The table of all rows."""
    rows = []
    for K, workers, count in ROWS:
        found = alone(K, workers, count)
        if not found.same or found.made != count * found.passes:
            raise RuntimeError(
                f"{workers} workers, {count} chunks: a worker was started anew, or chunks were made twice"
            )
        seconds = found.seconds / found.passes, found.processor / found.passes
        bytes_held = round(found.worker / 1e6), round(found.client / 1e6)
        name = FITS[K].__module__.split(".")[1]
        rows.append(
            (name, workers, f"{found.size / 1e9:.1f}", found.passes, *(f"{s:.2f}" for s in seconds), *bytes_held)
        )
    return table(
        [
            "fit",
            "workers",
            "GB",
            "passes",
            "s a pass",
            "s of all processors",
            "MB in a worker",
            "MB more in the client",
        ],
        rows,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--keep", action="store_true", help="keep the table in benchmarks/RESULTS.md")
    kept, found = parser.parse_args().keep, lines()
    print(*found, sep="\n")
    if kept:
        keep("Fits on a cluster", found)


if __name__ == "__main__":
    main()
