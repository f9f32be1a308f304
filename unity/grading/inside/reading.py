"""A notebook's file as a stranger hands it in, taken apart: what is not as it should be is left out, not believed.

It runs in the sandbox, within its limits, before any of the notebook's code does.
"""

import json

__all__ = ["MOST_BYTES", "MOST_SOURCE", "Unreadable", "cells_of"]

MOST_BYTES = 256 * 2**20
MOST_CELLS = 1000
MOST_SOURCE = 200_000
MOST_TAGS, MOST_TAG = 1000, 200
MOST_WRITTEN = 100_000


class Unreadable(ValueError):
    """A file that is no notebook that can be graded; the message says why."""


def cells_of(content):
    """The cells of a notebook, from the bytes of its file, a dict each. Raises Unreadable.

    Their `type` is code, markdown or raw; what is another cell is left out, and so is a code cell that holds no source.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(f"{len(content):,} bytes are too many, expected at most {MOST_BYTES:,}")
    if not content.strip():
        raise Unreadable("the file is empty")
    try:
        notebook = json.loads(content)
    except MemoryError:
        raise Unreadable("it takes more memory to read than there is for it") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"it is no JSON: {type(error).__name__}: {error}"[:200]) from error
    if not isinstance(notebook, dict) or type(notebook.get("nbformat")) is not int:
        raise Unreadable("it is no notebook: nbformat is missing")
    version = notebook["nbformat"]
    if version not in (3, 4):
        raise Unreadable(f"it is a notebook of version {version}, expected 4")
    cells = notebook.get("cells")
    if version == 3 and not cells:
        cells = _of_version_3(notebook)
    if not isinstance(cells, list):
        raise Unreadable("it is no notebook: it has no list of cells")
    numbered = list(enumerate(cells))
    if len(numbered) > MOST_CELLS:
        numbered = [(index, cell) for index, cell in numbered if not _is_blank(cell)]
    if len(numbered) > MOST_CELLS:
        raise Unreadable(f"{len(numbered):,} cells are too many, expected at most {MOST_CELLS:,}")
    found = [_cell(index, cell) for index, cell in numbered]
    return [cell for cell in found if cell is not None]


def _is_blank(cell):
    """Whether a cell has nothing that anybody looks at: an editor makes one wherever a key is held."""
    return isinstance(cell, dict) and not any(cell.get(part) for part in ("source", "input", "outputs", "metadata"))


def _of_version_3(notebook):
    """The cells of a notebook of version 3, as version 4 has them."""
    sheets = notebook.get("worksheets")
    sheets = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)] if isinstance(sheets, list) else []
    cells = [cell for own in sheets if isinstance(own, list) for cell in own if isinstance(cell, dict)]
    return [cell | {"source": cell.get("input", cell.get("source", ""))} for cell in cells]


def _cell(index, cell):
    """A cell; None for what is none."""
    kind = cell.get("cell_type") if isinstance(cell, dict) else None
    if kind not in ("code", "markdown", "raw"):
        return None
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return None
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    tags = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    name, too_long = cell.get("id"), 0
    if kind == "code" and len(source) > MOST_SOURCE:
        source, too_long = "", len(source)
    return {
        "index": index,
        "type": kind,
        "source": source if kind == "code" else source[:MOST_WRITTEN],
        "tags": [tag[:MOST_TAG] for tag in tags[:MOST_TAGS]],
        "id": name[:MOST_TAG] if isinstance(name, str) else "",
        "has_output": bool(cell.get("outputs")),
        "too_long": too_long,
    }
