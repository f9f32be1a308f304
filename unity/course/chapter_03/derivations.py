"""What the exercises of chapter 3 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "03-exponents",
        r"""
| letter | shape | what it is |
|---|---|---|
| $x$ | (n, 1) | the measurements of one example |
| $\mu_0$, $\mu_1$ | (n, 1), (n, 1) | the means of two classes |
| $\Sigma$ | (n, n), positive definite | the covariance of both |
| $w$ | | the weights, $= \Sigma^{-1} (\mu_1 - \mu_0)$ |
| $j$ | 1 to n | a component |
""",
        start=r"-\frac{1}{2} (x - \mu_1)^\top \Sigma^{-1} (x - \mu_1) + \frac{1}{2} (x - \mu_0)^\top \Sigma^{-1} (x - \mu_0)",
        goal=r"w^\top x - \frac{1}{2} w^\top (\mu_0 + \mu_1)",
        also=(r"w^\top (x - \frac{1}{2} (\mu_0 + \mu_1))", r"w^\top x - \frac{1}{2} w^\top (\mu_1 + \mu_0)"),
        solution=r"""
-\frac{1}{2} (x - \mu_1)^\top \Sigma^{-1} (x - \mu_1) + \frac{1}{2} (x - \mu_0)^\top \Sigma^{-1} (x - \mu_0)
= \mu_1^\top \Sigma^{-1} x - \frac{1}{2} \mu_1^\top \Sigma^{-1} \mu_1
- \mu_0^\top \Sigma^{-1} x + \frac{1}{2} \mu_0^\top \Sigma^{-1} \mu_0 \\
= (\mu_1 - \mu_0)^\top \Sigma^{-1} x - \frac{1}{2} (\mu_1 - \mu_0)^\top \Sigma^{-1} (\mu_0 + \mu_1) \\
= w^\top x - \frac{1}{2} w^\top (\mu_0 + \mu_1)
""",
    ),
)
