"""What the exercises of chapter 1 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "01-two-distances",
        r"""
| letter | shape | what it is |
|---|---|---|
| $x$ | (n, 1) | an example |
| $\mu_0$, $\mu_1$ | (n, 1), (n, 1) | the means of the two classes |
| $w$ | | the weights of the rule, $= \mu_1 - \mu_0$ |
| $b$ | | its bias, $= \frac{\lVert \mu_0 \rVert^2 - \lVert \mu_1 \rVert^2}{2}$ |
| $j$ | 1 to n | a component |
""",
        start=r"\lVert x - \mu_0 \rVert^2 - \lVert x - \mu_1 \rVert^2",
        goal=r"2 (w^\top x + b)",
        also=(r"2 w^\top x + 2 b",),
        solution=r"""
\lVert x - \mu_0 \rVert^2 - \lVert x - \mu_1 \rVert^2
= x^\top x - 2 \mu_0^\top x + \mu_0^\top \mu_0 - (x^\top x - 2 \mu_1^\top x + \mu_1^\top \mu_1) \\
= 2 \mu_1^\top x - 2 \mu_0^\top x + \mu_0^\top \mu_0 - \mu_1^\top \mu_1 \\
= 2 (\mu_1 - \mu_0)^\top x + \mu_0^\top \mu_0 - \mu_1^\top \mu_1 \\
= 2 (w^\top x + b)
""",
    ),
)
