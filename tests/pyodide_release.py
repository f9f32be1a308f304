"""A release of Pyodide's packages of our own: pure Python from this environment, and an empty module for what is compiled.

So the whole way of a package is tried without a network: its pin, its file, the browser. What is computed with NumPy is not.
"""

import json
import zipfile
from hashlib import sha256
from importlib.metadata import PackageNotFoundError
from pathlib import Path

from scripts.pyodide import pins, wheels

# What IPython has come to need since Pyodide's lock was written.
SINCE = {"ipython": ["ipython-pygments-lexers"]}


def empty(name, folder):
    """The wheel of an empty module."""
    module = name.replace("-", "_")
    path = Path(folder, f"{module}-1-py3-none-any.whl")
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{module}.py", "")
        wheel.writestr(f"{module}-1.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        wheel.writestr(f"{module}-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{module}-1.dist-info/RECORD", "")
    return path


def make(lock, folder):
    """Write a release into `folder`, and return a lock's text that pins it: for the packages that `lock` has of what is needed."""
    info, packages = pins.read(lock)
    made, waiting = {}, [package.name for package in pins.pinned(packages)]
    while waiting:
        name = waiting.pop()
        if name in made:
            continue
        try:
            wheel = wheels.repacked(name, folder)
        except (PackageNotFoundError, ValueError):
            wheel = empty(name, folder)
        depends = [*packages.get(name, {"depends": []})["depends"], *SINCE.get(name, [])]
        waiting += SINCE.get(name, [])
        made[name] = {
            "name": name, "version": wheel.name.split("-")[1], "file_name": wheel.name, "depends": depends, "imports": [],
            "sha256": sha256(wheel.read_bytes()).hexdigest(), "package_type": "package", "install_dir": "site",
            "unvendored_tests": False,
        }  # fmt: skip
    return json.dumps({"info": info, "packages": made})
