"""Data: what it is, that a seed gives it again, and that a file which is not what it should be is refused."""

import gzip
import hashlib
import http.server
import struct
import threading
import warnings

import numpy as np
import pytest

from unity import datasets
from unity.arrays import move, to_numpy
from unity.datasets import (
    Examples,
    breast_cancer,
    circle,
    digits,
    downloads,
    gaussians,
    gaussians_unequal,
    mnist,
    moons,
    moved,
    photograph,
    read_idx,
    scrambled,
    split,
    standardise,
    xor,
)

EPS = np.finfo(float).eps


def two_by_three():
    return Examples(np.arange(6.0).reshape(2, 3), np.array([0, 1, 1]), ("no", "yes"), ("left", "right"))


# Examples


def test_all_names_what_is_public():
    public = {
        name for name, thing in vars(datasets).items() if getattr(thing, "__module__", "").startswith("unity.datasets.")
    }
    assert {name for name in public if not name.startswith("_")} == set(datasets.__all__)
    assert datasets.__all__ == sorted(datasets.__all__)


@pytest.mark.derivation("D01")
def test_labels_become_targets_by_the_number_of_classes():
    two = two_by_three()
    np.testing.assert_array_equal(two.Y, [[0.0, 1.0, 1.0]])
    three = Examples(two.X, np.array([2, 0, 1]), ("a", "b", "c"))
    np.testing.assert_array_equal(three.Y, [[0, 1, 0], [0, 0, 1], [1, 0, 0]])
    single = Examples(two.X.astype(np.float32), np.array([2, 0, 1]), ("a", "b", "c"))
    assert single.Y.dtype == np.float32


def test_columns_keep_each_example_with_its_label():
    examples = digits()
    some = examples.columns(np.array([5, 0]))
    np.testing.assert_array_equal(some.X[..., 1], examples.X[..., 0])
    np.testing.assert_array_equal(some.y, examples.y[[5, 0]])
    assert some.classes == examples.classes
    assert len(examples.columns(examples.y == 3)) == int((examples.y == 3).sum())


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (dict(X=[[1.0]]), TypeError, "Examples: X is of type list, expected a NumPy array"),
        (dict(X=np.ones((2, 3), int)), TypeError, "Examples: X is of dtype int64"),
        (dict(y=np.zeros(3)), TypeError, "y of float64"),
        (dict(X=np.ones((2, 4))), ValueError, r"Examples: X \(2, 4\) and y \(3,\)"),
        (dict(X=np.ones((2, 2))), ValueError, r"Examples: X \(2, 2\) and y \(3,\)"),
        (dict(X=np.ones(3)), ValueError, r"Examples: X \(3,\) and y \(3,\)"),
        (dict(X=np.array([[1.0, np.nan, 2.0]] * 2)), ValueError, "NaN or an infinity"),
        (dict(X=np.array([[1.0, np.inf, 2.0]] * 2)), ValueError, "NaN or an infinity"),
        (dict(y=np.array([0, 2, 1])), ValueError, "the label 2, expected 0 to 1 for 2 classes"),
        (dict(y=np.array([0, -1, 1])), ValueError, "the label -1"),
        (dict(features=("left",)), ValueError, r"1 names of features, X \(2, 3\) has n = 2$"),
    ],
)
def test_examples_refuse_what_does_not_fit(change, error, message):
    two = two_by_three()
    fields = dict(X=two.X, y=two.y, classes=two.classes, features=two.features) | change
    with pytest.raises(error, match=message):
        Examples(**fields)


# Real data


