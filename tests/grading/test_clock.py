"""Time that counts is the processor's: a busy machine costs no marks, and neither a loop nor sleep goes on for ever."""

import os
import select
import signal
import subprocess
import sys
import time

import pytest

from unity.grading import clock as module
from unity.grading.clock import Clock
from unity.grading.processes import processor_time, tree


def started(source):
    return subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, start_new_session=True)


@pytest.fixture
def child(request):
    process = started(request.param)
    yield process
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()


SPIN, ASLEEP = "while True: pass", "import time; time.sleep(10_000)"
GRANDCHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SPIN!r}])"
DRIP = "import os, time\nwhile True: os.write(1, b'x'); time.sleep(0.01)"


@pytest.mark.parametrize("child", [SPIN, GRANDCHILD], ids=["itself", "what it starts"], indirect=True)
def test_the_processor_is_counted(child):
    """With endless patience only the processor's time can end it."""
    clock = Clock(0.5, patience=1e9, counts=[lambda: processor_time(tree(child.pid))])
    assert not clock.wait(child.stdout, select.POLLIN)
    assert clock.used() >= 0.5
    assert processor_time(tree(child.pid)) >= 0.5


@pytest.mark.parametrize("child", [ASLEEP, DRIP], ids=["asleep", "a byte now and then"], indirect=True)
def test_patience_ends(child):
    """What takes no time of the processor's is ended by the clock on the wall, after the whole patience."""
    clock = Clock(0.2, patience=5.0)
    start = time.monotonic()
    while clock.wait(child.stdout, select.POLLIN):
        os.read(child.stdout.fileno(), 1)
    assert time.monotonic() - start >= 1.0
    assert clock.over()


def test_a_busy_machine_costs_nothing(monkeypatch):
    """Ten seconds on the clock in which the processor was elsewhere."""
    now, used = [0.0], [3.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    clock = Clock(2.0, patience=6.0, counts=[lambda: used[0]])
    now[0] = 0.2
    assert clock.used() == pytest.approx(0.2 / 6)
    now[0], used[0] = 10.0, 3.5
    assert clock.used() == pytest.approx(10 / 6)
    assert not clock.over()
    now[0], used[0] = 10.2, 5.5
    assert clock.used() == 2.5
    used[0] = 0.0  # it has ended
    now[0] = 10.4
    assert clock.used() == 2.5


def test_who_is_gone_has_no_time():
    process = started("pass")
    process.stdout.read()
    process.wait()
    process.stdout.close()
    assert processor_time([process.pid]) == 0
