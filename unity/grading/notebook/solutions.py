"""The parts of an author's notebook that no learner gets, between two marks: ours, or nbgrader's, in any kind of cell."""

import re
from dataclasses import dataclass, field

__all__ = ["Leak", "Stripped", "solved", "stripped"]

WHAT = r"(?P<what>SOLUTION|HIDDEN\s+TESTS|MARK\s+SCHEME)"
MARK = re.compile(
    rf"^(?P<indent>[ \t]*)(?:#+|<!--|=+)[ \t]*(?P<end>BEGIN|END)[ \t]+{WHAT}[ \t]*(?:-->|=+)?[ \t]*$", re.IGNORECASE
)
STRAY = re.compile(rf"\b(?:BEGIN|END)\s+{WHAT}\b", re.IGNORECASE)
START = re.compile(r"^[ \t]*(?:# >|<!-- >) ?(?P<line>.*?)(?:[ \t]*-->)?$")


class Leak(ValueError):
    """A notebook that would hand out an answer or a hidden test; the message says where."""


@dataclass
class Stripped:
    """A cell without what stands between its marks: what is left, and the lines of each part that went."""

    source: str
    parts: list[list[str]] = field(default_factory=list)
    solved: bool = False  # whether one of the parts was a solution


def stripped(source, placeholder="..."):
    """A cell without what stands between marks such as `# BEGIN SOLUTION` and `# END SOLUTION`.

    In a solution's place stands what its comments that begin with `# >` hold (in Markdown `<!-- > -->`), or the
    placeholder; in that of hidden tests and mark schemes, nothing. Raises Leak where marks do not pair, or stand in a line
    with more.

    >>> stripped("def f(x):\\n    # BEGIN SOLUTION\\n    return 2 * x\\n    # END SOLUTION").source
    'def f(x):\\n    ...'
    """
    kept, parts, solved, begin = [], [], False, None
    for line in source.splitlines():
        mark = MARK.match(line)
        if mark is None and STRAY.search(line):
            raise Leak(f"a mark of a solution has to stand alone in its line: {line.strip()!r}")
        if mark is None:
            (kept if begin is None else inside).append(line)
        elif (mark["end"].upper() == "BEGIN") is (begin is not None) or (begin and _what(mark) != _what(begin)):
            raise Leak(f"the marks of a solution do not pair at {line.strip()!r}")
        elif begin is None:
            begin, inside = mark, []
        else:
            start = [START.match(line)["line"] for line in inside if START.match(line)]
            told = {text.strip() for text in start}
            parts.append([line for line in inside if not START.match(line) and line.strip() not in told])
            if _what(begin) == "SOLUTION":
                kept += [(begin["indent"] + text).rstrip() for text in start or [placeholder]]
                solved = True
            begin = None
    if begin is not None:
        raise Leak(f"a part begins and does not end: END {_what(begin)} is missing")
    return Stripped("\n".join(kept), parts, solved)


def solved(source):
    """A cell with its solutions and without the marks, for those who have handed in theirs; hidden tests go."""
    kept, hidden = [], False
    for line in source.splitlines():
        mark = MARK.match(line)
        if mark:
            hidden = mark["end"].upper() == "BEGIN" and _what(mark) == "HIDDEN TESTS"
        elif not hidden and not START.match(line):
            kept.append(line)
    return "\n".join(kept)


def _what(mark):
    return " ".join(mark["what"].upper().split())
