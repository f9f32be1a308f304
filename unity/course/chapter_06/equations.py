"""Chapter 06, the gradient of one neuron."""

__all__ = ["ACCEPTED"]

ACCEPTED = {
    (
        "eq-softmax-slope",
        "swap j and k",
        "0.0",
    ): "The matrix of slopes is symmetric: a_k answers to z_j as a_j does to z_k.",
    (
        "eq-loss-of-scores",
        "drop the left factor",
        "0.1.0",
    ): "A label column sums to 1, so its sum may go: the next equation says so.",
    (
        "eq-class-error",
        "drop the left factor",
        "0.1.0",
    ): "A label column sums to 1, so its sum may go: that is the second step of the equation itself.",
}
