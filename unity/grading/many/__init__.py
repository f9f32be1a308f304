"""Grade a folder: `folder` finds what was handed in, and `workers` grade it, on processes or on a Dask cluster."""

from unity.grading.many.folder import HandedIn, collect, content_of, hash_of, name_of, student_of
from unity.grading.many.workers import NoProcesses, Task, grade_all, grade_one, probe_processes

__all__ = [
    "HandedIn",
    "NoProcesses",
    "Task",
    "collect",
    "content_of",
    "grade_all",
    "grade_one",
    "hash_of",
    "name_of",
    "probe_processes",
    "student_of",
]
