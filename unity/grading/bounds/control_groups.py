"""The kernel's groups of processes, of version 2: one for each notebook bounds and counts all that it starts, together.

A group is a folder of the kernel's, and its files are what it is asked by. Whoever may make groups below its own may give
them memory and a number of processes only when no process is left in its own: so the grader goes into one of them itself.
Source: the kernel's Documentation/admin-guide/cgroup-v2.rst.
"""

import contextlib
import itertools
import os
import time
from functools import cache
from pathlib import Path

from unity.grading.processes import tree

__all__ = ["Group", "Kernel", "NoGroups", "groups", "home"]

NEEDED, WANTED = ("memory", "pids"), ("cpu",)
GRADER = "unity-grade"
OVERHEAD = 8  # processes of bubblewrap's own
PERIOD = 100_000  # microseconds
PATIENCE = 10.0
ENTER = 'echo 0 > "$0" && exec "$@"'  # 0 is who writes
FIX = (
    "To have them, start the command in a group of its own:  systemd-run --user --scope --property=Delegate=yes "
    "unity-grade ...  (as root without --user)."
)
_numbers = itertools.count()


class NoGroups(RuntimeError):
    """The kernel gives no groups here; the message says why."""


class Kernel:
    """The files of the kernel's groups: none is made but by making a group."""

    place = Path("/sys/fs/cgroup")
    own = Path("/proc/self/cgroup")

    def make(self, group):
        os.mkdir(group)

    def remove(self, group):
        os.rmdir(group)

    def read(self, file):
        return Path(file).read_text()

    def write(self, file, text):
        number = os.open(file, os.O_WRONLY)
        try:
            os.write(number, text.encode())
        finally:
            os.close(number)


def home(kernel):
    """The group in which those of notebooks are made, once it is ready for that. Raises NoGroups, with the reason.

    The grader's process, and what it has started, are moved into a group below it.
    """
    own = _own(kernel)
    try:
        if own.name == GRADER and set(NEEDED) <= set(kernel.read(own.parent / "cgroup.subtree_control").split()):
            return own.parent  # the grader that has started this process has made it
        there = kernel.read(own / "cgroup.controllers").split()
        if lacking := [name for name in NEEDED if name not in there]:
            raise NoGroups(f"the group {own} cannot bound {' and '.join(lacking)}. {FIX}")
        wanted = " ".join(f"+{name}" for name in (*NEEDED, *WANTED) if name in there)
        _move_in(kernel, own)
        try:
            kernel.write(own / "cgroup.subtree_control", wanted)
        except OSError:
            _move_out(kernel, own)
            raise
    except OSError as error:
        raise NoGroups(f"the group {own} is not ours to divide ({error.strerror}). {FIX}") from error
    return own


@cache
def groups(kernel):
    """(where groups of notebooks are made, ""), or (None, why there are none here): what `home` finds, asked once."""
    try:
        return home(kernel), ""
    except NoGroups as error:
        return None, str(error)


def _own(kernel):
    try:
        kernel.read(kernel.place / "cgroup.controllers")
        lines = kernel.read(kernel.own).splitlines()
    except OSError as error:
        raise NoGroups(f"the kernel's groups are not of version 2 at {kernel.place}") from error
    path = next((line.removeprefix("0::") for line in lines if line.startswith("0::")), None)
    if path is None or path.startswith("/.."):
        raise NoGroups(f"this process is in no group below {kernel.place}")
    return kernel.place / path.lstrip("/")


def _inside(kernel, group):
    return list(map(int, kernel.read(group / "cgroup.procs").split()))


def _move_in(kernel, own):
    others = set(_inside(kernel, own)) - set(tree(os.getpid()))
    if others:
        raise NoGroups(f"the group {own} has {len(others)} processes beside the grader's. {FIX}")
    with contextlib.suppress(FileExistsError):
        kernel.make(own / GRADER)
    for pid in _inside(kernel, own):
        with contextlib.suppress(ProcessLookupError):
            kernel.write(own / GRADER / "cgroup.procs", str(pid))


def _move_out(kernel, own):
    with contextlib.suppress(OSError):
        for pid in _inside(kernel, own / GRADER):
            kernel.write(own / "cgroup.procs", str(pid))
        kernel.remove(own / GRADER)


class Group:
    """The bounds of one notebook: a group of the kernel's below `place`, from its beginning to `end`."""

    name = "control group"

    def __init__(self, limits, place, kernel):
        self.kernel, self.path = kernel, place / f"notebook-{os.getpid()}-{next(_numbers)}"
        self.total = None
        kernel.make(self.path)
        bounds = {
            "memory.max": limits.memory + limits.beside + 2 * limits.temporary,  # its files are in memory, too
            "memory.oom.group": 1,
            "pids.max": limits.processes + OVERHEAD,
        }
        for name, value in bounds.items():
            kernel.write(self.path / name, str(value))
        for name, value in (("memory.swap.max", "0"), ("cpu.max", f"{int(limits.cores * PERIOD)} {PERIOD}")):
            with contextlib.suppress(FileNotFoundError):  # a system without swap, or that divides no processor
                kernel.write(self.path / name, value)

    def entering(self, command):
        """The command that starts it: a shell that goes into the group and becomes what it is to start."""
        return ["/bin/sh", "-c", ENTER, str(self.path / "cgroup.procs"), *command]

    def seconds(self):
        """The processor's time of all that ever were in it, after its end too."""
        return int(self._field("cpu.stat", "usage_usec")) / 1e6 if self.total is None else self.total

    def exceeded(self):
        """What it has too much of, in words; nothing where it keeps its bounds.

        Its own bound is counted apart from the machine's: whom a machine without memory ends has not taken too much.
        """
        return "it took more memory than a notebook may" if int(self._field("memory.events", "oom")) else ""

    def _field(self, file, name):
        return dict(line.split() for line in self.kernel.read(self.path / file).splitlines())[name]

    def end(self):
        """End all that is in it, and the group. One that cannot be ended stays, and is in nobody's way."""
        with contextlib.suppress(OSError):  # a kernel before 5.14 has no such file: they were ended one by one
            self.kernel.write(self.path / "cgroup.kill", "1")
        self.total = self.seconds()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                self.kernel.remove(self.path)
                return
            time.sleep(0.005)
