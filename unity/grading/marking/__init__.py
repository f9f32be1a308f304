"""Written answers marked by a person, in a page of this machine: with a rubric, and comments that students see.

`desk` has the answers and keeps the marks, `server` shows them to one browser.
"""

from unity.grading.marking.desk import Desk
from unity.grading.marking.server import serve

__all__ = ["Desk", "serve"]
