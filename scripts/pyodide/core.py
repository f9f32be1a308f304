"""Pyodide's core: Python itself for WebAssembly, and the lock of the packages that were built for it."""

import hashlib
import shutil
import subprocess
from pathlib import Path

__all__ = ["FILES", "LOCK", "installed"]

HERE = Path(__file__).parent
# What a page loads of it.
FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"
NPM = ("package.json", "package-lock.json")


def installed(folder):
    """The folder of Pyodide's core, which npm installs in `folder`: once for each lock. npm compares it with the lock's hash.

    Raises FileNotFoundError where there is no npm, and OSError where npm fails, with what npm said.
    """
    found, stamp = Path(folder, "node_modules", "pyodide"), Path(folder, "installed")
    wanted = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in NPM)).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return found
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("pyodide: there is no npm, which installs its core; it comes with node.js")
    folder.mkdir(parents=True, exist_ok=True)
    for name in NPM:
        shutil.copyfile(HERE / name, folder / name)
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, capture_output=True, text=True
    )
    if done.returncode:
        raise OSError(f"pyodide: npm could not install its core:\n{done.stderr.strip()}")
    stamp.write_text(wanted, encoding="utf-8")
    return found
