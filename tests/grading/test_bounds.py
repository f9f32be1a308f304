"""A whole notebook is bounded and counted together: by the kernel's groups where it gives some, else by who watches it.

The groups are files, so a folder plays the kernel here: it has the files that the kernel makes, and refuses what it refuses.
"""

import contextlib
import errno
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from commands import run
from sample import FULL, author, written

from unity.grading import clock
from unity.grading.bounds import Group, Kernel, NoGroups, Watched, home
from unity.grading.grade import Grader
from unity.grading.processes import tree
from unity.grading.sandbox import LIMITS, Sandbox
from unity.grading.sandbox.other_user import OtherUser
from unity.grading.session import Killed, Session

FILES = {
    "memory": ("memory.max", "memory.oom.group", "memory.swap.max", "memory.events"),
    "pids": ("pids.max",),
    "cpu": ("cpu.max",),
}
CALM = {"memory.events": "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\n", "cpu.stat": "usage_usec 2000\nuser_usec 2000\n"}


class Folder(Kernel):
    """A folder that does what the kernel's does: a group has the files of what its parent gives to it."""

    def __init__(self, place, controllers="cpu io memory pids", group="user/grading.scope"):
        self.place, self.own = place / "cgroup", place / "own"
        self.place.mkdir()
        self.fill(self.place, controllers)
        self.scope = self.place
        for name in group.split("/"):
            (self.scope / "cgroup.subtree_control").write_text(controllers)
            self.scope /= name
            self.make(self.scope)
        (self.scope / "cgroup.procs").write_text(f"{os.getpid()}\n")
        self.own.write_text(f"3:pids:/other\n0::/{group}\n")

    def fill(self, group, controllers):
        for name in ("cgroup.subtree_control", "cgroup.procs", "cgroup.kill", "cpu.stat"):
            (group / name).write_text(CALM.get(name, ""))
        (group / "cgroup.controllers").write_text(controllers)
        for name in controllers.split():
            for file in FILES.get(name, ()):
                (group / file).write_text(CALM.get(file, ""))

    def make(self, group):
        super().make(group)
        self.fill(group, (group.parent / "cgroup.subtree_control").read_text())

    def remove(self, group):
        if (group / "cgroup.procs").read_text() or any(path.is_dir() for path in group.iterdir()):
            raise OSError(errno.EBUSY, "Device or resource busy", str(group))
        shutil.rmtree(group)

    def write(self, file, text):
        if file.name == "cgroup.subtree_control":
            if (file.parent / "cgroup.procs").read_text():
                raise OSError(errno.EBUSY, "Device or resource busy", str(file))
            text = text.replace("+", "")
        if file.name == "cgroup.procs":
            for other in self.place.rglob("cgroup.procs"):
                left = [pid for pid in other.read_text().split() if pid != text]
                other.write_text("".join(f"{pid}\n" for pid in left))
            text = "".join(f"{pid}\n" for pid in [*file.read_text().split(), text])
        if file.name == "cgroup.kill":
            (file.parent / "cgroup.procs").write_text("")
        os.truncate(file, 0)
        super().write(file, text)


@pytest.fixture
def kernel(tmp_path):
    return Folder(tmp_path)


def test_the_grader_makes_place_for_groups(kernel):
    place = home(kernel)
    assert place == kernel.scope
    assert (place / "cgroup.procs").read_text() == ""
    assert (place / "unity-grade" / "cgroup.procs").read_text().split() == [str(os.getpid())]
    assert (place / "cgroup.subtree_control").read_text().split() == ["memory", "pids", "cpu"]


def test_what_the_grader_has_started_makes_groups_in_the_same_place(kernel):
    home(kernel)
    kernel.own.write_text("0::/user/grading.scope/unity-grade\n")
    assert home(kernel) == kernel.scope
    (kernel.scope / "cgroup.subtree_control").write_text("")  # a group that is only called so
    with pytest.raises(NoGroups, match="unity-grade cannot bound memory and pids"):
        home(kernel)


def no_version_2(kernel):
    (kernel.place / "cgroup.controllers").unlink()


def beside_others(kernel):
    (kernel.scope / "cgroup.procs").write_text(f"{os.getpid()}\n1\n")


def without_memory(kernel):
    (kernel.scope / "cgroup.controllers").write_text("cpu pids")


def outside(kernel):
    kernel.own.write_text("0::/../elsewhere\n")


def not_ours(kernel):
    def make(group):
        raise OSError(errno.EROFS, "Read-only file system", str(group))

    kernel.make = make


