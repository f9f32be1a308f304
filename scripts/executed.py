"""The executed lectures that the book reads and the tests compare: run once, side by side, and kept in a cache.

What fails is not kept: whoever asks for it runs it again, and says why it fails. `python -m scripts.executed` runs what
the cache does not hold.
"""

import sys
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import wait
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.executors.basic import ExecutionWorkerLocalMProc, ProcessData
from jupyter_cache.executors.utils import single_nb_execution

from scripts.build import BUILD, CORES, ROOT

CACHE = BUILD / ".jupyter_cache"
TIMEOUT = 600  # seconds on the clock for a cell


def waiting():
    """The lectures that the cache does not hold, as it stages them. The last chapters take longest, and come first."""
    cache = get_cache(CACHE)
    for lecture in sorted(ROOT.glob("lectures/*.ipynb")):
        cache.add_nb_to_project(str(lecture))
    return sorted(cache.list_unexecuted(), key=lambda staged: staged.uri, reverse=True)


class Worker(ExecutionWorkerLocalMProc):
    """Runs a lecture where it lies. What a cell prints is one text, however many pieces the kernel sent on a busy machine."""

    @staticmethod
    def execute(lecture, asked):
        here, fails = str(Path(lecture.uri).parent), asked.allow_errors
        return single_nb_execution(lecture.nb, here, asked.timeout, fails, coalesce_streams=True)


def execute(key, uri):
    """What a process does: it runs one lecture and hands it to the cache. Its exit status says whether it could."""
    status, _ = Worker()(ProcessData(key, uri, get_cache(CACHE), TIMEOUT, False))
    cells = executed(uri)[0].cells if status == 0 else ()
    for output in (output for cell in cells for output in cell.get("outputs", ())):
        if output.get("name") == "stderr":  # the book will complain of it, and not say what it was
            print(f"{Path(uri).name} writes to stderr: {output.text}", file=sys.stderr, flush=True)
    sys.exit(status)


def run(lectures, cores=CORES):
    """Run lectures, so many at a time, and say of each when it is done.

    Processes and no pool: a pool needs shared memory, which some systems do not give.
    """
    fork, left, running, done = get_context("fork"), iter(lectures), {}, 0
    while True:
        for staged in islice(left, cores - len(running)):
            process = fork.Process(target=execute, args=(staged.pk, staged.uri))
            process.start()
            running[process.sentinel] = process, Path(staged.uri).stem
        if not running:
            return
        for sentinel in wait(running):
            process, name = running.pop(sentinel)
            process.join()
            done += 1
            failed = " fails" if process.exitcode else ""
            print(f"lectures [{done} of {len(lectures)}] {name}{failed}", flush=True)


def executed(path):
    """(the lecture at a path with its outputs, the seconds on the clock that it took), or None where the cache has none."""
    notebook, cache = nbformat.read(path, as_version=4), get_cache(CACHE)
    try:
        record = cache.match_cache_notebook(notebook)
    except KeyError:
        return None
    return cache.merge_match_into_notebook(notebook)[1], record.data["execution_seconds"]


if __name__ == "__main__":
    if found := waiting():
        print(f"Running {len(found)} lectures, {CORES} at a time.", flush=True)
        run(found)
