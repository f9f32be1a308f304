"""A student's page: the score, what was said of visible tests and by a person, and of hidden tests how many were right."""

from unity.grading.report.pages import rendered

__all__ = ["student_page"]


def student_page(record):
    """What a student gets to see, as HTML. No word of a hidden test is in it, and nothing that only the instructor knows."""
    return rendered("student.html", record=record, exercises=[_exercise(e) for e in record.get("exercises", ())])


def _exercise(exercise):
    tests = exercise.get("tests", ())
    hidden = [test["right"] for test in tests if test["hidden"]]
    return {
        "title": exercise.get("title") or exercise["name"],
        "score": exercise["score"],
        "points": exercise["points"],
        "awaits": bool(exercise.get("awaits")),
        "visible": [test for test in tests if not test["hidden"]],
        "hidden": len(hidden),
        "hidden_right": sum(hidden),
        "chosen": exercise.get("chosen", ()),
        "comment": exercise.get("comment", ""),
        "amended": exercise.get("amended", ""),
    }
