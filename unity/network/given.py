"""What a network is given: parameters that fit its layers, labels in any form, and examples that can be learned from."""

import functools
from collections.abc import Callable
from numbers import Real

import array_api_compat

from unity.arrays import labels, namespace
from unity.families import BERNOULLI, CATEGORICAL
from unity.network.chain import example_shapes
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
        array = array_api_compat.is_array_api_obj(weights) and namespace(weights) is namespace(X)
        if not array or weights.dtype != X.dtype:
            kind = f"{type(weights).__module__}.{type(weights).__name__}"
            kind = f"{kind} of {weights.dtype}" if hasattr(weights, "dtype") else kind
            raise TypeError(f"{operation}: weights is {kind}, expected an array of {X.dtype} like X")
        if tuple(weights.shape) != (1, X.shape[-1]):
            raise ValueError(f"{operation}: weights {tuple(weights.shape)}, expected (1, {X.shape[-1]})")


def fits_back(operation, network, parameters, X, E):
    """Raise where the parameters do not fit the layers and the examples in X, or an error does not fit the end."""
    fits(operation, network, parameters, X, E, name="E")


def _as_columns(operation, network, X, Y):
    """Labels as columns in the dtype of X. What is none stays as it is, for `@checked` to refuse."""
    if type(Y) is type(X) and getattr(Y, "ndim", 1) == 2 and Y.dtype == X.dtype:
        return Y
    if not all(map(array_api_compat.is_array_api_obj, (X, Y))) or array_api_compat.is_dask_array(Y):
        return Y
    xp = namespace(X)
    if namespace(Y) is not xp or not xp.isdtype(X.dtype, "real floating"):
        return Y
    if Y.ndim == 1 or not xp.isdtype(Y.dtype, "real floating"):
        K = example_shapes(operation, network.layers, tuple(X.shape[:-1]))[-1][0]
        if network.family == CATEGORICAL or (network.family == BERNOULLI and K == 1):
            return _labels(operation, Y, K, like=X)
    return xp.astype(Y, X.dtype)


def takes_labels(method: Callable[P, R]) -> Callable[P, R]:
    """A method that takes labels in any form, and finds them as columns in the dtype of X."""

    @functools.wraps(method)
    def wrapper(self, *given, **named):
        if len(given) > 2:
            _, X, Y = given[:3]
            columns = _as_columns(method.__name__, self, X, Y)
            given = given if columns is Y else (*given[:2], columns, *given[3:])
            return method(self, *given, **named)
        if "Y" in named:
            X = given[1] if len(given) > 1 else named.get("X")
            named["Y"] = _as_columns(method.__name__, self, X, named["Y"])
        return method(self, *given, **named)

    return wrapper


def _examples(operation, network, parameters, X: Float[Array, "*shape m"], Y: Float[Array, "K m"], weights=None):
    """(X, Y), or (X, Y, weights) with weights of mean 1, to learn from or to judge by, once they were looked at."""
    Y = _as_columns(operation, network, X, Y)
    refuse_dask(operation, X=X, Y=Y)
    check(operation, shapes_of(_examples), {"X": X, "Y": Y})
    fits(operation, network, parameters, X, Y, weights)
    return _usable(operation, network.family, X, Y, weights)


def to_train(network, parameters, X, Y, weights, held_out):
    """Where to start, what to learn from, and what is held out or None, once all was looked at."""
    if isinstance(parameters, tuple | list) and len(parameters) == len(network.layers):
        shapes = example_shapes("train", network.layers, tuple(X.shape[:-1]))
        parameters = [_neuron(*given, X) for given in zip(network.layers, parameters, shapes)]
    seen = _examples("train", network, parameters, X, Y, weights)
    if held_out is not None:
        if not isinstance(held_out, tuple | list) or len(held_out) not in (2, 3):
            raise TypeError(f"train: held_out is of type {type(held_out).__name__}, expected (X, Y)")
        held_out = _examples("train: held_out", network, parameters, *held_out)
    if not finite(parameters):
        raise ValueError("train: the parameters hold a NaN or an infinity, expected finite numbers")
    return tuple(map(tuple, parameters)), seen, held_out


def _labels(operation, Y, K, like):
    try:
        return labels(Y, K, like=like)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{operation}: {error}") from error


def _usable(operation, family, X, Y, weights):
    """The examples, where they hold numbers and labels to learn from: shares of a class sum to 1, weights have mean 1."""
    xp = namespace(X)
    if X.shape[-1] == 0:
        raise ValueError(f"{operation}: X holds no example")
    for name, array in {"X": X, "Y": Y, "weights": X if weights is None else weights}.items():
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
        Y = _labels(operation, Y, Y.shape[0], like=X)
    if weights is None:
        return X, Y
    if not bool(xp.all(weights >= 0)) or not bool(xp.any(weights > 0)):
        raise ValueError(f"{operation}: weights holds a negative number, or zeros only, expected some above 0")
    return X, Y, weights / xp.mean(weights)


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