def test_breast_cancer_counts_the_malignant_as_one():
    from sklearn.datasets import load_breast_cancer

    tumours, loaded = breast_cancer(), load_breast_cancer()
    assert tumours.X.shape == (30, 569)
    assert tumours.Y.shape == (1, 569)
    assert tumours.X.dtype == tumours.Y.dtype == np.float64
    names = np.array(tumours.classes)[tumours.y]
    np.testing.assert_array_equal(names, loaded.target_names[loaded.target])
    np.testing.assert_array_equal(tumours.X[tumours.features.index("mean area")], loaded.data[:, 3])
    # Malignant tumours are the larger ones: the label points the way its name says.
    area = tumours.X[3]
    assert area[tumours.y == 1].mean() > 2 * area[tumours.y == 0].mean()


@pytest.mark.derivation("D01")
def test_digits_flatten_row_by_row():
    from sklearn.datasets import load_digits

    images, loaded = digits(), load_digits()
    assert images.X.shape == (1, 8, 8, 1797)
    assert images.X.min() == 0
    assert images.X.max() == 1
    np.testing.assert_array_equal(images.X.reshape(64, -1), loaded.data.T / 16)
    np.testing.assert_array_equal(images.y, loaded.target)
    assert len(images.classes) == 10


@pytest.mark.derivation("D01")
@pytest.mark.parametrize("name", ["china", "flower"])
def test_photograph_is_planes_of_rows(name):
    from sklearn.datasets import load_sample_image

    photo, loaded = photograph(name), load_sample_image(f"{name}.jpg")
    assert photo.shape == (3, 427, 640, 1)
    assert photo.dtype == np.float64
    assert photo.min() >= 0
    assert photo.max() <= 1
    for channel, row, column in [(0, 0, 0), (1, 100, 3), (2, 426, 639)]:
        assert photo[channel, row, column, 0] == loaded[row, column, channel] / 255


def test_unknown_photograph_names_the_known_ones():
    with pytest.raises(ValueError, match="photograph: no photograph 'moon', expected china or flower"):
        photograph("moon")


# Made data

MADE = {
    "gaussians": lambda seed: gaussians(np.array([[0.0, 3.0, 0.0], [0.0, 0.0, 3.0]]), np.eye(2), (5, 6, 7), seed=seed),
    "gaussians_unequal": lambda seed: gaussians_unequal(
        np.array([[0.0, 3.0]]), np.array([[[1.0]], [[4.0]]]), (5, 6), seed=seed
    ),
    "circle": lambda seed: circle(20, seed=seed),
    "xor": lambda seed: xor(20, seed=seed),
    "moons": lambda seed: moons(20, seed=seed),
    "split": lambda seed: split(xor(20, seed=0), seed=seed)[0],
}


@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
def test_a_seed_gives_the_same_examples_again(make):
    first, again, other = make(3), make(3), make(4)
    np.testing.assert_array_equal(first.X, again.X)
    np.testing.assert_array_equal(first.y, again.y)
    assert not np.array_equal(first.X, other.X)


@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
def test_a_generator_serves_as_a_seed(make):
    np.testing.assert_array_equal(make(3).X, make(np.random.default_rng(3)).X)


def test_made_data_leave_the_global_generator_alone():
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    for make in MADE.values():
        make(3)
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


@pytest.mark.derivation("D06")
def test_gaussians_have_the_means_and_the_covariance_they_were_given():
    means = np.array([[0.0, 4.0], [1.0, -2.0]])
    Sigma = np.array([[2.0, 0.8], [0.8, 1.0]])
    m = 40_000
    clouds = gaussians(means, Sigma, (m, m), seed=1)
    for k in range(2):
        X = clouds.X[:, clouds.y == k]
        # Six standard errors of a mean and of a covariance.
        np.testing.assert_allclose(X.mean(axis=1), means[:, k], atol=6 * np.sqrt(2 / m))
        np.testing.assert_allclose(np.cov(X), Sigma, atol=6 * np.sqrt(2) * 2 / np.sqrt(m))


