"""Records as grading writes them, made by hand: what a test of reports, rules and exports begins with."""

import json


def tried(name, points, of, *, hidden=False, says="", mistake=None):
    says = says or ("3 of 3 cases agree." if points else "The shape (3, 1) is right, the numbers differ by up to 0.5.")
    return {
        "name": name, "hidden": hidden, "right": points > 0, "points": points, "of": of, "says": says, "mistake": mistake,
    }  # fmt: skip


def question(name, points, of, **more):
    """A question with one visible test."""
    return {"name": name, "score": points, "points": of, "tests": [tried("drawn", points, of)]} | more


def written(name, of, **more):
    """A written answer that a person has to mark; its tests are the lines of a rubric, of a point each."""
    lines = [tried(f"line {i}", 0.0, 1.0, says="A person marks this.") for i in range(int(of))]
    return {"name": name, "score": 0.0, "points": of, "tests": lines, "awaits": True, "written": "Because."} | more


def record(student, *exercises, file=None, **changes):
    """A graded record of a student, with the questions that are given."""
    exercises = list(exercises) or [question("scale", 2.0, 3.0)]
    file = f"{student}.ipynb" if file is None else file
    return {
        "student": student, "assignment": "week1", "assignment_hash": "aaaaaaaaaaaa", "file": file, "file_hash": f"hash of {file}",
        "status": "graded", "sandbox": "bubblewrap", "score": sum(e["score"] for e in exercises),
        "points": sum(e["points"] for e in exercises), "flags": [], "cell_errors": [], "exercises": exercises, "restarts": 0,
        "seconds": 0.1, "submitted": "2026-11-30T10:00:00+00:00", "limits": {"cell": 20.0, "call": 5.0, "total": 120.0},
    } | changes  # fmt: skip


def unreadable(student, why="it is no JSON", **changes):
    """The record of a file that cannot be read, which has nothing of what was graded."""
    whole = record(student, points=3.0) | {"status": "unreadable", "score": None, "why": why} | changes
    return {name: whole[name] for name in whole if name not in ("flags", "cell_errors", "exercises", "restarts")}


def write(path, records):
    path.write_text("".join(json.dumps(one) + "\n" for one in records))
    return path
