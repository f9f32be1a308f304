"""The file of results: one record a submission, a line each, written as soon as it is there and read again."""

import json
import os
from array import array
from collections.abc import Sequence
from pathlib import Path

__all__ = ["Stored", "append", "done", "read_results", "timed_out"]


def append(path, record):
    """Write one record behind the others, to the disk before the next begins."""
    with open(path, "a", encoding="utf-8") as file:
        file.write(json.dumps(record, ensure_ascii=True) + "\n")
        file.flush()
        os.fsync(file.fileno())


def timed_out(record):
    """Whether time was what a submission lacked: a cell or an answer had to be ended."""
    ended = [error["error"].startswith("ended") for error in record.get("cell_errors", ())]
    tests = [test for exercise in record.get("exercises", ()) for test in exercise.get("tests", ())]
    return any(ended) or any(test["says"].startswith("It gave no answer") for test in tests)


def done(path, assignment=None, limits=None):
    """The submissions of an earlier run that need no second time: (student, file, its hash, the assignment's hash) of each.

    Those that the grader failed on are not among them, nor those that were ended by other `limits` than those of now. A
    last line that an interruption has cut is taken off the file. Raises ValueError for a file of something else, and for
    one that holds results of another assignment than the one called `assignment`.
    """
    path = Path(path)
    if not path.exists():
        return set()
    _mended(path)
    found = {}
    try:
        for record in _records(path):
            key = record["student"], record["file"], record["file_hash"], record["assignment_hash"]
            again = limits is not None and record.get("limits", limits) != limits and timed_out(record)
            found[key] = record["status"] != "grader_error" and not again
            if assignment not in (None, record["assignment"]):
                raise ValueError(f"results of {record['assignment']}, and these are of {assignment}")
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} holds no results of unity-grade ({error}): name another file") from error
    return {key for key, good in found.items() if good}


def _mended(path):
    """Take a last line without its end off the file."""
    with open(path, "rb+") as file:
        whole = 0
        for line in file:
            whole += len(line) if line.endswith(b"\n") else 0
        file.truncate(whole)


def _records(path):
    with open(path, encoding="utf-8") as file:
        yield from map(json.loads, file)


def read_results(path):
    """The records of a results file, in its order. Raises ValueError where a line is none."""
    with open(path, "rb") as file:
        places = [0]
        for number, text in enumerate(file, 1):
            try:
                record = json.loads(text)
                record["student"], record["status"], record["score"], record["file"], record["assignment"]
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path}, line {number} is no result of unity-grade: {error}") from error
            places.append(places[-1] + len(text))
    return Stored(path, places[:-1])


class Stored(Sequence):
    """Records that stay in their file: in memory is where they begin, and each is read again when it is asked for."""

    def __init__(self, path, places):
        self.path, self.places = path, array("Q", places)

    def __len__(self):
        return len(self.places)

    def __iter__(self):
        with open(self.path, "rb") as file:
            for place in self.places:
                yield self._read(file, place)

    def __getitem__(self, number):
        with open(self.path, "rb") as file:
            return self._read(file, self.places[number])

    def only(self, numbers):
        """Those with these numbers, in this order."""
        return Stored(self.path, [self.places[number] for number in numbers])

    def _read(self, file, place):
        file.seek(place)
        return json.loads(file.readline())
