"""Submissions that are alike beyond what was handed out: a hint where to look, and no verdict.

`fingerprints` are taken of each (winnowing of runs of tokens), `pairs` are those that share many, and `groups` of these hang together.
"""

from unity.grading.similarity.pairs import Pair, alike, groups

__all__ = ["Pair", "alike", "groups"]
