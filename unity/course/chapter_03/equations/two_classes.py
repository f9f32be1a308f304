"""Two classes, of one covariance or of one each: the log-odds, and the sigmoid of them."""

import numpy as np

from unity import generative
from unity.course.chapter_03.equations.plain import N_1, N_N, pair, posterior_of, unequal_bias, unequal_posterior_of
from unity.equations.binding import Entry
from unity.equations.draws import positive, positive_definite

__all__ = ["ENTRIES"]


def two_class_posterior(label):
    def value(x: N_1, mu_0: N_1, mu_1: N_1, Sigma: N_N, pi_0: float, pi_1: float):
        mu, pi = pair(mu_0, mu_1, pi_0, pi_1)
        return generative.Gaussians(mu, Sigma, pi).posterior(x)[label]

    return value


def logit(place):
    def value(mu_0: N_1, mu_1: N_1, Sigma: N_N, pi_0: float, pi_1: float):
        mu, pi = pair(mu_0, mu_1, pi_0, pi_1)
        return generative.logit(mu, Sigma, pi)[place]

    return value


def log_odds(x: N_1, mu_0: N_1, mu_1: N_1, Sigma: N_N, pi_0: float, pi_1: float):
    w, b = (logit(place)(mu_0, mu_1, Sigma, pi_0, pi_1) for place in (0, 1))
    return w.T @ x + b


def quadratic_log_odds(x: N_1, mu_0: N_1, mu_1: N_1, Sigma_0: N_N, Sigma_1: N_N, pi_0: float, pi_1: float):
    mu, pi = pair(mu_0, mu_1, pi_0, pi_1)
    at_0, at_1 = generative.UnequalGaussians(mu, np.stack([Sigma_0, Sigma_1]), pi).scores(x)
    return at_1 - at_0


def quadratic_term(Sigma_0: N_N, Sigma_1: N_N):
    mu, pi = np.zeros((len(Sigma_0), 2)), np.full((2, 1), 0.5)
    Q_0, Q_1 = generative.UnequalGaussians(mu, np.stack([Sigma_0, Sigma_1]), pi).parameters()[0]
    return Q_1 - Q_0


TWO = {
    "draws": {"pi_0": positive, "pi_1": positive},
    "symbols": {
        "w": r"\Sigma^{-1} (\mu_1 - \mu_0)",
        "b": r"-\frac{1}{2} \mu_1^\top \Sigma^{-1} \mu_1 + \frac{1}{2} \mu_0^\top \Sigma^{-1} \mu_0 + \log \pi_1 - \log \pi_0",
    },
}
UNEQUAL = {
    "draws": {"pi_0": positive, "pi_1": positive, "Sigma_0": positive_definite, "Sigma_1": positive_definite},
    "symbols": {
        "p(0|x)": unequal_posterior_of(0),
        "p(1|x)": unequal_posterior_of(1),
        "Q": r"\frac{1}{2} \Sigma_0^{-1} - \frac{1}{2} \Sigma_1^{-1}",
        "w": r"\Sigma_1^{-1} \mu_1 - \Sigma_0^{-1} \mu_0",
        "b": unequal_bias,
    },
}

ENTRIES = {
    "eq-log-odds": Entry(
        value=log_odds,
        draws=TWO["draws"],
        symbols={**TWO["symbols"], "p(0|x)": posterior_of(0), "p(1|x)": posterior_of(1)},
    ),
    "eq-gaussian-weights": Entry(value=logit(0), **TWO),
    "eq-gaussian-bias": Entry(value=logit(1), **TWO),
    "eq-gaussian-posterior": Entry(value=two_class_posterior(1), **TWO),
    "eq-gaussian-posterior-of-0": Entry(value=two_class_posterior(0), **TWO),
    "eq-quadratic-log-odds": Entry(value=quadratic_log_odds, **UNEQUAL),
    "eq-quadratic-term": Entry(value=quadratic_term, draws=UNEQUAL["draws"]),
}
