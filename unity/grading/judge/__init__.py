"""Compare what an answer gave with what was expected, and say in a learner's words what the difference is.

There is one judge: the check in a notebook and the grader both ask `judge`. `agreement` is the comparison, `difference`
finds the first part that differs, `numbers` says how two arrays do, and `verdict` looks at all cases together.
"""

from unity.grading.judge.agreement import agrees
from unity.grading.judge.difference import difference
from unity.grading.judge.verdict import Outcome, Verdict, judge

__all__ = ["Outcome", "Verdict", "agrees", "difference", "judge"]
