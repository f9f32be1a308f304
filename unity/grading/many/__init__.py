"""Grade a folder: `folder` finds what was handed in, `workers` grade it, on processes or on a Dask cluster, and `writing`
writes the records.
"""

from unity.grading.many.folder import HandedIn, collect, content_of, hash_of, name_of, student_of
from unity.grading.many.workers import NoProcesses, Task, grade_all, grade_one, probe_processes
from unity.grading.many.writing import EMPTY, graded, is_ours, leave_out

__all__ = [
    "EMPTY",
    "HandedIn",
    "NoProcesses",
    "Task",
    "collect",
    "content_of",
    "grade_all",
    "grade_one",
    "graded",
    "hash_of",
    "is_ours",
    "leave_out",
    "name_of",
    "probe_processes",
    "student_of",
]
