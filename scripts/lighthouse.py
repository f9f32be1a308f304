"""What Lighthouse says of the built site on a phone: speed, accessibility and good practice, against what is asked.

It needs node; `npx` fetches Lighthouse itself, of one version. A score moves with what else the machine does, so each page
is measured several times and the median counts; the page's bytes, elements and moved lines are the tests' business.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from scripts.published import SITE, browser, pages, served

LIGHTHOUSE = "lighthouse@12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices")


# At least so many points for speed: the first of these that a page's name begins with.
ASKED = {"book/welcome": 95, "book/equations": 50, "": 85}
FULL = 100  # accessibility and good practice are no matter of a machine's pace


class Found(NamedTuple):
    """What was measured of a page: the median of the runs."""

    performance: float
    accessibility: float
    best_practices: float
    blocked: float
    shown: float
    moved: float


def read(report):
    """What is asked of a page, out of Lighthouse's own report."""
    points = [100 * report["categories"][name]["score"] for name in CATEGORIES]
    measured = ("total-blocking-time", "largest-contentful-paint", "cumulative-layout-shift")
    return Found(*points, *(report["audits"][name]["numericValue"] for name in measured))


def measure(npx, chromium, address, runs):
    """Run Lighthouse on a page so many times: the medians."""
    environment = os.environ | {"CHROME_PATH": chromium, "PUPPETEER_SKIP_DOWNLOAD": "1"}
    flags = "--headless=new --disable-gpu" + (" --no-sandbox" if os.geteuid() == 0 else "")
    found = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder, "report.json")
            command = [
                npx, "--yes", LIGHTHOUSE, address, "--quiet", "--output=json", f"--output-path={report}",
                f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}",
            ]  # fmt: skip
            subprocess.run(command, env=environment, check=True, cwd=folder, stdin=subprocess.DEVNULL)
            found.append(read(json.loads(report.read_text(encoding="utf-8"))))
    return Found(*map(statistics.median, zip(*found)))


def faults(name, found):
    """What a page misses of what is asked of it: one sentence each."""
    least = next(points for start, points in ASKED.items() if name.startswith(start))
    if found.performance < least:
        yield f"{name}: speed {found.performance:.0f}, expected at least {least}"
    for kind in ("accessibility", "best_practices"):
        if getattr(found, kind) < FULL:
            yield f"{name}: {kind.replace('_', ' ')} {getattr(found, kind):.0f}, expected {FULL}"


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", help="default: the welcome page, the chapters and the page of equations")
    parser.add_argument("--runs", type=int, default=3, help="how often each is measured (default: 3)")
    options = parser.parse_args(arguments)
    npx, chromium = shutil.which("npx"), browser()
    needs = {"node": npx, "a Chromium": chromium, "the built site (make book)": SITE.exists()}
    if not all(needs.values()):
        print(f"Lighthouse was not asked: it needs {' and '.join(name for name, there in needs.items() if not there)}.")
        return 0
    found = []
    with served(SITE) as address:
        for name in options.pages or pages():
            seen = measure(npx, chromium, f"{address}/{name}", options.runs)
            print(
                f"{seen.performance:4.0f} speed {seen.accessibility:4.0f} accessibility {seen.best_practices:4.0f} good practice"
                f"{seen.shown / 1000:6.1f} s shown {seen.blocked:6.0f} ms blocked {seen.moved:6.3f} moved  {name}",
                flush=True,
            )
            found += faults(name, seen)
    print(*(f"MISSES {fault}" for fault in found), sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
