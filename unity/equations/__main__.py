"""The command line: `python -m unity.equations check` and `python -m unity.equations table`."""

import argparse
import sys
from pathlib import Path

from unity.equations import displayed, faults, table


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m unity.equations", description=__doc__)
    parser.add_argument("command", choices=["check", "table"], help="check the labels, or write book/equations.md")
    parser.add_argument("--root", default=".", help="the project's folder (default: the current one)")
    options = parser.parse_args(arguments)
    if options.command == "table":
        page = Path(options.root) / "book" / "equations.md"
        page.write_text(table(options.root), encoding="utf-8")
        print(f"{page} written")
        return 0
    found = list(faults(options.root))
    print(*found, sep="\n", end="\n" if found else "")
    print(f"{len(displayed(options.root))} displayed equations, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
