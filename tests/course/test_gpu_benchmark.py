"""The benchmark on a GPU: without one it says so and is content; its work is the same on every kind of array."""

import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import gpu


def test_without_a_gpu_it_says_so_and_ends_well(capsys, monkeypatch):
    monkeypatch.setattr(gpu, "gpu", lambda: None)
    assert gpu.main([]) == 0
    assert capsys.readouterr().out.startswith("gpu: CuPy finds no GPU here")


def stands_for_cupy():
    """NumPy where CuPy would be, and a clock of the processor where its events would be."""
    event = lambda: SimpleNamespace(record=lambda: None, synchronize=lambda: None)
    began = time.perf_counter()
    cuda = SimpleNamespace(
        Event=event,
        Device=lambda: SimpleNamespace(synchronize=lambda: None),
        get_elapsed_time=lambda start, end: 1e3 * (time.perf_counter() - began),
        runtime=SimpleNamespace(getDeviceProperties=lambda i: {"name": b"a device"}),
    )
    return SimpleNamespace(asarray=np.asarray, cuda=cuda)


def test_a_row_for_each_piece_of_work(monkeypatch, capsys):
    monkeypatch.setattr(gpu, "gpu", stands_for_cupy)
    monkeypatch.setattr(gpu, "torch_there", lambda: None)
    monkeypatch.setattr(gpu, "measured", lambda cupy, clock: (1e12, 1e15))
    monkeypatch.setattr(gpu, "SHAPES", ((2, 1, 8, 2, 3),))
    assert gpu.main(["--examples", "600", "--rounds", "2"]) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")][2:]
    assert [row.split("|")[1].split(",")[0].split(" of ")[0].strip() for row in rows] == [
        "logistic.fit", "softmax.fit", "Z", "dX", "dW", "an epoch", "an epoch",
    ]  # fmt: skip
    assert all(float(row.split("|")[3]) > 0 for row in rows)


def test_each_weight_is_counted_for_each_place():
    network, shape = gpu.NETWORKS["CNN, 28 x 28"]
    parameters = network.init(shape, seed=0)
    assert gpu._multiplications(network, shape, parameters) == 8 * 9 * 26 * 26 + 8 * 13 * 13 * 10


def test_what_differs_is_not_timed():
    gpu.same([np.ones(2)], [np.ones(2)], 1e-9)
    with pytest.raises(AssertionError):
        gpu.same([np.ones(2)], [np.ones(2) * 1.1], 1e-3)
