"""Chapter 10, why a hidden layer."""

__all__ = ["ACCEPTED", "ENTRIES"]

ENTRIES = {}

ACCEPTED = {
    (
        "eq-any",
        r"\max_{k} h_{k} = [\sum_{k=1}^{K} h_{k} - 1 \ge 0]",
    ): "A sum of zeros and ones that reaches 1/2 reaches 1.",
}
