"""How far the errors of K classes can change: what shows an optimum where no curvature is known."""

from unity.arrays import namespace
from unity.newton.matrices import weighted

__all__ = ["slack"]


def slack(problem, V):
    """A matrix (p, p), the sum of $f f^T$ over the examples' features f in V's coordinates, each times its slack.

    That is the least probability of a class which is not the example's own: by how much its error can change in each
    logit, before a wrong class has none left. For a `Problem` whose model gives probabilities.
    """
    told = problem.told(V)
    *sums, _ = problem.passes.read(lambda *block: _of_block(problem, *block, *told))
    return problem.matrix(*(part / problem.X.shape[1] for part in sums))


def _of_block(problem, X, Y, weights, W, b):
    xp, (_, G, Z) = namespace(X), problem.scores(X, W, b)
    Y = xp.astype(Y, X.dtype, copy=False)
    errors = problem.logits(Z, Y, False)[1]
    if Y.shape[0] == 1:  # one logit says how two classes share an example
        Y, errors = xp.concat([1 - Y, Y]), xp.concat([-errors, errors])
    # Beside a class of its own an example has K - 1 others; of a label that is shared all count, less their rounding.
    others = xp.where(Y > 0, errors + (Y - 2 * problem.eps), errors)
    least = xp.min(xp.where(Y == 1, xp.ones_like(Y), others), axis=0, keepdims=True)
    least = xp.where(least > 0, least, xp.zeros_like(least))
    least = least if weights is None else weights * least
    return xp.sum(least, axis=1), xp.sum(least * G, axis=1), weighted(G, least), xp.zeros((1,), dtype=X.dtype)
