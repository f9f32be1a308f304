"""Examples to learn from: real measurements, digits and photographs, and sets that are made from a seed."""

import gzip
import os
import struct
import warnings
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from unity.arrays import is_covariance, move, namespace, one_hot, power_of_two, to_numpy
from unity.shapes import Array, Float, checked

__all__ = [
    "Examples",
    "Standardised",
    "breast_cancer",
    "circle",
    "digits",
    "gaussians",
    "gaussians_unequal",
    "mnist",
    "moons",
    "moved",
    "photograph",
    "read_idx",
    "scrambled",
    "split",
    "standardise",
    "xor",
]


@dataclass(frozen=True, eq=False)
class Examples:
    """m labelled examples as columns: the last axis of `X` counts them, `y` (m,) holds an integer label each.

    `classes[k]` is the name of the class whose label is k, `features[j]` the name of row j where rows have names.

    NumPy arrays; `unity.arrays.move` takes them elsewhere.

    Raises TypeError where X is not a floating or y not an integer NumPy array, ValueError where they differ in m,
    where X holds a NaN or an infinity and where a label names no class.

    >>> dice = Examples(np.array([[1.0, 2.0, 3.0]]), np.array([1, 0, 1]), classes=("even", "odd"))
    >>> dice.Y
    array([[1., 0., 1.]])
    >>> len(dice)
    3
    """

    X: np.ndarray
    y: np.ndarray
    classes: tuple[str, ...]
    features: tuple[str, ...] = ()

    def __post_init__(self):
        X, y, K = self.X, self.y, len(self.classes)
        for name, array in {"X": X, "y": y}.items():
            if not isinstance(array, np.ndarray):
                raise TypeError(f"Examples: {name} is of type {type(array).__name__}, expected a NumPy array")
        if not np.issubdtype(X.dtype, np.floating) or not np.issubdtype(y.dtype, np.integer):
            raise TypeError(f"Examples: X is of dtype {X.dtype}, y of {y.dtype}, expected floating and integer numbers")
        if X.ndim < 2 or y.shape != X.shape[-1:]:
            raise ValueError(f"Examples: X {X.shape} and y {y.shape}, expected a column of X for each label in y (m,)")
        if not np.isfinite(X).all():
            raise ValueError("Examples: X holds a NaN or an infinity, expected finite numbers")
        if outside := y[(y < 0) | (y >= K)].tolist():
            raise ValueError(f"Examples: y holds the label {outside[0]}, expected 0 to {K - 1} for {K} classes")
        if self.features and len(self.features) != X.shape[0]:
            raise ValueError(f"Examples: {len(self.features)} names of features, X {X.shape} has n = {X.shape[0]}")

    def __len__(self):
        return self.y.shape[0]

    @property
    def Y(self):
        """The labels as a model meets them, in X's dtype: (1, m) for two classes, one-hot (K, m) for any other K."""
        K = len(self.classes)
        return (self.y[None, :] if K == 2 else one_hot(self.y, K)).astype(self.X.dtype)

    def columns(self, which):
        """The examples that `which` (indices, a slice or a mask) picks out, in its order."""
        return Examples(self.X[..., which], self.y[which], self.classes, self.features)


# Real data


def breast_cancer():
    """Thirty measurements of cell nuclei in each of 569 breast tumours: X (30, 569), Y (1, 569).

    Class 1 is *malignant*, what is looked for (212 of them), class 0 *benign*: the other way round than in
    scikit-learn, which the data come from. Lengths are in the units of the digitised image, and unlike in size.

    >>> tumours = breast_cancer()
    >>> tumours.X.shape, tumours.classes, int(tumours.y.sum())
    ((30, 569), ('benign', 'malignant'), 212)
    """
    from sklearn.datasets import load_breast_cancer

    loaded = load_breast_cancer()
    X = np.ascontiguousarray(loaded.data.T)
    return Examples(X, 1 - loaded.target, ("benign", "malignant"), tuple(map(str, loaded.feature_names)))


def digits():
    """1797 handwritten digits of 8 x 8 pixels: X (1, 8, 8, 1797), from 0 (paper) to 1 (ink), labels 0 to 9.

    A pixel counts the inked points in a 4 x 4 patch of the scan, divided by 16. They come with scikit-learn.

    >>> images = digits()
    >>> images.X.shape, images.Y.shape
    ((1, 8, 8, 1797), (10, 1797))
    """
    from sklearn.datasets import load_digits

    loaded = load_digits()
    X = np.ascontiguousarray(np.moveaxis(loaded.images, 0, -1))[None] / 16
    return Examples(X, loaded.target, tuple("0123456789"))


