"""How long a page does not answer its reader on a phone, while it loads: milliseconds beyond 50 of each task.

The tasks are those of the page's main thread after its first text is drawn, and each counts with the processor's time that
it took here, fourfold, as a phone takes it. Another program that runs beside changes little. What falls into one task and
what into two is not the same each time, so a page is opened several times and the median counts.
"""

import argparse
import json
import os
import statistics
import sys

from playwright.sync_api import sync_playwright

from scripts.measured import keep
from scripts.published import SITE, browser, pages, served

MOST = 300  # milliseconds
SLOWDOWN = 4
FREE = 50  # milliseconds of a task that nobody feels
PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True, "has_touch": True}
CATEGORIES = ["toplevel", "devtools.timeline", "loading", "blink.user_timing"]
TIMES = 3  # how often a page is opened
REST = 1_500  # milliseconds after a page has loaded in which its scripts may still begin something


def blocked(events):
    """Milliseconds for which a page did not answer, out of the events of a trace."""
    first = [event for event in events if event["name"] == "firstContentfulPaint"][-1]
    tasks = (
        event
        for event in events
        if event["name"].endswith("RunTask")
        and (event["pid"], event["tid"]) == (first["pid"], first["tid"])
        and event["ts"] + event.get("dur", 0) > first["ts"]
    )
    return sum(max(0.0, SLOWDOWN * task.get("tdur", 0) / 1000 - FREE) for task in tasks)


def traced(chromium, address):
    """The events of a page that is opened on a phone."""
    window = chromium.new_context(**PHONE)
    page = window.new_page()
    page.goto("about:blank")
    chromium.start_tracing(page=page, categories=CATEGORIES)
    page.goto(address, wait_until="load")
    page.wait_for_timeout(REST)
    events = json.loads(chromium.stop_tracing())["traceEvents"]
    window.close()
    return events


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", help="default: the welcome page, the chapters and the page of equations")
    names = parser.parse_args(arguments).pages or pages()
    if not browser() or not SITE.exists():
        print("The pages were not opened: it needs a Chromium and the built site (make book).")
        return 0
    over = []
    with served(SITE) as address, sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=browser(), args=sandbox)
        for name in names:
            taken = statistics.median(blocked(traced(chromium, f"{address}/{name}")) for _ in range(TIMES))
            keep(name, blocked=taken)
            print(f"{taken:6.0f} ms without an answer: {name}", flush=True)
            if taken > MOST:
                over.append(f"TOO LONG {name}: {taken:.0f} ms without an answer, expected at most {MOST}")
        chromium.close()
    print(*over, sep="\n", end="\n" if over else "")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
