"""The settings in which the tests are tried: that each is what it says, and that the page tells what came out."""

import ast
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from scripts import matrix, processors

ROOT = Path(__file__).parents[2]
ARITHMETIC = """
import json, numpy as np, numpy._core._multiarray_umath as core, threadpoolctl
A = np.random.default_rng(0).normal(size=(200, 200))
pools = threadpoolctl.threadpool_info()
features = [name for name in core.__cpu_dispatch__ if core.__cpu_features__[name]]
print(json.dumps([[pool["architecture"] for pool in pools], [pool["num_threads"] for pool in pools], features]))
print((A @ A).tobytes().hex(), np.exp(A).tobytes().hex())
"""


def arithmetic(**given):
    environment = os.environ | processors.environment(**given)
    command = [sys.executable, "-c", ARITHMETIC]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    told, numbers = run.stdout.splitlines()
    return told, numbers


def test_another_kernel_gives_other_digits():
    """Else the matrix would try the same arithmetic again and again."""
    if not processors.can("AVX2"):
        pytest.skip("this processor has no AVX2: it has no other kernels to try")
    (haswell, one), (prescott, other) = arithmetic(kernel="Haswell"), arithmetic(kernel="Prescott", plain=True)
    assert "Haswell" in haswell
    assert "Haswell" not in prescott
    assert prescott.endswith("[]]")
    assert one != other
    np_one, np_other = one.split()[0], other.split()[0]
    assert len(np_one) == len(np_other)


def test_a_kernel_that_would_crash_is_not_asked_for():
    for kernel, feature in processors.KERNELS.items():
        assert ("OPENBLAS_CORETYPE" in processors.environment(kernel)) == processors.can(feature)


def test_two_threads_are_two():
    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("this machine has one core")
    assert "[2" in arithmetic(threads=2)[0]


@pytest.mark.parametrize("number", [0, 3])
def test_so_many_loops_run_beside_and_none_afterwards(number):
    with matrix.busy(number) as leader:
        loops = psutil.Process(leader).children()
        deadline = time.monotonic() + 60
        while len(loops) < number and time.monotonic() < deadline:
            loops = psutil.Process(leader).children()
        assert len(loops) == number
        while not all(sum(loop.cpu_times()[:2]) for loop in loops) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert all(sum(loop.cpu_times()[:2]) for loop in loops)
    psutil.wait_procs(loops, timeout=60)
    assert not any(loop.is_running() for loop in loops)


def test_the_oldest_versions_are_those_that_are_declared():
    assert matrix.lower_bounds("numpy", "scikit-learn") == ("numpy==2.0.*", "scikit-learn==1.6.*")


def test_a_program_is_hidden_and_no_other(tmp_path):
    path = matrix.path_without(("git",), tmp_path / "path")
    find = lambda name: (
        subprocess.run(["sh", "-c", f"command -v {name}"], env={"PATH": path}, capture_output=True).returncode
    )
    assert find("git") != 0
    assert find("python3") == find("ls") == 0


def test_every_step_of_a_setting_exists():
    import importlib.util

    spec = importlib.util.spec_from_file_location("scripts_test", ROOT / "scripts" / "test.py")
    runner = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(runner)
    for name, setting in matrix.SETTINGS.items():
        assert set(setting.steps) <= runner.STEPS.keys(), name


ROW = {
    "on": "2026-11-28",
    "machine": "A processor",
    "steps": ["units", "course"],
    "minutes": 3.5,
    "passed": 8000,
    "failed": 1,
}


def test_the_page_tells_what_came_out():
    kept = {"haswell": ROW | {"skipped": {"no GPU": 3}}, "skylakex": {"impossible": "it has no AVX512F"}}
    page = matrix.page(kept)
    (row,) = [line for line in page.splitlines() if line.startswith("| `")]
    assert row.startswith("| `haswell` |")
    assert row.replace("\N{NON-BREAKING HYPHEN}", "-").endswith("| 2026-11-28 | 8,000 | 1 | 3 | 3.5 | units, course |")
    assert "\nNot tried, because it has no AVX512F: `skylakex`, OpenBLAS with its kernels for SkylakeX.\n" in page
    assert re.search("^Not tried yet: .*; `busy`, six busy processes beside; .*$", page, re.MULTILINE)
    assert "* no GPU" in page


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("JAX is not installed: make oracles", "JAX is not installed: `make oracles`"),
        ("jax is not installed: make oracles", "JAX is not installed: `make oracles`"),
        ("could not import 'torch': No module named 'torch'", "PyTorch is not installed: `make oracles`"),
        ("all tests skipped by +SKIP option", "An example in a docstring is not to be run"),
        ("Skipped", "A cell of a lecture is not to be run"),
        ("CuPy is not installed: pip install unity[gpu]", "CuPy is not installed: `pip install unity[gpu]`"),
        ("CuPy finds no GPU", "CuPy finds no GPU"),
    ],
)
def test_a_cause_has_one_reason_in_words(reason, said):
    assert matrix.plainly(reason) == said


def test_a_skip_says_why():
    silent = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in [ROOT / "conftest.py", *ROOT.glob("tests/**/*.py")]
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and (
            (ast.unparse(call.func) == "pytest.importorskip" and "reason" not in {each.arg for each in call.keywords})
            or (ast.unparse(call.func) == "pytest.skip" and not call.args)
        )
    ]
    assert silent == []


def test_all_steps_are_all():
    (row,) = [
        line
        for line in matrix.page({"busy": ROW | {"steps": list(matrix.ALL), "skipped": {}}}).splitlines()
        if "| `" in line
    ]
    assert row.endswith("| all |")


def test_what_is_kept_keeps_its_order(tmp_path, monkeypatch):
    monkeypatch.setattr(matrix, "KEPT", tmp_path / "matrix.json")
    for name in ("busy", "haswell", "no longer there"):
        matrix.keep(name, ROW | {"skipped": {}})
    assert list(matrix.read()) == ["haswell", "busy"]


def test_what_is_committed_did_not_fail():
    for name, row in matrix.read().items():
        assert name in matrix.SETTINGS
        assert row.get("failed", 0) == 0, name
