"""Boxes about slips of the decks, of the class `erratum`: asides of a lesson, which a course of its own may leave out."""

from docutils import nodes

__all__ = ["leave_out", "setup"]


def leave_out(app, doctree):
    """Without `errata_in_lectures` in `_config.yml` no lesson has such a box. The page of errata keeps all of them."""
    if not app.config.errata_in_lectures:
        for box in [box for box in doctree.findall(nodes.Admonition) if "erratum" in box["classes"]]:
            box.parent.remove(box)


def setup(app):
    app.add_config_value("errata_in_lectures", True, "env")
    app.connect("doctree-read", leave_out)