@pytest.mark.derivation("D08")
def test_unequal_gaussians_have_a_covariance_each():
    covariances = np.array([np.eye(2), [[9.0, -2.0], [-2.0, 1.0]]])
    m = 40_000
    clouds = gaussians_unequal(np.zeros((2, 2)), covariances, (m, m), seed=1)
    for k in range(2):
        np.testing.assert_allclose(np.cov(clouds.X[:, clouds.y == k]), covariances[k], atol=6 * np.sqrt(2) * 9 / 200)


@pytest.mark.parametrize(
    "Sigma", [[[1.0, 0.5], [0.4, 1.0]], [[1.0, 2.0], [2.0, 1.0]], [[1e-9, 5e-10], [0, 1e-9]], np.zeros((2, 2))]
)
def test_gaussians_want_a_covariance(Sigma):
    with pytest.raises(ValueError, match="gaussians: the covariance of class 0 is not symmetric and positive definite"):
        gaussians(np.zeros((2, 2)), np.array(Sigma), (3, 3), seed=0)
    with pytest.raises(ValueError, match="gaussians_unequal: the covariance of class 1"):
        gaussians_unequal(np.zeros((2, 2)), np.array([np.eye(2), Sigma]), (3, 3), seed=0)


@pytest.mark.parametrize("counts", [(3,), (3, 0), (3, 3, 3)])
def test_gaussians_want_a_count_for_each_class(counts):
    with pytest.raises(ValueError, match="expected a positive count for each of 2 classes"):
        gaussians(np.zeros((2, 2)), np.eye(2), counts, seed=0)


def test_gaussians_check_shapes():
    with pytest.raises(ValueError, match=r"gaussians: covariance \(3, 3\) has n = 3, means \(2, 2\) has n = 2"):
        gaussians(np.zeros((2, 2)), np.eye(3), (3, 3), seed=0)


@pytest.mark.derivation("D25")
def test_circle_draws_labels_from_the_model_it_states():
    ring = circle(50_000, seed=0)
    z = 4 * ((ring.X**2).sum(axis=0) - 1)
    np.testing.assert_allclose([ring.X.min(axis=1), ring.X.max(axis=1)], [[-2, -2], [2, 2]], rtol=0, atol=0.01)
    assert np.abs(ring.X).max() <= 2
    for low, high in [(-4, -2), (-2, 0), (0, 2), (2, 4)]:
        here = (z > low) & (z <= high)
        expected = (1 / (1 + np.exp(-z[here]))).mean()
        assert abs(ring.y[here].mean() - expected) < 4 * 0.5 / np.sqrt(here.sum())


@pytest.mark.derivation("D30")
def test_xor_puts_equal_classes_on_opposite_corners():
    clouds = xor(4000, seed=0)
    corner = np.round(clouds.X)
    assert set(np.unique(corner)) == {0, 1}
    np.testing.assert_array_equal(clouds.y, corner[0] != corner[1])
    assert clouds.y.mean() == 0.5
    assert {(*map(int, c),) for c in corner.T} == {(0, 0), (0, 1), (1, 0), (1, 1)}
    np.testing.assert_allclose(np.cov(clouds.X - corner), 0.01 * np.eye(2), atol=6 * 0.01 / np.sqrt(2000))


def test_moons_are_scikit_learns_half_circles():
    moon = moons(500, seed=0)
    assert np.bincount(moon.y).tolist() == [250, 250]
    radius = np.hypot(moon.X[0], moon.X[1])[moon.y == 0]
    assert abs(radius.mean() - 1) < 0.05
    assert len({moons(1, seed=seed).X.tobytes() for seed in range(50)}) == 50


@pytest.mark.parametrize("make", [circle, xor, moons])
def test_made_data_want_an_example(make):
    with pytest.raises(ValueError, match=f"{make.__name__}: m = 0, expected at least one example"):
        make(0, seed=0)


# Preparing data


