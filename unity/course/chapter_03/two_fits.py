"""Two bells for a slider, and how two fits of one form close in on the truth."""

import numpy as np

from unity import datasets, generative, logistic

__all__ = ["bells", "distances"]

MEANS = np.array([[-1.0, 1.0], [0.0, 0.5]])
COVARIANCE = np.array([[1.0, 0.3], [0.3, 0.8]])
PRIORS = np.array([[0.6], [0.4]])


def bells(gap, prior):
    """Two classes of one measurement, of spread 1, their means `gap` apart; class 1 has the prior `prior`.

    >>> bells(2, 0.5).mu
    array([[-1.,  1.]])
    """
    mu = np.array([[-gap / 2, gap / 2]])
    return generative.Gaussians(mu, np.ones((1, 1)), np.array([[1 - prior], [prior]]))


def distances(m, seeds=20):
    """How far the w of two fits lie from the true one, on average over `seeds` draws of m examples.

    The first is of the generative fit, the second of the discriminative one. The classes are Gaussian with one covariance.

    >>> few, many = distances(100, seeds=2), distances(10_000, seeds=2)
    >>> bool((many < few).all())
    True
    """
    truth, _ = generative.logit(MEANS, COVARIANCE, PRIORS)
    counts = m // 10 * np.array([6, 4])
    found = np.zeros(2)
    for seed in range(seeds):
        drawn = datasets.gaussians(MEANS, COVARIANCE, counts, seed=seed)
        both = generative.fit(drawn.X, drawn.y).logit()[0], logistic.fit(drawn.X, drawn.Y).w
        found += [np.linalg.norm(w - truth) / seeds for w in both]
    return found
