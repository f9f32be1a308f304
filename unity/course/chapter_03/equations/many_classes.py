"""K classes of one covariance: Bayes, the softmax of linear scores, and what is decided."""

import numpy as np

from unity import generative
from unity.course.chapter_03.equations.plain import (
    N_1,
    N_K,
    N_N,
    PRIORS,
    bayes,
    density_of_j,
    density_of_k,
    density_round_0,
    posterior_of_k,
)
from unity.equations.binding import Entry

__all__ = ["ENTRIES"]


def priors(rng, shape):
    """Positive numbers that add up to 1."""
    return rng.dirichlet(np.full(shape[0], 5.0)).reshape(shape)


def density(x: N_1, mu: N_K, Sigma: N_N, k: int):
    return np.exp(generative.log_density(x, mu[:, k - 1 : k], Sigma))


def log_joint(x: N_1, mu: N_K, Sigma: N_N, pi: PRIORS, k: int):
    return generative.log_density(x, mu[:, k - 1 : k], Sigma) + np.log(pi[k - 1])


def class_posterior(x: N_1, mu: N_K, Sigma: N_N, pi: PRIORS, k: int):
    return generative.Gaussians(mu, Sigma, pi).posterior(x)[k - 1]


def parameters(place):
    def value(mu: N_K, Sigma: N_N, pi: PRIORS, k: int):
        part = generative.Gaussians(mu, Sigma, pi).parameters()[place]
        return part[:, k - 1 : k] if place == 0 else part[k - 1]

    return value


def decision(x: N_1, mu: N_K, Sigma: N_N, pi: PRIORS):
    return generative.Gaussians(mu, Sigma, pi).decide(x) + 1.0


def chosen_posterior(x: N_1, mu: N_K, Sigma: N_N, pi: PRIORS):
    chosen = generative.Gaussians(mu, Sigma, pi).decide(x).item()
    return bayes(x, mu, [Sigma] * len(pi), pi)[chosen]


MANY = {
    "p(x|k)": density_of_k,
    "q": density_round_0,
    "w_k": r"\Sigma^{-1} \mu_k",
    "w_j": r"\Sigma^{-1} \mu_j",
    "b_k": r"\log \pi_k - \frac{1}{2} \mu_k^\top \Sigma^{-1} \mu_k",
    "b_j": r"\log \pi_j - \frac{1}{2} \mu_j^\top \Sigma^{-1} \mu_j",
}
PRIOR = {"draws": {"pi": priors}}

ENTRIES = {
    "eq-gaussian": Entry(value=density, symbols={"pi": np.pi}),
    "eq-bayes": Entry(value=class_posterior, symbols={"p(x|k)": density_of_k, "p(x|j)": density_of_j}, **PRIOR),
    "eq-class-terms": Entry(value=log_joint, symbols=MANY, functions=("q",)),
    "eq-softmax-weights": Entry(value=parameters(0), **PRIOR),
    "eq-softmax-biases": Entry(value=parameters(1), **PRIOR),
    "eq-softmax": Entry(
        value=class_posterior,
        symbols={**MANY, "z_k": r"w_k^\top x + b_k", "z_j": r"w_j^\top x + b_j"},
        ranges={"j": "K", "k": "K"},
        **PRIOR,
    ),
    "eq-decision": Entry(value=decision, symbols={"p(k|x)": posterior_of_k}, ranges={"k": "K"}, **PRIOR),
    "eq-least-mistakes": Entry(value=chosen_posterior, symbols={"p(k|x)": posterior_of_k}, ranges={"k": "K"}, **PRIOR),
}
