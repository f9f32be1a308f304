"""What the symbols of the chapter mean, in plain NumPy. Classes count from 0 on the page; an index of the reader from 1."""

import numpy as np

from unity.shapes import Array, Float

__all__ = [
    "N_1",
    "N_K",
    "N_N",
    "PRIORS",
    "bayes",
    "density_of_j",
    "density_of_k",
    "density_round_0",
    "gaussian",
    "pair",
    "posterior_of",
    "posterior_of_k",
    "unequal_bias",
    "unequal_posterior_of",
]

N_1, N_K, N_N = Float[Array, "n 1"], Float[Array, "n K"], Float[Array, "n n"]
PRIORS = Float[Array, "K 1"]


def gaussian(x, mu, Sigma):
    """The density of one Gaussian class at x, as it is defined."""
    d = x - mu
    return np.exp(-(d.T @ np.linalg.inv(Sigma) @ d) / 2) / np.sqrt(np.linalg.det(2 * np.pi * Sigma))


def density_of_k(x: N_1, mu: N_K, Sigma: N_N, k: int):
    return gaussian(x, mu[:, k - 1 : k], Sigma)


def density_of_j(x: N_1, mu: N_K, Sigma: N_N, j: int):
    return gaussian(x, mu[:, j - 1 : j], Sigma)


def density_round_0(x: N_1, Sigma: N_N):
    return gaussian(x, np.zeros_like(x), Sigma)


def bayes(x, mu, Sigmas, pi):
    """Each class's part in the sum of priors times densities."""
    joint = [p * gaussian(x, mu[:, [k]], Sigmas[k]) for k, p in enumerate(pi[:, 0])]
    return np.concatenate(joint) / sum(joint)


def pair(mu_0, mu_1, pi_0, pi_1):
    """The means and priors of two classes as the library takes them."""
    return np.concatenate([mu_0, mu_1], axis=1), np.array([[pi_0], [pi_1]]) / (pi_0 + pi_1)


def posterior_of(label):
    def value(x: N_1, mu_0: N_1, mu_1: N_1, Sigma: N_N, pi_0: float, pi_1: float):
        mu, pi = pair(mu_0, mu_1, pi_0, pi_1)
        return bayes(x, mu, [Sigma, Sigma], pi)[label]

    return value


def unequal_posterior_of(label):
    def value(x: N_1, mu_0: N_1, mu_1: N_1, Sigma_0: N_N, Sigma_1: N_N, pi_0: float, pi_1: float):
        mu, pi = pair(mu_0, mu_1, pi_0, pi_1)
        return bayes(x, mu, [Sigma_0, Sigma_1], pi)[label]

    return value


def posterior_of_k(x: N_1, mu: N_K, Sigma: N_N, pi: PRIORS, k: int):
    return bayes(x, mu, [Sigma] * len(pi), pi)[k - 1]


def unequal_bias(mu_0: N_1, mu_1: N_1, Sigma_0: N_N, Sigma_1: N_N, pi_0: float, pi_1: float):
    """The constant of two classes with a covariance each: the log-odds at the origin."""
    zero = np.zeros_like(mu_0)
    return np.log(pi_1 * gaussian(zero, mu_1, Sigma_1)) - np.log(pi_0 * gaussian(zero, mu_0, Sigma_0))