def photograph(name):
    """One of scikit-learn's two colour photographs, "china" or "flower": (3, 427, 640, 1), from 0 to 1.

    The first axis is red, green, blue; the last counts one example.

    Raises ValueError where there is no photograph of that name.

    >>> photograph("china").shape
    (3, 427, 640, 1)
    """
    from sklearn.datasets import load_sample_image

    if name not in ("china", "flower"):
        raise ValueError(f"photograph: no photograph {name!r}, expected china or flower")
    return np.ascontiguousarray(np.moveaxis(load_sample_image(f"{name}.jpg"), -1, 0))[..., None] / 255


# Made data: a seed (an int or a numpy.random.Generator) gives the same examples again


@checked
def gaussians_unequal(means: Float[Array, "n K"], covariances: Float[Array, "K n n"], counts, *, seed):
    """Examples of K Gaussian classes, class k around column k of `means` with a covariance of its own.

        x given k ~ N(mu_k, Sigma_k)

    `counts[k]` examples of class k, in the order of the classes.

    Raises ValueError where a covariance is not symmetric and positive definite, and where there is not one
    positive count for each class.

    >>> clouds = gaussians_unequal(np.array([[0.0, 4.0]]), np.array([[[1.0]], [[9.0]]]), (2, 3), seed=0)
    >>> clouds.X.shape, clouds.y
    ((1, 5), array([0, 0, 1, 1, 1]))
    """
    return _gaussians("gaussians_unequal", means, covariances, counts, seed)


@checked
def gaussians(means: Float[Array, "n K"], covariance: Float[Array, "n n"], counts, *, seed):
    """Examples of K Gaussian classes, class k around column k of `means`, all with one covariance.

        x given k ~ N(mu_k, Sigma)

    `counts[k]` examples of class k, in the order of the classes; two classes have the posterior of a logistic
    regression, K that of a softmax.

    Raises ValueError where the covariance is not symmetric and positive definite, and where there is not one
    positive count for each class.

    Source: *Logistic Regression & Neural Networks*, Gaussian classes.

    >>> clouds = gaussians(np.array([[-1.0, 1.0], [0.0, 0.0]]), np.eye(2), (3, 2), seed=0)
    >>> clouds.X.shape, clouds.y
    ((2, 5), array([0, 0, 0, 1, 1]))
    """
    return _gaussians("gaussians", means, [covariance] * means.shape[1], counts, seed)


def _gaussians(operation, means, covariances, counts, seed):
    means = to_numpy(means)
    n, K = means.shape
    if len(counts) != K or min(counts) < 1:
        raise ValueError(f"{operation}: counts = {tuple(counts)}, expected a positive count for each of {K} classes")
    rng = np.random.default_rng(seed)
    clouds = []
    for k, Sigma in enumerate(map(to_numpy, covariances)):
        if not is_covariance(Sigma):
            raise ValueError(f"{operation}: the covariance of class {k} is not symmetric and positive definite")
        clouds.append(means[:, [k]] + np.linalg.cholesky(Sigma) @ rng.standard_normal((n, counts[k])))
    y = np.repeat(np.arange(K), counts)
    return Examples(np.concatenate(clouds, axis=1), y, tuple(f"class {k}" for k in range(K)))


def circle(m, *, seed):
    """m points, evenly over the square from -2 to 2; outside the circle of radius 1 they tend to be of class 1.

        P(1 given x) = sigmoid(4 (x_1^2 + x_2^2 - 1))

    The boundary is the deck's circle, theta = (-1, 0, 0, 1, 1) up to length. Labels are drawn, so classes overlap
    and a logistic regression on polynomial features has an optimum.

    Raises ValueError where m < 1.

    Source: *Deep Learning: Logistic Regression Classifier*, non-linear decision boundaries.

    >>> circle(4, seed=0).X.shape
    (2, 4)
    """
    rng = _generator("circle", m, seed)
    X = rng.uniform(-2, 2, (2, m))
    z = 4 * ((X**2).sum(axis=0) - 1)
    # A logistic variable exceeds -z with probability sigmoid(z): that is what a sigmoid counts.
    y = (z + rng.logistic(size=m) > 0).astype(int)
    return Examples(X, y, ("inside", "outside"), ("x_1", "x_2"))


