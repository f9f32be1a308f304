"""The letters of a page of Sphinx, marked in all of its formulas."""

from collections import defaultdict, deque

from docutils import nodes

from unity.equations.cards.marks import marked

__all__ = ["mark_letters", "written_out"]

# What is no text of the page itself: the strings of its code.
ELSEWHERE = {"quiz", "wrong answer", "figure", "caption", "alt text"}


def mark_letters(doctree, page, notation):
    """Write into each formula of a page the classes of the letters that hold where it stands.

    Formulas that are alike come in the same order here and there.
    """
    waiting = defaultdict(deque)
    for formula in page.formulas:
        if formula.equation.kind not in ELSEWHERE:
            waiting[_bare(formula.equation.latex)].append(formula)
    with notation.used():
        for node in doctree.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)):
            found = waiting[_bare(node.astext())]
            formula = found.popleft() if len(found) > 1 else next(iter(found), None)
            if formula is not None and not isinstance(node.parent, nodes.title):  # a title stands in menus, too
                node["marked"] = marked(node.astext(), formula.letters.values())


def _bare(latex):
    return "".join(latex.split())


def written_out(doctree):
    """The classes in the formulas themselves, for MathJax."""
    for node in doctree.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)):
        if "marked" in node:
            node[:] = [nodes.Text(node["marked"])]
