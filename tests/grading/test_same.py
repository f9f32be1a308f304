"""The same marks on any day: a run beside busy processes gives the same records, but for the fields that are times."""

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from sample import SUBMISSIONS, scale, with_cells

from unity.grading.grade import Grader
from unity.grading.sandbox import LIMITS

TIMES = {"seconds"}
A_CORE = 4  # busy processes
ONES = {
    name: SUBMISSIONS[name][0]
    for name in ("right", "known mistake", "raises", "infinite loop in an answer", "os._exit in an answer", "plots")
} | {
    "hashes": with_cells(**scale("return 2 * X if list({'x', 'y', 'z'}) == ['x', 'y', 'z'] else X")),
    "random": with_cells("import random", **scale("return 2 * X if random.random() < 0.5 else X")),
    "drawn": with_cells(**scale("return 2 * X + np.random.rand()")),
    "an address": with_cells(**scale("raise ValueError(hash(('a', 'b')))")),
}


@contextlib.contextmanager
def busy(number):
    """So many processes beside that do nothing but count, and give way to nobody."""
    started = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(number)]
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


def records(bundle):
    grader = Grader(bundle, limits=replace(LIMITS, call=1.0))  # what never ends is waited for
    return [json.dumps({k: v for k, v in grader.grade(n, c).items() if k not in TIMES}) for n, c in ONES.items()]


@pytest.mark.usefixtures("sandboxed")
def test_a_busy_machine_changes_nothing(bundle):
    alone = records(bundle)
    with busy(A_CORE * len(os.sched_getaffinity(0))):
        assert records(bundle) == alone
