"""A network and its parameters in a file, and back: an .npz of arrays, and the layers in words. No pickle is needed."""

import dataclasses
import io
import json
import numbers
import os
import zipfile
from pathlib import Path

import numpy as np

from unity import activations
from unity.arrays import to_numpy
from unity.families import BERNOULLI, CATEGORICAL, GAUSSIAN
from unity.layers import Affine, Elementwise, Flatten, MaxPool, MeanPool, Parameters
from unity.network import Network
from unity.shapes import Array, Float, refuse_dask, shapes_of
from unity.shapes.fitting import check
from unity.trilinear import Convolution, Dense

__all__ = ["load", "save"]

FORMAT = 1
"""The version of the file. It is raised when a file is written that an older library would misread."""
KINDS = {kind.__name__: kind for kind in (Affine, Convolution, Dense, Elementwise, Flatten, MaxPool, MeanPool)}
NAMED = {
    **{name: thing for name, thing in vars(activations).items() if isinstance(thing, activations.Activation)},
    **{family.name: family for family in (BERNOULLI, CATEGORICAL, GAUSSIAN)},
}
"""What goes by its name: the activations and the families."""


def save(path: str | os.PathLike, network: Network, parameters: tuple[Parameters, ...]) -> None:
    """Write a network and its parameters to a file. One that is there is replaced, once all is written.

    Raises TypeError where the network has a layer, an activation or a family that is none of the library's, or a
    parameter is no array of floating numbers; ValueError where the parameters do not belong to the network's layers.

    >>> import tempfile
    >>> network = Network([Flatten(), Affine(Dense(), 10)], CATEGORICAL)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(f"{folder}/reader.npz", network, network.init((1, 8, 8), seed=0))
    ...     again, (nothing, (W, b)) = load(f"{folder}/reader.npz")
    >>> again == network, W.shape
    (True, (64, 10))
    """
    if not isinstance(network, Network):
        raise TypeError(f"save: network is of type {type(network).__name__}, expected a Network")
    words = {"layers": [_in_words(layer) for layer in network.layers], "family": _in_words(network.family)}
    _check_parameters("save", network, parameters)
    arrays = {f"{i}.{j}": to_numpy(P) for i, own in enumerate(parameters, 1) for j, P in enumerate(own, 1)}
    path = Path(path)
    unfinished = path.with_name(f"{path.name}.unfinished")
    with unfinished.open("wb") as file:
        np.savez(file, format=np.array(FORMAT), network=np.array(json.dumps(words)), **arrays)
    unfinished.replace(path)


def load(path: str | os.PathLike) -> tuple[Network, tuple[Parameters, ...]]:
    """The network and the parameters that `save` wrote, these as NumPy arrays: `unity.arrays.move` takes them elsewhere.

    Nothing in the file is run. Raises FileNotFoundError where there is none, and ValueError where the file is damaged or
    of another kind, where a version of the library wrote it whose format this one does not read, and where it names a
    layer that this one does not have.

    >>> import tempfile
    >>> network = Network([Affine(Dense(), 1)], BERNOULLI)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(f"{folder}/neuron.npz", network, ((np.array([[2.0]]), np.array([[-1.0]])),))
    ...     load(f"{folder}/neuron.npz")
    (Network([dense(1)], BERNOULLI), ((array([[2.]]), array([[-1.]])),))
    """
    content = Path(path).read_bytes()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            damaged = archive.testzip()
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {} if damaged else dict(file)
        version = int(arrays.pop("format"))
    except Exception as error:  # whatever bytes that are none of ours make zipfile and NumPy raise
        raise ValueError(f"load: {path} is no network that `save` wrote, or it is damaged") from error
    if version != FORMAT:
        raise ValueError(f"load: {path} is of format {version}, expected {FORMAT}: another version of unity wrote it")
    try:
        words = json.loads(str(arrays.pop("network")))
        network = Network([_from_words(layer) for layer in words["layers"]], _from_words(words["family"]))
        places = [[int(number) for number in name.split(".")] for name in arrays]
        parameters = [[] for _ in network.layers]
        for (i, j), P in sorted(zip(places, arrays.values()), key=lambda placed: placed[0]):
            parameters[i - 1].insert(j - 1, P)
        parameters = tuple(map(tuple, parameters))
        _check_parameters("load", network, parameters)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ValueError(f"load: {path} holds no network: {error}") from error
    return network, parameters


def _in_words(thing):
    """A layer, or what it is made of, as JSON has it: {"Elementwise": {"activation": "RELU"}}."""
    name = next((name for name, named in NAMED.items() if type(named) is type(thing) and named == thing), None)
    if name is not None:
        return name
    if type(thing) in KINDS.values():
        fields = {field.name: _in_words(getattr(thing, field.name)) for field in dataclasses.fields(thing)}
        return {type(thing).__name__: fields}
    if isinstance(thing, tuple):
        return [_in_words(each) for each in thing]
    if isinstance(thing, numbers.Integral):
        return int(thing)
    raise TypeError(f"save: {thing!r} is none of the library's, expected one of {', '.join([*KINDS, *NAMED])}")


def _from_words(words):
    """What `_in_words` made words of."""
    if isinstance(words, list):
        return tuple(map(_from_words, words))
    if not isinstance(words, str | dict):
        return words
    name = words if isinstance(words, str) else next(iter(words), "")
    if name not in (NAMED if isinstance(words, str) else KINDS):
        raise ValueError(f"{name!r} is unknown, expected one of {', '.join([*KINDS, *NAMED])}")
    if isinstance(words, str):
        return NAMED[name]
    return KINDS[name](**{field: _from_words(value) for field, value in words[name].items()})


def _affine(W: Float[Array, "*patch width"], b: Float[Array, "width 1"]):
    """What a layer with parameters has."""


def _check_parameters(operation, network, parameters):
    """Raise where the parameters cannot be those of the network, for examples of whatever shape."""
    if not isinstance(parameters, tuple | list) or len(parameters) != len(network.layers):
        raise ValueError(f"{operation}: parameters do not fit {network}, expected a tuple with one entry a layer")
    for i, (layer, own) in enumerate(zip(network.layers, parameters), 1):
        expected = ("W", "b") if isinstance(layer, Affine) else ()
        if not isinstance(own, tuple | list) or len(own) != len(expected):
            raise ValueError(f"{operation}: layer {i}: its parameters are not ({', '.join(expected)}) of {layer!r}")
        arrays = dict(zip(expected, own))
        refuse_dask(f"{operation}: layer {i}", **arrays)
        check(f"{operation}: layer {i}", shapes_of(_affine), arrays)
        if arrays and arrays["W"].shape[-1] != layer.width:
            raise ValueError(
                f"{operation}: layer {i}: W {tuple(arrays['W'].shape)} does not fit {layer!r}, expected (..., {layer.width})"
            )
