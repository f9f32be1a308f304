"""MNIST: what is not shipped is downloaded once, checked, and kept."""

import os
import warnings
from pathlib import Path

import numpy as np

from unity.datasets.examples import Examples
from unity.datasets.idx import read_idx

__all__ = ["MIRRORS", "SHA256", "mnist", "mnist_is_here"]

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
    against their SHA-256 and keeps them in the folder that the environment variable `UNITY_DATA` names, or in the
    user's cache; later calls need no network.

    Raises OSError where a file is neither there nor to be had, saying which one to put where.
    """
    return tuple(_mnist(part) for part in ("train", "t10k"))


def mnist_is_here():
    """Whether `mnist` has all of its files already, and needs no network."""
    return all((_folder() / name).exists() for name in SHA256)


def _folder():
    """Where the files are kept."""
    import pooch

    return Path(os.environ.get("UNITY_DATA") or pooch.os_cache("harmony-in-complexity")).expanduser()


def _mnist(part):
    pixels = read_idx(_fetch(f"{part}-images-idx3-ubyte.gz"))
    labels = read_idx(_fetch(f"{part}-labels-idx1-ubyte.gz"))
    X = np.ascontiguousarray(np.moveaxis(pixels, 0, -1))[None].astype(np.float32)
    X /= 255
    return Examples(X, labels.astype(int), tuple("0123456789"))


def _fetch(name):
    """The path of one of MNIST's files, downloaded from the first mirror that has it unless it is there already."""
    import pooch

    folder = _folder()
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
