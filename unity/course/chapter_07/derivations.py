"""What the exercises of chapter 7 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "07-sum-as-product",
        r"""
| letter | shape | what it is |
|---|---|---|
| $X$ | (n, m) | all examples |
| $A$, $Y$ | (1, m), between 0 and 1, (1, m), 0 or 1 | their answers and their labels |
| $dZ$ | | all errors, $= A - Y$ |
| $i$ | 1 to m | the number of an example |
""",
        start=r"\frac{1}{m} \sum_{i=1}^{m} (a^{(i)} - y^{(i)}) x^{(i)}",
        goal=r"\frac{1}{m} X dZ^\top",
        solution=r"""
\frac{1}{m} \sum_{i=1}^{m} (a^{(i)} - y^{(i)}) x^{(i)}
= \frac{1}{m} \sum_{i=1}^{m} x^{(i)} (a^{(i)} - y^{(i)}) \\
= \frac{1}{m} \sum_{i=1}^{m} x^{(i)} dZ^{(i)} \\
= \frac{1}{m} X dZ^\top
""",
    ),
)
