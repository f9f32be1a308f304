"""Submissions that are alike beyond what was handed out: a hint where to look, and no verdict.

`fingerprints` are taken of each (winnowing of runs of tokens), `pairs` are those that share many.
"""

from unity.grading.similarity.pairs import Pair, alike

__all__ = ["Pair", "alike"]
