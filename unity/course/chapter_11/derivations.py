"""What the exercises of chapter 11 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "11-errors-of-outputs",
        r"""
| letter | shape | what it is |
|---|---|---|
| $A_n$ | (h, m) | what layer n hears |
| $W_n$, $b_n$ | (h, k), (k, 1) | its weights and biases |
| $Z_n$ | | its sums, $= W_n^\top A_n + b_n$ |
| $f(z)$ | | the activation, $= \tanh(z)$ |
| $E_n$ | | its errors, $= D_{n+1} \odot f'(Z_n)$ |
| $D_{n+1}$ | (k, m) | the slope of the cost by what layer n + 1 hears |
| $J$ | | the cost, to first order, $= \langle D_{n+1}, f(W_n^\top A_n + b_n) \rangle$ |
| $D_n$ | | the slope by what layer n hears, $= \frac{\partial J}{\partial A_n}$ |
""",
        start="D_n",
        goal=r"W_n (D_{n+1} \odot f'(Z_n))",
        solution=r"""
D_n = \frac{\partial J}{\partial A_n} = W_n E_n \\
= W_n (D_{n+1} \odot f'(Z_n))
""",
    ),
)
