"""Chapter 03, from Gaussians to the sigmoid. Classes count from 0 on the page; an index of the reader counts from 1."""

import numpy as np

from unity import activations, generative
from unity.equations.binding import Entry, Proved
from unity.equations.draws import positive, positive_definite
from unity.shapes import Array, Float

__all__ = ["ACCEPTED", "ENTRIES"]

N_1, N_K, N_N = Float[Array, "n 1"], Float[Array, "n K"], Float[Array, "n n"]
PRIORS, EXAMPLES, ONE_HOT = Float[Array, "K 1"], Float[Array, "n m"], Float[Array, "K m"]


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


def priors(rng, shape):
    """Positive numbers that add up to 1."""
    return rng.dirichlet(np.full(shape[0], 5.0)).reshape(shape)


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


def parameters(place):
    def value(mu: N_K, Sigma: N_N, pi: PRIORS, k: int):
        part = generative.Gaussians(mu, Sigma, pi).parameters()[place]
        return part[:, k - 1 : k] if place == 0 else part[k - 1]

    return value


def quadratic_log_odds(x: N_1, mu_0: N_1, mu_1: N_1, Sigma_0: N_N, Sigma_1: N_N, pi_0: float, pi_1: float):
    mu, pi = pair(mu_0, mu_1, pi_0, pi_1)
    at_0, at_1 = generative.UnequalGaussians(mu, np.stack([Sigma_0, Sigma_1]), pi).scores(x)
    return at_1 - at_0


def quadratic_term(Sigma_0: N_N, Sigma_1: N_N):
    mu, pi = np.zeros((len(Sigma_0), 2)), np.full((2, 1), 0.5)
    Q_0, Q_1 = generative.UnequalGaussians(mu, np.stack([Sigma_0, Sigma_1]), pi).parameters()[0]
    return Q_1 - Q_0


def decision(x: N_1, mu: N_K, Sigma: N_N, pi: PRIORS):
    return generative.Gaussians(mu, Sigma, pi).decide(x) + 1.0


def chosen_posterior(x: N_1, mu: N_K, Sigma: N_N, pi: PRIORS):
    chosen = generative.Gaussians(mu, Sigma, pi).decide(x).item()
    return bayes(x, mu, [Sigma] * len(pi), pi)[chosen]


def estimate(place):
    def value(X: EXAMPLES, Y: ONE_HOT):
        return getattr(generative.fit(X, Y.argmax(axis=0)), place)

    return value


def softmax(z: Float[Array, "K 1"], k: int):
    return activations.softmax(z)[k - 1]


def shifted_softmax(z: Float[Array, "K 1"], c: float):
    return activations.softmax(z + c)


def softmax_of_two(z_0: float, z_1: float):
    return activations.softmax(np.array([[z_0], [z_1]]))[1]


def mirrored_sigmoid(z: float):
    return activations.sigmoid(np.asarray(-z))


def logit_of_sigmoid(z: float):
    return activations.logit(np.asarray(1 / (1 + np.exp(-z))))


def normal(rng, shape):
    return np.asarray(2 * rng.normal(size=shape))


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
MANY = {
    "p(x|k)": density_of_k,
    "q": density_round_0,
    "w_k": r"\Sigma^{-1} \mu_k",
    "w_j": r"\Sigma^{-1} \mu_j",
    "b_k": r"\log \pi_k - \frac{1}{2} \mu_k^\top \Sigma^{-1} \mu_k",
    "b_j": r"\log \pi_j - \frac{1}{2} \mu_j^\top \Sigma^{-1} \mu_j",
}
ONE_SCORE = {"symbols": {"z": None}, "shapes": {"z": ""}, "draws": {"z": normal}}
PRIOR = {"draws": {"pi": priors}}
SCORES = {"shapes": {"z": "K 1"}, "draws": {"z": normal}}
LABELLED = {"shapes": {"Y": "K m"}, "draws": {"Y": one_hot}, "sizes": {"n": 2, "K": 3, "m": 17}}

