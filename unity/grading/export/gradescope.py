"""Gradescope's results.json of one student, checked against its schema."""

import importlib.resources
import json

from unity.grading.results import score_of

__all__ = ["gradescope"]


def gradescope(record):
    """Gradescope's results.json of a student as they stand: hidden tests stay hidden, and no running time is told.

    Raises ValueError for what has no score, or none yet, which would look like a zero there.
    """
    if record["score"] is None:
        raise ValueError(f"gradescope: {record['file'] or record['student']} is {record['status']} and has no score")
    if record.get("awaits"):
        raise ValueError(f"gradescope: {record['file']} has no mark yet for {', '.join(record['awaits'])}")
    result = {
        "score": record["score"],
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {key: record.get(key) for key in ("assignment_hash", "sandbox")},
        "tests": [entry for exercise in record["exercises"] for entry in _entries(exercise)],
    }
    if record.get("notes"):
        result["output"] = "\n".join(record["notes"])
    import jsonschema  # seconds of work for every other command

    schema = importlib.resources.files("unity.grading") / "schemas" / "gradescope.json"
    jsonschema.validate(result, json.loads(schema.read_text(encoding="utf-8")))
    return result


def _entries(exercise):
    """An entry a test; one for the whole answer where a person has given its points."""
    if sum(test["points"] for test in exercise["tests"]) != score_of(exercise):
        name = exercise.get("title") or exercise["name"]
        said = [exercise.get("amended", ""), *exercise.get("chosen", ()), exercise.get("comment", "")]
        yield {
            "name": name, "score": exercise["score"], "max_score": exercise["points"],
            "visibility": "visible", "output": "\n".join(filter(None, said)),
        }  # fmt: skip
        return
    for test in exercise["tests"]:
        entry = {
            "name": f"{exercise['name']}: {test['name']}",
            "score": test["points"],
            "max_score": test["of"],
            "status": "passed" if test["right"] else "failed",
            "visibility": "hidden" if test["hidden"] else "visible",
        }
        yield entry if test["hidden"] else entry | {"output": test["says"]}
