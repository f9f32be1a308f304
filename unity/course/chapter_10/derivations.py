"""What the exercises of chapter 10 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "10-halfway",
        r"""
| letter | in code | shape | what it is |
|---|---|---|---|
| $W_1$ | `W_1` | (n, 2) | the weights of two hidden neurons, a column each |
| $\Pi$ | `np.eye(2)[:, ::-1]` | | the matrix that swaps two columns |
| $V$ | | | half way, $= \frac{1}{2} (W_1 + W_1 \Pi)$ |
""",
        start=r"V \Pi",
        goal="V",
        solution=r"""
V \Pi = \frac{1}{2} (W_1 + W_1 \Pi) \Pi \\
= \frac{1}{2} (W_1 \Pi + W_1 \Pi \Pi) \\
= \frac{1}{2} (W_1 \Pi + W_1) \\
= V
""",
    ),
)
