"""Chapter 18, brains and machines."""

__all__ = ["ACCEPTED", "ENTRIES"]

ENTRIES = {}

ACCEPTED = {
    (
        "eq-oja-mean",
        r"\frac{1}{m} (X Z^\top - w Z Z^\top) = C^\top w - w (w^\top C w)",
    ): "C is symmetric.",
    (
        "eq-oja-mean",
        r"\frac{1}{m} (X Z^\top - w Z Z^\top) = C w - w (w^\top C^\top w)",
    ): "C is symmetric.",
    (
        "eq-oja-mean",
        r"\frac{1}{m} (X Z^\top - w Z Z^\top) = C w - w^\top C w w",
    ): "The bracket holds a single number, which may stand on either side of w.",
}
