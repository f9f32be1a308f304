"""What the exercises of chapter <number> ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "NN-walked",
        r"""
| letter | shape | what it is |
|---|---|---|
| $p$, $q$ | (n, 1) | two points |
| $t$ | from 0.1 to 0.9 | a share of the way |
| $x$ | | the place that belongs to it, $= (1 - t) p + t q$ |
""",
        start="x - p",
        goal="t (q - p)",
        solution=r"""
x - p = (1 - t) p + t q - p \\
= t q - t p \\
= t (q - p)
""",
    ),
)
