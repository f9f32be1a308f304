"""Which packages the cells of the chapters need in a browser, and the hash of each file: Pyodide's own lock pins them."""

import json
import re
from pathlib import Path
from typing import NamedTuple

__all__ = ["NEEDED", "Package", "pinned", "read"]

# What lectures and `unity` import, and IPython, which runs the cells. What these need is in the lock.
NEEDED = ("ipython", "matplotlib", "matplotlib-inline", "numpy", "scikit-learn", "scipy", "sympy")


class Package(NamedTuple):
    """A file of a package and its SHA-256; `entry` is what Pyodide's lock says of it."""

    name: str
    file: str
    sha256: str
    entry: dict


def read(path):
    """Pyodide's lock: (what it says of Python, its packages by name)."""
    lock = json.loads(Path(path).read_text(encoding="utf-8"))
    return lock["info"], lock["packages"]


def normal(name):
    """A package's name as indexes write it.

    >>> normal("prompt_toolkit")
    'prompt-toolkit'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(packages, needed=NEEDED):
    """The packages of a lock that are needed, and what these depend on, in the order of their names.

    Raises ValueError where the lock has not got one, or has it without a hash.

    >>> six = {"file_name": "six-1.whl", "sha256": "0" * 64, "depends": []}
    >>> pen = {"file_name": "pen-2.whl", "sha256": "1" * 64, "depends": ["six"]}
    >>> [package.file for package in pinned({"six": six, "pen": pen}, ["pen"])]
    ['pen-2.whl', 'six-1.whl']
    """
    found, waiting = {}, list(needed)
    while waiting:
        name = normal(waiting.pop())
        if name in found:
            continue
        if name not in packages:
            raise ValueError(f"pyodide: its lock has no package {name}")
        entry = packages[name]
        if not re.fullmatch("[0-9a-f]{64}", entry["sha256"]):
            raise ValueError(f"pyodide: its lock has no SHA-256 of {entry['file_name']}")
        found[name] = Package(name, entry["file_name"], entry["sha256"], entry)
        waiting += entry["depends"]
    return [found[name] for name in sorted(found)]
