"""A network with one hidden layer."""

import numpy as np

__all__ = ["forward", "penalty", "prelu", "relu", "sigmoid", "slope", "squash"]


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def relu(x):
    return np.maximum(x, 0)


def prelu(x, alpha):
    return np.where(x > 0, x, alpha * x)


def squash(x):
    """The hyperbolic tangent."""
    return np.tanh(x)


def forward(X, W1, b1, W2, b2):
    """What the hidden layer and the last one say. Equations: eq-hidden, eq-output."""
    H = sigmoid(X @ W1 + b1)
    return H, H @ W2 + b2


def penalty(W1, W2, price):
    """The price of large weights. Equation: eq-penalty."""
    return price / 2 * (np.sum(W1**2) + np.sum(W2**2))


def slope(H, W2, D, price):
    """The slope by the last weights; D is that by the outputs."""
    return H.T @ D + price * W2
