"""What a network is given: parameters that fit its layers, labels in any form, and examples that can be learned from."""

from collections.abc import Callable
from numbers import Real

import array_api_compat
import numpy as np

from unity import labelling
from unity.arrays import namespace
from unity.families import BERNOULLI, CATEGORICAL
from unity.labelling import as_columns, check_weights, known, of_mean_one
from unity.network.batches import Held
from unity.network.chain import example_shapes
from unity.network.quick import applies
from unity.network.streams import Stream, chunks_of, opener
from unity.network.training import finite
from unity.shapes import Array, Float, refuse_dask, shapes_of
from unity.shapes.calls import P, R
from unity.shapes.fitting import check

__all__ = ["fits", "fits_back", "takes_labels", "to_train"]


def fits(operation, network, parameters, X, Y=None, weights=None, *, name="Y"):
    """Raise where the parameters do not fit the layers and the examples in X, or what goes with X does not fit the end."""
    if not isinstance(parameters, tuple | list):
        kind = type(parameters).__name__
        raise TypeError(f"{operation}: parameters is of type {kind}, expected a tuple with one entry a layer")
    if len(parameters) != len(network.layers):
        raise ValueError(
            f"{operation}: parameters has {len(parameters)} entries, expected one for each of {len(network.layers)} layers"
        )
    shapes = example_shapes(operation, network.layers, tuple(X.shape[:-1]))
    for i, (layer, own, shape) in enumerate(zip(network.layers, parameters, shapes), 1):
        layer._check_parameters(f"{operation}: layer {i}", own, X, shape)
    if Y is not None and tuple(Y.shape[:-1]) != shapes[-1]:
        raise ValueError(
            f"{operation}: {name} {tuple(Y.shape)} has K = {Y.shape[0]}, the last layer gives K = {shapes[-1][0]}"
        )
    if weights is not None:
        check_weights(operation, weights, X)


def fits_back(operation, network, parameters, X, E):
    """Raise where the parameters do not fit the layers and the examples in X, or an error does not fit the end."""
    fits(operation, network, parameters, X, E, name="E")


def _classes(operation, network, X, Y):
    """The number of rows of the labels; None where the network ends in measured numbers, or in several yes-or-no answers."""
    K = example_shapes(operation, network.layers, tuple(X.shape[:-1]))[-1][0]
    return K if network.family == CATEGORICAL or (network.family == BERNOULLI and K == 1) else None


def takes_labels(method: Callable[P, R]) -> Callable[P, R]:
    """A method that takes labels in any form, and finds them as columns in the dtype of X."""
    operation = method.__name__
    return labelling.takes_labels(lambda network, parameters, X, Y: _classes(operation, network, X, Y))(method)


def _examples(operation, network, parameters, X: Float[Array, "*shape m"], Y: Float[Array, "K m"], weights=None):
    """(X, Y), or (X, Y, weights), to learn from or to judge by, once they were looked at."""
    Y = as_columns(operation, X, Y, lambda: _classes(operation, network, X, Y))
    refuse_dask(operation, X=X, Y=Y)
    check(operation, shapes_of(_examples), {"X": X, "Y": Y})
    fits(operation, network, parameters, X, Y, weights)
    Y = _usable(operation, network.family, X, Y)
    return (X, Y) if weights is None else (X, Y, weights)


def _weighed(operation, X, Y, *weights):
    """The same with weights of mean 1."""
    return (X, Y, *(of_mean_one(operation, each) for each in weights))


