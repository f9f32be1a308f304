"""How a class did: each question and each test of it, how well it tells students apart, and the commonest mistakes."""

from collections import Counter

import numpy as np

from unity.grading.results import score_of

__all__ = ["histogram", "mistakes", "point_biserial", "questions"]

BARS = 10
MOST_SAID = 3


def point_biserial(right, rest):
    """The correlation of being right in one test with the points of all others; None where either is the same for all.

    >>> round(point_biserial([1, 1, 0, 0], [4.0, 3.0, 2.0, 1.0]), 3)
    0.894
    """
    if len(right) < 2 or np.ptp(right) == 0 or np.ptp(rest) == 0:
        return None
    return float(np.corrcoef(right, rest)[0, 1])


def questions(students):
    """Question by question what the class reached, of those that were graded: a list of dicts, for a page.

    Each has `name`, `title`, `points`, `number` of students, `share` of the points in the mean, `median` of the points,
    `full`, how many have all of them, `biserial`, the correlation with the points for everything else, and `tests`: for each
    `name`, `hidden`, `share` that is right, `biserial`, and `said`, what was said most often where it is not.
    """
    graded = [record for record in students if record["status"] == "graded"]
    found = {}
    for record in graded:
        for exercise in record["exercises"]:
            if score_of(exercise) is not None:
                found.setdefault(exercise["name"], []).append((exercise, record["reached"]))
    return [_question(name, answers) for name, answers in found.items()]


def _question(name, answers):
    scores = np.array([exercise["score"] for exercise, _ in answers], dtype=float)
    reached = np.array([total for _, total in answers], dtype=float)
    points = answers[0][0]["points"]
    tests = {}
    for exercise, total in answers:
        for test in exercise.get("tests", ()):
            tests.setdefault(test["name"], []).append((test, total))
    return {
        "name": name,
        "title": answers[0][0].get("title") or name,
        "points": points,
        "number": len(answers),
        "share": float(scores.mean() / points) if points else 1.0,
        "median": float(np.median(scores)),
        "full": int(np.sum(scores >= points)),
        "biserial": point_biserial(scores, reached - scores),
        "tests": [_test(test, outcomes) for test, outcomes in tests.items()],
    }


def _test(name, outcomes):
    right = np.array([test["right"] for test, _ in outcomes], dtype=float)
    rest = np.array([total - test["points"] for test, total in outcomes])
    said = Counter(test["says"] for test, _ in outcomes if not test["right"])
    return {
        "name": name,
        "hidden": outcomes[0][0]["hidden"],
        "share": float(right.mean()),
        "biserial": point_biserial(right, rest),
        "said": said.most_common(MOST_SAID),
    }


def mistakes(students, most):
    """The commonest mistakes that were recognised: ((question, what is said), number of students), the commonest first."""
    found = Counter()
    for record in students:
        for exercise in record.get("exercises", ()):
            said = {test["says"] for test in exercise.get("tests", ()) if test["mistake"] is not None}
            found.update((exercise.get("title") or exercise["name"], sentence) for sentence in said)
    return found.most_common(most)


def histogram(scores, points):
    """How many scores lie in each tenth of the points; what is beyond either end lies in the last one there.

    >>> histogram([0.0, 5.0, 9.0, 10.0, 11.0], 10.0)
    [1, 0, 0, 0, 0, 1, 0, 0, 0, 3]
    """
    edges = np.linspace(0.0, points or 1.0, BARS + 1)
    return np.histogram(np.clip(scores, 0.0, edges[-1]), edges)[0].tolist()
