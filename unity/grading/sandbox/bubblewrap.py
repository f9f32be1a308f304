"""How a student's Python is started: in bubblewrap, without network, with nothing of the host but what Python needs to run."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import weakref
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from unity.grading.bounds import Group, Kernel, Watched, groups
from unity.grading.processes import tree
from unity.grading.sandbox.fonts import fonts
from unity.grading.sandbox.library import LIBRARY, library
from unity.grading.sandbox.limits import LIMITS, Limits
from unity.grading.sandbox.mounts import FONTS, HIDDEN, beside, mounts
from unity.grading.sandbox.seccomp import filter_of
from unity.grading.session import Killed, Session

__all__ = ["NoSandbox", "Sandbox"]

NOBODY = "65534"
PLOTS = (b"matplotlib", b"seaborn", b"pylab")

FIX = (
    "Install it (apt-get install bubblewrap). Where the system forbids user namespaces, as Ubuntu 24.04 does, allow them "
    "for bwrap with an AppArmor profile, or with  sysctl kernel.apparmor_restrict_unprivileged_userns=0 . "
    "--unsafe grades without a sandbox: do so only with notebooks that you trust."
)


class NoSandbox(RuntimeError):
    """There is no sandbox here; the message says why, and what to do."""


@dataclass(eq=False)
class Sandbox:
    """How a child is started: in bubblewrap, or, where `safe` is False, as a plain process of this user.

    `forbids` are the names of the library that its Python has not, `files` (name, bytes) what lies in its folder to be read.
    """

    forbids: tuple[str, ...] = ()
    safe: bool = True
    limits: Limits = LIMITS
    files: tuple[tuple[str, bytes], ...] = ()

    fix = FIX
    kernel = Kernel()

    def __post_init__(self):
        self.fonts = None  # until a notebook wants them

    @cached_property
    def folder(self):
        """Where the library lies that a child imports; it goes when this object does."""
        folder = tempfile.mkdtemp(prefix="unity-grade-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        os.chmod(folder, 0o755)
        return library(folder, self.forbids, self.files)

    @property
    def without(self):
        """The forbidden names of other libraries, which the child puts out of reach itself."""
        return tuple(name for name in self.forbids if not name.startswith("unity."))

    @property
    def name(self):
        return "bubblewrap" if self.safe else "none"

    def python(self):
        return self.plain_python(LIBRARY if self.safe else str(self.folder))

    def plain_python(self, place):
        """The command that serves answers, with the library at a place."""
        program = f"import sys; sys.path.insert(0, {place!r}); from unity.grading.inside.child import main; main()"
        return [sys.executable, "-P", "-s", "-c", program]  # as -I, but that the seed of hashes is read

    def environment(self):
        one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        kept = {name: os.environ[name] for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE") if name in os.environ}
        plain = {"PATH": "/usr/bin:/bin", "HOME": "/tmp", "LANG": "C.UTF-8", "MPLBACKEND": "Agg", "PYTHONHASHSEED": "0"}
        plain |= {"MPLCONFIGDIR": FONTS} if self.safe else {}
        return plain | one | kept

    def prepare(self, content):
        """Make once what a notebook with such words in its bytes would spend seconds on: the list of fonts."""
        if self.fonts is None and self.safe and any(word in content for word in PLOTS):
            name, made = fonts(self)
            if name:
                (Path(self.folder) / "fonts").mkdir()
                (Path(self.folder) / "fonts" / name).write_bytes(made)
            self.fonts = name

    def command(self, seccomp=()):
        """The command that starts a child; `seccomp` are the arguments for its filter."""
        if not self.safe:
            return self.python()
        bwrap, setpriv = _found("bwrap"), _found("setpriv")
        size = str(self.limits.temporary)
        as_root = os.geteuid() == 0
        place = LIBRARY if as_root else os.path.realpath(self.folder)  # as the inner one sees it
        outer = mounts(self.folder)
        shown = mounts(self.folder, lambda path: LIBRARY if path == str(self.folder) else path) if as_root else outer
        inner = [
            bwrap, *seccomp, "--unshare-all", "--unshare-user", "--disable-userns", "--cap-drop", "ALL", "--die-with-parent",
            "--new-session", "--uid", NOBODY, "--gid", NOBODY, "--hostname", "sandbox", "--size", size, "--tmpfs", "/tmp", *shown,
            *beside(place, self.files, self.fonts), "--proc", "/proc", "--dev", "/dev", *HIDDEN, "--size", size, "--tmpfs", "/dev/shm", "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp", *self.python(),
        ]  # fmt: skip
        if not as_root:
            return inner
        # The limit of processes does not hold for root, nor for whoever root becomes in a sandbox: an outer one, whose
        # only purpose is to let a plain user reach Python wherever it lies, hands over to that user first.
        return [
            bwrap, "--die-with-parent", "--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID",
            "--dir", "/tmp", *outer, "--dev-bind", "/dev", "/dev", "--bind", "/proc", "/proc",
            setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *inner,
        ]  # fmt: skip

    @property
    def place(self):
        """Where the kernel's groups of its children are made; None where there are none, and they are watched instead."""
        return groups(self.kernel)[0]

    @property
    def bounds(self):
        """What holds a child within its limits, in a word."""
        return Watched.name if self.place is None else Group.name

    def start(self):
        """A new child: (its process, with pipes for the conversation and for what goes wrong at the start, its bounds)."""
        group = None if self.place is None else Group(self.limits, self.place, self.kernel)
        try:
            process = self.started(group.entering if group else list)
        except BaseException:
            if group:
                group.end()
            raise
        return process, group or Watched(self.limits, lambda: self.processes(process.pid))

    def processes(self, pid):
        """All that a child, which is the process `pid`, has started and that is still there."""
        return tree(pid)

    def started(self, entering):
        """The process of a new child; `entering` makes of its command one that starts it within its bounds."""
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        usual = {"env": self.environment(), "start_new_session": True, "bufsize": 0} | pipes
        if not self.safe:
            where = tempfile.mkdtemp(dir=self.folder)
            for path in (Path(self.folder) / "files").glob("*"):
                os.symlink(path, Path(where) / path.name)
            return subprocess.Popen(entering(self.command()), cwd=where, **usual)
        program = filter_of()
        if program is None:
            return subprocess.Popen(entering(self.command()), **usual)
        file = os.memfd_create("seccomp")
        try:
            os.write(file, program)
            os.lseek(file, 0, os.SEEK_SET)
            return subprocess.Popen(entering(self.command(("--seccomp", str(file)))), pass_fds=(file,), **usual)
        finally:
            os.close(file)

    def ended(self):
        """Called when a child has been ended: bubblewrap ends all that it has started."""

    def probe(self):
        """Try whether a child starts; raise NoSandbox, with the reason and the fix, where it does not."""
        if not self.safe:
            return
        with contextlib.closing(Session(self)) as session:
            try:
                session.request({"do": "cell", "source": "1 + 1", "name": "probe"}, self.limits.cell)
            except Killed as killed:
                raise NoSandbox(f"{self.name} does not start a sandbox here: {killed}. {self.fix}") from killed


def _found(program):
    path = shutil.which(program)
    if path is None:
        raise NoSandbox(f"{program} is not there. {FIX}")
    return path
