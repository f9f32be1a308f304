"""The displayed equations of the book, and the library's functions that compute them.

An equation is displayed as `$$ ... $$ (eq-name)`. The function that computes it says so in its docstring,
`Equation: eq-name.`, and that line is the binding: no second list of them exists. `python -m unity.equations check`
fails on an equation without a label, on a label used twice, on a label that no function computes, and on a
docstring that names an equation which no page displays.
"""

from unity.equations.labels import Equation, bindings, displayed, faults, table

__all__ = ["Equation", "bindings", "displayed", "faults", "table"]
