"""The code cells of a notebook, and those that a tag names."""

from dataclasses import dataclass

__all__ = ["Cell", "bare", "code_cells", "tagged"]


@dataclass(frozen=True)
class Cell:
    """A cell as it was handed in; `left_out` says why its source was."""

    index: int
    source: str
    tags: tuple[str, ...] = ()
    id: str = ""
    has_output: bool = False
    left_out: str = ""


def code_cells(notebook):
    """The code cells of a notebook that nbformat has read."""
    return [
        Cell(i, cell.source, tuple(cell.metadata.get("tags", ())), cell.get("id", ""))
        for i, cell in enumerate(notebook.cells)
        if cell.cell_type == "code"
    ]


def tagged(cells, prefix):
    """The cells with a tag such as exercise:NAME, by their name: name -> cells."""
    found = {}
    for cell in cells:
        for tag in cell.tags:
            if tag.startswith(f"{prefix}:"):
                found.setdefault(tag.removeprefix(f"{prefix}:"), []).append(cell)
    return found


def bare(source):
    """Code without its spaces and line ends: what is compared."""
    return "".join(source.split())
