"""Networks in files: what is written comes back digit for digit, and what is no network is refused in words."""

import dataclasses
import io
import json
import pickle
import zipfile

import numpy as np
import pytest

from unity import activations, saving
from unity.activations import Activation, identity, identity_slope
from unity.arrays import move, to_numpy
from unity.families import BERNOULLI, CATEGORICAL, GAUSSIAN
from unity.layers import Affine, Elementwise, Flatten, Layer, MaxPool, MeanPool, convolution, dense
from unity.network import Network
from unity.saving import load, save
from unity.trilinear import Convolution, Dense

BENDS = [value for value in vars(activations).values() if isinstance(value, Activation)]
NETWORKS = {
    "one neuron": (Network([dense(1)], BERNOULLI), (3,)),
    "every activation": (Network([*map(Elementwise, BENDS), dense(2)], GAUSSIAN), (4,)),
    "a CNN": (
        Network(
            [
                convolution(3, (2, 3), stride=(1, 2), padding=(0, 1)),
                MaxPool(2, stride=1),
                MeanPool((1, 2)),
                Flatten(),
                dense(np.int64(4)),
            ],
            CATEGORICAL,
        ),
        (2, 6, 9),
    ),
    "many layers": (Network([dense(2)] * 12, GAUSSIAN), (2,)),
    "nothing": (Network([], CATEGORICAL), (3,)),
}
every_network = pytest.mark.parametrize(("net", "shape"), NETWORKS.values(), ids=NETWORKS)


def leaves(parameters):
    return [P for own in parameters for P in own]


@pytest.fixture
def small(tmp_path):
    """A file with a small network, and what is in it."""
    net = Network([dense(2), Elementwise(activations.RELU), dense(1)], BERNOULLI)
    parameters = net.init((2,), seed=0)
    save(tmp_path / "small.npz", net, parameters)
    return tmp_path / "small.npz", net, parameters


@every_network
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_is_saved_comes_back(net, shape, dtype, tmp_path):
    """The network equal, each parameter digit for digit, in its dtype, where it stood."""
    parameters = tuple(tuple((P + 0.1).astype(dtype) for P in own) for own in net.init(shape, seed=0))
    save(tmp_path / "file", net, parameters)
    again, found = load(str(tmp_path / "file"))
    assert again == net
    assert isinstance(found, tuple)
    assert [len(own) for own in found] == [len(own) for own in parameters]
    assert all(type(own) is tuple for own in found)
    for ours, theirs in zip(leaves(found), leaves(parameters), strict=True):
        assert ours.dtype == dtype
        np.testing.assert_array_equal(ours, theirs)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


def test_a_loaded_network_is_the_network(small):
    """It gives the same numbers, and looks at labels as before."""
    path, net, parameters = small
    again, found = load(path)
    X = np.random.default_rng(0).standard_normal((2, 5))
    np.testing.assert_array_equal(again.predict(found, X), net.predict(parameters, X))
    with pytest.raises(ValueError, match="Y holds a number outside 0 to 1"):
        again.train(found, X, np.full((1, 5), 2.0), step=0.1, batch=1, epochs=1, seed=0)


def test_every_array_can_be_saved(asarray, tmp_path):
    net, shape = NETWORKS["a CNN"]
    parameters = net.init(shape, seed=0)
    save(tmp_path / "file", net, move(parameters, like=asarray(np.zeros(1))))
    for ours, theirs in zip(leaves(load(tmp_path / "file")[1]), leaves(parameters), strict=True):
        np.testing.assert_array_equal(ours, to_numpy(theirs))


def test_everything_a_network_can_be_made_of_can_be_saved():
    """A new layer, product, activation or family of the library has to be known here."""

    def below(kind):
        return {kind}.union(*map(below, kind.__subclasses__()))

    made = {kind for kind in below(Layer) | below(type(Dense()).__base__) if kind.__module__.startswith("unity.")}
    concrete = {kind for kind in made if dataclasses.is_dataclass(kind) or kind is Dense}
    assert {kind for kind in concrete if not kind.__name__.startswith("_")} == set(saving.KINDS.values())
    assert BENDS
    assert set(saving.NAMED.values()) == {*BENDS, BERNOULLI, CATEGORICAL, GAUSSIAN}


