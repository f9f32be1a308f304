"""The directive that folds a page's equations, for `page`: a browser is given the rows as text until a reader opens them.

Hundreds of formulas are thousands of elements. A script (`static/rows.js`) makes elements of a fold's rows when it is opened;
where no script runs, the rows are elements from the beginning.
"""

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

__all__ = ["equation_rows", "row_name", "setup"]


class equation_rows(nodes.General, nodes.Element):
    """The fold of a table of equations: its `title`, and how many there are in which state."""


def row_name(label):
    """The name of an equation's row, to which its number leads.

    >>> row_name("eq-norm")
    'row-eq-norm'
    """
    return f"row-{label}"


class EquationRows(SphinxDirective):
    """``{equation-rows} title`` around a table whose rows each begin with a reference to an equation."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar = {"counts": directives.unchanged_required}

    def run(self):
        fold = equation_rows(title=self.arguments[0], counts=self.options.get("counts", ""))
        self.state.nested_parse(self.content, self.content_offset, fold)
        for row in fold.findall(nodes.row):
            number = next((each for each in row.findall(addnodes.pending_xref) if each["reftype"] == "eq"), None)
            state = next(row.findall(nodes.emphasis), None)
            if number is not None and state is not None:
                row["ids"].append(row_name(number["reftarget"]))
                row["classes"].append(state.astext())
        return [fold]


def visit_in_html(translator, node):
    title, counts = translator.encode(node["title"]), translator.encode(node["counts"])
    summary = f"<summary>{title} <small>{counts}</small></summary>"
    translator.body.append(f'<details class="equation-rows">{summary}<noscript>')


def leave_in_html(translator, node):
    translator.body.append("</noscript></details>\n")


def nothing(translator, node):
    """Other formats show the table alone."""


def setup(app):
    others = {builder: (nothing, nothing) for builder in ("latex", "text", "man", "texinfo")}
    app.add_node(equation_rows, html=(visit_in_html, leave_in_html), **others)
    app.add_directive("equation-rows", EquationRows)
