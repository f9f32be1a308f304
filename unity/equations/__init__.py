"""Executable equations: the LaTeX of a book is read, evaluated and compared with a library.

An equation is displayed as `$$ ... $$ (eq-name)`. What its letters mean is declared once, in a table on its page. Which
pages and which library are meant stands in the project's `pyproject.toml`: the engine knows no book. From the top down:

* `plugin` has an item for each equation in pytest, `sphinx` gives each a card on the pages that it builds;
* `cards` says what stands on a card: letters, one small draw, who computes it and how it is checked;
* `page` writes the page of all equations, whose folds `rows` makes;
* `derivations` examines what a reader derives, line by line;
* `formulas` says of every other formula, wherever it stands, how it is checked;
* `verdicts` gives every equation its verdict: run, proved, stated, or (a deck's misprint) refuted;
* `refute` sees that a misprint fails, and that it says no more and no less than the other text; `explain` tells its letters;
* `check` draws and compares, `proofs` asks SymPy, `mutate` spoils equations and sees whether the check notices;
* `letters` finds what each symbol stands for, with the tables of the pages; `draws` draws the rest;
* `evaluate` computes a tree on arrays, with the plain named functions of `functions`;
* `reader` reads the dialect of LaTeX into a `tree`; `finding` finds the formulas of a book, `labels` who computes them;
* `configuration` reads what the project says, and `notation` is how its formulas are meant.

`python -m unity.equations check | explain | formulas | table | mutate` is the command line. A name is loaded when it is first used.
"""

from unity.extras import late

__all__ = [
    "Book",
    "Derivation",
    "Equation",
    "ReadError",
    "bindings",
    "derive",
    "displayed",
    "examine",
    "examine_derivation",
    "faults",
    "inline",
    "page_of_equations",
    "read",
]
__getattr__ = late(
    __name__,
    "equations",
    book=["Book"],
    derivations=["Derivation", "derive", "examine_derivation"],
    labels=["Equation", "bindings", "displayed", "inline"],
    page=["page_of_equations"],
    reader=["ReadError", "read"],
    verdicts=["examine", "faults"],
)
