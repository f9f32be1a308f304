"""Folded solutions as HTML's own folds, which open without a script."""

from docutils import nodes

__all__ = ["fold"]


class fold(nodes.General, nodes.Element):
    """A box that is closed until its reader opens it."""


class fold_title(nodes.TextElement):
    """What a closed box shows."""


def fold_admonitions(app, doctree, docname):
    """Make a fold of each admonition of the class "dropdown"."""
    for box in list(doctree.findall(nodes.Admonition)):
        if "dropdown" in box["classes"]:
            title, *content = box.children
            opened = fold("", fold_title("", "", *title.children), *content, classes=["admonition", *box["classes"]])
            box.replace_self(opened)


def visit_fold(translator, node):
    translator.body.append(translator.starttag(node, "details"))


def depart_fold(translator, node):
    translator.body.append("</details>\n")


def visit_title(translator, node):
    translator.body.append('<summary class="admonition-title">')


def depart_title(translator, node):
    translator.body.append("</summary>\n")


def setup(app):
    app.add_node(fold, html=(visit_fold, depart_fold))
    app.add_node(fold_title, html=(visit_title, depart_title))
    app.connect("doctree-resolved", fold_admonitions)