def refused(kernel):
    write = kernel.write

    def refuses(file, text):
        if file.name == "cgroup.subtree_control":
            raise OSError(errno.EBUSY, "Device or resource busy", str(file))
        write(file, text)

    kernel.write = refuses


REFUSED = {
    no_version_2: "are not of version 2 at ",
    beside_others: r"has 1 processes beside the grader's\. To have them, start the command in a group of its own:  systemd-run",
    without_memory: "cannot bound memory. To have them",
    outside: "in no group below",
    not_ours: r"not ours to divide \(Read-only file system\)\. To have them",
    refused: r"not ours to divide \(Device or resource busy\)",
}


@pytest.mark.parametrize("why", REFUSED, ids=lambda why: why.__name__)
def test_where_there_are_no_groups_it_is_said_and_nothing_is_moved(kernel, why):
    why(kernel)
    with pytest.raises(NoGroups, match=REFUSED[why]):
        home(kernel)
    assert str(os.getpid()) in (kernel.scope / "cgroup.procs").read_text().split()
    assert not (kernel.scope / "unity-grade").exists()


@contextlib.contextmanager
def asked(kernel, safe=False, **changes):
    """A session in a group of its own: (the session, the group's folder)."""
    sandbox = Sandbox(safe=safe, limits=replace(LIMITS, **changes))
    sandbox.kernel = kernel
    with contextlib.closing(Session(sandbox)) as session:
        assert "error" not in ran(session, "1")
        yield session, session.bounds.path


def ran(session, source, seconds=10.0):
    return session.request({"do": "cell", "source": source, "name": "x"}, seconds)


@pytest.mark.parametrize("safe", [False, True], ids=["unsafe", "in bubblewrap"])
def test_a_notebook_is_in_a_group_from_its_first_moment_to_its_last(kernel, safe, request):
    if safe:
        request.getfixturevalue("sandboxed")
    with asked(kernel, safe, memory=2**30, beside=2**20, temporary=2**21, processes=7, cores=1.5) as (session, group):
        assert group.parent == kernel.scope
        held = {path.name: path.read_text() for path in group.iterdir()}
        assert held["cgroup.procs"] == "0\n", "whoever writes 0 goes in itself, before it becomes Python"
        assert held["memory.max"] == str(2**30 + 2**20 + 2**22), "what lies in /tmp and /dev/shm is in memory, too"
        assert held["memory.oom.group"] == "1"
        assert held["memory.swap.max"] == "0"
        assert held["pids.max"] == str(7 + 8)
        assert held["cpu.max"] == "150000 100000"
        (group / "cpu.stat").write_text("usage_usec 7000000\n")
    assert not group.exists()
    assert session.bounds.seconds() == 7


def test_a_kernel_that_divides_no_processor_bounds_the_rest(tmp_path):
    with asked(Folder(tmp_path, controllers="memory pids")) as (_, group):
        assert (group / "pids.max").read_text() == str(32 + 8)
        assert not (group / "cpu.max").exists()


def test_two_notebooks_have_two_groups(kernel):
    with asked(kernel) as (_, first), asked(kernel) as (_, second):
        assert first != second


COUNTS = """
import os, time
file, n = os.open({file!r}, os.O_WRONLY), 0
while True:  # another second in each twentieth of one
    n += 10**6
    os.pwrite(file, b"usage_usec %020d\\n" % n, 0)
    time.sleep(0.05)
"""


def test_the_group_counts_the_processors_time(kernel):
    """Whatever the kernel has counted there, of processes too that nobody sees any more."""
    with asked(kernel) as (session, group):
        counts = COUNTS.format(file=str(group / "cpu.stat"))
        with pytest.raises(Killed, match="longer than it may"):
            ran(session, counts)


TOO_MUCH = "import os, pathlib, time; pathlib.Path({file!r}).write_text({events!r}); {then}"
END = "os.kill(os.getpid(), 9)"


@pytest.mark.parametrize("then", [END, "time.sleep(60)"], ids=["ended", "left alone"])
def test_what_takes_too_much_memory_together_has_done_so_itself(kernel, then, monkeypatch):
    monkeypatch.setattr(clock, "GLANCE", 1e-3)  # what it took is asked for when its group is gone
    with asked(kernel) as (session, group):
        source = TOO_MUCH.format(file=str(group / "memory.events"), events="oom 1\noom_kill 3\n", then=then)
        with pytest.raises(Killed, match="more memory than a notebook may") as killed:
            ran(session, source)
        assert not killed.value.by_force


