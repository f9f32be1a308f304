"""What the exercises of chapter 5 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "05-along-an-axis",
        r"""
| letter | in code | shape | what it is |
|---|---|---|---|
| $H$ | `H` | (n, n), positive definite | the Hessian of a bowl |
| $w^*$, $w_t$ | `w_min`, `w_t` | (n, 1), (n, 1) | its minimum, and where the walk stands |
| $\alpha$ | `alpha` | from 0.02 to 0.5 | the step |
| $v$, $\lambda$ | `np.linalg.eigh(H)[1][:, [0]]`, `np.linalg.eigh(H)[0][0]` | | an eigenvector of $H$ and its stretch |
| $w_{t+1}$ | | | where it stands one step later, $= w_t - \alpha H (w_t - w^*)$ |
""",
        start=r"v^\top (w_{t+1} - w^*)",
        goal=r"(1 - \alpha \lambda) v^\top (w_t - w^*)",
        solution=r"""
v^\top (w_{t+1} - w^*) = v^\top (w_t - \alpha H (w_t - w^*) - w^*) \\
= v^\top (w_t - w^*) - \alpha v^\top H (w_t - w^*) \\
= v^\top (w_t - w^*) - \alpha \lambda v^\top (w_t - w^*) \\
= (1 - \alpha \lambda) v^\top (w_t - w^*)
""",
    ),
)
