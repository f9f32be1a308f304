"""A notebook as a stranger hands it in: what is not as it should be is left out, not believed."""

import json
from dataclasses import dataclass

from unity.grading.notebook.cells import Cell

__all__ = ["MOST_BYTES", "Submission", "Unreadable", "read"]

MOST_BYTES = 64 * 2**20
MOST_CELLS = 1000
MOST_SOURCE = 200_000


class Unreadable(ValueError):
    """A file that is no notebook that can be graded; the message says why."""


@dataclass(frozen=True)
class Submission:
    """The code cells of a notebook that was handed in."""

    cells: tuple[Cell, ...]


def read(content):
    """The code cells of a notebook, from the bytes of its file. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"{len(content):,} bytes are too many, expected at most {MOST_BYTES:,}")
    if not content.strip():
        raise Unreadable("the file is empty")
    try:
        notebook = json.loads(content)
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"it is no JSON: {type(error).__name__}: {error}"[:200]) from error
    if not isinstance(notebook, dict) or type(notebook.get("nbformat")) is not int:
        raise Unreadable("it is no notebook: nbformat is missing")
    version = notebook["nbformat"]
    if version == 3:
        notebook = _upgraded(notebook)
    elif version != 4:
        raise Unreadable(f"it is a notebook of version {version}, expected 4")
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise Unreadable("it is no notebook: it has no list of cells")
    if len(cells) > MOST_CELLS:
        raise Unreadable(f"{len(cells):,} cells are too many, expected at most {MOST_CELLS:,}")
    found = [_cell(index, cell) for index, cell in enumerate(cells)]
    return Submission(tuple(cell for cell in found if cell is not None))


def _upgraded(notebook):
    """The cells of a notebook of version 3, as version 4 has them."""
    sheets = notebook.get("worksheets")
    sheets = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)] if isinstance(sheets, list) else []
    cells = [cell for own in sheets if isinstance(own, list) for cell in own if isinstance(cell, dict)]
    return {"cells": [cell | {"source": cell.get("input", "")} for cell in cells]}


def _cell(index, cell):
    """A code cell; None for any other. What is not as it should be is left out, not believed."""
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return None
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        source = ""
    if len(source) > MOST_SOURCE:
        raise Unreadable(f"cell {index} has {len(source):,} characters, expected at most {MOST_SOURCE:,}")
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    tags = tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()
    name = cell.get("id")
    return Cell(index, source, tags, name if isinstance(name, str) else "", bool(cell.get("outputs")))
