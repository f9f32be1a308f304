"""Chapter 12, a network that reads digits."""

__all__ = ["ACCEPTED", "ENTRIES"]

ENTRIES = {}

ACCEPTED = {
    (
        "eq-first-step",
        r"W = \frac{X}{m} \alpha (Y - \frac{1}{K})^\top",
    ): "The step is a number, and may stand anywhere in a product.",
    (
        "eq-share-right",
        r"p = \frac{1}{m} \operatorname{tr}(C^\top)",
    ): "A matrix and its transpose share their diagonal.",
}
