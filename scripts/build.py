"""Build the book, and with --serve show it: `python -m scripts.build`.

The lectures run side by side, meanwhile programs write the pages that are theirs, and then Sphinx reads and writes all
pages in as many processes as there are cores. Every warning fails the build. Lectures run again when the library or its
dependencies have changed, and all pages are read again after a build that failed: Sphinx repeats its warnings only for
the pages that it reads.
"""

import argparse
import functools
import hashlib
import http.server
import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.progress import run

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "_build"
SITE = BUILD / "html"
STAMP = BUILD / "stamp.json"
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()

# The pages that a program writes, and the program.
GENERATED = {
    ROOT / "book" / "equations.md": [sys.executable, "-m", "unity.equations", "table"],
    ROOT / "book" / "coverage.md": [sys.executable, "scripts/coverage.py"],
    ROOT / "book" / "lectures.md": [sys.executable, "scripts/lectures.py"],
    ROOT / "book" / "map.md": [sys.executable, "scripts/map.py"],
    ROOT / "book" / "house.md": [sys.executable, "scripts/house.py"],
    ROOT / "book" / "performance.md": [sys.executable, "-m", "scripts.performance"],
    ROOT / "book" / "pace.md": [sys.executable, "-m", "scripts.measured"],
    ROOT / "book" / "matrix.md": [sys.executable, "-m", "scripts.matrix", "--page"],
}
LECTURES = [sys.executable, "-m", "scripts.executed"]
# Jupyter Book has no option for more than one process.
BOOK = [
    sys.executable, "-c",
    "import functools, jupyter_book.sphinx as book\n"
    f"book.build_sphinx = functools.partial(book.build_sphinx, jobs={CORES})\n"
    "from jupyter_book.cli.main import main; main()",
    "build", ".", "--warningiserror", "--nitpick", "--keep-going",
]  # fmt: skip

# What decides about the outputs of lectures, about how pages are read, and about anything at all.
EXECUTION = ("unity/**/*", "requirements.lock")
PAGES = (*EXECUTION, "book/sphinx/**/*.py", "book/templates/**/*", "_config.yml", "_toc.yml", "scripts/house.py")
INPUTS = (
    *PAGES,
    "book/**/*",
    "lectures/**/*",
    "scripts/*.py",
    "tests/**/*.py",
    "benchmarks/*.md",
    "tests/*.json",
    "C*.md",
    "CITATION.cff",
)

# Said of a lecture's outputs: what ran once with a passing fault of the machine has to run again.
SPOILED = "[mystnb."


def digest(patterns):
    """One number for the contents of all files that match, and for the Python that reads them."""
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    total = hashlib.sha256(sys.version.encode())
    for path in sorted(found):
        if path.is_file() and "__pycache__" not in path.parts and ".ipynb_checkpoints" not in path.parts:
            total.update(str(path.relative_to(ROOT)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def listing(folder):
    """One number for the names and sizes of the files of a folder."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            total.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
    return total.hexdigest()


def last_build():
    """What the last build was made from: after one that failed or was interrupted, what its lectures ran with."""
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def write_stamp(**digests):
    STAMP.write_text(json.dumps(digests, indent=1), encoding="utf-8")


def keep_site():
    """What has been laid beside the pages belongs to the site: the next build finds it as it was left."""
    write_stamp(**last_build() | {"site": listing(SITE)})


def discard(*names):
    for name in names:
        shutil.rmtree(BUILD / name, ignore_errors=True)


def generate(page, command):
    """Run a generator; a page that comes out as it was keeps its time, so that Sphinx need not read it again."""
    before = (page.read_bytes(), page.stat()) if page.exists() else None
    if subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL).returncode:
        return False
    if before and page.read_bytes() == before[0]:
        os.utime(page, ns=(before[1].st_atime_ns, before[1].st_mtime_ns))
    return True


def run_lectures(anew=False):
    """Run the lectures: those that never ran with this library, or all of them anew."""
    last, now = last_build(), digest(EXECUTION)
    if anew or now != last.get("execution"):
        if last and not anew:
            print("The library or its dependencies have changed: the lectures run again.", flush=True)
        discard(".jupyter_cache", "jupyter_execute")
    BUILD.mkdir(exist_ok=True)
    write_stamp(**last | {"execution": now})
    if any(ROOT.glob("lectures/*.ipynb")):
        run(LECTURES, ROOT)  # what fails runs again where it is asked for


def generate_all():
    """Write the pages that programs write, one after the other; whether all of them could be written."""
    return all([generate(page, command) for page, command in GENERATED.items()])


def build():
    """Build what has changed; True where the site stands and nothing warned."""
    last, pages = last_build(), digest(PAGES)
    if SITE.exists() and last.get("inputs") == digest(INPUTS) and last.get("site") == listing(SITE):
        print("Nothing has changed since the last build.")
        return True
    # Python beside the site, and the buttons that start it, are of the build for which they were tried (scripts/pyodide/).
    if pages != last.get("pages") or (SITE / "python").exists():
        discard(".doctrees", "html")
    with ThreadPoolExecutor(1) as beside:
        generated = beside.submit(generate_all)
        run_lectures()
    write_stamp(execution=last_build()["execution"])  # all that is sure until the build has passed
    passed, complaints = run(BOOK, ROOT) if generated.result() else (False, "")
    if SPOILED in complaints:
        discard(".jupyter_cache", "jupyter_execute")
    if not passed:
        discard(".doctrees")
        return False
    write_stamp(execution=last_build()["execution"], pages=pages, inputs=digest(INPUTS), site=listing(SITE))
    return True


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, *_):
        pass


def server(port=None):
    """A server of the site on this machine: at `port`, or at 8000 where that is free, or wherever there is room."""
    handler = functools.partial(Handler, directory=SITE)
    for candidate in (port,) if port is not None else (8000, 0):
        try:
            return http.server.ThreadingHTTPServer(("127.0.0.1", candidate), handler)
        except OSError as error:
            found = error
    raise SystemExit(f"build: port {port} is taken ({found.strerror}); name another, or none for a free one")


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", action="store_true", help="then serve the site on this machine")
    parser.add_argument("--port", type=int, help="default: 8000, or a free one")
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    if not build():
        print("The book was not built: each error and warning above has to go.", file=sys.stderr)
        return 1
    print(f"The site is in {SITE} ({time.perf_counter() - start:.1f} s).", flush=True)
    if options.serve:
        with server(options.port) as running:
            print(f"The book is at http://127.0.0.1:{running.server_port}/ (Ctrl-C stops it)", flush=True)
            try:
                running.serve_forever()
            except KeyboardInterrupt:
                print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
