"""The command unity-grade: release an assignment, check a notebook, grade a folder, report, export, and see what works.

A module each, called as the command is; what several of them take is `shared`, and `group` puts them together.
"""

from unity.extras import require

with require("grading"):
    from unity.grading.cli.group import main

__all__ = ["main"]
