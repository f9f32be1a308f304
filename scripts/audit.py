"""What a reader waits for, measured: the processor's seconds that each lecture takes, against a budget that all share.

Seconds of the processor, and not those on the clock: another program that runs beside changes nothing. And seconds of the
machine on which the budgets were set: a yardstick is measured before each lecture and after it. The tests only list what
they see on the clock, and fail for no slowness; here a lecture over its budget is a fault.
"""

import argparse
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from scripts import yardstick
from scripts.measured import keep

BUDGET = {"a lecture": 20, "all lectures": 150}
NEVER = 3600  # seconds on the clock for a cell: it is not the clock that decides


def processor_seconds(path):
    """What a kernel takes to run a notebook from its top, its start included."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=NEVER, resources={"metadata": {"path": str(path.parent)}})
    with yardstick.children() as taken:
        client.execute()
    return taken[0]


def faults(seconds, budget=BUDGET):
    """Which of {name: seconds} is over its budget: one sentence each."""
    for name, taken in [*seconds.items(), ("all lectures", sum(seconds.values()))]:
        most = budget.get(name, budget["a lecture"])
        if taken > most:
            yield f"{name}: {taken:.1f} s of the processor, expected at most {most} s"


def main(arguments=None, budget=BUDGET):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: every notebook in lectures/")
    seconds, before = {}, yardstick.seconds()
    for path in parser.parse_args(arguments).notebooks or sorted(Path("lectures").glob("*.ipynb")):
        taken, after = processor_seconds(path), yardstick.seconds()
        seconds[path.stem] = yardstick.TAKES * taken / ((before + after) / 2)
        keep(f"lectures/{path.stem}.html", seconds=seconds[path.stem])
        print(f"{seconds[path.stem]:6.1f} s of the processor: {path.stem} ({taken:.1f} s here)", flush=True)
        before = after
    print(f"{sum(seconds.values()):6.1f} s of the processor: all lectures")
    found = list(faults(seconds, budget))
    print(*(f"TOO LONG {fault}" for fault in found), sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
