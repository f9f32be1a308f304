"""Chapter 06, the gradient of one neuron."""

__all__ = ["ACCEPTED"]

ACCEPTED = {
    (
        "eq-softmax-slope",
        "swap j and k",
        "0.0",
    ): "The matrix of slopes is symmetric: a_k answers to z_j as a_j does to z_k.",
}
