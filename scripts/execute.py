"""Execute lectures in place: text outputs are kept and compared by the tests, pictures are left to the book's build."""

import argparse
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

WIDGET = "application/vnd.jupyter.widget-view+json"
DRAGGED = '<figure class="drag"'  # as `notebook.drag` begins
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
LANGUAGE = {"language_info": {"name": "python"}}


def stripped(output):
    """An output without pictures, live widgets, the frames of their static version, and scripts of dragged figures."""
    if "data" in output:
        moves = WIDGET in output["data"] or "".join(output["data"].get("text/html", "")).startswith(DRAGGED)
        static = {"text/html"} if moves else set()
        hidden = {mime for mime in output["data"] if mime.startswith("image/")} | {WIDGET} | static
        output["data"] = {mime: value for mime, value in output["data"].items() if mime not in hidden}
        output["metadata"] = {key: value for key, value in output["metadata"].items() if key not in hidden}
    return output


def execute(path):
    """Run a notebook from its top and write it back in the one form that the repository keeps."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=600, coalesce_streams=True, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    kept = {key: value for key, value in notebook.metadata.items() if key in ("harmony", "celltoolbar")}
    notebook.metadata = nbformat.from_dict({**KERNEL, **LANGUAGE, **kept})
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata.pop("execution", None)
            cell.outputs = [stripped(output) for output in cell.outputs]
    nbformat.validate(notebook)
    nbformat.write(notebook, path)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: every notebook in lectures/")
    for path in parser.parse_args(arguments).notebooks or sorted(Path("lectures").glob("*.ipynb")):
        print(f"executing {path}", flush=True)
        execute(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