def test_standardise_gives_mean_zero_and_spread_one(asarray, rng):
    X = rng.normal(5, 3, (4, 50)) * np.array([[1e-4], [1], [10], [1e4]])
    standard, mean, scale = (to_numpy(part) for part in standardise(asarray(X)))
    np.testing.assert_allclose(standard.mean(axis=1), 0, atol=50 * EPS)
    np.testing.assert_allclose(standard.std(axis=1), 1, rtol=50 * EPS)
    np.testing.assert_allclose(standard * scale + mean, X, rtol=50 * EPS)
    assert mean.shape == scale.shape == (4, 1)


def test_standardise_equals_scikit_learn(rng):
    from sklearn.preprocessing import StandardScaler

    X = breast_cancer().X
    scaler = StandardScaler().fit(X.T)
    ours = standardise(X)
    np.testing.assert_allclose(ours.X, scaler.transform(X.T).T, atol=1e-12)
    test = rng.normal(size=(30, 5))
    np.testing.assert_allclose((test - ours.mean) / ours.scale, scaler.transform(test.T).T, rtol=1e-12)


def test_standardise_makes_a_constant_feature_zero(asarray):
    # The mean of 0.1, 0.1 and 0.1 is 0.10000000000000002.
    standard, mean, scale = (to_numpy(part) for part in standardise(asarray(np.full((1, 3), 0.1))))
    np.testing.assert_array_equal(standard, np.zeros((1, 3)))
    assert (mean, scale) == (0.1, 1)


def test_standardise_keeps_float32(asarray):
    X = asarray(np.array([[1, 2, 4]], dtype=np.float32))
    assert all(part.dtype == X.dtype for part in standardise(X))


def test_standardise_refuses_what_has_no_mean(asarray):
    for bad in (np.nan, np.inf):
        with pytest.raises(ValueError, match="standardise: X holds a NaN or an infinity"):
            standardise(asarray(np.array([[1.0, bad]])))
    with pytest.raises(ValueError, match=r"standardise: X \(3, 0\) holds no example"):
        standardise(asarray(np.ones((3, 0))))


def test_split_deals_every_example_once():
    examples = breast_cancer()
    training, test = split(examples, test=0.2, seed=0)
    assert (len(training), len(test)) == (455, 114)
    together = np.concatenate([training.X, test.X], axis=1)
    labels = np.concatenate([training.y, test.y])
    order, original = np.lexsort(together), np.lexsort(examples.X)
    np.testing.assert_array_equal(together[:, order], examples.X[:, original])
    np.testing.assert_array_equal(labels[order], examples.y[original])
    assert training.features == examples.features
    assert not np.array_equal(test.X, examples.X[:, :114])


@pytest.mark.parametrize(
    ("share", "parts"), [(0, "0 and 8"), (0.01, "0 and 8"), (1, "8 and 0"), (2, "16 and -8"), (-1, "-8 and 16")]
)
def test_split_wants_two_parts(share, parts):
    with pytest.raises(ValueError, match=f"split: test = {share} of 8 examples leaves {parts}, expected two parts"):
        split(xor(8, seed=0), test=share, seed=0)


def test_data_move_to_other_libraries(asarray):
    tumours = breast_cancer()
    X, Y = move((tumours.X, tumours.Y), like=asarray(np.ones(1)))
    np.testing.assert_array_equal(to_numpy(X), tumours.X)
    np.testing.assert_array_equal(to_numpy(Y), tumours.Y)


# IDX files and MNIST

CODES = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}


def idx(array):
    """An array in IDX format, written without the reader."""
    code = CODES[array.dtype.str[1:]]
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, code, array.ndim, *array.shape)
    return header + array.astype(array.dtype.newbyteorder(">")).tobytes()


