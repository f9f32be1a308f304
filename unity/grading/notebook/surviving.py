"""Whether a line of an answer stands in what is handed out."""

import re

from unity.grading.notebook.cells import bare
from unity.grading.notebook.solutions import Leak

__all__ = ["none_survives"]

TELLING = 16
"""A line of so many characters, spaces aside, is told by standing anywhere; a shorter one, such as `return a`, stands anywhere."""
FEWEST = 4
SPAN = re.compile(r"`([^`\n]+)`")


def none_survives(notebook, parts):
    """Raise Leak where a solution, spaces aside, stands elsewhere in what is handed out.

    A long line of it tells by itself. A solution that is one short line tells where it is a line, or a span of code.
    """
    cells = [(bare(cell.source), set(map(bare, _pieces(cell.source)))) for cell in notebook.cells]
    for part in parts:
        lines = [line for line in part if bare(line) and not bare(line).startswith("#")]
        for line in lines:
            said = bare(line)
            for i, (text, pieces) in enumerate(cells):
                short = {word for word in (said, said.removeprefix("return")) if len(word) >= FEWEST}
                if (len(said) >= TELLING and said in text) or (len(lines) == 1 and short & pieces):
                    raise Leak(f"a line of a solution survives in cell {i}: {line.strip()}")


def _pieces(source):
    return [*source.splitlines(), *SPAN.findall(source), *(line.partition("#")[0] for line in source.splitlines())]
