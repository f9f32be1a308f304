"""What the exercises of chapter 6 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "06-push-score",
        r"""
| letter | shape | what it is |
|---|---|---|
| $x$, $y$ | (n, 1), (), 0 or 1 | an example and its label |
| $w_t$, $b_t$ | (n, 1), () | the weights and the bias before a push |
| $z_t$ | | the score before it, $= w_t^\top x + b_t$ |
| $a$ | | the answer before it, $= \sigma(z_t)$ |
| $\alpha$ | (), positive | the step |
| $w_{t+1}$ | | the weights after it, $= w_t - \alpha (a - y) x$ |
| $b_{t+1}$ | | the bias after it, $= b_t - \alpha (a - y)$ |
| $z_{t+1}$ | | the score after it, $= w_{t+1}^\top x + b_{t+1}$ |
| $j$ | 1 to n | a component |
""",
        start="z_{t+1}",
        goal=r"z_t - \alpha (a - y) (\lVert x \rVert^2 + 1)",
        also=(r"z_t - \alpha (\lVert x \rVert^2 + 1) (a - y)", r"z_t - \alpha (a - y) (x^\top x + 1)"),
        solution=r"""
z_{t+1} = w_{t+1}^\top x + b_{t+1} \\
= (w_t - \alpha (a - y) x)^\top x + b_t - \alpha (a - y) \\
= w_t^\top x + b_t - \alpha (a - y) x^\top x - \alpha (a - y) \\
= z_t - \alpha (a - y) (\lVert x \rVert^2 + 1)
""",
    ),
)
