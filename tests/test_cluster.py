"""Examples on two workers that speak TCP: what one machine finds, in as many passes; and more of them than memory holds."""

import os
import sys

import distributed
import numpy as np
import pytest
from dask.array import from_array

from benchmarks.cluster import FITS, LIMIT, alone, examples, slopes
from unity import logistic
from unity.activations import RELU
from unity.arrays import move, to_numpy
from unity.families import CATEGORICAL
from unity.layers import Elementwise, dense
from unity.network import Network

EPS = np.finfo(float).eps


@pytest.fixture(scope="module")
def client():
    own = dict(threads_per_worker=1, processes=True, protocol="tcp://", memory_limit=LIMIT, dashboard_address=":0")
    with distributed.LocalCluster(n_workers=2, **own) as cluster, distributed.Client(cluster) as client:
        yield client


def made(client):
    """How many chunks of X the workers have made."""
    return sum(client.run(lambda: int(os.environ.get("CHUNKS_MADE", 0))).values())


def received(client):
    """Bytes that the workers had from one another."""
    log = client.run(lambda dask_worker: [entry["total"] for entry in dask_worker.transfer_incoming_log])
    return sum(map(sum, log.values()))


@pytest.mark.parametrize("K", FITS)
def test_two_workers_find_what_one_machine_finds(client, K):
    """Examples that they hold are not made again. Those that they do not hold are made once a pass, and do not travel."""
    count = 6
    X, y = examples(K, count, width=2000)
    held, y = client.persist([X, y])
    distributed.wait([held, y])
    assert [len(keys) > 0 for keys in client.has_what().values()] == [True, True]
    expected, start = FITS[K](to_numpy(held), to_numpy(y)), made(client)
    for given in held, X:
        moved = received(client)
        found = FITS[K](given, y)
        np.testing.assert_allclose(to_numpy(found.W), expected.W, atol=1e-8)
        np.testing.assert_allclose(to_numpy(found.b), expected.b, atol=1e-8)
        assert (found.passes, found.iterations, found.certified) == (expected.passes, expected.iterations, True)
        assert made(client) - start == (0 if given is held else count * found.passes)
    assert received(client) - moved < found.passes * X.nbytes / 10


def test_two_workers_weigh_and_refuse_as_one_machine_does(client):
    X, y = client.persist(examples(2, 4, width=2000))
    weights = (X[1] > 0) * 1.5
    found = logistic.fit(X, y, weights=weights, l2=0.1)
    expected = logistic.fit(to_numpy(X), to_numpy(y), weights=to_numpy(weights), l2=0.1)
    np.testing.assert_allclose(to_numpy(found.w), expected.w, atol=1e-8)
    with pytest.raises(logistic.NoOptimum, match="no label is 1"):
        logistic.fit(X, y, weights=1 - y)
    with pytest.raises(ValueError, match="fit: X holds a NaN or an infinity"):
        logistic.fit(X / (y != y[-1]), y)


def test_two_workers_share_the_gradient(client, rng):
    """Each holds some of the examples; no process holds them all."""
    w, b, X, Y = (
        rng.normal(size=(4, 1)),
        rng.normal(size=(1, 1)),
        rng.normal(size=(4, 1000)),
        np.resize([[0.0, 1.0]], (1, 1000)),
    )
    X_blocks, Y_blocks = client.persist([from_array(array, chunks=(-1, 100)) for array in (X, Y)])
    distributed.wait([X_blocks, Y_blocks])
    assert [len(held) > 0 for held in client.has_what().values()] == [True, True]
    lazy = logistic.gradient(*move((w, b), like=X_blocks), X_blocks, Y_blocks)
    for found, expected in zip(client.gather(client.compute(lazy)), logistic.gradient(w, b, X, Y)):
        np.testing.assert_allclose(found, expected, atol=20 * EPS)


def test_a_network_learns_here_from_what_two_workers_make(client):
    """Each chunk is made once an epoch, and what comes of it is what comes of chunks on one machine."""
    count, network = 6, Network([dense(4), Elementwise(RELU), dense(2)], CATEGORICAL)
    X, y = examples(2, count, width=2000)
    whole = from_array(to_numpy(X), chunks=X.chunks)
    y, start = client.persist(y), made(client)
    plan = {"step": 0.1, "batch": 100, "epochs": 2, "seed": 0}
    found = network.train(network.init((len(X),), seed=0), X, y, **plan)
    assert made(client) - start == 2 * count
    expected = network.train(network.init((len(X),), seed=0), whole, to_numpy(y), **plan)
    assert found.costs == expected.costs
    assert found.costs[2] < found.costs[1] < found.costs[0]


@pytest.mark.cluster
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS counts the most memory of a process in bytes")
@pytest.mark.parametrize("K", FITS)
def test_more_examples_than_memory_holds(K):
    """Three times the memory of both workers, made by them: read once a pass, and each result is small."""
    count = 200
    found = alone(K, 2, count)
    assert found.size == 1.6e9 > 3 * 2 * LIMIT
    assert found.same
    assert found.worker < LIMIT
    assert found.client < 50e6
    assert found.made == count * found.passes
    assert found.passes == found.iterations + 3 <= 12
    W, b = found.parameters
    truth = slopes(K)
    truth = truth[:, 1:] - truth[:, :1] if K == 2 else truth - truth.mean(axis=1, keepdims=True)
    assert W.shape == truth.shape
    # Ten million examples: five standard errors of a weight are 0.01.
    assert abs(W - truth).max() < 0.01
    assert abs(b).max() < 0.01
