"""Chapter 08, bending the boundary."""

__all__ = ["ACCEPTED", "ENTRIES"]

ENTRIES = {}

ACCEPTED = {
    ("eq-unbent", r"f(w^\top (x - q_{\perp}) + b) = f(w^\top x + b)"): "One may walk along the boundary either way.",
    (
        "eq-feature-count",
        r"N = \prod_{k=1}^{n} \frac{d + k}{k} - 1",
    ): "The count is symmetric: (n + d)! / (n! d!) - 1, whichever of the two the product runs over.",
}
