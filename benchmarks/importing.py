"""How long does `import unity` take, and the first use of a function, beside Python alone and `import numpy`?

    .venv/bin/python benchmarks/importing.py            prints the table
    .venv/bin/python benchmarks/importing.py --keep     and keeps it in benchmarks/RESULTS.md

Each is a Python process of its own, which writes how many seconds of the processor its line took; what starts Python is left
out. They run by turns, so a ratio compares neighbours. About a minute.
"""

import argparse
import subprocess
import sys
from statistics import median

from paired import Compared, keep, table

LINES = {
    "import unity": "import unity",
    "import numpy": "import numpy",
    "logistic.probability": "import unity, numpy as np; unity.logistic.probability(*(np.ones((1, 1)),) * 3)",
    "softmax.cost": "import unity, numpy as np; unity.softmax.cost(*(np.ones((1, 1)),) * 4)",
    "activations.relu": "import unity, numpy as np; unity.activations.relu(np.ones(3))",
    "network.Network": "import unity; unity.network.Network([unity.layers.dense(2)], unity.families.GAUSSIAN).init((3,), 0)",
}
TIMED = """
import time
start = time.process_time()
{line}
print(time.process_time() - start)
"""
GOALS = {"import unity": "5 ms", "import numpy": ""}


def seconds(line):
    """The processor's seconds that a line takes in a new process."""
    ran = subprocess.run([sys.executable, "-c", TIMED.format(line=line)], capture_output=True, text=True, check=True)
    return float(ran.stdout.split()[-1])


def compared(rounds):
    """The seconds of each line, round by round, in an order that changes."""
    found, names = {name: [] for name in LINES}, list(LINES)
    for name in names:
        seconds(LINES[name])  # byte code is written, files are in memory
    for turn in range(rounds):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            found[name].append(seconds(LINES[name]))
    return Compared(found)


def lines(rounds):
    """The table."""
    ran = compared(rounds)
    rows = []
    for name in LINES:
        ratio, own = ran.ratio(name, "import numpy"), ran.seconds[name]
        holds = own <= 0.005 if name == "import unity" else ratio <= 1.3
        goal = GOALS.get(name, "1.3 times")
        rows.append((f"`{name}`", f"{1e3 * own:.3g}", f"{ratio:.2f}", goal if holds or not goal else f"{goal}: missed"))
    least = median(ran.rounds["import numpy"])
    return [
        f"`import numpy` takes {1e3 * least:.0f} ms here.",
        "",
        *table(["line", "ms", "of import numpy", "at most"], rows),
    ]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="write the table to RESULTS.md")
    parser.add_argument("--rounds", type=int, default=9, help="how often each line is run (default: 9)")
    options = parser.parse_args(arguments)
    found = lines(options.rounds)
    print(*found, sep="\n")
    if options.keep:
        keep("Importing", found)


if __name__ == "__main__":
    main()
