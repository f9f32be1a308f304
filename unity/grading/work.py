"""A student's work as whoever marks it sees it: cells and what they put out, kept beside the results as plain data.

The folder of a file of results has a file for each submission, called by the hash of what was handed in, and one for what was
handed out. A file holds `cells`, each with its kind, tags, source, and outputs: texts, and images as PNG or JPEG in base64.
"""

import json
import re
from pathlib import Path

__all__ = ["HANDED_OUT", "folder_of", "keep", "kept", "work_of"]

HANDED_OUT = "handed-out"
MOST_BYTES = 16 * 2**20  # a file as large as this has outputs that nobody looks through
MOST_TEXT = 20_000
MOST_IMAGES = 60
IMAGES = ("image/png", "image/jpeg")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")
COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def folder_of(results):
    """The folder of the works of a file of results.

    >>> folder_of("week1/results.jsonl").as_posix()
    'week1/results.work'
    """
    return Path(results).with_suffix(".work")


def keep(results, name, work):
    """Write the work of a submission, or what was handed out; what is there already is written anew."""
    place = folder_of(results)
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{name}.json").write_text(json.dumps(work, ensure_ascii=True), encoding="utf-8")


def kept(results, name):
    """The work of a submission by the hash of its file; without cells where none is kept."""
    path = folder_of(results) / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"cells": []}


def work_of(content):
    """The cells of a notebook and what they put out, from the bytes of its file; without cells where it holds none.

    >>> work_of(b'{"cells": [{"cell_type": "markdown", "source": ["Why", " not"]}]}')
    {'cells': [{'kind': 'markdown', 'tags': [], 'source': 'Why not', 'outputs': []}]}
    """
    try:
        notebook = json.loads(content) if len(content) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        notebook = None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    found = [_cell(cell) for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []
    _few_images(found)
    return {"cells": found}


def _text(value):
    """Text that a notebook may hold as a list of lines."""
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def _cell(cell):
    metadata, outputs = cell.get("metadata"), cell.get("outputs")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return {
        "kind": "code" if cell.get("cell_type") == "code" else "markdown",
        "tags": [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else [],
        "source": _text(cell.get("source", cell.get("input"))),
        "outputs": [_output(o) for o in outputs if isinstance(o, dict)] if isinstance(outputs, list) else [],
    }


def _output(output):
    """An output as an image or as text; nothing of it is a page, which could hold a script."""
    held = output["data"] if isinstance(output.get("data"), dict) else {}
    for kind in IMAGES:
        image = _text(held.get(kind))
        if image and BASE64.fullmatch(image):
            return {"image": "".join(image.split()), "type": kind}
    if output.get("output_type") == "error":
        text = f"{_text(output.get('ename'))}: {_text(output.get('evalue'))}"
    else:
        text = _text(output.get("text")) or _text(held.get("text/plain"))
    return {"text": COLOURS.sub("", text)[:MOST_TEXT]}


def _few_images(cells):
    images = 0
    for cell in cells:
        for i, output in enumerate(cell["outputs"]):
            images += "image" in output
            if "image" in output and images > MOST_IMAGES:
                cell["outputs"][i] = {"text": f"(more than {MOST_IMAGES} images)"}
