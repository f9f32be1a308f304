"""What the exercises of chapter 12 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "12-equal-units",
        r"""
| letter | in code | shape | what it is |
|---|---|---|---|
| $f(z)$ | | | the activation, $= \tanh(z)$ |
| $X$ | `X` | (n, m) | the images |
| $u$ | `np.ones((3, 1))` | | a one for each of three hidden units |
| $w$, $v$ | `w`, `v` | (n, 1), (K, 1) | the weights into each unit, and out of it |
| $W_1$ | | | the weights of the first layer, $= w u^\top$ |
| $W_2$ | | | those of the second, $= u v^\top$ |
| $E_2$ | `E_2` | (K, m) | the errors of the second |
| $Z_1$ | | | the hidden sums, where the biases are 0, $= W_1^\top X$ |
| $E_1$ | | | their errors, $= (W_2 E_2) \odot f'(Z_1)$ |
| $e$ | | | the row that all share, $= (v^\top E_2) \odot f'(w^\top X)$ |
| $dW_1$ | | | the gradient, $= X E_1^\top$ |
""",
        start="dW_1",
        goal=r"X e^\top u^\top",
        solution=r"""
dW_1 = X E_1^\top \\
= X ((u v^\top E_2) \odot f'(u w^\top X))^\top \\
= X (u e)^\top \\
= X e^\top u^\top
""",
    ),
)
