"""A card as a part of a page: a fold that opens by a click, a tap or a key, with or without a script."""

import re

import numpy as np
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.util.math import get_node_equation_number

from unity.equations.cards.numbers import fits, told

__all__ = ["card_node", "element", "letter", "setup"]

SIGNS = {"\\le": "≤", "\\ge": "≥", "\\ne": "≠", "\\neq": "≠", "\\approx": "≈", "\\to": "→", "\\in": "∈"}
FORMULA = re.compile(r"\$([^$]+)\$")
ROLE = re.compile(r"\{[\w:]+\}(?=\S)")  # of a role in a table of letters, its words are left


class element(nodes.General, nodes.TextElement):
    """An element of HTML; its `tag` says which. A link stands in what holds text."""


class equation_card(nodes.General, nodes.Element):
    """The fold around a card, which stands behind its equation: that one's number is in its name."""


def _element(tag, *children, classes=()):
    return element("", "", *children, tag=tag, classes=list(classes))


def letter(latex, marked):
    """A formula within a line, with the classes of its letters for whoever typesets it."""
    return nodes.math(latex, latex, marked=marked)


def card_node(card, how):
    """The fold of a card, to stand behind its equation in a box; `how` says how it is checked."""
    parts = [_element("dl", *map(_group(card), card.groups), classes=["equation-letters"])] if card.groups else []
    if card.drawn:
        parts += [_element("p", nodes.Text(_title(card)), classes=["equation-part"])]
        values = [_pair(card, each.latex, value) for each, value in card.values]
        parts += [_element("dl", *values, classes=["equation-values"])] if values else []
        parts += [part for indices, sides in card.drawn.clauses for part in _clause(card, indices, sides)]
    return equation_card("", *parts, _element("p", *_who(card), nodes.Text(how), classes=["equation-how"]))


def _title(card):
    return "One draw, on which it fails" if card.reading.state == "refuted" else "One draw"


def _group(card):
    """Makes of a row of letters its names with their shapes, and what they are."""

    def made(group):
        names = []
        for each, shape in group.letters:
            said = [_element("span", nodes.Text(shape))] if shape else []
            names.append(_element("dt", _formula(card, each.latex), *said))
        return _element("div", *names, _element("dd", *_prose(card, group.meaning)))

    return made


def _formula(card, latex):
    return letter(latex, card.marked(latex))


def _prose(card, text):
    """A text with formulas between dollars."""
    for place, part in enumerate(FORMULA.split(text)):
        if part:
            yield _formula(card, part) if place % 2 else nodes.Text(ROLE.sub("", part))


def _pair(card, latex, value):
    return _element("div", _element("dt", _formula(card, latex)), _number(value))


def _clause(card, indices, sides):
    """The numbers of a clause's indices, and its sides one below the other, with the number of each."""
    if indices:
        chosen = (_pair(card, name, np.array(number)) for name, number in indices.items())
        yield _element("dl", *chosen, classes=["equation-values"])
    yield _element("dl", *(each for side in sides for each in _side(card, side)), classes=["equation-sides"])


def _side(card, side):
    sign = f"{SIGNS.get(side.relation, side.relation)} " if side.relation else ""
    said = _formula(card, side.latex) if side.latex else nodes.literal(side.code, side.code)
    return [_element("dt", nodes.Text(sign), said), _number(side.value)]


def _number(value):
    kind = "equation-array" if value.size > 1 and fits(value) else "equation-number"
    return _element("dd", nodes.Text(told(value)), classes=[kind])


def _who(card):
    """The function that computes the equation, as a link to where the site shows it."""
    name = card.computed_by
    if name:
        short = name.partition(".")[2] or name
        yield nodes.Text("Computed by ")
        said = {"refdomain": "py", "reftype": "obj", "reftarget": name, "refexplicit": True, "refwarn": False}
        yield pending_xref("", nodes.literal(short, short), **said, equation_card=True)
        yield nodes.Text(". ")


def visit_element(translator, node):
    translator.body.append(translator.starttag(node, node["tag"], ""))


def leave_element(translator, node):
    translator.body.append(f"</{node['tag']}>")


def visit_card(translator, node):
    equation = node.parent.next_node(nodes.math_block)
    number = f"({get_node_equation_number(translator, equation)})" if equation.get("number") else "this"
    translator.body.append(f'<details class="equation-card"><summary>What {number} says</summary><div>')


def leave_card(translator, node):
    translator.body.append("</div></details>\n")


def skip(translator, node):
    """Other formats show the equation alone."""
    raise nodes.SkipNode


def unresolved(app, env, node, contnode):
    """The name of a function that the site has no page for."""
    return contnode if node.get("equation_card") else None


def setup(app):
    others = {builder: (skip, None) for builder in ("latex", "text", "man", "texinfo")}
    app.add_node(element, html=(visit_element, leave_element), **others)
    app.add_node(equation_card, html=(visit_card, leave_card), **others)
    app.connect("missing-reference", unresolved, priority=400)
