"""Executable equations: the displayed LaTeX of the book is read, evaluated and compared with the library.

An equation is displayed as `$$ ... $$ (eq-name)`. The function that computes it says so in its docstring,
`Equation: eq-name.`, and that line is the binding: no second list of them exists. From the top down:

* `verdicts` gives every equation its verdict: run, proved, stated, or (a deck's misprint) refuted;
* `check` draws and compares, `proofs` asks SymPy, `mutate` spoils equations and sees whether the check notices;
* `binding` finds what each symbol stands for, with the tables of the `book`; `draws` draws the rest;
* `evaluate` computes a tree on arrays, with the plain named functions of `functions`;
* `reader` reads the dialect of LaTeX into a `tree`; `labels` finds the equations on the pages.

`python -m unity.equations check | table | mutate` is the command line.
"""

from unity.extras import require

with require("book"):
    from unity.equations.book import Book
    from unity.equations.labels import Equation, bindings, displayed, inline
    from unity.equations.page import page_of_equations
    from unity.equations.reader import ReadError, read
    from unity.equations.verdicts import examine, faults

__all__ = [
    "Book",
    "Equation",
    "ReadError",
    "bindings",
    "displayed",
    "examine",
    "faults",
    "inline",
    "page_of_equations",
    "read",
]
