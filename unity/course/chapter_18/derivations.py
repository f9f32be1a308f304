"""What the exercises of chapter 18 ask to be derived."""

from unity.equations.derivations import Derivation

__all__ = ["DERIVATIONS"]

DERIVATIONS = (
    Derivation(
        "18-what-is-missing",
        r"""
| letter | in code | shape | what it is |
|---|---|---|---|
| $h$ | `h` | from 0.1 to 0.4 | a step of time |
| $\tau$ | `tau` | from 0.5 to 1 | the time in which the membrane forgets |
| $I$ | `I` | from 1.2 to 3 | a steady current |
| $u$ | `u` | from 0.1 to 0.9 | a voltage |
| $v$ | | | the next one, $= u + \frac{h}{\tau} (I - u)$ |
| $w$ | | | the one after it, $= v + \frac{h}{\tau} (I - v)$ |
""",
        start="I - w",
        goal=r"(1 - \frac{h}{\tau})^2 (I - u)",
        solution=r"""
I - w = (I - v) - \frac{h}{\tau} (I - v) \\
= (1 - \frac{h}{\tau}) (I - v) \\
= (1 - \frac{h}{\tau})^2 (I - u)
""",
    ),
)
