"""Lay Python beside the built site, so that readers run the chapters' code on their pages; what fails leaves the site as it is.

The packages that no package index has, as NumPy for WebAssembly, come from one address: that of a release of Pyodide, or
a folder that holds its files. Each has to be the one that Pyodide's lock pins. All is then tried in Chromium: a chapter has
a button where its imports passed, and none has one where `import numpy, unity.logistic` did not.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

from scripts.build import BUILD, SITE, keep_site
from scripts.pyodide import core, overlay, pins, trial
from scripts.pyodide.fetch import fetch

ROOT = Path(__file__).parents[2]
WORK = BUILD / "pyodide"


def lay(address, site, work):
    """Put Python and the buttons into the site; the chapters that got none, with the reason. Raises as the steps do."""
    installed = core.installed(work / "npm")
    info, packages = pins.read(installed / core.LOCK)
    needed = pins.pinned(packages)
    fetched = fetch(address, needed, work / "release")
    chapters = {f"lectures/{path.stem}.html": path for path in sorted(ROOT.glob("lectures/*.ipynb"))}
    chapters = {name: path for name, path in chapters.items() if (site / name).exists()}
    if not chapters:
        raise FileNotFoundError("pyodide: the site is not built: make book")
    new = work / "overlay"
    shutil.rmtree(new, ignore_errors=True)
    overlay.assemble(new / overlay.FOLDER, installed, info, needed, fetched)
    failed = trial.tried(new, {name: trial.imports(path) for name, path in chapters.items()})
    overlay.put_buttons(site, failed, new)
    shutil.rmtree(site / overlay.FOLDER, ignore_errors=True)
    shutil.copytree(new, site, dirs_exist_ok=True)
    return {name: why for name, why in failed.items() if why}


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m scripts.pyodide", description=__doc__)
    parser.add_argument(
        "--packages",
        metavar="ADDRESS",
        default=os.environ.get("PYODIDE_PACKAGES", ""),
        help="where the files of Pyodide's packages lie (default: the environment variable PYODIDE_PACKAGES)",
    )
    parser.add_argument(
        "--core-only", action="store_true", help="only install the core, which the tests in Chromium use"
    )
    options = parser.parse_args(arguments)
    try:
        if options.core_only:
            print(f"Pyodide's core is in {core.installed(WORK / 'npm')}.")
            return 0
        if not options.packages:
            raise FileNotFoundError("pyodide: no address of its packages: --packages, or PYODIDE_PACKAGES, names one")
        without = lay(options.packages, SITE, WORK)
        keep_site()
    except (OSError, ValueError) as error:
        print(f"{error}\nThe site is as it was: no chapter has a button that runs its code.", file=sys.stderr)
        return 1
    for name, why in without.items():
        print(f"{name} has no button, since its imports failed: {why}", file=sys.stderr)
    print(f"Python is in {SITE / overlay.FOLDER}; chapters run on their pages, all but {len(without)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
