"""What the exercises of chapter 17 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "17-through",
        r"""
| letter | shape | what it is |
|---|---|---|
| $X$ | (n, m) | the examples |
| $W_1$, $W_2$ | (n, k), (k, l) | the weights of two layers |
| $Z_1$ | | the sums of the first, $= W_1^\top X$ |
| $f(z)$ | | the rectifier, $= \max(z, 0)$ |
| $A_2$ | | what the second hears, $= f(Z_1)$ |
| $E_2$ | (l, m) | its errors |
| $E_1$ | | those of the first, $= (W_2 E_2) \odot f'(Z_1)$ |
""",
        start=r"\langle W_2, A_2 E_2^\top \rangle",
        goal=r"\langle W_1, X E_1^\top \rangle",
        also=(r"\langle X E_1^\top, W_1 \rangle",),
        solution=r"""
\langle W_2, A_2 E_2^\top \rangle = \langle W_2 E_2, A_2 \rangle \\
= \langle W_2 E_2, Z_1 \odot f'(Z_1) \rangle \\
= \langle (W_2 E_2) \odot f'(Z_1), Z_1 \rangle = \langle E_1, Z_1 \rangle \\
= \langle E_1, W_1^\top X \rangle = \langle W_1, X E_1^\top \rangle
""",
    ),
)
