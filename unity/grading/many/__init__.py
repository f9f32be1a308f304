"""Grade a folder: `folder` finds what was handed in, and `workers` grade it, on processes or on a Dask cluster."""

from unity.grading.many.folder import collect, student_of
from unity.grading.many.workers import NoProcesses, Task, grade_all, grade_one, probe_processes

__all__ = ["NoProcesses", "Task", "collect", "grade_all", "grade_one", "probe_processes", "student_of"]
