"""Turn each lecture into a plain notebook, which reads well in Colab and in JupyterLab without knowing MyST.

Labels become numbers, roles become text and links, directives become quotes and folds, quoted results become their
values. What has no plain form here is an error that names the file, the cell and the role or directive. Outputs are
left out: the lectures are stored without their pictures, so a reader would see half of them, and running a cell is
the point of opening a notebook.
"""

import argparse
import json
import sys
from pathlib import Path

import nbformat
from plain import ROOT
from plain.blocks import Blocks
from plain.directives import ConversionError
from plain.survey import Book

__all__ = ["ConversionError", "convert_all"]

EXERCISES = ("## Exercises", "### Exercise ")
MADE = "# @title How this is made"  # what Colab writes on the folded cell


class Converter:
    """Rewrites the cells of one lecture."""

    def __init__(self, book, docname):
        self.book, self.blocks = book, Blocks(book, docname)

    def cells(self, cell):
        """A cell of a lecture for the plain notebook, and the caption of its figure as a cell of its own."""
        new = self.cell(cell)
        yield new
        if figure := cell.metadata.get("mystnb", {}).get("figure"):
            caption = nbformat.v4.new_markdown_cell(self.blocks.caption(figure["caption"]))
            caption.id = f"{cell.id}-caption"
            yield caption

    def cell(self, cell):
        """A cell for the plain notebook."""
        if cell.cell_type == "markdown":
            text = self.blocks.text(cell.source)
            for token in self.book.parser.parse(text):
                if token.type in {"math_block_label", "colon_fence", "myst_target"}:
                    raise ConversionError(f"{token.content!r} is left over")
            new = nbformat.v4.new_markdown_cell(text)
        elif cell.cell_type == "code":
            is_folded = {"hide-cell", "hide-input", "remove-input"} & set(cell.metadata.get("tags", ()))
            kept = (
                {"jupyter": {"source_hidden": True}, "cellView": "form"} if is_folded else {}
            )  # JupyterLab's, Colab's
            made = "made" in cell.metadata.get("tags", ())
            new = nbformat.v4.new_code_cell(f"{MADE}\n{cell.source}" if made else cell.source, metadata=kept)
        else:
            raise ConversionError(f"no plain form for a cell of type {cell.cell_type}")
        new.id = cell.id
        if cell.source.lstrip().startswith(EXERCISES):
            new.metadata["id"] = cell.id  # by which Colab is led to it
        return new


def install(address):
    """The cell that fetches the library where it is missing: in Colab."""
    source = f"""# Colab installs the library here; elsewhere this cell does nothing.
import sys

if "google.colab" in sys.modules:
    %pip install --quiet "harmony-in-complexity[widgets,equations] @ git+{address.url}\""""
    cell = nbformat.v4.new_code_cell(source)
    cell.id = "install"
    return cell


def convert(book, path):
    """A lecture as a plain notebook. Raises ConversionError where something has no plain form."""
    docname = path.relative_to(book.root).with_suffix("").as_posix()
    converter = Converter(book, docname)
    cells = [install(book.address)]
    for number, cell in enumerate(nbformat.read(path, as_version=4).cells, 1):
        try:
            cells += converter.cells(cell)
        except ConversionError as error:
            raise ConversionError(f"{docname}.ipynb, cell {number}: {error}") from None
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "colab": {"name": f"{path.stem}.ipynb", "provenance": [], "toc_visible": True},
    }
    notebook = nbformat.v4.new_notebook(cells=[cell for cell in cells if cell.source.strip()], metadata=metadata)
    nbformat.validate(notebook)
    return notebook


def convert_all(root, target):
    """Write the plain notebook of every lecture into the folder `target`; those of lectures that are gone go too."""
    book, target = Book(root), Path(target)
    notebooks = {path.name: convert(book, path) for path in book.lectures}
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.ipynb"):
        if old.name not in notebooks:
            old.unlink()
    for name, notebook in notebooks.items():
        text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        (target / name).write_text(text, encoding="utf-8")
    return [target / name for name in notebooks]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "_build" / "notebooks", help="default: _build/notebooks")
    try:
        for path in convert_all(ROOT, parser.parse_args(arguments).out):
            print(f"{path} written")
    except ConversionError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