@pytest.mark.parametrize("compress", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("kind", CODES)
def test_idx_is_read_as_it_was_written(tmp_path, kind, compress):
    array = np.array([[0, 1, 2], [77, 100, 127]]).astype(kind)
    path = tmp_path / "some-idx2"
    path.write_bytes(compress(idx(array)))
    read = read_idx(path)
    np.testing.assert_array_equal(read, array)
    assert read.dtype == array.dtype
    assert read.flags.writeable


GOOD = idx(np.arange(12, dtype=np.uint8).reshape(3, 2, 2))
ZIPPED = gzip.compress(GOOD, mtime=0)
OTHER_FILES = {
    "empty": (b"", "begins with nothing"),
    "archive": (b"PK\3\4 an archive", "begins with 50 4b 03 04, expected 00 00"),
    "unknown type": (b"\0\0\7\3" + GOOD[4:], "begins with 00 00 07 03"),
    "another beginning": (b"\0\1" + GOOD[2:], "begins with 00 01 08 03, expected 00 00"),
    "no axes and no number": (bytes([0, 0, 8, 0]), r"holds 0 bytes, its shape \(\) 1"),
    "cut in the header": (GOOD[:10], "ends inside its header, after 10 of 16 bytes"),
    "cut": (GOOD[:-5], r"holds 7 bytes, its shape \(3, 2, 2\) 12"),
    "too long": (GOOD + b"\0", r"holds 13 bytes, its shape \(3, 2, 2\) 12"),
    "gzip cut": (ZIPPED[:-12], "is damaged"),
    "gzip cut in its checksum": (ZIPPED[:-1], "is damaged"),
    "gzip of an unknown block": (ZIPPED[:10] + b"\7" + ZIPPED[11:], "is damaged"),
    "gzip with another checksum": (ZIPPED[:-8] + bytes(8), "is damaged"),
}


@pytest.mark.parametrize(("content", "message"), OTHER_FILES.values(), ids=OTHER_FILES)
def test_idx_refuses_other_files(tmp_path, content, message):
    path = tmp_path / "images"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=f"read_idx: images {message}"):
        read_idx(path)


def test_idx_of_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_idx(tmp_path / "nothing")


@pytest.fixture
def published(rng, monkeypatch):
    """Four small files in MNIST's format, taken for the published ones: name -> content."""
    pixels = {part: rng.integers(0, 256, (m, 28, 28), dtype=np.uint8) for part, m in {"train": 6, "t10k": 3}.items()}
    files = {}
    for part, images in pixels.items():
        labels = (np.arange(len(images)) * 3 % 10).astype(np.uint8)
        files[f"{part}-images-idx3-ubyte.gz"] = gzip.compress(idx(images))
        files[f"{part}-labels-idx1-ubyte.gz"] = gzip.compress(idx(labels))
    assert set(files) == set(downloads.SHA256)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    monkeypatch.setattr(downloads, "SHA256", sums)
    monkeypatch.setattr(downloads, "MIRRORS", ())
    return files, pixels


@pytest.fixture
def mirror(tmp_path, monkeypatch):
    """A web server on this machine: (its address, the folder that it serves, the paths it was asked for)."""
    folder, asked = tmp_path / "mirror", []
    folder.mkdir()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=folder)

        def log_message(self, *args):
            asked.append(self.path)

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", folder, asked
        server.shutdown()
        thread.join()


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("UNITY_DATA", str(tmp_path / "cache"))
    return tmp_path / "cache"


def write(folder, files):
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def test_mnist_reads_the_files_that_are_there(published, cache):
    files, pixels = published
    write(cache, files)
    for examples, part, m in zip(mnist(), ["train", "t10k"], [6, 3]):
        assert examples.X.shape == (1, 28, 28, m)
        assert examples.X.dtype == np.float32
        assert examples.y.tolist() == [0, 3, 6, 9, 2, 5][:m]
        np.testing.assert_array_equal(examples.X[0, 4, 20, :], pixels[part][:, 4, 20].astype(np.float32) / 255)
        assert examples.X.max() <= 1
        assert examples.Y.shape == (10, m)


