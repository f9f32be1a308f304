"""How a class did: each question and each test of it, how well it tells students apart, and the commonest mistakes."""

import re
from array import array
from collections import Counter

import numpy as np

from unity.grading.results import score_of

__all__ = ["Tally", "histogram", "point_biserial"]

BARS = 10
MOST_SAID = 3
SIZE = re.compile(r"\d+\.\d+(e[-+]?\d+)?|\d+e[-+]?\d+")  # by how much an answer is off: of each student another


def point_biserial(right, rest):
    """The correlation of being right in one test with the points of all others; None where either is the same for all.

    >>> round(point_biserial([1, 1, 0, 0], [4.0, 3.0, 2.0, 1.0]), 3)
    0.894
    """
    if len(right) < 2 or np.ptp(right) == 0 or np.ptp(rest) == 0:
        return None
    return float(np.corrcoef(right, rest)[0, 1])


class Tally:
    """How a class did, student by student: of each there are numbers, and no record."""

    def __init__(self):
        self.questions, self.recognised = {}, Counter()

    def add(self, record):
        for exercise in record.get("exercises", ()):
            title, tests = exercise.get("title") or exercise["name"], exercise.get("tests", ())
            self.recognised.update({(title, test["says"]) for test in tests if test["mistake"] is not None})
            if record["status"] == "graded" and score_of(exercise) is not None:
                asked = self.questions.setdefault(exercise["name"], Asked(title, exercise["points"]))
                asked.add(exercise, record["reached"])

    def found(self):
        """Question by question what the class reached, of those that were graded: a list of dicts, for a page.

        Each has `name`, `title`, `points`, `number` of students, `share` of the points in the mean, `median` of the points,
        `full`, how many have all of them, `biserial`, the correlation with the points for everything else, and `tests`: for
        each `name`, `hidden`, `share` that is right, `biserial`, and `said`, what was said most often where it is not.
        """
        return [asked.found(name) for name, asked in self.questions.items()]

    def mistakes(self, most):
        """The commonest mistakes that were recognised: ((question, what is said), number of students), the commonest first."""
        return self.recognised.most_common(most)


class Numbers:
    """Points of students for one thing, and for everything."""

    def __init__(self):
        self.own, self.all = array("d"), array("d")

    def add(self, points, reached):
        self.own.append(points)
        self.all.append(reached)

    def arrays(self):
        """(the points, those for everything else), of the same students."""
        own = np.array(self.own)
        return own, np.array(self.all) - own


class Asked:
    """What a class reached for one question, and for its tests."""

    def __init__(self, title, points):
        self.title, self.points, self.scores, self.tests = title, points, Numbers(), {}

    def add(self, exercise, reached):
        self.scores.add(exercise["score"], reached)
        for test in exercise.get("tests", ()):
            self.tests.setdefault(test["name"], Tried(test["hidden"])).add(test, reached)

    def found(self, name):
        scores, rest = self.scores.arrays()
        return {
            "name": name,
            "title": self.title,
            "points": self.points,
            "number": len(scores),
            "share": float(scores.mean() / self.points) if self.points else 1.0,
            "median": float(np.median(scores)),
            "full": int(np.sum(scores >= self.points)),
            "biserial": point_biserial(scores, rest),
            "tests": [tried.found(test) for test, tried in self.tests.items()],
        }


class Tried:
    """How one test went, and what was said where it did not."""

    def __init__(self, hidden):
        self.hidden, self.right, self.points, self.said = hidden, array("b"), Numbers(), Counter()

    def add(self, test, reached):
        self.right.append(test["right"])
        self.points.add(test["points"], reached)
        if not test["right"]:
            self.said[test["says"] if test["mistake"] is not None else SIZE.sub("…", test["says"])] += 1

    def found(self, name):
        right, (_, rest) = np.array(self.right, dtype=float), self.points.arrays()
        return {
            "name": name,
            "hidden": self.hidden,
            "share": float(right.mean()),
            "biserial": point_biserial(right, rest),
            "said": self.said.most_common(MOST_SAID),
        }


def histogram(scores, points):
    """How many scores lie in each tenth of the points; what is beyond either end lies in the last one there.

    >>> histogram([0.0, 5.0, 9.0, 10.0, 11.0], 10.0)
    [1, 0, 0, 0, 0, 1, 0, 0, 0, 3]
    """
    edges = np.linspace(0.0, points or 1.0, BARS + 1)
    return np.histogram(np.clip(scores, 0.0, edges[-1]), edges)[0].tolist()
