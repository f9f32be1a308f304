"""A table of the class, a line a student, for any program of spreadsheets."""

import csv
import io

from unity.grading.results import score_of

__all__ = ["as_csv"]

COLUMNS = ("student", "name", "file", "status", "sandbox", "score", "points", "reached", "late_days", "submissions")


def _cell(value):
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return (
        f"'{text}"
        if isinstance(value, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
        else text
    )


def as_csv(students):
    """One line a student, as they stand: what counts, what was reached before lateness and amendments, each question, why.

    Empty is what has no score: nothing handed in, nothing that could be read, an answer that waits for its mark.
    """
    names = list(dict.fromkeys(e["name"] for record in students for e in record.get("exercises", ())))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*COLUMNS, "awaits", "notes", *names])
    for record in students:
        scores = {e["name"]: score_of(e) for e in record.get("exercises", ())}
        said = ["; ".join(record.get(key, ())) for key in ("awaits", "notes")]
        writer.writerow([_cell(v) for v in [*map(record.get, COLUMNS), *said, *map(scores.get, names)]])
    return text.getvalue()
