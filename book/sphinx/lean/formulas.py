r"""Formulas as MathML, typeset while the book is built: a browser and a screen reader need no script to read them.

A letter of the one form, E, W or X, is an element of a class of its own, so that a page can colour and find it; so is each
letter that a page declares (`unity.equations.cards`).
"""

import html
import re
from functools import cache

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from lean import marks
from unity.equations.rows import row_name

__all__ = ["FormulaError", "in_html", "mathml"]

logger = logging.getLogger(__name__)

ALL = "book/equations"  # the page that lists the equations of all others
LETTERS = "EWX"
ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL)
ROW_GAP = re.compile(r"\\\\\s*\[\s*[\d.]+\s*(?:pt|em|ex)\s*\]")
LETTER = re.compile(rf'<mi(?: class="([^"]*)")?>([{LETTERS}])</mi>')
IN_HTML = re.compile(r"\\\((.+?)\\\)", re.DOTALL)
TYPESETTER = LatexToMathML(fancy_error=False)


class FormulaError(ValueError):
    """LaTeX that cannot be typeset; the message says which, and why."""


@cache
def mathml(latex, *, display):
    r"""LaTeX as MathML; lines and columns that stand in no environment are aligned, as MathJax aligns them.

    Raises FormulaError, with the LaTeX and the reason, for what it does not know.

    >>> mathml("W^\\top x", display=False)
    '<math><msup><mi class="W">W</mi><mi>⊤</mi></msup><mi>x</mi></math>'
    """
    try:
        return LETTER.sub(_named, marks.classed(latex, lambda each: _mathml(each, display)))
    except (LatexError, ValueError) as error:
        raise FormulaError(f"the formula {marks.plain(latex).strip()!r} cannot be typeset: {error}") from None


def _named(found):
    """A letter of the one form, with its class beside those that it has."""
    return f'<mi class="{" ".join(filter(None, (found[2], found[1])))}">{found[2]}</mi>'


def _mathml(latex, display):
    """LaTeX without classes as MathML."""
    bare = ENVIRONMENT.sub("", latex)
    body = rf"\begin{{aligned}}{latex}\end{{aligned}}" if r"\\" in bare or re.search(r"(?<!\\)&", bare) else latex
    body = ROW_GAP.sub(r"\\\\", body).replace("{split}", "{aligned}")  # the rows' own distance is enough
    return TYPESETTER.convert_with_local_state(body, displaystyle=display)


def parts(latex):
    r"""The formulas of a line that stand side by side, each with the comma behind it: on a phone they stand below each other.

    >>> parts(r"z = w^\top x, \qquad x = (a,\qquad b)")
    ['z = w^\\top x,', 'x = (a,\\qquad b)']
    >>> parts(r"a &= b, \qquad c \\ &= d")
    ['a &= b, \\qquad c \\\\ &= d']
    """
    found, depth, start = [], 0, 0
    if re.search(r"\\\\|\\begin|(?<!\\)&", latex):
        return [latex]
    for token in re.finditer(r"\\qquad(?![a-zA-Z])|\\[a-zA-Z]+|\\.|[{(\[]|[})\]]", latex):
        if token[0] == r"\qquad" and not depth:
            found.append(latex[start : token.start()].strip())
            start = token.end()
        depth += (token[0] in "{([") - (token[0] in "})]")
    return [*found, latex[start:].strip()]


def in_html(text):
    r"""HTML in which what stands between \( and \) is typeset.

    >>> in_html(r"<p>Is \(a &lt; b\)?</p>")
    '<p>Is <math><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>?</p>'
    """
    return IN_HTML.sub(lambda found: mathml(html.unescape(found[1]).strip(), display=False), text)


def typeset(translator, node, display, part=None):
    """A formula, or a part of it, for a page; where it fails, a warning that says where, and the LaTeX itself."""
    try:
        return mathml(part or node.get("marked", node.astext()).strip(), display=display)
    except FormulaError as error:
        logger.warning(str(error), location=node)
        return f"<code>{translator.encode(node.astext())}</code>"


def row_of(builder, label):
    """Where the page of equations has an equation; None for one that it does not have."""
    if label not in builder.app.equations or ALL not in builder.env.found_docs:
        return None
    return f"{builder.get_relative_uri(builder.current_docname, ALL)}#{row_name(label)}"


def visit_inline(translator, node):
    translator.body.append(typeset(translator, node, False))
    raise nodes.SkipNode


def visit_display(translator, node):
    """The equation in a box that scrolls where it is too wide, and beside it its number."""
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    if node["number"]:
        number = f"({get_node_equation_number(translator, node)})"
        row = row_of(translator.builder, node["label"])
        translator.body.append(f'<span class="eqno">{f"""<a href="{row}">{number}</a>""" if row else number}')
        translator.add_permalink_ref(node, _("Link to this equation"))
        translator.body.append("</span>")
    latex = node.get("marked", node.astext()).strip()
    typeset_parts = "".join(typeset(translator, node, True, part) for part in parts(latex))
    translator.body.append(f'<div class="formula">{typeset_parts}</div></div>\n')
    raise nodes.SkipNode


def typeset_raw(app, doctree, docname):
    """The formulas of what a cell has put out as HTML: questions and tables."""
    for node in doctree.findall(nodes.raw):
        if "html" in node.get("format", "").split() and r"\(" in node.astext():
            try:
                text = in_html(node.astext())
            except FormulaError as error:
                logger.warning(str(error), location=node)
                continue
            node[:] = [nodes.Text(text)]


def setup(app):
    app.add_html_math_renderer("lean", inline_renderers=(visit_inline, None), block_renderers=(visit_display, None))
    app.connect("doctree-resolved", typeset_raw)
