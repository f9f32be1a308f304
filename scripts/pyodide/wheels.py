"""Wheels that come from here: the library's own, and those of packages that Pyodide has not built, from this environment.

The environment holds what the project's lock has pinned, so nothing is fetched for them.
"""

import base64
import hashlib
import zipfile
from importlib.metadata import distribution
from pathlib import Path

from flit_core.wheel import make_wheel_in

__all__ = ["REPACKED", "library", "repacked"]

ROOT = Path(__file__).parents[2]
# Pure Python that the library and its notebooks import, and that Pyodide's lock has not.
REPACKED = ("array-api-compat", "comm", "ipywidgets", "lark", "markdown-it-py", "mdit-py-plugins", "mdurl")
EPOCH = (1980, 1, 1, 0, 0, 0)  # a wheel's files have no time, so that the same ones make the same wheel


def library(folder):
    """The path of the wheel of `unity`, made in `folder` from the repository."""
    return make_wheel_in(ROOT / "pyproject.toml", folder).file


def repacked(name, folder):
    """The path of a wheel, made in `folder` from the files of an installed package.

    Raises ValueError where the package is not pure Python: a browser could not run it.
    """
    found = distribution(name)
    if "Root-Is-Purelib: true" not in (found.read_text("WHEEL") or ""):
        raise ValueError(f"pyodide: {name} is not pure Python")
    files = {str(file): Path(file.locate()) for file in found.files or ()}
    own = {
        name: path.read_bytes()
        for name, path in sorted(files.items())
        if not name.startswith("..") and path.suffix != ".pyc" and path.name not in {"RECORD", "INSTALLER", "REQUESTED"}
    }
    information = next(name.rpartition("/")[0] for name in own if name.endswith(".dist-info/WHEEL"))
    own[f"{information}/RECORD"] = record(own, information).encode()
    path = Path(folder, f"{information.removesuffix('.dist-info')}-py3-none-any.whl")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, content in own.items():
            wheel.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return path


def record(files, information):
    """What a wheel says of its files: name, hash and size of each."""
    lines = [f"{name},sha256={digest(content)},{len(content)}" for name, content in files.items()]
    return "\n".join([*lines, f"{information}/RECORD,,", ""])


def digest(content):
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
