"""Many submissions at once: on the processes of this machine or on a Dask cluster, whatever happens to the workers."""

import contextlib
import datetime
import multiprocessing
import threading
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from unity.grading.grade import Grader
from unity.grading.many.folder import content_of
from unity.grading.sandbox import LIMITS, Limits
from unity.grading.work import work_of

__all__ = ["NoProcesses", "Task", "grade_all", "grade_one", "probe_processes"]

MOST_TRIES = 3
AHEAD = 4  # tasks that a worker of a cluster has before it
_graders = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Task:
    """One submission with all that a worker needs: its content, or where its file is until its turn comes."""

    bundle: object
    student: str
    file: str
    content: bytes | None = None
    why: str = ""
    safe: bool = True
    limits: Limits = LIMITS
    path: Path | None = None
    submitted: str | None = None

    def loaded(self):
        """The same with the content of its file, or with the reason why it cannot be read."""
        if self.path is None:
            return self
        content, why = content_of(self.path)
        return replace(self, content=content, why=why, path=None)


def grade_one(task):
    """The record of one task; a process keeps its grader for the next.

    Beside what the grader says it holds whose it is, when it was handed in and graded, within which limits, and `work`: the
    cells and what they put out, where it was graded.
    """
    task = task.loaded()
    key = task.bundle.hash, task.safe, task.limits
    with _lock:
        if key not in _graders:
            _graders[key] = Grader(task.bundle, safe=task.safe, limits=task.limits)
        grader = _graders[key]
    if task.content is None:
        record = grader.grade(task.file, b"") | {"why": task.why}
    else:
        record = grader.grade(task.file, task.content)
    if record["status"] == "graded":
        record = {"work": work_of(task.content)} | record
    return {"student": task.student, "title": grader.assignment.title} | record | _circumstances(task)


def _circumstances(task):
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    limits = {name: getattr(task.limits, name) for name in ("cell", "call", "total")}
    return {"submitted": task.submitted, "limits": limits, "time": now}


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
    """Yield the record of every task as it comes, whatever happens to the workers on the way.

    Files are read when their turn comes: in memory are those that are graded just now, and no others.
    """
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
    return {
        "student": task.student,
        **lost,
        "status": "grader_error",
        "why": why,
        "score": None,
        **_circumstances(task),
    }


def _on_cluster(tasks, scheduler):
    """On a Dask cluster: what a worker had when it was lost goes to another one."""
    from distributed import Client, as_completed

    with Client(scheduler) as client:
        left, futures, running = iter(tasks), {}, as_completed()
        for _ in range(AHEAD * max(1, len(client.nthreads()))):
            _send(client, left, futures, running)
        for future in running:
            task = futures.pop(future)
            try:
                yield future.result()
            except Exception as error:
                yield _lost(task, error)
            future.release()
            _send(client, left, futures, running)


def _send(client, left, futures, running):
    """Send the next task to a cluster, with its content; nothing where none is left."""
    for task in left:
        future = client.submit(grade_one, task.loaded(), pure=False, retries=MOST_TRIES)
        futures[future] = task
        running.add(future)
        return
