"""A lecture whose metadata call it a draft says so on its page, under its title."""

import json
from pathlib import Path

from docutils import nodes

__all__ = ["say_so", "setup"]

SAID = "This chapter is being written. Much of it may be missing, or change."


def say_so(app, doctree):
    """Put a box under the title of a draft."""
    path = Path(app.env.doc2path(app.env.docname))
    if path.suffix != ".ipynb":
        return
    metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
    title = next(doctree.findall(nodes.title), None)
    if title is not None and metadata.get("harmony", {}).get("draft"):
        box = nodes.admonition("", nodes.title("", "A draft"), nodes.paragraph("", SAID), classes=["draft"])
        title.parent.insert(title.parent.index(title) + 1, box)


def setup(app):
    app.connect("doctree-read", say_so)