def test_mnist_is_here_once_all_its_files_are(published, cache):
    files, _ = published
    assert not downloads.mnist_is_here()
    write(cache, dict(list(files.items())[:3]))
    assert not downloads.mnist_is_here()
    write(cache, files)
    assert downloads.mnist_is_here()


def test_mnist_is_downloaded_once_with_progress(published, cache, mirror, monkeypatch, capfd):
    address, folder, asked = mirror
    write(folder, published[0])
    # The first mirror has nothing.
    monkeypatch.setattr(downloads, "MIRRORS", (address + "nowhere/", address))
    mnist()
    assert set(published[0]) <= {path.name for path in cache.iterdir()}
    assert "100%" in capfd.readouterr().err
    count = len(asked)
    mnist()
    assert len(asked) == count


def test_mnist_refuses_a_download_with_another_checksum(published, cache, mirror, monkeypatch):
    address, folder, _ = mirror
    name = "train-images-idx3-ubyte.gz"
    write(folder, published[0] | {name: b"a page that says no"})
    monkeypatch.setattr(downloads, "MIRRORS", (address,))
    with pytest.raises(OSError, match=f"(?s)mnist: {name} could not be fetched.*does not match the known hash"):
        mnist()
    assert not (cache / name).exists()


def test_mnist_says_that_a_cached_file_is_damaged_and_fetches_it(published, cache, mirror, monkeypatch):
    address, folder, _ = mirror
    name = "t10k-labels-idx1-ubyte.gz"
    write(folder, published[0])
    write(cache, published[0] | {name: published[0][name][:-3]})
    monkeypatch.setattr(downloads, "MIRRORS", (address,))
    with pytest.warns(UserWarning, match=rf"{name} is not the published file \(its SHA-256 differs\)") as warned:
        mnist()
    assert warned[0].filename == __file__
    assert (cache / name).read_bytes() == published[0][name]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        mnist()


def test_mnist_without_network_says_what_to_put_where(published, cache, mirror, monkeypatch):
    address, _, _ = mirror
    refused = address.rsplit(":", 1)[0] + ":9/"  # nobody listens there
    monkeypatch.setattr(downloads, "MIRRORS", (refused,))
    with pytest.raises(OSError, match=r"mnist: train-images-idx3-ubyte.gz could not be fetched") as caught:
        mnist()
    for needed in [*published[0], str(cache), "UNITY_DATA", refused]:
        assert needed in str(caught.value)


def test_mnist_without_network_keeps_no_damaged_file(published, cache):
    write(cache, published[0] | {"train-labels-idx1-ubyte.gz": b"cut short"})
    with (
        pytest.warns(UserWarning, match="is not the published file"),
        pytest.raises(OSError, match=r"train-labels-idx1-ubyte.gz could not be fetched"),
    ):
        mnist()


def test_mnist_refuses_labels_that_do_not_match_the_images(published, cache, monkeypatch):
    files, name = published[0], "train-labels-idx1-ubyte.gz"
    files[name] = gzip.compress(idx(np.zeros(5, np.uint8)))
    monkeypatch.setitem(downloads.SHA256, name, hashlib.sha256(files[name]).hexdigest())
    write(cache, files)
    with pytest.raises(ValueError, match=r"X \(1, 28, 28, 6\) and y \(5,\)"):
        mnist()


def test_the_cache_is_the_users_where_nothing_else_is_named(published, tmp_path, monkeypatch):
    import pooch

    monkeypatch.delenv("UNITY_DATA", raising=False)
    monkeypatch.setattr(pooch, "os_cache", lambda project: tmp_path / project)
    write(tmp_path / "harmony-in-complexity", published[0])
    assert [len(part) for part in mnist()] == [6, 3]


# Images in another place, or in another order


@pytest.mark.parametrize(("down", "right"), [(0, 0), (1, 0), (-2, 0), (0, 3), (0, -1), (2, -3)])
def test_moved_pixel_by_pixel(rng, down, right):
    X = rng.normal(size=(2, 4, 5, 3))
    expected = np.zeros_like(X)
    for r, s in np.ndindex(4, 5):
        if 0 <= r - down < 4 and 0 <= s - right < 5:
            expected[:, r, s] = X[:, r - down, s - right]
    np.testing.assert_array_equal(moved(X, down, right), expected)


