"""Behind which cell a question's answer is as its own check saw it."""

import re

from unity.grading.notebook.cells import tagged

__all__ = ["own_cells"]


def own_cells(questions, cells):
    """A cell's index -> the names of the questions whose own cells end there.

    They are those with a question's tags; where the tags are gone, the last that calls its check, else the first that
    binds the answer's name.
    """
    found, marked = {}, {prefix: tagged(cells, prefix) for prefix in ("check", "exercise")}
    for question in questions:
        own = marked["check"].get(question.name) or marked["exercise"].get(question.name)
        own = own or [cell for cell in cells if _checks(question.name, cell.source)][-1:]
        own = own or [cell for cell in cells if _binds(question.answer, cell.source)][:1]
        if own:
            found.setdefault(max(cell.index for cell in own), []).append(question.name)
    return found


def _checks(name, source):
    return re.search(rf"check\(\s*[\"']{re.escape(name)}[\"']", source) is not None


def _binds(name, source):
    return (
        re.search(rf"^(?:(?:async\s+)?def|class)\s+{re.escape(name)}\b|^{re.escape(name)}\s*=(?!=)", source, re.M)
        is not None
    )
