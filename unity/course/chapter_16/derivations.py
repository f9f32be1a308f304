"""What the exercises of chapter 16 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "16-through-the-mean",
        r"""
| letter | in code | shape | what it is |
|---|---|---|---|
| $H$ | `H` | (3, 4, 6, m) | a small change of the sums |
| $D$ | `D` | (3, 4, 6, m) | the slopes of the rectifier there |
| $W_2$ | `W_2` | (18, 4) | the dense layer |
| $E_2$ | `E_2` | (4, m) | the errors of its scores |
| $M(V)$ | `MeanPool(2).forward((), V).reshape(18, -1)` | | mean-pooling, a column for each image |
| $M^*(U)$ | `MeanPool(2).error_back((), H, U.reshape(3, 2, 3, -1))` | | its adjoint, maps again |
""",
        start=r"\langle E_2, W_2^\top M(D \odot H) \rangle",
        goal=r"\langle D \odot M^*(W_2 E_2), H \rangle",
        also=(r"\langle M^*(W_2 E_2) \odot D, H \rangle",),
        namespaces=("unity.layers",),
        solution=r"""
\langle E_2, W_2^\top M(D \odot H) \rangle = \langle W_2 E_2, M(D \odot H) \rangle \\
= \langle M^*(W_2 E_2), D \odot H \rangle \\
= \langle D \odot M^*(W_2 E_2), H \rangle
""",
    ),
)
