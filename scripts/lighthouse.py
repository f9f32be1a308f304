"""What Lighthouse says of the built site on a phone: speed, accessibility and good practice, against what is asked.

It needs node; `npx` fetches Lighthouse itself, of one version. A speed moves with what else the machine does, so each page
of which it is asked is measured several times and the median counts, the others once. A page's elements and what it weighs
to its end are the tests' business.
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

from scripts.measured import keep
from scripts.published import SITE, browser, everything, pages, served

LIGHTHOUSE = "lighthouse@12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


# At least so many points for speed: the first of these that a page's name begins with.
ASKED = {"book/welcome": 95, "book/equations": 50, "": 85}
FULL = 100  # the other points are no matter of a machine's pace
UNLISTED = ("404.html", "search.html")  # no search engine is asked to list them, and Lighthouse counts that


class Found(NamedTuple):
    """What was measured of a page: the median of the runs."""

    speed: float
    accessibility: float
    best_practices: float
    seo: float
    shown: float
    moved: float
    sent: float


def read(report):
    """What is asked of a page, out of Lighthouse's own report."""
    points = [100 * report["categories"][name]["score"] for name in CATEGORIES]
    measured = ("largest-contentful-paint", "cumulative-layout-shift", "total-byte-weight")
    shown, moved, sent = (report["audits"][name]["numericValue"] for name in measured)
    return Found(*points, shown, moved, sent / 1000)


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
    if found.speed < least:
        yield f"{name}: speed {found.speed:.0f}, expected at least {least}"
    for kind in ("accessibility", "best_practices", "seo"):
        if getattr(found, kind) < FULL and not (kind == "seo" and name in UNLISTED):
            yield f"{name}: {kind.replace('_', ' ')} {getattr(found, kind):.0f}, expected {FULL}"


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", help="default: all")
    parser.add_argument(
        "--runs", type=int, default=5, help="how often each whose speed counts is measured (default: 5)"
    )
    options = parser.parse_args(arguments)
    npx, chromium = shutil.which("npx"), browser()
    needs = {"node": npx, "a Chromium": chromium, "the built site (make book)": SITE.exists()}
    if not all(needs.values()):
        print(f"Lighthouse was not asked: it needs {' and '.join(name for name, there in needs.items() if not there)}.")
        return 0
    found = []
    with served(SITE) as address:
        timed = pages()
        for name in options.pages or [*timed, *(name for name in everything() if name not in timed)]:
            seen = measure(npx, chromium, f"{address}/{name}", options.runs if name in timed else 1)
            keep(name, **seen._asdict())
            print(
                f"{seen.speed:4.0f} speed {seen.accessibility:4.0f} accessibility {seen.best_practices:4.0f} good practice"
                f"{seen.seo:4.0f} SEO{seen.shown / 1000:6.1f} s shown {seen.moved:6.3f} moved{seen.sent:6.0f} kB  {name}",
                flush=True,
            )
            found += faults(name, seen)
    print(*(f"MISSES {fault}" for fault in found), sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
