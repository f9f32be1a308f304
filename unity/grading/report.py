"""Reports as pages that stand alone: one for each student, which tells nothing of hidden tests, and one for the class."""

import hashlib
import io
import re
from collections import Counter
from pathlib import Path

import jinja2

from unity.grading.results import best

__all__ = ["class_page", "file_of", "student_page", "write"]

MOST_MISTAKES = 12


def _templates():
    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)


def file_of(student):
    """The name of a student's page: readable, safe on every file system, and of one student only."""
    readable = re.sub(r"[^A-Za-z0-9._-]+", "-", student).strip("-.")[:60] or "student"
    return f"{readable}-{hashlib.sha256(student.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}.html"


def printable(text):
    """Text that any page can hold: names of files may hold bytes that are no characters."""
    return str(text).encode("utf-8", "replace").decode()


def student_page(record):
    """What a student gets to see: the score, what was said of visible tests, and of hidden ones how many were right."""
    exercises = []
    for exercise in record.get("exercises", ()):
        hidden = [test for test in exercise["tests"] if test["hidden"]]
        exercises.append(
            {
                "name": exercise["name"],
                "score": exercise["score"],
                "points": exercise["points"],
                "visible": [test for test in exercise["tests"] if not test["hidden"]],
                "hidden": len(hidden),
                "hidden_right": sum(test["right"] for test in hidden),
            }
        )
    shown = {key: record.get(key) for key in ("assignment", "status", "score", "points", "why", "sandbox")}
    names = {"student": printable(record["student"]), "file": printable(record["file"])}
    return (
        _templates()
        .get_template("student.html")
        .render(**shown, **names, exercises=exercises, cell_errors=record.get("cell_errors", ()))
    )


def class_page(records):
    """What the instructor sees: marks, success by exercise, the commonest mistakes that were recognised, and oddities."""
    students = best(records)
    graded = [record for record in students.values() if record["status"] == "graded"]
    exercises, mistakes = {}, Counter()
    for record in graded:
        for exercise in record["exercises"]:
            share = exercise["score"] / exercise["points"] if exercise["points"] else 1.0
            exercises.setdefault(exercise["name"], []).append(share)
            said = {test["says"] for test in exercise["tests"] if test["mistake"] is not None}
            mistakes.update((exercise["name"], sentence) for sentence in said)
    rows = [
        {
            "student": printable(student),
            "page": file_of(student),
            "record": record,
            "flags": [printable(flag) for flag in record.get("flags", ())],
            "file": printable(record["file"]),
        }
        for student, record in students.items()
    ]
    return (
        _templates()
        .get_template("class.html")
        .render(
            assignment=records[0]["assignment"] if records else "",
            rows=rows,
            statuses=sorted(Counter(record["status"] for record in students.values()).items()),
            several=sorted(printable(s) for s, n in Counter(record["student"] for record in records).items() if n > 1),
            unsafe=any(record.get("sandbox") == "none" for record in records),
            mean=sum(record["score"] for record in graded) / len(graded) if graded else None,
            points=graded[0]["points"] if graded else None,
            exercises=[(name, sum(shares) / len(shares), shares.count(1.0)) for name, shares in exercises.items()],
            graded=len(graded),
            mistakes=mistakes.most_common(MOST_MISTAKES),
            plot=plot([record["score"] for record in graded], graded[0]["points"]) if graded else "",
        )
    )


def plot(scores, points):
    """How many students have how many points, as SVG to stand in a page."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.0, 2.6), layout="constrained")
    ax = figure.add_subplot(xlabel=f"points, of {points:g}", ylabel="students", xlim=(0, points))
    ax.hist(scores, bins=[points * i / 10 for i in range(11)], color="#0072B2", edgecolor="white")
    ax.spines[["top", "right"]].set_visible(False)
    ax.yaxis.get_major_locator().set_params(integer=True)
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue().partition("<svg")[2].join(["<svg", ""])


def write(records, folder):
    """Write all pages into a folder: the paths, the class's first. Raises ValueError where there are no records."""
    if not records:
        raise ValueError("report: there are no results")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    pages = {folder / "class.html": class_page(records)}
    pages |= {folder / file_of(student): student_page(record) for student, record in best(records).items()}
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8", errors="replace")
    return list(pages)
