"""Chapter 12, a network that reads digits."""

__all__ = ["ACCEPTED"]

ACCEPTED = {
    ("eq-first-step", "swap X and \\alpha", "0.1"): "The step is a number, and may stand anywhere in a product.",
    ("eq-share-right", "add a transpose", "0.1.1.1"): "A matrix and its transpose share their diagonal.",
}
