"""Chapter 01, examples as columns."""

__all__ = ["ACCEPTED", "ENTRIES"]

ENTRIES = {}

ACCEPTED = {
    (
        "eq-accuracy",
        r"R = \frac{1}{m} \sum_{i=1}^{m} [y^{(i)} = \hat{k}^{(i)}]",
    ): "Equality has no direction.",
    (
        "eq-augmented",
        r"w^\top x + b = \begin{bmatrix} b \\ x \end{bmatrix}^\top \begin{bmatrix} 1 \\ w \end{bmatrix}",
    ): "The score is symmetric in w and x.",
}
