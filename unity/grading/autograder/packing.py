"""The zip that an instructor uploads to Gradescope: the assignment, the wheels, and the two scripts."""

import re
import zipfile
from importlib.resources import files
from pathlib import Path

__all__ = ["packed"]

OURS = "harmony_in_complexity"
SCRIPTS = ("setup.sh", "run_autograder")
TAG = re.compile(r"-cp(\d)(\d+)-")
LONG_AGO = (2020, 1, 1, 0, 0, 0)  # the same assignment makes the same bytes


def packed(bundle, wheels, out):
    """Write the zip of an assignment and say its Python. Raises ValueError where the wheels are not those that it needs."""
    found = sorted(Path(wheels).glob("*.whl"))
    if not any(path.name.startswith(f"{OURS}-") for path in found):
        raise ValueError(
            f"{wheels} holds {len(found)} wheels and none of harmony-in-complexity: make them with  "
            f"pip wheel 'harmony-in-complexity[grading]' --wheel-dir {wheels}"
        )
    versions = {".".join(match.groups()) for path in found if (match := TAG.search(path.name))}
    if len(versions) != 1:
        raise ValueError(
            f"{wheels} holds wheels for Python {', '.join(sorted(versions)) or 'of no version'}, expected one"
        )
    (version,) = versions
    entries = {name: files("unity.grading.autograder").joinpath(name).read_bytes() for name in SCRIPTS}
    entries["python-version"] = f"{version}\n".encode()
    folder = f"assignment/{bundle.name}"
    entries |= {f"{folder}/tests.py": bundle.tests, f"{folder}/{bundle.name}.ipynb": bundle.notebook}
    entries |= {f"{folder}/files/{name}": content for name, content in bundle.files}
    entries |= {"secret.yml": bundle.secret} if bundle.secret else {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(_entry(name, 0o755 if name in SCRIPTS else 0o600), content)
        for path in found:
            archive.writestr(_entry(f"wheels/{path.name}", 0o644), path.read_bytes(), zipfile.ZIP_STORED)
    return version


def _entry(name, mode):
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.external_attr = (0o100000 | mode) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
