"""Chapter 06, the gradient of one neuron."""

__all__ = ["ACCEPTED", "ENTRIES"]

ENTRIES = {}

ACCEPTED = {
    (
        "eq-softmax-slope",
        r"\frac{\partial a_{k}}{\partial z_{j}} = a_{j} (\delta_{j, k} - a_{k})",
    ): "The matrix of slopes is symmetric: a_k answers to z_j as a_j does to z_k.",
}
