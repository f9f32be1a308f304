"""The symbols that a book names for all of its pages: tables whose first column is called `symbol`.

A symbol means one thing in the whole book, or its row says where it means this, by a link to the pages:

    | symbol | in code               | shape | what it is                                              |
    |--------|-----------------------|-------|---------------------------------------------------------|
    | $L$    |                       |       | the loss of one example                                 |
    | $L$    | `largest_curvature(H)` |      | in [chapter 5](05.md), the largest of the curvatures     |
"""

import posixpath
from dataclasses import dataclass

from unity.equations import tree as t
from unity.equations.letters import tables

__all__ = ["Row", "keys_of", "refuse_double", "symbols_of"]


@dataclass(frozen=True)
class Row:
    """What a row names: its symbols, their axes where it says them, its place, its table, and the pages it links."""

    written: tuple[t.Tree, ...]
    shapes: tuple[tuple, ...]
    place: str
    table: str
    pages: frozenset[str]


def symbols_of(text, functions=frozenset(), page="", place="line {}"):
    """Each row of such tables in the Markdown text of a page; a link is read from the page's folder.

    Raises ValueError, with the place, where a row calls a symbol by another letter in code.
    """
    before, table = None, ""
    for line, cells in tables.rows_of(text, "symbol"):
        where = place.format(line)
        table, before = (table if before == line - 1 else where), line
        formulas, codes = tables.formulas_in(cells["symbol"]), tables.codes_in(cells.get("in code", []))
        try:
            for latex, code in zip(formulas, codes) if len(formulas) == len(codes) else ():
                tables.called_as_written(latex, code)
        except ValueError as error:
            raise ValueError(f"{page}, {where}: {error}") from error
        shapes = (axes for axes, domain in tables.shapes_in(cells.get("shape", [])) if not domain)
        links = (token.attrs["href"] for cell in cells.values() for token in cell if token.type == "link_open")
        pages = (posixpath.normpath(posixpath.join(posixpath.dirname(page), link.partition("#")[0])) for link in links)
        trees = tuple(tables.side(latex, functions) for latex in formulas)
        yield Row(trees, tuple(shapes), where, table, frozenset(pages))


def keys_of(tree):
    """The keys under which a symbol is known: its own, and that of the function or the array that it is taken from."""
    base = getattr(tree, "function", None) or getattr(tree, "base", None)
    return [key for key in (t.key(tree), base and t.key(base)) if key]


def refuse_double(rows, page):
    """Raise ValueError where a symbol stands twice, and no row says on which pages it means that."""
    seen = {}
    for row in rows:
        for tree in row.written:
            for other in seen.setdefault(tree, []):
                if not (row.pages or other.pages) or row.table == other.table:
                    raise ValueError(
                        f"{page}, {row.place}: ${t.latex(tree)}$ has a row at {other.place}, too; where it means one thing on some "
                        "pages, and another elsewhere, a row links those pages"
                    )
            seen[tree].append(row)
