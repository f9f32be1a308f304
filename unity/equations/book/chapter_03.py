"""Chapter 03, from Gaussians to the sigmoid. Classes count from 0 on the page; an index of the reader counts from 1."""

import numpy as np

from unity import activations, generative
from unity.equations.binding import Entry, Proved
from unity.shapes import Array, Float

__all__ = ["ENTRIES"]

N_1, N_2, N_K, N_N = Float[Array, "n 1"], Float[Array, "n 2"], Float[Array, "n K"], Float[Array, "n n"]
PRIORS, TWO_PRIORS, EACH = Float[Array, "K 1"], Float[Array, "2 1"], Float[Array, "2 n n"]
EXAMPLES, ONE_HOT = Float[Array, "n m"], Float[Array, "K m"]


# What the symbols mean, in plain NumPy


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


def posterior_of(label):
    def value(x: N_1, mu: N_2, Sigma: N_N, pi: TWO_PRIORS):
        return bayes(x, mu, [Sigma, Sigma], pi)[label]

    return value


def unequal_posterior_of(label):
    def value(x: N_1, mu: N_2, Sigma: EACH, pi: TWO_PRIORS):
        return bayes(x, mu, Sigma, pi)[label]

    return value


def posterior_of_k(x: N_1, mu: N_K, Sigma: N_N, pi: PRIORS, k: int):
    return bayes(x, mu, [Sigma] * len(pi), pi)[k - 1]


def largest_posterior(x: N_1, mu: N_K, Sigma: N_N, pi: PRIORS):
    return bayes(x, mu, [Sigma] * len(pi), pi).max()


def entry_of(name, label):
    """mu_0, mu_1, pi_0 and pi_1: the columns and rows of mu and pi."""

    def mean(mu: N_2):
        return mu[:, [label]]

    def prior(pi: TWO_PRIORS):
        return pi[[label]]

    return {"mu": mean, "pi": prior}[name]


def covariance_of(label):
    def value(Sigma: EACH):
        return Sigma[label]

    return value


def unequal_bias(mu: N_2, Sigma: EACH, pi: TWO_PRIORS):
    """The constant of two classes with a covariance each: its class-1 part less its class-0 part."""
    at_0 = [np.log(p / np.sqrt(np.linalg.det(S))) - m @ np.linalg.inv(S) @ m / 2 for m, S, p in zip(mu.T, Sigma, pi)]
    return at_0[1] - at_0[0]


def biases(mu: N_K, Sigma: N_N, pi: PRIORS):
    """The bias of each of K classes."""
    return np.log(pi) - np.diag(mu.T @ np.linalg.inv(Sigma) @ mu)[:, None] / 2


def one_hot(rng, shape):
    """One-hot columns with four of each class and more of the first."""
    K, m = shape
    labels = rng.permutation(np.concatenate([np.repeat(np.arange(K), 4), np.zeros(m - 4 * K, int)]))
    return np.eye(K)[:, labels]


def shares(Y: ONE_HOT):
    return Y.mean(axis=1, keepdims=True)


def means(X: EXAMPLES, Y: ONE_HOT):
    return X @ Y.T / Y.sum(axis=1)


# What the library computes


def density(x: N_1, mu: N_K, Sigma: N_N, k: int):
    return np.exp(generative.log_density(x, mu[:, k - 1 : k], Sigma))


def log_joint(x: N_1, mu: N_K, Sigma: N_N, pi: PRIORS, k: int):
    return generative.log_density(x, mu[:, k - 1 : k], Sigma) + np.log(pi[k - 1])


def class_posterior(x: N_1, mu: N_K, Sigma: N_N, pi: PRIORS, k: int):
    return generative.Gaussians(mu, Sigma, pi).posterior(x)[k - 1]


def two_class_posterior(label):
    def value(x: N_1, mu: N_2, Sigma: N_N, pi: TWO_PRIORS):
        return generative.Gaussians(mu, Sigma, pi).posterior(x)[label]

    return value


def log_odds(x: N_1, mu: N_2, Sigma: N_N, pi: TWO_PRIORS):
    w, b = generative.logit(mu, Sigma, pi)
    return w.T @ x + b


def logit(place):
    def value(mu: N_2, Sigma: N_N, pi: TWO_PRIORS):
        return generative.logit(mu, Sigma, pi)[place]

    return value


def parameters(place):
    def value(mu: N_K, Sigma: N_N, pi: PRIORS, k: int):
        part = generative.parameters(mu, Sigma, pi)[place]
        return part[:, k - 1 : k] if place == 0 else part[k - 1]

    return value


def quadratic_log_odds(x: N_1, mu: N_2, Sigma: EACH, pi: TWO_PRIORS):
    at_0, at_1 = generative.quadratic_scores(x, mu, Sigma, pi)
    return at_1 - at_0


def quadratic_term(mu: N_2, Sigma: EACH, pi: TWO_PRIORS):
    at_0, at_1 = generative.quadratic_parameters(mu, Sigma, pi)[0]
    return at_1 - at_0


def decision(x: N_1, mu: N_K, Sigma: N_N, pi: PRIORS):
    return generative.Gaussians(mu, Sigma, pi).decide(x) + 1.0


def least_mistakes(x: N_1, mu: N_K, Sigma: N_N, pi: PRIORS):
    chosen = generative.Gaussians(mu, Sigma, pi).decide(x).item()
    return 1 - bayes(x, mu, [Sigma] * len(pi), pi)[chosen]


