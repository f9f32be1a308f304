"""Everything that guards the course, one step after the other, and one line at the end that says how it went.

A failing step does not stop the next ones. Skipped tests are listed with their reasons, and the files of unity/ that the
unit tests and those of the grader do not run whole with the lines that are left out. Below the coverage that
pyproject.toml asks for, the grader's fail: they add theirs to that of the units.
"""

import argparse
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

REPORTS = Path("_build/reports")
PYTEST = [sys.executable, "-m", "pytest", "-q"]
STEPS = {
    "style": [sys.executable, "-m", "ruff", "check", "."],
    "format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "units": [
        *PYTEST, "-n", "2", "--dist", "loadfile", "--cov", "--cov-report=", "--cov-fail-under=0",
        "--ignore=tests/course", "--ignore=tests/grading", "--ignore=tests/browser", "tests", "unity",
    ],
    "grading": [*PYTEST, "-n", "2", "--dist", "load", "--cov", "--cov-append", "--cov-report=", "tests/grading"],
    "course": [*PYTEST, "-n", "2", "--dist", "load", "tests/course"],
    "equations": [sys.executable, "-m", "unity.equations", "check"],
    "lectures": [
        *PYTEST, "-n", "2", "--dist", "loadscope", "--nbval", "--nbval-current-env", "--nbval-cell-timeout=120",
        "-p", "no:doctest", "-o", "addopts=-ra", "-W", "default", "lectures",
    ],
    "book": [sys.executable, "scripts/build.py"],
    "browser": [*PYTEST, "-n", "2", "-m", "browser", "tests/browser"],
}  # fmt: skip


def run(name, command):
    """Run one step and count (passed, failed, skipped, reasons): a pytest step by its report, any other as one."""
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    is_pytest = "pytest" in command
    code = subprocess.run([*command, f"--junitxml={report}"] if is_pytest else command).returncode
    if not is_pytest:
        return int(code == 0), int(code != 0), 0, Counter()
    if not report.exists():
        return 0, 1, 0, Counter()
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    counts = Counter()
    for suite in suites:
        counts.update({key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")})
    failed = counts["failures"] + counts["errors"]
    failed += int(code != 0 and failed == 0)
    reasons = Counter(skip.get("message", "").split(": ", 1)[-1] for skip in ElementTree.parse(report).iter("skipped"))
    return (
        counts["tests"] - counts["failures"] - counts["errors"] - counts["skipped"],
        failed,
        counts["skipped"],
        reasons,
    )


def coverage(command):
    """The lines of the coverage that a pytest step measured: a table of what it left out, and the total."""
    if "--cov" not in command:
        return []
    report = subprocess.run([sys.executable, "-m", "coverage", "report"], capture_output=True, text=True)
    return ["", *(report.stdout or report.stderr).splitlines()]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("steps", nargs="*", metavar="step", help=f"default: all of {', '.join(STEPS)}")
    steps = parser.parse_args(arguments).steps or list(STEPS)
    if unknown := [name for name in steps if name not in STEPS]:
        parser.error(f"there is no step {unknown[0]!r}; there are {', '.join(STEPS)}")
    REPORTS.mkdir(parents=True, exist_ok=True)
    passed = failed = skipped = 0
    lines, covered, reasons = [], [], Counter()
    for name in steps:
        print(f"\n=== {name} ===", flush=True)
        start = time.perf_counter()
        now_passed, now_failed, now_skipped, why = run(name, STEPS[name])
        passed, failed, skipped = passed + now_passed, failed + now_failed, skipped + now_skipped
        reasons += why
        seconds = time.perf_counter() - start
        covered = coverage(STEPS[name]) or covered
        lines.append(f"{name:10} {now_passed:6} passed {now_failed:4} failed {now_skipped:4} skipped {seconds:7.1f} s")
    print("\n=== summary ===", *lines, *covered, sep="\n")
    for reason, count in sorted(reasons.items()):
        print(f"skipped {count}: {reason}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
