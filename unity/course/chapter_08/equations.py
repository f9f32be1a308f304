"""Chapter 08, bending the boundary."""

__all__ = ["ACCEPTED"]

ACCEPTED = {
    ("eq-unbent", "flip a sign", "0.0.1.0.1"): "One may walk along the boundary either way.",
    (
        "eq-feature-count",
        "swap d and n",
        "0.1",
    ): "The count is symmetric: (n + d)! / (n! d!) - 1, whichever of the two the product runs over.",
}
