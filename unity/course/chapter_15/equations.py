"""Chapter 15, errors flow back through a convolution."""

__all__ = ["ACCEPTED", "ENTRIES"]

ENTRIES = {}

V = r"\begin{bmatrix} x_{1} & x_{2} & x_{4} & x_{5} \\ x_{2} & x_{3} & x_{5} & x_{6} \\ x_{4} & x_{5} & x_{7} & x_{8} \\ x_{5} & x_{6} & x_{8} & x_{9} \end{bmatrix}"
SLOPE = r"\frac{\partial y_{i}}{\partial w_{j}} = V_{i, j}"
SYMMETRIC = (
    "The table is symmetric, as the chapter says: output i and weight j meet the same pixel as output j and weight i."
)

ACCEPTED = {
    ("eq-local-gradients", rf"\frac{{\partial y_{{j}}}}{{\partial w_{{i}}}} = V_{{i, j}}, \qquad V = {V}"): SYMMETRIC,
    ("eq-local-gradients", rf"\frac{{\partial y_{{i}}}}{{\partial w_{{j}}}} = V_{{j, i}}, \qquad V = {V}"): SYMMETRIC,
    ("eq-local-gradients", rf"{SLOPE}, \qquad V^\top = {V}"): SYMMETRIC,
    (
        "eq-two-pixels",
        r"\frac{\partial L}{\partial x_{1}} = w_{1} e_{1}, \qquad "
        r"\frac{\partial L}{\partial x_{5}} = e_{4} w_{1} + e_{3} w_{2} + e_{2} w_{3} + e_{1} w_{4}",
    ): "A convolution commutes: kernel and errors may change places.",
}