@pytest.mark.parametrize(("down", "right"), [(4, 0), (0, -5), (-9, 1)])
def test_nothing_would_be_left(down, right):
    with pytest.raises(ValueError, match=r"^moved: .* out of the picture"):
        moved(np.ones((1, 4, 5, 1)), down, right)


@pytest.mark.derivation("D45")
def test_scrambled_images_keep_their_pixels_and_lose_their_places(rng):
    """One order for all images and channels, another for another seed."""
    X = rng.normal(size=(2, 4, 5, 3))
    X[1] = X[0] + 100
    Z = scrambled(X, 3)
    order = [int(np.flatnonzero(X[0, :, :, 0].ravel() == z)[0]) for z in Z[0, :, :, 0].ravel()]
    assert sorted(order) == list(range(20)) != order
    np.testing.assert_array_equal(Z.reshape(2, 20, 3), X.reshape(2, 20, 3)[:, order])
    assert not np.array_equal(Z, scrambled(X, 4))


UNITS = [
    ("float16", 100, 5e-3),
    ("float16", 1e-4, 5e-3),
    ("float32", 1e20, 1e-6),
    ("float32", 1e-25, 1e-6),
    ("float64", 1e160, 1e-14),
    ("float64", 1e-170, 1e-14),
    ("float64", 1e307, 1e-14),
]


@pytest.mark.parametrize(("dtype", "unit", "close"), UNITS)
def test_standardise_in_any_unit(dtype, unit, close, in_blocks):
    """Silently the same features, also where squares overflow or vanish: those of the numbers before they had a unit."""
    Z = np.random.default_rng(3).standard_normal((3, 1000)).astype(dtype).astype(float)
    expected = (Z - Z.mean(axis=1, keepdims=True)) / Z.std(axis=1, keepdims=True)
    X = (Z * unit).astype(dtype)
    for given in (X, in_blocks(X[:, :40])):
        found = [to_numpy(part) for part in standardise(given)]
        assert all(part.dtype == dtype for part in found)
        if given is X:
            np.testing.assert_allclose(found[0], expected, atol=close)
            np.testing.assert_allclose(found[1].astype(float) / unit, Z.mean(axis=1, keepdims=True), atol=close)
            np.testing.assert_allclose(found[2].astype(float) / unit, Z.std(axis=1, keepdims=True), rtol=close)
        else:
            np.testing.assert_allclose(found[0], standardise(X[:, :40]).X, atol=close)


@pytest.mark.parametrize("constant", [1e-42, 1e-20, 0.1, 1e38])
def test_a_constant_feature_of_any_size_becomes_zero(constant):
    standard, mean, scale = standardise(np.full((1, 3), constant, dtype=np.float32))
    assert standard.tolist() == [[0, 0, 0]]
    assert mean == np.float32(constant)
    assert scale == 1


def test_a_covariance_is_one_in_any_unit():
    """Features in units of 1e-9 and 1e9 are as good as others; what is singular or lopsided is none in any."""
    units = np.array([[1e-9], [1e9]])
    means = np.zeros((2, 1))
    assert len(gaussians(means, units * [[2.0, 1.0], [1.0, 1.0]] * units.T, (3,), seed=0)) == 3
    for bad in ([[1.0, 1.0], [1.0, 1.0]], [[1.0, 0.5], [0.4, 1.0]], [[1.0, 2.0], [2.0, 1.0]], [[0.0, 0.0], [0.0, 1.0]]):
        with pytest.raises(ValueError, match="gaussians: the covariance of class 0 is not symmetric and positive"):
            gaussians(means, units * bad * units.T, (3,), seed=0)