def test_the_file_holds_numbers_and_words_and_nothing_that_runs(small):
    """Any program can read it: NumPy without pickle, and JSON."""
    path, _, parameters = small
    with np.load(path, allow_pickle=False) as file:
        assert set(file) == {"format", "network", "1.1", "1.2", "3.1", "3.2"}
        assert file["format"] == 1
        np.testing.assert_array_equal(file["3.1"], parameters[2][0])
        layer = {"Affine": {"product": {"Dense": {}}, "width": 2}}
        assert json.loads(str(file["network"])) == {
            "layers": [
                layer,
                {"Elementwise": {"activation": "RELU"}},
                {"Affine": {"product": {"Dense": {}}, "width": 1}},
            ],
            "family": "BERNOULLI",
        }


def test_a_file_is_replaced_only_by_a_whole_one(small, monkeypatch):
    path, net, parameters = small
    before = path.read_bytes()

    def full(file, **arrays):
        file.write(b"half of it")
        raise OSError("no space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="no space left"):
        save(path, net, tuple(tuple(2 * P for P in own) for own in parameters))
    assert path.read_bytes() == before


def rewritten(path, **changes):
    """The same file with other entries; None leaves one out."""
    with np.load(path) as file:
        arrays = dict(file) | {name.replace("_", "."): value for name, value in changes.items()}
    np.savez(path, **{name: value for name, value in arrays.items() if value is not None})
    return path


def refused(path, message):
    with pytest.raises(ValueError, match=message) as error:
        load(path)
    assert str(error.value).startswith(f"load: {path} ")


def test_another_version_is_refused(small):
    path, *_ = small
    refused(rewritten(path, format=np.array(2)), r"is of format 2, expected 1: another version of unity wrote it$")
    refused(rewritten(path, format=np.array(2), network=None), r"is of format 2, expected 1")


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"no network", pickle.dumps([1, 2]), np.float64(3).tobytes()],
    ids=["empty", "short", "text", "pickle", "bytes"],
)
def test_what_is_no_network_is_refused(content, tmp_path):
    (tmp_path / "file").write_bytes(content)
    refused(tmp_path / "file", "is no network that `save` wrote, or it is damaged$")


def test_no_file_and_no_folder(small, tmp_path):
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "nothing.npz")
    with pytest.raises(IsADirectoryError):
        load(tmp_path)
    with pytest.raises(FileNotFoundError):
        save(tmp_path / "nowhere" / "file", *small[1:])


def test_a_file_that_is_cut_short_is_refused(small):
    path, *_ = small
    content = path.read_bytes()
    for length in range(0, len(content), 101):
        path.write_bytes(content[:length])
        refused(path, "or it is damaged$")


def test_a_damaged_byte_is_refused_or_changes_nothing(small):
    """Bytes of a zip file that mean nothing, such as its dates, may change; a number never does unnoticed."""
    path, net, parameters = small
    content = bytearray(path.read_bytes())
    noticed = 0
    for place in range(0, len(content), 7):
        damaged = content.copy()
        damaged[place] ^= 0x55
        path.write_bytes(damaged)
        try:
            again, found = load(path)
        except ValueError:
            noticed += 1
            continue
        assert again == net
        for ours, theirs in zip(leaves(found), leaves(parameters), strict=True):
            np.testing.assert_array_equal(ours, theirs)
    assert noticed > 0.7 * len(content) / 7


class Halve(Layer):
    """A layer that the library has not."""

    def output_shape(self, shape):
        return shape

    def forward(self, parameters, X):
        return X / 2

    def error_back(self, parameters, X, E):
        return E / 2


@pytest.mark.parametrize(
    ("net", "what"),
    [
        (Network([Halve()], GAUSSIAN), "Halve"),
        (Network([Elementwise(Activation(identity, activations.relu_slope))], GAUSSIAN), "Activation"),
        (Network([], dataclasses.replace(GAUSSIAN, mean=BERNOULLI.mean)), "GAUSSIAN"),
    ],
)
def test_what_is_none_of_the_library_s_cannot_be_saved(net, what, tmp_path):
    with pytest.raises(TypeError, match=rf"^save: .*{what}.* is none of the library's, expected one of Affine, Conv"):
        save(tmp_path / "file", net, ((),) * len(net.layers))
    assert not list(tmp_path.iterdir())


