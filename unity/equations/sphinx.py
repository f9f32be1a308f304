"""The Sphinx extension: each displayed equation with a label opens into a card, and one that fails is a warning.

    extensions = ["myst_parser", "unity.equations.sphinx"]        # in conf.py

The equation stands in a `div` of the class `equation` and of its state, `run`, `proved`, `stated`, `refuted` or, where no
check knows it, `unchecked`. Behind it a fold says what its letters are, works out one small draw, leads to the function
that computes it and tells how it is checked (`cards`). In every formula of its page a letter has a class of its own, `l-w`,
by which a script marks it wherever the page has it, when a reader points at one of them.

With `-W` a wrong equation, or a fault in the labels, fails the build. `equations_root` is the folder of the project's
pyproject.toml, by default the nearest one around the sources that has the table; with `equations_run = False` no equation is
checked, and with `equations_cards = False` there are no cards, nor classes.
"""

import re
from pathlib import Path

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util import logging

from unity.equations import rows
from unity.equations.cards import nodes as cards
from unity.equations.configuration import FILE, NAME, configuration, configured

__all__ = ["STATIC", "setup"]

logger = logging.getLogger(__name__)
STATIC = Path(__file__).parent / "static"

HOW = {
    "run": "A program reads this formula, evaluates it on random draws and compares its sides, also with the library.",
    "proved": "SymPy proves this formula for all values of its letters.",
    "stated": "This formula is only stated: it cannot be evaluated.",
    "refuted": "This formula is wrong, and a program sees that it fails.",
    "wrong": "A program has evaluated this formula, and it does not hold.",
    "unchecked": "No program checks this formula.",
}


class marked(nodes.General, nodes.Element):
    """What stands around an equation."""


def visit_in_html(translator, node):
    translator.body.append(translator.starttag(node, "div", **({"title": node["title"]} if "title" in node else {})))


def leave_in_html(translator, node):
    translator.body.append("</div>\n")


def nothing(translator, node):
    """Other formats show the equation alone."""


def project_of(app):
    """The folder whose pyproject.toml has the table. Raises ExtensionError where there is none."""
    if app.config.equations_root:
        return Path(app.confdir, app.config.equations_root).resolve()
    found = next((folder for folder in (Path(app.srcdir), *Path(app.srcdir).parents) if configured(folder)), None)
    if found is None:
        raise ExtensionError(f"unity.equations.sphinx: no {FILE} around {app.srcdir} has the table [tool.{NAME}]")
    return found


def read_book(app):
    """Read the book before its pages are built; what is wrong with labels is warned of."""
    from unity.equations.letters import pages
    from unity.equations.readings import readings_on
    from unity.equations.verdicts import faults

    app.config.html_static_path.append(str(STATIC))
    root = project_of(app)
    try:
        read = list(pages(root, configuration(root).letters))
        app.equations = {reading.equation.label: reading for reading in readings_on(read, root)}
        app.equation_pages = {(root / page.name).resolve(): page for page in read}
        found = list(faults(root)) if app.config.equations_run else []
    except ValueError as error:
        raise ExtensionError(f"unity.equations.sphinx: {error}") from error
    for fault in found:
        logger.warning(fault, location=_place(app, root, fault), type="equations")


def mark(app, doctree):
    """Put each labelled equation of a page into a box that says how it is checked, with its card; and mark its letters."""
    from unity.equations.cards import card_of
    from unity.equations.cards.nodes import card_node
    from unity.equations.cards.pages import mark_letters
    from unity.equations.verdicts import told, verdict

    with_cards = app.config.equations_cards
    page = app.equation_pages.get(Path(app.env.doc2path(app.env.docname)).resolve())
    if page is not None and with_cards:
        mark_letters(doctree, page, configuration(project_of(app)).notation)
    for node in list(doctree.findall(nodes.math_block)):
        label = node.get("label")
        if not label:
            continue
        reading = app.equations.get(label)
        state = "unchecked" if reading is None else reading.state
        if reading is not None and app.config.equations_run and (found := verdict(reading)).problem:
            state = "wrong"
            logger.warning(told(found), location=node, type="equations")
        box = marked(classes=["equation", state])
        node.parent.replace(node, box)  # and not replace_self: the equation keeps its name, to which references lead
        box.append(node)
        if reading is None or not with_cards:
            box["title"] = HOW[state]
        else:
            box.append(card_node(card_of(reading), HOW[state]))


def write_out(app, doctree, docname):
    """MathJax reads classes in the LaTeX itself; what makes pictures of formulas has no use for them."""
    if app.builder.format == "html" and app.builder.math_renderer_name == "mathjax":
        from unity.equations.cards.pages import written_out

        written_out(doctree)


def _place(app, root, fault):
    """The page and line that a fault names; None where it names none."""
    found = re.match(r"([^,]+), (?:cell \d+, )?line (\d+)", fault)
    return f"{root / found[1]}:{found[2]}" if found else None


def setup(app):
    app.add_config_value("equations_root", "", "env")
    app.add_config_value("equations_run", True, "env")
    app.add_config_value("equations_cards", True, "env")
    others = {builder: (nothing, nothing) for builder in ("latex", "text", "man", "texinfo")}
    app.add_node(marked, html=(visit_in_html, leave_in_html), **others)
    app.connect("builder-inited", read_book)
    app.connect("doctree-read", mark)
    app.connect("doctree-resolved", write_out)
    app.add_css_file("equations.css")
    app.add_js_file("equations.js", loading_method="defer")
    app.add_js_file("rows.js", loading_method="defer")
    cards.setup(app)
    rows.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
