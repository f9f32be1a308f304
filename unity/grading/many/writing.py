"""What grading a folder writes: a record for each file, as soon as it is there, and the work beside it."""

import hashlib

from tqdm import tqdm

from unity.grading.many.folder import name_of
from unity.grading.many.workers import grade_all
from unity.grading.marks import beside
from unity.grading.notebook.loading import nbformat
from unity.grading.results import append
from unity.grading.work import HANDED_OUT, folder_of, keep, work_of

__all__ = ["EMPTY", "graded", "is_ours", "leave_out"]

EMPTY = hashlib.sha256(b"").hexdigest()


def is_ours(path, out):
    """Whether a file is one that grading or marking has written itself, into the folder that is graded.

    >>> from pathlib import Path
    >>> [is_ours(Path(name), Path("results.jsonl")) for name in ("results.jsonl", "results.work/x.json", "results.ipynb")]
    [True, True, False]
    """
    path, out = path.parent.resolve() / path.name, out.resolve()
    return path in (out, beside(out)) or folder_of(out) in path.parents


def leave_out(out, bundle, student, entry):
    """Write the record of a file that is left out: it has no score, and is of nobody's account."""
    append(
        out,
        {
            "student": student, "assignment": bundle.name, "assignment_hash": bundle.hash, "file": entry.file,
            "file_hash": EMPTY, "status": "left_out", "why": entry.left_out, "score": None,
        },
    )  # fmt: skip


def graded(tasks, out, *, jobs=1, scheduler=None):
    """Grade and write, one after the other: how many of each status there are."""
    counts = {}
    if tasks:
        keep(out, HANDED_OUT, _handed_out(tasks[0].bundle))
    records = grade_all(tasks, jobs=jobs, scheduler=scheduler)
    for record in tqdm(records, total=len(tasks), unit="notebook", disable=None):
        work = record.pop("work", None)
        if work is not None:
            keep(out, record["file_hash"], work)
        name = name_of(record["file"])
        append(out, record | ({"name": name} if name else {}))
        counts[record["status"]] = counts.get(record["status"], 0) + 1
    return counts


def _handed_out(bundle):
    """What the learners were given, against which submissions are compared."""
    try:
        return work_of(nbformat().writes(bundle.released()[0]).encode())
    except ValueError:  # what cannot be handed out can be graded all the same
        return {"cells": []}