def test_an_equal_activation_is_known():
    assert saving._in_words(Activation(identity, identity_slope)) == "IDENTITY"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"layers": [{"Gate": {}}], "family": "BERNOULLI"}, "'Gate' is unknown, expected one of Affine, Convolution"),
        ({"layers": [], "family": "POISSON"}, "'POISSON' is unknown"),
        ({"layers": [{"Elementwise": {"activation": "SWISH"}}], "family": "BERNOULLI"}, "'SWISH' is unknown"),
        ({"layers": [{}], "family": "BERNOULLI"}, "'' is unknown"),
        ({"layers": [{"Affine": {"product": {"Dense": {}}, "width": -1}}], "family": "BERNOULLI"}, "width = -1"),
        ({"layers": [{"Flatten": {"order": 2}}], "family": "BERNOULLI"}, "order"),
        ({"layers": ["RELU"], "family": "BERNOULLI"}, "layer 1 is of type Activation, expected a layer"),
        ({"family": "BERNOULLI"}, "'layers'"),
        ([], "list indices"),
    ],
)
def test_words_that_are_no_network(words, message, small):
    path, *_ = small
    refused(rewritten(path, network=np.array(json.dumps(words))), f"holds no network: .*{message}")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"network": np.array("{")}, "Expecting"),
        ({"network": None}, "'network'"),
        ({"_1_1": None}, r"layer 1: its parameters are not \(W, b\) of Affine"),
        ({"_3_2": None}, r"layer 3: its parameters are not \(W, b\) of Affine"),
        ({"_2_1": np.ones((1, 1))}, r"layer 2: its parameters are not \(\) of Elementwise"),
        ({"_4_1": np.ones((1, 1))}, "index out of range"),
        ({"_1_1": np.ones((2, 3))}, r"layer 1: b \(2, 1\) has width = 2, W \(2, 3\) has width = 3"),
        ({"_1_1": np.ones((2, 3)), "_1_2": np.ones((3, 1))}, r"W \(2, 3\) does not fit .* expected \(..., 2\)"),
        ({"_1_1": np.ones((2, 2), dtype=int)}, "W is of dtype int64, expected floating numbers"),
        ({"more": np.ones(1)}, "invalid literal"),
    ],
)
def test_arrays_that_are_no_parameters(changes, message, small):
    path, *_ = small
    changes = {name.removeprefix("_"): value for name, value in changes.items()}
    refused(rewritten(path, **changes), f"holds no network: .*{message}")


def test_a_pickle_in_the_file_is_never_opened(small):
    path, *_ = small
    refused(rewritten(path, _1_1=np.array([{}], dtype=object)), "holds no network|or it is damaged$")
    held = io.BytesIO()
    np.save(held, np.array([print], dtype=object), allow_pickle=True)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("5.1.npy", held.getvalue())
    refused(path, "or it is damaged$")


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda p: p[:2], ValueError, r"^save: parameters do not fit Network\(.*\), expected a tuple with one entry a"),
        (lambda p: {}, ValueError, "^save: parameters do not fit"),
        (lambda p: (p[0], (), ()), ValueError, r"^save: layer 3: its parameters are not \(W, b\) of Affine"),
        (lambda p: (p[0], p[0], p[2]), ValueError, r"^save: layer 2: its parameters are not \(\) of Elementwise"),
        (lambda p: (p[2], (), p[2]), ValueError, r"^save: layer 1: W \(2, 1\) does not fit .* expected \(..., 2\)"),
        (lambda p: ((1, 2), (), p[2]), TypeError, "^save: layer 1: W is an int, expected an array"),
        (lambda p: ((p[0][0].astype(int), p[0][1]), (), p[2]), TypeError, "^save: layer 1: W is of dtype int64"),
    ],
)
def test_parameters_of_another_network_are_not_saved(change, error, message, small, tmp_path):
    _, net, parameters = small
    with pytest.raises(error, match=message):
        save(tmp_path / "other", net, change(parameters))
    assert not (tmp_path / "other").exists()


def test_what_else_is_not_saved(tmp_path, in_blocks):
    net = Network([Affine(Convolution(2), 1)], GAUSSIAN)
    with pytest.raises(TypeError, match=r"^save: network is of type tuple, expected a Network"):
        save(tmp_path / "file", (), net)
    with pytest.raises(NotImplementedError, match=r"^save: layer 1: W is a Dask array"):
        save(tmp_path / "file", net, ((in_blocks(np.ones((1, 2, 2, 1))), np.ones((1, 1))),))


def test_all_names_everything_public():
    own = {name for name, value in vars(saving).items() if getattr(value, "__module__", "") == saving.__name__}
    assert set(saving.__all__) == {name for name in own if not name.startswith("_")}
