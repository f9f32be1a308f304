"""On which page of a PDF that Chromium has printed each target of a link stands."""

import re

__all__ = ["places"]

OBJECT = re.compile(rb"^(\d+) 0 obj\n<<(.*?)>>\nendobj", re.DOTALL | re.MULTILINE)
TARGET = re.compile(rb"/([\w.-]+) \[(\d+) 0 R /XYZ")
KIDS = re.compile(rb"/Kids \[([^]]*)\]")


def places(pdf):
    """The numbers of pages by the names of targets, counted from 1.

    Chromium writes a table of targets, which names the object of a page, and a tree whose leaves are the pages in order.
    Raises ValueError where either is missing.
    """
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    kids = {number: [int(kid) for kid in re.findall(rb"(\d+) 0 R", KIDS.search(body)[1])]
            for number, body in objects.items() if b"/Type /Pages" in body}  # fmt: skip
    roots = kids.keys() - {kid for inner in kids.values() for kid in inner}
    if len(roots) != 1:
        raise ValueError(f"places: the PDF has {len(roots)} trees of pages, expected 1")
    order = {leaf: page for page, leaf in enumerate(leaves(roots.pop(), kids), 1)}
    found = {name.decode(): order[int(number)] for body in objects.values() for name, number in TARGET.findall(body)}
    if not found:
        raise ValueError("places: the PDF has no targets of links")
    return found


def leaves(node, kids):
    """The pages below a node of the tree, in order."""
    for kid in kids.get(node, ()):
        if kid in kids:
            yield from leaves(kid, kids)
        else:
            yield kid
