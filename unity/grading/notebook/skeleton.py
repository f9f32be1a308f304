"""A small assignment that works, to be written over: one question that a program marks, and one that a person marks."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

__all__ = ["skeleton"]

TESTS = """# NAME/tests.py
from unity.grading import WRITTEN, Assignment, Mistake, Question, Test


def rectangle(rng):
    return float(rng.uniform(1, 5)), float(rng.uniform(1, 5))


ASSIGNMENT = Assignment(
    name="NAME",  # the folder's name
    title="Areas",
    questions=(
        Question(
            name="NAME",
            title="The area of a rectangle",
            answer="area",  # what the student's function is called
            reference=lambda a, b: a * b,
            tests=(
                Test("drawn rectangles", rectangle),
                Test("other rectangles", rectangle, hidden=True, points=2.0),
            ),
            mistakes=(
                Mistake(lambda a, b: a + b, "This adds the sides. The area is their product."),
                Mistake(lambda a, b: 2 * (a + b), "This is the way around it. The area is the product of the sides."),
                Mistake(lambda a, b: a * b / 2, "This is half of it: the area of a triangle."),
            ),
        ),
        Question(
            name="NAME-why",
            answer="why",
            reference=None,
            tests=(Test("says that rows of unit squares are counted", points=1.0),),
            kind=WRITTEN,
        ),
    ),
)
"""
AREA = """def area(a, b):
    # BEGIN SOLUTION
    # > return ...
    return a * b
    # END SOLUTION"""
WHY = """<!-- BEGIN SOLUTION -->
It has b rows of a unit squares each.
<!-- END SOLUTION -->"""


def skeleton(name):
    """(tests.py, the author's notebook as text) of an assignment of that name, which can be released as it is."""
    tag = lambda *tags: {"tags": list(tags)}
    cells = [
        new_markdown_cell("# Areas"),
        new_code_cell("from unity import grading", metadata=tag("setup")),
        new_markdown_cell("Write a function that returns the area of a rectangle with sides a and b."),
        new_code_cell(AREA, metadata=tag(f"exercise:{name}")),
        new_code_cell(f'grading.check("{name}", area)', metadata=tag(f"check:{name}")),
        new_markdown_cell("Why is it a product? A sentence is enough."),
        new_markdown_cell(WHY, metadata=tag(f"exercise:{name}-why")),
    ]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    return TESTS.replace("NAME", name), nbformat.writes(new_notebook(cells=cells))
