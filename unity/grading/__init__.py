"""Checks that name the mistake: `check("name", answer)` tries a learner's answer and says what it sees."""

from unity.grading.check import Exercise, Mistake, Verdict, check, exercises

__all__ = ["Exercise", "Mistake", "Verdict", "check", "exercises"]
