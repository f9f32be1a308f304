"""A notebook as a stranger hands it in: its code cells, and what was written beside them.

`inside.reading` takes the file apart, in the sandbox; here is what comes out of it.
"""

from dataclasses import dataclass

from unity.grading.inside.reading import MOST_BYTES, MOST_SOURCE, Unreadable, cells_of
from unity.grading.notebook.cells import Cell

__all__ = ["MOST_BYTES", "Submission", "Unreadable", "read", "submission"]


@dataclass(frozen=True)
class Submission:
    """The code cells of a notebook that was handed in, and its other cells."""

    cells: tuple[Cell, ...]
    others: tuple[Cell, ...] = ()


def read(content):
    """The cells of a notebook, from the bytes of its file. Raises Unreadable. For files that are one's own."""
    return submission(cells_of(content))


def submission(found):
    """A submission, from what has been read of a file. Raises Unreadable for a file without a code cell."""
    try:
        cells = [_cell(entry) for entry in found]
        kinds = [entry["type"] for entry in found]
    except (KeyError, TypeError) as error:
        raise Unreadable("what was read of it is no list of cells") from error
    if "code" not in kinds and not any(tag.startswith("exercise:") for cell in cells for tag in cell.tags):
        raise Unreadable("it has no code cell that can be read")
    code = tuple(cell for cell, kind in zip(cells, kinds) if kind == "code")
    return Submission(code, tuple(cell for cell, kind in zip(cells, kinds) if kind != "code"))


def _cell(entry):
    too_long = f"it has {entry['too_long']:,} characters, expected at most {MOST_SOURCE:,}" if entry["too_long"] else ""
    return Cell(
        int(entry["index"]),
        str(entry["source"]),
        tuple(map(str, entry["tags"])),
        str(entry["id"]),
        bool(entry["has_output"]),
        too_long,
    )