def test_whom_a_machine_without_memory_ends_has_not(kernel):
    """The kernel counts that it has ended something there, and not that the group's own bound was met."""
    with asked(kernel) as (session, group):
        source = TOO_MUCH.format(file=str(group / "memory.events"), events="oom 0\noom_kill 1\n", then=END)
        with pytest.raises(Killed, match="ended by itself") as killed:
            ran(session, source)
        assert killed.value.by_force


def test_a_notebook_that_does_not_get_into_its_group_does_not_run(kernel, monkeypatch):
    """Unbounded it would be graded by other rules, and nobody would know."""
    monkeypatch.setattr(Group, "entering", lambda self, command: ["/bin/sh", "-c", "exit 2"])
    with pytest.raises(Killed, match="exit code 2"), asked(kernel):
        pass


def test_a_record_says_what_held_it(bundle, kernel):
    grader = Grader(bundle, safe=False)
    assert grader.grade("x.ipynb", b"")["bounds"] == (
        "watching parent" if grader.sandbox.place is None else "control group"
    )
    grader.sandbox.kernel = kernel
    record = grader.grade("x.ipynb", written(author()))
    assert (record["score"], record["bounds"]) == (FULL, "control group")
    assert [path.name for path in kernel.scope.iterdir() if path.is_dir()] == ["unity-grade"]


def test_the_doctor_says_what_bounds_a_notebook(tmp_path, monkeypatch):
    monkeypatch.setattr(Sandbox, "kernel", Folder(tmp_path))
    assert "bounds: works (control groups)\n" in run("doctor").output
    (tmp_path / "other").mkdir()
    other = Folder(tmp_path / "other")
    beside_others(other)
    monkeypatch.setattr(Sandbox, "kernel", other)
    said = run("doctor").output
    assert "bounds: works (a watching parent, which adds up" in said
    assert "No control groups: the group " in said
    assert "systemd-run --user --scope --property=Delegate=yes unity-grade ..." in said


BEGUN = """
import os, subprocess, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
end = time.process_time() + 0.3
while time.process_time() < end:
    pass
print("counted", flush=True)
time.sleep(600)
"""


class Uncontrolled(Kernel):
    """The kernel's own groups on a system where version 1 has the memory: they hold processes, count and end them."""

    def write(self, file, text):
        if Path(file).name.startswith("cgroup."):
            super().write(file, text)


@pytest.fixture
def real():
    for place in map(Path, ("/sys/fs/cgroup/unified", "/sys/fs/cgroup")):
        if (place / "cgroup.procs").exists():
            with contextlib.suppress(OSError):
                group = Group(LIMITS, place, Uncontrolled())
                yield group
                group.end()
                return
    pytest.skip("the kernel's groups of version 2 are not ours to divide here")


def test_the_kernel_itself_does_what_is_asked_of_it(real):
    """All that a command starts is in the group, is counted there, and ends with it, what has left its session too."""
    process = subprocess.Popen(real.entering([sys.executable, "-c", BEGUN]), stdout=subprocess.PIPE)
    try:
        for _ in range(2):
            assert process.stdout.readline() == b"counted\n"
        inside = list(map(int, (real.path / "cgroup.procs").read_text().split()))
        assert process.pid in inside
        assert len(inside) == 2
        assert 0.6 <= real.seconds() < 60
        real.end()
        assert process.wait(timeout=60) == -signal.SIGKILL
        assert not real.path.exists()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can start a student's code as another user")
def test_what_has_left_its_parent_is_watched_all_the_same():
    """Where there are no namespaces it is nobody's child any more; whose it is says its user."""
    leaves = ["/bin/sh", "-c", "sh -c 'setsid sleep 600 & echo $!'; exec sleep 600"]
    other = OtherUser()
    own = {"user": other.user, "group": other.user, "extra_groups": (), "cwd": "/", "stdout": subprocess.PIPE}
    process = subprocess.Popen(leaves, **own)
    try:
        left = int(process.stdout.readline())
        watched = Watched(replace(LIMITS, memory=0, beside=0), lambda: other.processes(process.pid))
        assert {process.pid, left} <= set(watched.processes())
        assert left not in tree(process.pid)
        assert watched.exceeded() == "it took more memory than a notebook may"
    finally:
        os.kill(left, signal.SIGKILL)
        process.kill()
        process.wait()
        process.stdout.close()