ENTRIES = {
    "eq-gaussian": Entry(value=density, symbols={"pi": np.pi}),
    "eq-bayes": Entry(value=class_posterior, symbols={"p(x|k)": density_of_k, "p(x|j)": density_of_j}, **PRIOR),
    "eq-log-odds": Entry(
        value=log_odds,
        draws=TWO["draws"],
        symbols={**TWO["symbols"], "p(0|x)": posterior_of(0), "p(1|x)": posterior_of(1)},
    ),
    "eq-gaussian-weights": Entry(value=logit(0), **TWO),
    "eq-gaussian-bias": Entry(value=logit(1), **TWO),
    "eq-gaussian-posterior": Entry(value=two_class_posterior(1), **TWO),
    "eq-gaussian-posterior-of-0": Entry(value=two_class_posterior(0), **TWO),
    "eq-sigmoid": Entry(**ONE_SCORE),
    "eq-sigmoid-symmetry": Entry(value=mirrored_sigmoid, **ONE_SCORE),
    "eq-sigmoid-tails": Proved(),
    "eq-sigmoid-slope": Entry(**ONE_SCORE),
    "eq-logit": Entry(value=logit_of_sigmoid, **ONE_SCORE),
    "eq-class-terms": Entry(value=log_joint, symbols=MANY, functions=("q",)),
    "eq-softmax-weights": Entry(value=parameters(0), **PRIOR),
    "eq-softmax-biases": Entry(value=parameters(1), **PRIOR),
    "eq-softmax": Entry(
        value=class_posterior,
        symbols={**MANY, "z_k": r"w_k^\top x + b_k", "z_j": r"w_j^\top x + b_j"},
        ranges={"j": "K", "k": "K"},
        **PRIOR,
    ),
    "eq-softmax-differences": Entry(value=softmax, symbols={"z": None}, **SCORES),
    "eq-softmax-shift": Entry(value=shifted_softmax, symbols={"z": None}, **SCORES),
    "eq-softmax-of-two": Entry(value=softmax_of_two, draws={"z_0": normal, "z_1": normal}),
    "eq-quadratic-log-odds": Entry(value=quadratic_log_odds, **UNEQUAL),
    "eq-quadratic-term": Entry(value=quadratic_term, draws=UNEQUAL["draws"]),
    "eq-decision": Entry(value=decision, symbols={"p(k|x)": posterior_of_k}, ranges={"k": "K"}, **PRIOR),
    "eq-least-mistakes": Entry(value=chosen_posterior, symbols={"p(k|x)": posterior_of_k}, ranges={"k": "K"}, **PRIOR),
    "eq-class-share": Entry(value=estimate("pi"), **LABELLED),
    "eq-class-mean": Entry(value=estimate("mu"), symbols={"pi": shares}, **LABELLED),
    "eq-shared-covariance": Entry(
        value=estimate("Sigma"),
        symbols={"mu": means},
        **LABELLED,
    ),
}

DEVIATIONS = "the deviations of a class from its mean sum to 0, so the mean times their sum adds nothing"
ACCEPTED = {
    (
        "eq-sigmoid-slope",
        r"\frac{\partial \sigma(z)}{\partial z} = (1 - \sigma(z)) \sigma(z)",
    ): "both factors are numbers",
    (
        "eq-softmax-shift",
        r"\operatorname{softmax}(z - c) = \operatorname{softmax}(z)",
    ): "c is any number, of either sign",
    (
        "eq-shared-covariance",
        r"\Sigma = \frac{1}{m} \sum_{i=1}^{m} \sum_{k} Y_{k, i} (x^{(i)} + \mu_{k}) (x^{(i)} - \mu_{k})^\top",
    ): DEVIATIONS,
    (
        "eq-shared-covariance",
        r"\Sigma = \frac{1}{m} \sum_{i=1}^{m} \sum_{k} Y_{k, i} (x^{(i)} - \mu_{k}) (x^{(i)} + \mu_{k})^\top",
    ): DEVIATIONS,
}
