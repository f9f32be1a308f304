"""A student's Python as another user: for a container that has no namespaces to give, and one submission at a time.

What keeps answers from it are the rights of files, so they are tried before anything is graded. It has no network and gains
no rights, as a filter of the kernel says; what it leaves behind is ended.
"""

import ctypes
import functools
import os
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
import weakref
from dataclasses import dataclass
from pathlib import Path

from unity.grading.sandbox.bubblewrap import NoSandbox, Sandbox
from unity.grading.sandbox.library import UNITY
from unity.grading.sandbox.seccomp import filter_of

__all__ = ["OtherUser"]

USERS = range(61_906, 61_938)
"""The other users' numbers: nobody's, so that all that runs under the one that is taken is the student's."""
NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2  # of prctl
PATIENCE = 10.0


class Program(ctypes.Structure):
    """The kernel's struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


@dataclass(eq=False)
class OtherUser(Sandbox):
    """How a child is started by root as a user without a name, who may read none of the files `secret` and not the library."""

    secret: tuple[str, ...] = ()

    fix = "Root has to be allowed to become another user, and Python to lie where everybody may go."

    @property
    def name(self):
        return "another user"

    @functools.cached_property
    def user(self):
        """The number of the user, taken for as long as this lives. Raises NoSandbox where none is free."""
        for user in USERS:
            taken = socket.socket(socket.AF_UNIX)
            try:
                taken.bind(f"\0unity-grade-user-{user}")  # only one grader of a machine can have the name
            except OSError:
                taken.close()
                continue
            if not _processes_of(user):
                weakref.finalize(self, taken.close)
                return user
            taken.close()
        raise NoSandbox(f"no user from {USERS[0]} to {USERS[-1]} is free: processes run already as each of them")

    def python(self):
        return self.plain_python(str(self.folder))

    def environment(self):
        return super().environment() | {"MPLCONFIGDIR": "", "HOME": "", "TMPDIR": ""}

    def prepare(self, content):
        """Nothing: it is one notebook."""

    place = None  # who becomes another user could not go into a group of root's

    def processes(self, pid):
        return _processes_of(self.user)

    def started(self, entering):
        place = tempfile.mkdtemp(dir=self.folder)
        for path in (Path(self.folder) / "files").glob("*"):
            os.symlink(path, Path(place) / path.name)
        os.chown(place, self.user, self.user)
        own = dict.fromkeys(("HOME", "TMPDIR", "MPLCONFIGDIR"), place)
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen(
            self.python(), cwd=place, env=self.environment() | own, start_new_session=True, bufsize=0, umask=0o077,
            user=self.user, group=self.user, extra_groups=(), preexec_fn=_filtered(), **pipes,
        )  # fmt: skip

    def ended(self):
        """End what the user has left behind: it has left its session, perhaps, and starts new ones."""
        deadline = time.monotonic() + PATIENCE
        while (left := _processes_of(self.user)) and time.monotonic() < deadline:
            for pid in left:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            time.sleep(0.01)

    def probe(self):
        """Raise NoSandbox where this is not root, where no filter is known, or where the user could read what is secret."""
        if os.geteuid() != 0:
            raise NoSandbox("only root can start a student's code as another user, and this is not root")
        if filter_of() is None:
            raise NoSandbox("no filter of the kernel's calls is known for this machine")
        for path in (str(UNITY), *self.secret):
            if _readable(path):
                raise NoSandbox(f"{path} can be read by everybody: let only root read it (chmod 700)")
        if shutil.which(self.python()[0]) is None or not _runs(self.python()[0], self.user):
            raise NoSandbox(f"{self.python()[0]} cannot be run by another user: it has to lie where everybody may go")
        super().probe()


def _filtered():
    """What the child does before it becomes Python: it can gain no rights any more, and the filter holds it."""
    code = filter_of(network=False)
    libc, buffer = ctypes.CDLL(None, use_errno=True), ctypes.create_string_buffer(code, len(code))
    program = Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))

    def before():
        if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(SECCOMP, FILTER, ctypes.byref(program), 0, 0):
            os._exit(126)

    before.kept = buffer
    return before


def _readable(path):
    """Whether the rights of a path, and of all folders above it, let everybody read it."""
    path = Path(path).resolve()
    reach = all(folder.stat().st_mode & stat.S_IXOTH for folder in path.parents)
    mode = path.stat().st_mode
    return bool(reach and mode & (stat.S_IROTH | (stat.S_IXOTH if path.is_dir() else 0)))


def _runs(program, user):
    asked = [program, "-c", "pass"]
    try:
        return subprocess.run(asked, user=user, group=user, extra_groups=(), cwd="/").returncode == 0
    except OSError:
        return False


def _processes_of(user):
    """The processes of a user that are more than what is left of an ended one."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            lines = dict(line.split(":", 1) for line in (path / "status").read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if lines["Uid"].split()[0] == str(user) and not lines["State"].strip().startswith("Z"):
            found.append(int(path.name))
    return found
