"""Two submissions cannot speak: what one leaves anywhere, another one that runs beside it or behind it does not find."""

import contextlib
import platform

import pytest

from unity.grading.sandbox import Sandbox
from unity.grading.sandbox.seccomp import REFUSED, filter_of
from unity.grading.session import Session

CALLS = REFUSED.get(platform.machine(), (0, {}))[1]
BOTH = f"""
import ctypes, fcntl, os, pathlib, socket, unity
libc = ctypes.CDLL(None, use_errno=True)
CALLS = {CALLS!r}
shared = unity.__file__
def tried(f):
    try:
        return f()
    except OSError as error:
        return None
"""
# what alice does, and what bob finds: true where he has got word of it
CHANNELS = {
    "a key of the user": (
        "libc.syscall(CALLS['add_key'], b'user', b'said-by-alice', b'x', 1, -4)",
        "'said-by-alice' in (tried(lambda: pathlib.Path('/proc/keys').read_text()) or '') or libc.syscall(CALLS['keyctl'], 10, -4, b'user', b'said-by-alice', 0) > 0",
    ),
    "a key of the session": (
        "libc.syscall(CALLS['add_key'], b'user', b'said-by-alice', b'x', 1, -3)",
        "libc.syscall(CALLS['keyctl'], 10, -3, b'user', b'said-by-alice', 0) > 0",
    ),
    "how many keys there are": (
        "[libc.syscall(CALLS['add_key'], b'user', b'k%d' % i, b'x', 1, -4) for i in range(20)]",
        "tried(lambda: len(pathlib.Path('/proc/key-users').read_text()) > 0)",
    ),
    "an abstract socket": (
        "s = socket.socket(socket.AF_UNIX); s.bind(chr(0) + 'alice'); s.listen()",
        "tried(lambda: socket.socket(socket.AF_UNIX).connect(chr(0) + 'alice') is None)",
    ),
    "a port": (
        "s = socket.socket(); tried(lambda: (s.bind(('127.0.0.1', 47110)), s.listen()))",
        "tried(lambda: socket.create_connection(('127.0.0.1', 47110), 0.5) is not None)",
    ),
    "a file in shared memory": ("open('/dev/shm/alice', 'w').write('x')", "os.path.exists('/dev/shm/alice')"),
    "a file in a folder for all": ("open('/tmp/alice', 'w').write('x')", "os.path.exists('/tmp/alice')"),
    "a segment of shared memory": ("libc.shmget(4711, 4096, 0o1666)", "libc.shmget(4711, 0, 0) >= 0"),
    "a semaphore": ("libc.semget(4711, 1, 0o1666)", "libc.semget(4711, 0, 0) >= 0"),
    "a queue": ("libc.msgget(4711, 0o1666)", "libc.msgget(4711, 0) >= 0"),
    "a queue with a name": (
        "ctypes.CDLL('librt.so.1').mq_open(b'/alice', 66, 0o666, None)",
        "ctypes.CDLL('librt.so.1').mq_open(b'/alice', 0) >= 0",
    ),
    "when a file was read": (
        "times = [open(p).read() for p in (shared, '/usr/bin/env') if os.access(p, os.R_OK) and p == shared]",
        "os.stat(shared).st_atime != before",
    ),
    "a lock on a file that both can read": (
        "f = open(shared); locked = tried(lambda: fcntl.flock(f, fcntl.LOCK_EX))",
        "tried(lambda: fcntl.flock(open(shared), fcntl.LOCK_EX | fcntl.LOCK_NB) or True) is None and CALLS.get('flock') is None",
    ),
    "a watch on such a file": (
        "pass",
        "libc.inotify_add_watch(libc.inotify_init1(0), shared.encode(), 0xFFF) >= 0",
    ),
    "a process": ("pass", "any(int(p) > 40 for p in os.listdir('/proc') if p.isdigit())"),
}  # fmt: skip


@pytest.fixture(scope="module")
def pair(sandboxed):
    sandbox = Sandbox()
    with contextlib.closing(Session(sandbox)) as alice, contextlib.closing(Session(sandbox)) as bob:
        for session in (alice, bob):
            assert "error" not in ran(session, BOTH)
        yield alice, bob


def ran(session, source):
    return session.request({"do": "cell", "source": source, "name": "x"}, 20.0)


@pytest.mark.parametrize("name", CHANNELS)
def test_nothing_gets_across(pair, name):
    alice, bob = pair
    says, finds = CHANNELS[name]
    assert "error" not in ran(bob, "before = os.stat(shared).st_atime")
    assert "error" not in ran(alice, says)
    found = ran(bob, f"found = bool({finds})")
    assert "error" not in found, found
    assert bob.request({"do": "look", "target": "found", "attribute": "", "keeps": False}, 5.0)["value"] is False


@pytest.mark.skipif(
    filter_of() is None, reason="the numbers of this machine's calls are not known: seccomp.py lists them"
)
@pytest.mark.parametrize("name", ["add_key", "keyctl", "flock", "ptrace"])
def test_the_filter_refuses(pair, name):
    ran(pair[0], f"ctypes.set_errno(0); libc.syscall(CALLS[{name!r}], 0, 0, 0, 0, 0); found = ctypes.get_errno()")
    assert pair[0].request({"do": "look", "target": "found", "attribute": "", "keeps": False}, 5.0)["value"] == 1


def test_hashes_and_random_numbers_are_the_same_every_time(sandboxed):
    found = []
    for _ in range(2):
        with contextlib.closing(Session(Sandbox())) as session:
            ran(
                session,
                "import random, numpy as np\nfound = [hash('a'), list({'x', 'y', 'z'}), random.random(), float(np.random.rand())]",
            )
            found.append(
                session.request({"do": "look", "target": "found", "attribute": "", "keeps": False}, 5.0)["value"]
            )
    assert found[0] == found[1]


def test_memory_is_bounded_for_all_processes_together(sandboxed):
    """Three that take half of it each, and none of them more than it may."""
    from unity.grading.sandbox import Limits
    from unity.grading.session import Killed

    source = """
import os, time
for _ in range(3):
    if os.fork() == 0:
        block = bytearray(os.urandom(2**20)) * 300
        time.sleep(60)
        os._exit(0)
time.sleep(60)
"""
    limits = Limits(memory=600 * 2**20, beside=64 * 2**20)
    with (
        contextlib.closing(Session(Sandbox(limits=limits))) as session,
        pytest.raises(Killed, match="more memory than"),
    ):
        session.request({"do": "cell", "source": source, "name": "x"}, 20.0)