def estimate(place):
    def value(X: EXAMPLES, Y: ONE_HOT):
        return getattr(generative.fit(X, Y.argmax(axis=0)), place)

    return value


def softmax(z: Float[Array, "K 1"]):
    return activations.softmax(z)


def shifted_softmax(z: Float[Array, "K 1"], c: float):
    return activations.softmax(z + c)


def softmax_of_two(z_0: float, z_1: float):
    return activations.softmax(np.array([[z_0], [z_1]]))[1]


def not_softmax(z: Float[Array, "K 1"]):
    return 1 - activations.softmax(z)


def mirrored_sigmoid(z: float):
    return activations.sigmoid(np.asarray(-z))


def logit_of_sigmoid(z: float):
    return activations.logit(np.asarray(1 / (1 + np.exp(-z))))


def normal(rng, shape):
    return 2 * rng.normal(size=shape)


TWO = {
    **{f"{name}_{label}": entry_of(name, label) for name in ("mu", "pi") for label in (0, 1)},
    "w": r"\Sigma^{-1} (\mu_1 - \mu_0)",
    "b": r"-\frac{1}{2} \mu_1^\top \Sigma^{-1} \mu_1 + \frac{1}{2} \mu_0^\top \Sigma^{-1} \mu_0 + \log \pi_1 - \log \pi_0",
    "p(0|x)": posterior_of(0),
    "p(1|x)": posterior_of(1),
}
MANY = {
    "p(x|k)": density_of_k,
    "p(x|j)": density_of_j,
    "p(k|x)": posterior_of_k,
    "p_0": density_round_0,
    "W": r"\Sigma^{-1} \mu",
    "b": biases,
    "w_k": r"\Sigma^{-1} \mu_k",
    "b_k": r"\log \pi_k - \frac{1}{2} \mu_k^\top \Sigma^{-1} \mu_k",
}
ONE_SCORE = {"symbols": {"z": None}, "draws": {"z": normal}}
SCORES = {"shapes": {"z": "K 1"}, "draws": {"z": normal}}
LABELLED = {"shapes": {"Y": "K m"}, "draws": {"Y": one_hot}, "sizes": {"n": 2, "K": 3, "m": 17}}

ENTRIES = {
    "eq-gaussian": Entry(value=density, symbols={"pi": np.pi}),
    "eq-bayes": Entry(value=class_posterior, symbols={"p(x|k)": density_of_k, "p(x|j)": density_of_j}),
    "eq-log-odds": Entry(value=log_odds, symbols=TWO),
    "eq-gaussian-weights": Entry(value=logit(0), symbols=TWO),
    "eq-gaussian-bias": Entry(value=logit(1), symbols=TWO),
    "eq-gaussian-posterior": Entry(value=two_class_posterior(1), symbols=TWO),
    "eq-gaussian-posterior-of-0": Entry(value=two_class_posterior(0), symbols=TWO),
    "eq-sigmoid": Entry(**ONE_SCORE),
    "eq-sigmoid-symmetry": Entry(value=mirrored_sigmoid, **ONE_SCORE),
    "eq-sigmoid-tails": Proved(),
    "eq-sigmoid-slope": Entry(**ONE_SCORE),
    "eq-logit": Entry(value=logit_of_sigmoid, **ONE_SCORE),
    "eq-class-terms": Entry(value=log_joint, symbols=MANY),
    "eq-softmax-weights": Entry(value=parameters(0), symbols=MANY),
    "eq-softmax-biases": Entry(value=parameters(1), symbols=MANY),
    "eq-softmax": Entry(value=softmax, symbols={"z": None, "a": None}, **SCORES),
    "eq-softmax-posterior": Entry(value=class_posterior, symbols=MANY),
    "eq-softmax-shift": Entry(value=shifted_softmax, symbols={"z": None}, **SCORES),
    "eq-softmax-of-two": Entry(value=softmax_of_two, draws={"z_0": normal, "z_1": normal}),
    "eq-softmax-limit": Entry(
        value=not_softmax, symbols={"z": None, "a": r"\operatorname{softmax}(z)"}, **SCORES
    ),
    "eq-quadratic-log-odds": Entry(
        value=quadratic_log_odds,
        symbols={
            **TWO,
            **{f"Sigma_{label}": covariance_of(label) for label in (0, 1)},
            **{f"p({label}|x)": unequal_posterior_of(label) for label in (0, 1)},
            "Q": r"\frac{1}{2} \Sigma_0^{-1} - \frac{1}{2} \Sigma_1^{-1}",
            "w": r"\Sigma_1^{-1} \mu_1 - \Sigma_0^{-1} \mu_0",
            "b": unequal_bias,
        },
    ),
    "eq-quadratic-term": Entry(
        value=quadratic_term, symbols={f"Sigma_{label}": covariance_of(label) for label in (0, 1)}
    ),
    "eq-decision": Entry(value=decision, symbols=MANY, ranges={"k": "K"}),
    "eq-least-mistakes": Entry(
        value=least_mistakes, symbols={**MANY, "p(hat_y|x)": largest_posterior}, ranges={"k": "K"}
    ),
    "eq-class-share": Entry(value=estimate("pi"), **LABELLED),
    "eq-class-mean": Entry(value=estimate("mu"), symbols={"pi": shares}, **LABELLED),
    "eq-shared-covariance": Entry(
        value=estimate("Sigma"),
        symbols={"mu": means},
        **LABELLED,
    ),
}
