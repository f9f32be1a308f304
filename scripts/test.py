"""Everything that guards the course, one step after the other, and one line at the end that says how it went.

A failing step does not stop the next ones. Skipped tests are listed with their reasons, and the files of unity/ that the
unit tests and those of the grader do not run whole with the lines that are left out. Below the coverage that
pyproject.toml asks for, the run fails; where a machine has no sandbox, and so skips the grader's tests, that is not
asked. Two steps are run when they are asked for: "oracles" tries what needs PyTorch, JAX or cosmic-ray, which
`make oracles` installs, and "cluster", or `make test-cluster`, fits more examples than the memory of two workers holds,
which takes a minute or two of the processor.
"""

import argparse
import ast
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

REPORTS = Path("_build/reports")
HOME = Path("_build/home")
SETTINGS = ("IPYTHONDIR", "MPLCONFIGDIR", "DASK_CONFIG", "PYTHONSTARTUP", "SCIKIT_LEARN_DATA")
PLACE = re.compile(r"^(\S+:\d+|Skipped): ")
PYTEST = [sys.executable, "-m", "pytest", "-q"]
STEPS = {
    "style": [sys.executable, "-m", "ruff", "check", "."],
    "format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "types": [sys.executable, "-m", "mypy"],
    "units": [
        *PYTEST, "-n", "2", "--dist", "loadfile", "--cov", "--cov-report=", "--cov-fail-under=0", "-m", "not cluster",
        "--ignore=tests/course", "--ignore=tests/grading", "--ignore=tests/browser", "tests", "unity",
    ],
    "grading": [
        *PYTEST, "-n", "2", "--dist", "load", "--cov", "--cov-append", "--cov-report=", "--cov-fail-under=0", "-m", "not odd",
        "tests/grading",
    ],
    "course": [*PYTEST, "-n", "2", "--dist", "load", "tests/course"],
    "equations": [sys.executable, "-m", "unity.equations", "check"],
    "lectures": [
        *PYTEST, "--nbval", "--nbval-current-env", "--nbval-cell-timeout=600", "--as-in-the-book",
        "-p", "no:doctest", "-o", "addopts=-ra", "-W", "default", "lectures",
    ],
    "book": [sys.executable, "-m", "scripts.build"],
    "browser": [*PYTEST, "-n", "2", "-m", "browser", "tests/browser"],
}  # fmt: skip
ON_REQUEST = {
    "oracles": [*PYTEST, "-n", "2", "--dist", "loadfile", "-m", "oracle", "--ignore=tests/browser", "tests"],
    "cluster": [*PYTEST, "-m", "cluster", "tests/test_cluster.py"],
    "odd": [*PYTEST, "-n", "2", "--dist", "load", "tests/grading/test_strangers.py"],
}


class Counts(NamedTuple):
    """What became of the tests of a step, and why some were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: Counter[str] = Counter()  # noqa: RUF012  (never written to)


def environment():
    """The tests have a home of their own: what a user has configured, or cannot write there, changes nothing."""
    HOME.mkdir(parents=True, exist_ok=True)
    own = lambda name: name in SETTINGS or name.startswith("JUPYTER_") or (name[:4], name[-5:]) == ("XDG_", "_HOME")
    return {name: value for name, value in os.environ.items() if not own(name)} | {"HOME": str(HOME.resolve())}


def run(name, command):
    """Run one step and count: a pytest step by its report, any other as one."""
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    is_pytest = "pytest" in command
    command = [*command, f"--junitxml={report}"] if is_pytest else command
    code = subprocess.run(command, env=environment()).returncode
    if not is_pytest:
        return Counts(int(code == 0), int(code != 0))
    if not report.exists():
        return Counts(failed=1)
    root = ElementTree.parse(report).getroot()
    total = Counter()
    for suite in root.iter("testsuite"):
        total.update({key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")})
    failed = total["failures"] + total["errors"]
    reasons = Counter(map(reason, root.iter("skipped")))
    passed = total["tests"] - failed - total["skipped"]
    return Counts(passed, failed + int(code != 0 and failed == 0), total["skipped"], reasons)


def reason(skip):
    """Why a test was skipped, or a whole file, without the place where that was said."""
    said = skip.get("message", "")
    if said == "collection skipped":
        said = ast.literal_eval(skip.text)[2]
    return PLACE.sub("", said)


def coverage(found):
    """What the steps that measure coverage have left out: (counts, lines); it is judged where all of them ran whole."""
    measuring = [name for name, command in STEPS.items() if "--cov" in command]
    ran = [name for name in measuring if name in found]
    if not ran:
        return None, []
    report = subprocess.run([sys.executable, "-m", "coverage", "report"], capture_output=True, text=True)
    lines = ["", *(report.stdout or report.stderr).splitlines()]
    if ran != measuring:
        return None, [line for line in lines if not line.startswith("Coverage failure")]
    if found[ran[-1]].skipped:
        return Counts(skipped=1, reasons=Counter({"coverage counts where all of the grader's tests run": 1})), []
    return Counts(int(report.returncode == 0), int(report.returncode != 0)), lines


def row(name, counts, seconds):
    """A line of the summary."""
    return f"{name:10} {counts.passed:6} passed {counts.failed:4} failed {counts.skipped:4} skipped {seconds:7.1f} s"


def verdict(found):
    """The last line, for someone who has never run it: what passed, failed and was skipped, why, and what to do now."""
    passed, failed, skipped = (sum(getattr(c, key) for c in found.values()) for key in Counts._fields[:3])
    reasons = sum((counts.reasons for counts in found.values()), Counter())
    why = f" ({'; '.join(f'{count}: {reason}' for reason, count in sorted(reasons.items()))})" if skipped else ""
    numbers = f"{passed} passed, {failed} failed, {skipped} skipped{why}"
    if failed:
        broken = [name for name, counts in found.items() if counts.failed]
        steps = " ".join("units grading" if name == "coverage" else name for name in broken)
        here = Path(sys.executable)
        python = here.relative_to(Path.cwd()) if here.is_relative_to(Path.cwd()) else here
        told = f"What failed is told above, in {', '.join(broken)}"
        return f"NOT GREEN: {numbers}. {told}; to try only that again: {python} scripts/test.py {steps}"
    rest = "; what was skipped needs what this machine has not" if skipped else ""
    return f"GREEN: {numbers}. There is nothing to do{rest}."


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    known = STEPS | ON_REQUEST
    parser.add_argument("steps", nargs="*", metavar="step", help=f"default: all of {', '.join(STEPS)}")
    steps = parser.parse_args(arguments).steps or list(STEPS)
    if unknown := [name for name in steps if name not in known]:
        parser.error(f"there is no step {unknown[0]!r}; there are {', '.join(known)}")
    REPORTS.mkdir(parents=True, exist_ok=True)
    found, lines = {}, []
    for name in steps:
        print(f"\n=== {name} ===", flush=True)
        start = time.perf_counter()
        found[name] = run(name, known[name])
        lines.append(row(name, found[name], time.perf_counter() - start))
    judged, covered = coverage(found)
    if judged:
        found["coverage"] = judged
    (REPORTS / "summary.json").write_text(json.dumps({name: counts._asdict() for name, counts in found.items()}))
    print("\n=== summary ===", *lines, *covered, verdict(found), sep="\n")
    return 1 if any(counts.failed for counts in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
