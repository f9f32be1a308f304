"""What the exercises of chapter 4 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "04-curves-down",
        r"""
| letter | shape | what it is |
|---|---|---|
| $a$ | (), between 0 and 1 | the probability of class 1 |
""",
        start=r"(a (1 - a))^2 + (a - 1) a (1 - a) (1 - 2 a)",
        goal=r"a (1 - a)^2 (3 a - 1)",
        also=(r"a (1 - a) (1 - a) (3 a - 1)",),
        solution=r"""
(a (1 - a))^2 + (a - 1) a (1 - a) (1 - 2 a)
= a (1 - a) (a (1 - a) - (1 - a) (1 - 2 a)) \\
= a (1 - a) (1 - a) (a - (1 - 2 a)) \\
= a (1 - a)^2 (3 a - 1)
""",
    ),
)
