"""What the exercises of chapter 9 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "09-straight",
        r"""
| letter | shape | what it is |
|---|---|---|
| $\alpha$ | () | how much the activation stretches |
| $\beta$ | () | how much it shifts |
| $v$ | (k, 1) | a column of ones: the derivation holds for any |
| $X$ | (n, 1) | what comes in |
| $W_1$, $b_1$ | (n, k), (k, 1) | the first layer |
| $W_2$, $b_2$ | (k, q), (q, 1) | the second layer |
""",
        start=r"W_2^\top (\alpha (W_1^\top X + b_1) + \beta v) + b_2",
        goal=r"(\alpha W_1 W_2)^\top X + W_2^\top (\alpha b_1 + \beta v) + b_2",
        also=(r"\alpha (W_1 W_2)^\top X + W_2^\top (\alpha b_1 + \beta v) + b_2",),
        solution=r"""
W_2^\top (\alpha (W_1^\top X + b_1) + \beta v) + b_2 \\
= \alpha W_2^\top W_1^\top X + W_2^\top (\alpha b_1 + \beta v) + b_2 \\
= (\alpha W_1 W_2)^\top X + W_2^\top (\alpha b_1 + \beta v) + b_2
""",
    ),
)
