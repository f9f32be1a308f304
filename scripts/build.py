"""Build the book, and with --serve show it.

Every warning fails the build. Lectures run again when the library or its dependencies have changed, and all pages
are read again after a build that failed: Sphinx repeats its warnings only for the pages that it reads.
"""

import argparse
import functools
import hashlib
import http.server
import json
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "_build"
SITE = BUILD / "html"
STAMP = BUILD / "stamp.json"
LECTURES = sorted(ROOT.glob("lectures/*.ipynb"))

# The pages that a program writes, and the program.
GENERATED = {
    ROOT / "book" / "equations.md": [sys.executable, "-m", "unity.equations", "table"],
    ROOT / "book" / "coverage.md": [sys.executable, "scripts/coverage.py"],
    ROOT / "book" / "lectures.md": [sys.executable, "scripts/lectures.py"],
    ROOT / "book" / "map.md": [sys.executable, "scripts/map.py"],
    ROOT / "book" / "house.md": [sys.executable, "scripts/house.py"],
    ROOT / "book" / "matrix.md": [sys.executable, "-m", "scripts.matrix", "--page"],
}
BOOK = [
    sys.executable, "-c", "from jupyter_book.cli.main import main; main()",
    "build", ".", "--warningiserror", "--nitpick", "--keep-going",
]  # fmt: skip

# What decides about the outputs of lectures, about how pages are read, and about anything at all.
EXECUTION = ("unity/**/*", "requirements.lock")
PAGES = (*EXECUTION, "book/sphinx/*.py", "book/templates/**/*", "_config.yml", "_toc.yml", "scripts/house.py")
INPUTS = (*PAGES, "book/**/*", "lectures/**/*", "scripts/*.py", "tests/**/*.py", "CONTRIBUTING.md")

# Said by every kernel, on every machine, of what does not concern a build.
NOISE = re.compile(r"\[IPKernelApp\] WARNING \| Kernel is running over TCP")
# Said of a lecture's outputs: what ran once with a passing fault of the machine has to run again.
SPOILED = "[mystnb."
COLOUR = re.compile(r"\x1b\[[\d;]*m")


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


def run_lectures():
    """Run the lectures that the cache does not hold, as many at a time as there are cores.

    What fails here is not kept: the book runs it again, and says why it fails. Where a system gives processes no memory
    to share, the book runs them all, one after the other.
    """
    try:
        multiprocessing.Lock()
    except OSError:
        return
    cache = get_cache(BUILD / ".jupyter_cache")
    for lecture in LECTURES:
        cache.add_nb_to_project(str(lecture))
    if waiting := cache.list_unexecuted():
        print(f"Running {len(waiting)} lectures, {os.cpu_count()} at a time.", flush=True)
        load_executor("local-parallel", cache).run_and_cache(timeout=600)


def run(command):
    """Run a command, pass on what it says, and return (whether it passed, what it said)."""
    lines = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        for line in running.stdout:
            lines.append(line)
            if not NOISE.search(line):
                print(line if sys.stdout.isatty() else COLOUR.sub("", line), end="", flush=True)
    return running.returncode == 0, "".join(lines)


def run_book():
    """Run the lectures, then Jupyter Book; an output that it complains of is not kept for the next build."""
    if LECTURES:
        run([sys.executable, __file__, "--execute"])
    passed, said = run(BOOK)
    if SPOILED in said:
        discard(".jupyter_cache", "jupyter_execute")
    return passed


def build():
    """Build what has changed; True where the site stands and nothing warned."""
    last = last_build()
    now = {"execution": digest(EXECUTION), "pages": digest(PAGES)}
    if SITE.exists() and last.get("inputs") == digest(INPUTS) and last.get("site") == listing(SITE):
        print("Nothing has changed since the last build.")
        return True
    if now["execution"] != last.get("execution"):
        if last:
            print("The library or its dependencies have changed: the lectures run again.")
        discard(".jupyter_cache", "jupyter_execute")
    if now["pages"] != last.get("pages"):
        discard(".doctrees", "html")
    BUILD.mkdir(exist_ok=True)
    write_stamp(execution=now["execution"])  # all that is sure until the build has passed
    generated = [generate(page, command) for page, command in GENERATED.items()]
    if not all(generated) or not run_book():
        discard(".doctrees")
        return False
    write_stamp(**now, inputs=digest(INPUTS), site=listing(SITE))
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
    parser.add_argument("--execute", action="store_true", help="only run the lectures that wait for it")
    options = parser.parse_args(arguments)
    if options.execute:
        run_lectures()
        return 0
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
