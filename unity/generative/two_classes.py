"""Two Gaussian classes: the score that a sigmoid needs to tell them apart."""

from unity.arrays import namespace
from unity.generative.density import check_covariance, check_priors
from unity.shapes import Array, Float, checked

__all__ = ["logit", "nearest_mean"]


@checked
def logit(
    mu: Float[Array, "n 2"], Sigma: Float[Array, "n n"], pi: Float[Array, "2 1"]
) -> tuple[Float[Array, "n 1"], Float[Array, "1 1"]]:
    """What a sigmoid needs to be the posterior of two Gaussian classes that share one covariance: `(w, b)`.

        w = Sigma^-1 (mu_1 - mu_0),   b = -w^T (mu_0 + mu_1) / 2 + log(pi_1 / pi_0)
        p(1 given x) = sigma(w^T x + b),   p(0 given x) = sigma(-(w^T x + b))

    These are the differences $w_1 - w_0$ and $b_1 - b_0$ of `Gaussians.parameters`.

    Raises ValueError where $Sigma$ is not symmetric and positive definite, and where a prior is not positive or not finite.

    Equations: eq-log-odds, eq-gaussian-weights, eq-gaussian-bias.
    Source: *Logistic Regression & Neural Networks*, a summary of the previous lecture.

    >>> w, b = logit(np.array([[-1.0, 1.0]]), np.array([[0.5]]), np.array([[0.25], [0.75]]))
    >>> w, b.round(4)
    (array([[4.]]), array([[1.0986]]))
    """
    xp = namespace(mu, Sigma, pi)
    check_covariance("logit", "Sigma", Sigma)
    check_priors("logit", pi)
    mu_0, mu_1, log_pi = mu[:, :1], mu[:, 1:], xp.log(pi)
    w = xp.linalg.solve(Sigma, mu_1 - mu_0)
    return w, log_pi[1:, :] - log_pi[:1, :] - w.T @ (mu_0 + mu_1) / 2


@checked
def nearest_mean(mu: Float[Array, "n 2"]) -> tuple[Float[Array, "n 1"], Float[Array, "1 1"]]:
    """The score that is positive where x lies nearer to $mu_1$ than to $mu_0$: `(w, b)`.

        w = mu_1 - mu_0,   b = (||mu_0||^2 - ||mu_1||^2) / 2
        2 (w^T x + b) = ||x - mu_0||^2 - ||x - mu_1||^2

    It is `logit` for classes that are equally frequent and spread by 1 in every direction.

    Equations: eq-nearest-mean, eq-nearest-mean-weights, eq-nearest-mean-bias.

    >>> nearest_mean(np.array([[1.0, 3.0], [0.0, 4.0]]))
    (array([[2.],
           [4.]]), array([[-12.]]))
    """
    mu_0, mu_1 = mu[:, :1], mu[:, 1:]
    w = mu_1 - mu_0
    return w, -w.T @ (mu_0 + mu_1) / 2
