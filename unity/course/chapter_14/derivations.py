"""What the exercises of chapter 14 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "14-tied",
        r"""
| letter | in code | shape | what it is |
|---|---|---|---|
| $x$ | `x` | (9, 1) | the pixels |
| $e$ | `e` | (4, 1) | the errors of the outputs |
| $H$ | `H` | (4, 1) | a small change of the kernel |
| $B(H)$ | `toeplitz.matrix(Convolution(2), H.reshape(1, 2, 2, 1), (1, 3, 3))` | | the table of the change |
| $\nu$ | `toeplitz.weight_numbers(Convolution(2), (1, 3, 3))` | | which weight stands where |
""",
        start=r"\langle x e^\top, B(H) \rangle",
        goal=r"\sum_{l=1}^{4} H_l \sum_{i=1}^{9} \sum_{j=1}^{4} [\nu_{ij} = l] x_i e_j",
        namespaces=("unity", "unity.trilinear"),
        solution=r"""
\langle x e^\top, B(H) \rangle = \sum_{i=1}^{9} \sum_{j=1}^{4} x_i e_j \sum_{l=1}^{4} [\nu_{ij} = l] H_l \\
= \sum_{l=1}^{4} \sum_{i=1}^{9} \sum_{j=1}^{4} [\nu_{ij} = l] x_i e_j H_l \\
= \sum_{l=1}^{4} H_l \sum_{i=1}^{9} \sum_{j=1}^{4} [\nu_{ij} = l] x_i e_j
""",
    ),
)