def xor(m, *, seed):
    """m points in four small clouds round the corners (0, 0), (0, 1), (1, 0), (1, 1) of a square.

        y = 1 where exactly one corner coordinate is 1;   spread 0.1 in each direction

    The clouds take turns, so that four divides evenly. No straight line separates the classes.

    Raises ValueError where m < 1.

    >>> xor(5, seed=0).y
    array([0, 1, 1, 0, 0])
    """
    rng = _generator("xor", m, seed)
    corner = np.arange(m) % 4
    corners = np.stack([corner // 2, corner % 2])
    X = corners + 0.1 * rng.standard_normal((2, m))
    return Examples(X, corners.sum(axis=0) % 2, ("same", "different"), ("x_1", "x_2"))


def moons(m, *, seed):
    """m points on two interleaved half circles of radius 1, scattered by 0.1: scikit-learn's, as columns.

    Raises ValueError where m < 1.

    >>> moons(6, seed=0).X.shape
    (2, 6)
    """
    from sklearn.datasets import make_moons

    rng = _generator("moons", m, seed)
    # scikit-learn takes no Generator, so one of ours hands it a number.
    X, y = make_moons(m, noise=0.1, random_state=int(rng.integers(2**32)))
    return Examples(np.ascontiguousarray(X.T), y, ("upper", "lower"), ("x_1", "x_2"))


def _generator(operation, m, seed):
    if m < 1:
        raise ValueError(f"{operation}: m = {m}, expected at least one example")
    return np.random.default_rng(seed)


# Preparing data


class Standardised(NamedTuple):
    """Features of mean 0 and spread 1, with the mean and the scale that made them so."""

    X: Float[Array, "n m"]
    mean: Float[Array, "n 1"]
    scale: Float[Array, "n 1"]


@checked(dask=True)
def standardise(X: Float[Array, "n m"]) -> Standardised:
    """Each feature (row) of X shifted to mean 0 and divided by its standard deviation.

        X' = (X - mean) / scale

    Test data are treated with the statistics of the training data: `(X_test - mean) / scale`. A constant feature
    has scale 1 and becomes 0. Units do not matter: each feature is first divided by a power of two near its largest
    number, so that no sum and no square overflows or vanishes.

    Raises ValueError where X is empty or holds a NaN or an infinity.

    Equations: eq-mean, eq-scale, eq-standardise.

    >>> X, mean, scale = standardise(np.array([[1.0, 3.0], [5.0, 5.0]]))
    >>> X
    array([[-1.,  1.],
           [ 0.,  0.]])
    >>> scale
    array([[1.],
           [1.]])
    """
    xp = namespace(X)
    if X.shape[1] == 0:
        raise ValueError(f"standardise: X {tuple(X.shape)} holds no example")
    if not bool(xp.all(xp.isfinite(X))):
        raise ValueError("standardise: X holds a NaN or an infinity, expected finite numbers")
    lowest, highest = xp.min(X, axis=1, keepdims=True), xp.max(X, axis=1, keepdims=True)
    # Asked of the numbers themselves: the mean of equal numbers is not always exactly that number.
    constant = lowest == highest
    unit = power_of_two(xp.where(-lowest > highest, -lowest, highest))
    mean = xp.where(constant, lowest / unit, xp.mean(X / unit, axis=1, keepdims=True))
    spread = xp.sqrt(xp.mean((X / unit - mean) ** 2, axis=1, keepdims=True))
    one = xp.ones_like(spread)
    standardised = (X / unit - mean) / xp.where(constant, one, spread)
    return Standardised(standardised, unit * mean, xp.where(constant, one, unit * spread))


def split(examples, *, test=0.25, seed):
    """Examples dealt at random into two parts: `(training, test)`, with the share `test` of them in the second.

    Raises ValueError where one of the parts would be empty.

    >>> training, test = split(xor(8, seed=0), test=0.25, seed=0)
    >>> len(training), len(test)
    (6, 2)
    """
    m = len(examples)
    held_out = round(test * m)
    if not 0 < held_out < m:
        raise ValueError(
            f"split: test = {test} of {m} examples leaves {held_out} and {m - held_out}, expected two parts"
        )
    order = np.random.default_rng(seed).permutation(m)
    return examples.columns(order[held_out:]), examples.columns(order[:held_out])


# Images in another place, or in another order


def _moved_along(X, by, axis):
    """X moved by so many places along an axis; zeros come in."""
    size = X.shape[axis]
    if abs(by) >= size:
        raise ValueError(f"moved: {by} pixels move an axis of {size} out of the picture, expected fewer")
    if by == 0:
        return X
    xp, before = namespace(X), (slice(None),) * axis
    ends = slice(size - by, size) if by > 0 else slice(0, -by)
    stays = slice(0, size - by) if by > 0 else slice(-by, size)
    paper = xp.zeros_like(X[(*before, ends, ...)])
    kept = X[(*before, stays, ...)]
    return xp.concat([paper, kept] if by > 0 else [kept, paper], axis=axis)


@checked
def moved(X: Float[Array, "channels height width m"], down: int, right: int) -> Float[Array, "channels height width m"]:
    """Images moved by whole pixels: what leaves at one side is lost, and paper comes in at the other.

        Z[c, r, s] = X[c, r - down, s - right],   0 beyond the border

    Raises ValueError where nothing of the images would be left.

    >>> moved(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]).reshape(1, 2, 3, 1), 1, -1)[0, :, :, 0]
    array([[0., 0., 0.],
           [2., 3., 0.]])
    """
    return _moved_along(_moved_along(X, down, 1), right, 2)


@checked
def scrambled(X: Float[Array, "channels height width m"], seed: int) -> Float[Array, "channels height width m"]:
    """The pixels of every image in another order, which the seed decides, and which is the same for all of them.

    No number is lost or changed; what is lost is who was whose neighbour. The channels of a pixel stay together.

    Equation: eq-scrambled.

    >>> scrambled(np.array([1.0, 2.0, 3.0, 4.0]).reshape(1, 2, 2, 1), 0)[0, :, :, 0]
    array([[3., 1.],
           [2., 4.]])
    """
    xp, (channels, height, width, m) = namespace(X), X.shape
    order = move(np.random.default_rng(seed).permutation(height * width), like=X)
    return xp.reshape(xp.take(xp.reshape(X, (channels, height * width, m)), order, axis=1), X.shape)


# MNIST: what is not shipped is downloaded once

MIRRORS = ("https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/")
SHA256 = {
    "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
}


def mnist():
    """The 70,000 handwritten digits of MNIST: `(training, test)`, X (1, 28, 28, 60000) and (1, 28, 28, 10000).

    Pixels are float32 from 0 (paper) to 1 (ink), labels 0 to 9. The first call downloads 11 MB, checks them
    against their SHA-256 and keeps them in the folder that the environment variable UNITY_DATA names, or in the
    user's cache; later calls need no network.

    Raises OSError where a file is neither there nor to be had, saying which one to put where.
    """
    return tuple(_mnist(part) for part in ("train", "t10k"))


def _mnist(part):
    pixels = read_idx(_fetch(f"{part}-images-idx3-ubyte.gz"))
    labels = read_idx(_fetch(f"{part}-labels-idx1-ubyte.gz"))
    X = np.ascontiguousarray(np.moveaxis(pixels, 0, -1))[None].astype(np.float32)
    X /= 255
    return Examples(X, labels.astype(int), tuple("0123456789"))


def _fetch(name):
    """The path of one of MNIST's files, downloaded from the first mirror that has it unless it is there already."""
    import pooch

    folder = Path(os.environ.get("UNITY_DATA") or pooch.os_cache("harmony-in-complexity")).expanduser()
    path = folder / name
    if path.exists():
        if pooch.file_hash(str(path)) == SHA256[name]:
            return path
        warnings.warn(f"mnist: {path} is not the published file (its SHA-256 differs): fetching it anew", stacklevel=5)
    failures = []
    for mirror in MIRRORS:
        try:
            pooch.retrieve(mirror + name, f"sha256:{SHA256[name]}", name, folder, progressbar=True)
            return path
        except (OSError, ValueError) as error:  # no network, no such file, another file than the published one
            failures.append(f"  {mirror}{name}: {error}")
    failures.append(f"Put {', '.join(SHA256)} into {folder} by another way, or let UNITY_DATA name their folder.")
    raise OSError("\n".join([f"mnist: {name} could not be fetched:", *failures]))


IDX_TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


def read_idx(path):
    """The array in an IDX file, the format of MNIST, compressed by gzip or not.

    Two zero bytes, one for the type of the numbers, one for how many axes there are, each axis as four bytes,
    then the numbers row by row, the highest byte first.

    Raises ValueError where the file is anything else: another beginning, cut short, or too long.

    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "labels-idx1-ubyte")
    >>> written = path.write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 2, 7, 9]))
    >>> read_idx(path)
    array([7, 9], dtype=uint8)
    """
    path = Path(path)
    content = path.read_bytes()
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise ValueError(f"read_idx: {path.name} is damaged: {error}") from error
    if len(content) < 4 or content[:2] != b"\0\0" or content[2] not in IDX_TYPES:
        start = content[:4].hex(" ") or "nothing"
        raise ValueError(f"read_idx: {path.name} begins with {start}, expected 00 00, a type (08 to 0e), the axes")
    header = 4 + 4 * content[3]
    if len(content) < header:
        raise ValueError(f"read_idx: {path.name} ends inside its header, after {len(content)} of {header} bytes")
    shape = struct.unpack(f">{content[3]}I", content[4:header])
    kind = np.dtype(IDX_TYPES[content[2]])
    expected = int(np.prod(shape, dtype=object)) * kind.itemsize
    if len(content) - header != expected:
        raise ValueError(f"read_idx: {path.name} holds {len(content) - header} bytes, its shape {shape} {expected}")
    return np.frombuffer(content, kind, offset=header).reshape(shape).astype(kind.newbyteorder("="))
