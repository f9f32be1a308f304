"""Linear regression."""

import numpy as np

__all__ = ["density", "predict", "risk", "slopes", "solve", "step"]


def predict(w, b, X):
    """The predictions, one a row. Equation: eq-model."""
    return X @ w + b


def risk(w, b, X, y):
    """Half the mean squared error. Equation: eq-risk."""
    return 0.5 * np.mean((predict(w, b, X) - y) ** 2)


def slopes(w, b, X, y):
    """The slopes of the risk by the weights and by the bias."""
    error = predict(w, b, X) - y
    return X.T @ error / len(X), error.mean(axis=0, keepdims=True)


def step(w, b, X, y, rate):
    """The weights after a step of gradient descent."""
    return w - rate * slopes(w, b, X, y)[0]


def solve(X, y):
    """The best weights where there is no bias. Equation: eq-normal."""
    return np.linalg.solve(X.T @ X, X.T @ y)


def density(y, mean, deviation):
    """The density of a normal distribution."""
    return np.exp(-0.5 * ((y - mean) / deviation) ** 2) / (deviation * np.sqrt(2 * np.pi))
