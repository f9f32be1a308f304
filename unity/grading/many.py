"""Grade a folder: on the processes of this machine or on a Dask cluster, each record written as soon as it is there."""

import contextlib
import errno
import json
import multiprocessing
import os
import re
import stat
import threading
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from unity.grading.grade import Grader, line
from unity.grading.notebook import MOST_BYTES
from unity.grading.sandbox import LIMITS, Limits

__all__ = ["NoProcesses", "Task", "collect", "done", "grade_all", "grade_one", "student_of"]

MOST_TRIES = 3
_graders = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Task:
    """One submission with all that a worker needs, wherever it runs: no file is shared."""

    bundle: object
    student: str
    file: str
    content: bytes | None
    why: str = ""
    safe: bool = True
    limits: Limits = LIMITS


def grade_one(task):
    """The record of one task; a process keeps its grader for the next."""
    key = task.bundle.hash, task.safe, task.limits
    with _lock:
        if key not in _graders:
            _graders[key] = Grader(task.bundle, safe=task.safe, limits=task.limits)
        grader = _graders[key]
    if task.content is None:
        record = grader.grade(task.file, b"") | {"why": task.why}
    else:
        record = grader.grade(task.file, task.content)
    return {"student": task.student} | record


def student_of(path, pattern=None):
    """Whose work a file is: what `pattern` finds in its path, else the folder that it lies in, else its own name.

    >>> student_of("ada.ipynb"), student_of("ada/part-1.ipynb"), student_of("doe_4711_x.ipynb", r"_(\\d+)_")
    ('ada', 'ada', '4711')
    """
    path = Path(path)
    if pattern is not None:
        found = re.search(pattern, str(path))
        return (found and (found[1] if found.groups() else found[0])) or path.stem
    return path.parts[0] if len(path.parts) > 1 else path.stem


def collect(folder):
    """(path below the folder, bytes or None, why not) of every notebook in it: links and what cannot be read are said."""
    folder = Path(folder)
    if not folder.is_dir():
        raise FileNotFoundError(f"there is no folder {folder}")
    for place, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(".ipynb") and not name.startswith("."):
                path = Path(place) / name
                yield str(path.relative_to(folder)), *_content(path)
        for name in folders:
            if name.lower().endswith(".ipynb"):
                yield str((Path(place) / name).relative_to(folder)), None, "it is a folder"


def _content(path):
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            status = os.fstat(file.fileno())  # of what is open: the path may lead elsewhere by now
            if not stat.S_ISREG(status.st_mode):
                return None, "it is no regular file"
            if status.st_size > MOST_BYTES:
                return None, f"{status.st_size:,} bytes are too many, expected at most {MOST_BYTES:,}"
            return file.read(MOST_BYTES + 1), ""
    except OSError as error:
        if error.errno == errno.ELOOP:
            return None, "it is a link"
        return None, f"it cannot be read: {error.strerror}"


def done(path):
    """The records of an earlier run: (file, its hash, the assignment's hash) of all that need no second time.

    A last line that an interruption has cut is taken off the file. Raises ValueError for a file of something else.
    """
    path = Path(path)
    if not path.exists():
        return set()
    lines = path.read_bytes().splitlines(keepends=True)
    if lines and not lines[-1].endswith(b"\n"):
        path.write_bytes(b"".join(lines[:-1]))
        lines = lines[:-1]
    try:
        records = [json.loads(text) for text in lines]
        return {(r["file"], r["file_hash"], r["assignment_hash"]) for r in records if r["status"] != "grader_error"}
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} holds no results of unity-grade ({error}): name another file") from error


class NoProcesses(RuntimeError):
    """Several processes cannot work together here; the message says why, and what to do."""


def probe_processes():
    """Try whether processes can share a lock; raise NoProcesses, with the reason and the fix, where they cannot."""
    try:
        multiprocessing.get_context("spawn").Lock()
    except OSError as error:
        raise NoProcesses(
            f"several processes need the shared memory of /dev/shm, and it cannot be used here ({error.strerror}). "
            "Grade with -j 1, or on a cluster with --scheduler."
        ) from error


def grade_all(tasks, *, jobs=1, scheduler=None):
    """Yield the record of every task as it comes, whatever happens to the workers on the way."""
    tasks = list(tasks)
    if scheduler is not None:
        yield from _on_cluster(tasks, scheduler)
    elif jobs == 1:
        yield from map(grade_one, tasks)
    else:
        yield from _on_processes(tasks, jobs)


def _on_processes(tasks, jobs):
    """On processes of this machine. One that dies breaks the pool: what it may have died of is tried again alone."""
    tries = dict.fromkeys(range(len(tasks)), 0)
    while tries:
        suspects = [number for number in tries if tries[number]][:1]
        left = iter(suspects or list(tries))
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
            running, broken = {}, False
            while True:
                with contextlib.suppress(BrokenProcessPool):  # no more at a time than run: only these are suspects
                    while not broken and len(running) < jobs and (number := next(left, None)) is not None:
                        running[pool.submit(grade_one, tasks[number])] = number
                if not running:
                    break
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    number = running.pop(future)
                    try:
                        yield future.result()
                    except BrokenProcessPool:
                        broken = True
                        tries[number] += 1
                        if tries[number] < MOST_TRIES:
                            continue
                        yield _lost(tasks[number])
                    except Exception as error:
                        yield _lost(tasks[number], error)
                    del tries[number]


def _lost(task, error=None):
    why = f"{type(error).__name__}: {error}" if error else f"the grader's process died {MOST_TRIES} times"
    lost = {"assignment": task.bundle.name, "assignment_hash": task.bundle.hash, "file": task.file, "file_hash": ""}
    return {"student": task.student, **lost, "status": "grader_error", "why": why, "score": None}


def _on_cluster(tasks, scheduler):
    """On a Dask cluster: what a worker had when it was lost goes to another one."""
    from distributed import Client, as_completed

    with Client(scheduler) as client:
        futures = {client.submit(grade_one, task, pure=False, retries=MOST_TRIES): task for task in tasks}
        for future in as_completed(futures):
            try:
                yield future.result()
            except Exception as error:
                yield _lost(futures[future], error)


def append(path, record):
    """Write one record behind the others, to the disk before the next begins."""
    with open(path, "a", encoding="utf-8") as file:
        file.write(line(record) + "\n")
        file.flush()
        os.fsync(file.fileno())
