"""The file of results: one record a submission, a line each, written as soon as it is there and read again."""

import json
import os
from pathlib import Path

__all__ = ["append", "best", "done", "read_results"]


def append(path, record):
    """Write one record behind the others, to the disk before the next begins."""
    with open(path, "a", encoding="utf-8") as file:
        file.write(json.dumps(record, ensure_ascii=True) + "\n")
        file.flush()
        os.fsync(file.fileno())


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


def read_results(path):
    """The records of a results file, in its order. Raises ValueError where a line is none."""
    records = []
    with open(path, encoding="utf-8") as file:
        for number, text in enumerate(file, 1):
            try:
                record = json.loads(text)
                record["student"], record["status"], record["score"], record["file"]
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path}, line {number} is no result of unity-grade: {error}") from error
            records.append(record)
    return records


def best(records):
    """One record a student: the highest score of several; what has no score counts only where there is nothing else."""
    found = {}
    for record in records:
        other = found.get(record["student"])
        if other is None or _rank(record) >= _rank(other):
            found[record["student"]] = record
    return dict(sorted(found.items()))


def _rank(record):
    return -1.0 if record["score"] is None else record["score"]
