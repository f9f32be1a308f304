"""The library as a type checker sees it: `make test` runs mypy over this file, and nothing runs it."""

from typing import Any, assert_type

import numpy as np

import unity
from unity import logistic
from unity.activations import RELU
from unity.families import BERNOULLI, Family
from unity.layers import Affine, Elementwise, dense
from unity.network import Network

w, b = np.zeros((2, 1)), np.zeros((1, 1))
X, Y = np.zeros((2, 3)), np.ones((1, 3))

# Modules are visible behind the door that loads them late, and signatures behind the checks.
assert_type(unity.logistic.gradient(w, b, X, Y), tuple[Any, Any])
assert_type(logistic.fit(X, Y, l2=0.1).iterations, int)
assert_type(dense(3), Affine)
assert_type(BERNOULLI, Family)
network = Network([dense(3), Elementwise(RELU), dense(1)], BERNOULLI)
assert_type(
    network.train(network.init((2,), seed=0), X, Y, step=0.5, batch=1, epochs=1, seed=0).costs, tuple[float, ...]
)

# What does not fit is said before anything runs.
logistic.gradient(w, b, X)  # type: ignore[call-arg]
logistic.fit(X, Y, l3=0.1)  # type: ignore[call-arg]
Network([3], BERNOULLI)  # type: ignore[list-item]
dense("three")  # type: ignore[arg-type]
unity.nothing  # type: ignore[attr-defined]