def to_train(network, parameters, X, Y, weights, held_out, *, batch, epochs, seed):
    """Where to start, where batches come from, and what is held out or None, once all was looked at."""
    if Y is None and not hasattr(X, "shape"):
        own = {"batch": batch, "seed": seed, "weights": weights}
        if any(value is not None for value in own.values()):
            name = next(name for name, value in own.items() if value is not None)
            raise ValueError(f"train: {name} is given, and X are batches: they are met as they come, expected none")
        ways = opener(X, epochs), lambda part: [part]
        source, start = _stream(network, parameters, *ways)
    elif seed is None:
        raise TypeError("train: seed is missing, expected an integer or a numpy.random.Generator")
    elif array_api_compat.is_dask_array(X):
        source, start = _stream(network, parameters, *chunks_of(X, Y, weights, batch, np.random.default_rng(seed)))
    else:
        start = _start(network, parameters, X)
        seen = _weighed("train", *_examples("train", network, start, X, Y, weights))
        source = Held(seen, batch, np.random.default_rng(seed), rows=applies(network, X))
    if held_out is not None:
        if not isinstance(held_out, tuple | list) or len(held_out) not in (2, 3):
            raise TypeError(f"train: held_out is of type {type(held_out).__name__}, expected (X, Y)")
        operation = "train: held_out"
        held_out = _weighed(operation, *_examples(operation, network, start, *held_out))
    if not finite(start):
        raise ValueError("train: the parameters hold a NaN or an infinity, expected finite numbers")
    return tuple(map(tuple, start)), source, held_out


def _start(network, parameters, X):
    if isinstance(parameters, tuple | list) and len(parameters) == len(network.layers) and hasattr(X, "shape"):
        shapes = example_shapes("train", network.layers, tuple(X.shape[:-1]))
        return [_neuron(*given, X) for given in zip(network.layers, parameters, shapes)]
    return parameters


def _stream(network, parameters, opened, deal):
    """Batches that are looked at as they come, and where to start, which the first of them says."""
    start = []

    def look(name, part):
        if not isinstance(part, tuple | list) or len(part) not in (2, 3):
            raise TypeError(f"{name} is of type {type(part).__name__}, expected (X, Y) or (X, Y, weights)")
        start[:] = start or [_start(network, parameters, part[0])]
        seen = _examples(name, network, start[0], *part)
        for weights in seen[2:]:
            xp = namespace(weights)
            if not bool(xp.all(xp.isfinite(weights) & (weights >= 0))):
                raise ValueError(f"{name}: weights holds a negative number, a NaN or an infinity, expected 0 or more")
        return seen

    return Stream(opened, look, deal), start[0]


def _usable(operation, family, X, Y):
    """The labels, where there are numbers and labels to learn from: shares of a class sum to 1."""
    xp = namespace(X)
    if X.shape[-1] == 0:
        raise ValueError(f"{operation}: X holds no example")
    for name, array in {"X": X, "Y": Y}.items():
        if not bool(xp.all(xp.isfinite(array))):
            raise ValueError(f"{operation}: {name} holds a NaN or an infinity, expected finite numbers")
    if family == BERNOULLI and not bool(xp.all((Y >= 0) & (Y <= 1))):
        raise ValueError(
            f"{operation}: Y holds a number outside 0 to 1, expected labels or probabilities for BERNOULLI"
        )
    if family == CATEGORICAL:
        if Y.shape[0] < 2:
            raise ValueError(
                f"{operation}: Y has one class, expected two or more for CATEGORICAL (dense(1) goes with BERNOULLI)"
            )
        Y = known(operation, Y, Y.shape[0], like=X)
    return Y


def _neuron(layer, own, shape, X):
    """The parameters of a layer; where it is one neuron, w may be of the shape of an example, and b a number."""
    if getattr(layer, "width", None) != 1 or not isinstance(own, tuple | list) or len(own) != 2:
        return own
    xp, (W, b), patch = namespace(X), own, layer.product.patch(shape)
    if tuple(getattr(W, "shape", ())) == patch:
        W = xp.reshape(W, (*patch, 1))
    if isinstance(b, Real):
        b = xp.full((1, 1), b, dtype=X.dtype, device=array_api_compat.device(X))
    elif tuple(getattr(b, "shape", (1, 1))) in ((), (1,)):
        b = xp.reshape(b, (1, 1))
    return W, b
