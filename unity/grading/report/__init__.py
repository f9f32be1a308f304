"""Reports as pages that stand alone: for each student, for the class, and on each student's work for the instructor.

`student` is the page that tells nothing of hidden tests, `classroom` the one of the class, `details` what the instructor
sees of one student, `tests` the cases on which all were tried; `pages` is what they have in common, and `writing` writes them all.
"""

from unity.grading.report.classroom import class_page
from unity.grading.report.details import details_page
from unity.grading.report.pages import file_of
from unity.grading.report.student import student_page
from unity.grading.report.tests import tests_page
from unity.grading.report.writing import write

__all__ = ["class_page", "details_page", "file_of", "student_page", "tests_page", "write"]
