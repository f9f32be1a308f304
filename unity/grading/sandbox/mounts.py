"""What of the host a student's Python may read in bubblewrap: itself, the library, the files of an assignment, the list of fonts."""

import os
import sys
import sysconfig
from pathlib import Path

from unity.grading.sandbox.library import LIBRARY, UNITY

__all__ = ["FONTS", "HIDDEN", "beside", "mounts"]

FONTS = "/tmp/.matplotlib"
HIDDEN = [
    word
    for path in ("/proc/keys", "/proc/key-users")
    if os.path.exists(path)
    for word in ("--ro-bind", "/dev/null", path)
]


def prefixes():
    """The folders that a Python needs to run, outermost ones only."""
    needed = {sys.prefix, sys.base_prefix, "/usr", *(p for p in ("/lib", "/lib64", "/bin") if os.path.isdir(p))}
    needed |= {os.path.dirname(os.path.realpath(sys.executable)), sysconfig.get_path("purelib")}
    real = sorted(os.path.abspath(p) for p in needed)
    return [p for p in real if not any(p != q and p.startswith(q + "/") for q in real)]


def mounts(folder, real=os.path.realpath):
    """bubblewrap's arguments for what can be read: Python, and the library, which lies in a folder of its own."""
    where = {path: path for path in prefixes()} | {LIBRARY: str(folder)}
    arguments = []
    for parent in sorted({str(p) for path in where for p in Path(path).parents} - {"/", "/tmp"}):
        arguments += ["--perms", "0755", "--dir", parent]  # on the host it may be for root alone, as /root is
    for path, source in where.items():
        if Path(path).parent == Path("/") and os.path.islink(path):
            arguments += ["--symlink", os.readlink(path), path]
        else:
            arguments += ["--ro-bind", real(source), path]
    if any(UNITY.is_relative_to(path) for path in prefixes()):
        arguments += ["--tmpfs", str(UNITY)]  # an installed library lies where Python does
    return arguments


def beside(place, files, fonts):
    """bubblewrap's arguments for what lies in the folder where a notebook runs, from `place`: its files, what is prepared."""
    names = [name for name, _ in files if "/" not in name] + sorted({n.split("/")[0] for n, _ in files if "/" in n})
    arguments = [word for name in names for word in ("--ro-bind", f"{place}/files/{name}", f"/tmp/{name}")]
    if fonts:
        arguments += ["--dir", FONTS, "--ro-bind", f"{place}/fonts/{fonts}", f"{FONTS}/{fonts}"]
    return arguments
