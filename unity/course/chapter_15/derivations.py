"""What the exercises of chapter 15 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "15-convolution-back",
        r"""
| letter | in code | shape | what it is |
|---|---|---|---|
| $H$ | `H` | (1, 4, 3, 2) | a small change of two images |
| $W$ | `W` | (4, k) | the kernels, a column each |
| $E$ | `E` | (k, 12) | the errors of k filters at all places |
| $P(X)$ | `Convolution(2).view(X)` | | the windows of an image, a column each |
| $P^*(V)$ | `Convolution(2).view_adjoint(V, H.shape[:-1])` | | the adjoint of P: each window back to where it came from |
""",
        start=r"\langle E, W^\top P(H) \rangle",
        goal=r"\langle P^*(W E), H \rangle",
        also=(r"\langle H, P^*(W E) \rangle",),
        namespaces=("unity.trilinear",),
        solution=r"""
\langle E, W^\top P(H) \rangle = \langle W E, P(H) \rangle \\
= \langle P^*(W E), H \rangle
""",
    ),
)
