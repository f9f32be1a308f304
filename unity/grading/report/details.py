"""What the instructor sees of one student: every test with its words, hidden ones too, all submissions, and the work."""

from unity.grading.report.pages import parts

__all__ = ["details_page"]


def details_page(record, submissions, work, before=None, after=None):
    """Everything on one student, as HTML in parts; `submissions` are all records of theirs, `work` the cells of the one that counts.

    `before` and `after` are the pages beside it in the class's order, each a file's name and a student's.
    """
    return parts(
        "details.html", record=record, submissions=submissions, cells=work["cells"], before=before, after=after
    )
