"""What the instructor sees of one student: every test with its words, hidden ones too, all submissions, and the work."""

from unity.grading.report.pages import rendered

__all__ = ["details_page"]


def details_page(record, submissions, work):
    """Everything on one student, as HTML; `submissions` are all records of theirs, `work` the cells of the one that counts."""
    return rendered("details.html", record=record, submissions=submissions, cells=work["cells"])
