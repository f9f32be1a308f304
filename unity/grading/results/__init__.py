"""The records of submissions: a file with a line each, and what of it counts as one assignment in one version.

`lines` writes and reads the file, `version` leaves the last record of each submission and says what regrading has changed.
"""

from unity.grading.results.lines import append, done, read_results, timed_out
from unity.grading.results.version import Change, changes, of_one, score_of

__all__ = ["Change", "append", "changes", "done", "of_one", "read_results", "score_of", "timed_out"]
