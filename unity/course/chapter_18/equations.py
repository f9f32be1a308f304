"""Chapter 18, brains and machines."""

__all__ = ["ACCEPTED"]

ACCEPTED = {
    ("eq-oja-mean", "add a transpose", "0.1.0.0"): "C is symmetric.",
    ("eq-oja-mean", "add a transpose", "0.1.1.1.0.1"): "C is symmetric.",
    ("eq-oja-mean", "swap factors", "0.1.1"): "The bracket holds a single number, which may stand on either side of w.",
}
