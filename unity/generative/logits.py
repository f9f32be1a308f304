"""The logits of Gaussian classes, from the middle between them; and the posterior where their squares would swallow the rest."""

from unity.activations import softmax
from unity.arrays import namespace

__all__ = ["middle", "posterior_far_away", "spread", "terms"]


def terms(mu, Sigma, pi):
    """The quadratic, linear and constant terms of the logits: see `UnequalGaussians.parameters`."""
    xp, K = namespace(mu, Sigma, pi), mu.shape[1]
    W = xp.concat([xp.linalg.solve(Sigma[k, :, :], mu[:, k : k + 1]) for k in range(K)], axis=1)
    log_det = xp.linalg.slogdet(Sigma)[1][:, None]
    return -xp.linalg.inv(Sigma) / 2, W, xp.log(pi) - (xp.sum(mu * W, axis=0)[:, None] + log_det) / 2


def middle(mu):
    """The mean of the means, (n, 1)."""
    return namespace(mu).mean(mu, axis=1, keepdims=True)


def spread(Sigma):
    """The largest spread that any class has in each feature, (n, 1)."""
    xp = namespace(Sigma)
    variances = xp.stack([xp.linalg.diagonal(Sigma[k, :, :]) for k in range(Sigma.shape[0])])
    return xp.sqrt(xp.max(variances, axis=0))[:, None]


def posterior_far_away(X, mu, Sigma, pi):
    """The posterior of each class r from differences. With $x = c + s e u$, e the spreads and $|u| <= 1$, logit k less logit r is

        s (s u^T (Q_k - Q_r) u + (w_k - w_r)^T u) + b_k - b_r

    What the two share goes before it is squared. A difference beyond 10000 is as good as one of 10000.
    """
    xp, K = namespace(X, mu, Sigma, pi), mu.shape[1]
    c, e = middle(mu), spread(Sigma)
    Q, W, b = terms((mu - c) / e, Sigma / e / e.T, pi)
    U = (X - c) / e
    s = xp.max(xp.abs(U), axis=0, keepdims=True)
    U = U / s
    rows = []
    for r in range(K):
        squares = xp.concat(
            [xp.sum(U * ((Q[k, :, :] - Q[r, :, :]) @ U), axis=0, keepdims=True) for k in range(K)], axis=0
        )
        slopes = xp.clip(s * squares + (W - W[:, r : r + 1]).T @ U, -1e4 / s, 1e4 / s)
        rows.append(softmax(s * slopes + b)[r : r + 1, :])  # its answer to b and to b - b_r is one
    return xp.concat(rows, axis=0)
