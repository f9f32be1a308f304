"""K Gaussian classes, with one covariance or with one each: their logits and posterior, and what they decide."""

import abc
import math
from dataclasses import dataclass

from array_api_compat import device

from unity.activations import softmax
from unity.arrays import are_shares, namespace, no_nan
from unity.generative.density import check_covariance, check_priors, log_joint
from unity.generative.logits import middle, posterior_far_away, spread, terms
from unity.generative.two_classes import logit
from unity.shapes import Array, Float, Int, checked, refuse_dask

__all__ = ["GaussianClasses", "Gaussians", "UnequalGaussians"]


def _fits(operation, classes, X):
    """Raise ValueError where the examples have other features than the classes."""
    if X.shape[0] != classes.mu.shape[0]:
        n = classes.mu.shape[0]
        raise ValueError(
            f"{operation}: X {tuple(X.shape)} has n = {X.shape[0]}, mu {tuple(classes.mu.shape)} has n = {n}"
        )


class GaussianClasses(abc.ABC):
    """What K Gaussian classes answer: `mu` (n, K) has their means as columns, `pi` (K, 1) how frequent each of them is.

    Raises ValueError where the shapes do not fit, a covariance is not symmetric and positive definite, or the priors are
    not positive or do not add up to 1; TypeError where `mu`, `Sigma` and `pi` are not floating arrays of one library.
    """

    def __post_init__(self):
        operation, (mu, Sigma, pi) = type(self).__name__, (self.mu, self.Sigma, self.pi)
        refuse_dask(operation, mu=mu, Sigma=Sigma, pi=pi)
        xp, shapes = namespace(mu, Sigma, pi), [tuple(array.shape) for array in (mu, Sigma, pi)]
        for name, array in {"mu": mu, "Sigma": Sigma, "pi": pi}.items():
            if not xp.isdtype(array.dtype, "real floating"):
                raise TypeError(f"{operation}: {name} is of dtype {array.dtype}, expected floating numbers")
        n, K = shapes[0] if len(shapes[0]) == 2 else (0, 0)
        expected = (n, n) if self.shared else (K, n, n)
        if not n or not K or shapes[1:] != [expected, (K, 1)]:
            raise ValueError(
                f"{operation}: mu {shapes[0]}, Sigma {shapes[1]} and pi {shapes[2]}, expected (n, K), "
                f"{'(n, n)' if self.shared else '(K, n, n)'} and (K, 1)"
            )
        for k in range(1 if self.shared else K):
            check_covariance(operation, "Sigma" if self.shared else f"Sigma[{k}]", self._each()[k, :, :])
        check_priors(operation, pi)
        if not bool(xp.all(are_shares(pi))):
            raise ValueError(f"{operation}: pi adds up to {float(xp.sum(pi)):.7g}, expected priors that add up to 1")

    shared = False

    @abc.abstractmethod
    def scores(self, X: Float[Array, "n m"]) -> Float[Array, "K m"]:
        """The logits of the posterior, for each column of X."""

    @abc.abstractmethod
    def _each(self):
        """The covariance of each class, (K, n, n)."""

    @checked(fits=_fits)
    def posterior(self, X: Float[Array, "n m"]) -> Float[Array, "K m"]:
        """The probability of each class given x, by Bayes, for each column of X: also where every density is 0.

            p(k given x) = p(x given k) pi_k / p(x) = softmax(a)_k,   p(x) = sum over j of p(x given j) pi_j,   a = scores(x)

        Equations: eq-bayes, eq-gaussian-posterior, eq-gaussian-posterior-of-0, eq-softmax.
        """
        xp, (near, far) = namespace(X, self.mu), self._near(X)
        A = softmax(self.scores(near))
        return xp.where(far, posterior_far_away(X, self.mu, self._each(), self.pi), A) if bool(xp.any(far)) else A

    @checked(fits=_fits)
    def joint(self, X: Float[Array, "n m"]) -> Float[Array, "K m"]:
        """How often x and class k come together: the prior of each class times its density, for each column of X.

        It is $pi_k p(x given k)$.
        """
        xp, (near, far) = namespace(X, self.mu), self._near(X)
        densities = xp.exp(log_joint(near, self.mu, self._each(), self.pi))
        return xp.where(far, xp.zeros_like(densities), densities)

    @checked(fits=_fits)
    def decide(self, X: Float[Array, "n m"]) -> Int[Array, "m"]:
        """The most probable class of each column of X. Where the classes are true, no other rule errs less often.

        It is $argmax_k p(k given x)$, the first of them where several are. Raises ValueError where x holds a NaN.

        Equations: eq-decision, eq-least-mistakes.
        """
        return namespace(X, self.mu).argmax(no_nan("decide", self.posterior(X)), axis=0)

    def rings(self, *radii: float) -> Float[Array, "K R 2 P"]:
        """For each of K classes of two features and each of R radii, P = 121 points round an ellipse of equal density.

            (x - mu_k)^T Sigma_k^-1 (x - mu_k) = r^2

        Raises ValueError where the classes do not have two features.
        """
        mu, Sigma = self.mu, self._each()
        if mu.shape[0] != 2:
            raise ValueError(f"rings: mu {tuple(mu.shape)} has n = {mu.shape[0]}, expected two features")
        xp = namespace(mu, Sigma)
        angle = 2 * math.pi * xp.arange(121, dtype=mu.dtype, device=device(mu)) / 120
        circle = xp.stack([xp.cos(angle), xp.sin(angle)])
        ellipses = xp.matmul(xp.linalg.cholesky(Sigma), circle)
        return xp.stack([mu.T[:, :, None] + r * ellipses for r in radii], axis=1)

    def _near(self, X):
        """X with the examples brought to the middle whose squares would swallow the rest, and which those are, (1, m)."""
        xp = namespace(X, self.mu)
        spreads = xp.abs(X - middle(self.mu)) / spread(self._each())
        beyond = float(xp.finfo(X.dtype).eps) ** -0.5
        far = xp.any(spreads > beyond, axis=0, keepdims=True) & xp.all(xp.isfinite(X), axis=0, keepdims=True)
        return xp.where(far, middle(self.mu), X), far


@dataclass(frozen=True, eq=False)
class Gaussians(GaussianClasses):
    """K Gaussian classes around the columns of `mu` (n, K), with one covariance `Sigma` (n, n) and priors `pi` (K, 1).

        x given k ~ N(mu_k, Sigma),   P(k) = pi_k

    >>> classes = Gaussians(np.array([[-1.0, 1.0]]), np.array([[0.5]]), np.array([[0.5], [0.5]]))
    >>> classes.posterior(np.array([[0.0, 0.5]]))
    array([[0.5       , 0.11920292],
           [0.5       , 0.88079708]])
    """

    mu: Float[Array, "n K"]
    Sigma: Float[Array, "n n"]
    pi: Float[Array, "K 1"]
    shared = True

    def parameters(self) -> tuple[Float[Array, "n K"], Float[Array, "K 1"]]:
        """What a softmax needs to be the posterior: `(W, b)`.

            w_k = Sigma^-1 mu_k,   b_k = -1/2 mu_k^T Sigma^-1 mu_k + log pi_k
            p(k given x) = softmax(W^T x + b)_k

        x enters $log p(x given k)$ squared too, but with the same $-1/2 x^T Sigma^-1 x$ for every class, and a softmax
        does not see what all its logits share. Where the classes lie a thousand spreads from the origin or more, $W^T x$ and b
        cancel and lose digits: `posterior` does not.

        Equations: eq-softmax-weights, eq-softmax-biases.
        Source: *Logistic Regression & Neural Networks*, multi-class.

        >>> W, b = Gaussians(np.array([[-1.0, 1.0]]), np.array([[0.5]]), np.array([[0.5], [0.5]])).parameters()
        >>> W, b.round(4)
        (array([[-2.,  2.]]), array([[-1.6931],
               [-1.6931]]))
        """
        return self._seen_from(0)

    def _seen_from(self, c):
        xp, mu = namespace(self.mu, self.Sigma, self.pi), self.mu - c
        W = xp.linalg.solve(self.Sigma, mu)
        return W, xp.log(self.pi) - xp.sum(mu * W, axis=0)[:, None] / 2

    def logit(self) -> tuple[Float[Array, "n 1"], Float[Array, "1 1"]]:
        """The `(w, b)` with which a sigmoid is the posterior of class 1: `unity.generative.logit`, far from the origin less
        exact than `posterior`, as `parameters` are.

        Raises ValueError where there are more classes than two.
        """
        return logit(self.mu, self.Sigma, self.pi)

    @checked(fits=_fits)
    def scores(self, X: Float[Array, "n m"]) -> Float[Array, "K m"]:
        """The logits of the posterior, up to what all the classes of an x share: linear in x.

            a_k = w_k^T (x - c) + b_k,   c the mean of the means

        (W, b) are the `parameters` of the classes as they stand around c. The logits differ from $W^T x + b$ by a number for
        each x, which no softmax sees. Seen from c they keep their digits however far from the origin the classes lie.

        Source: *Logistic Regression & Neural Networks*, multi-class.

        >>> far = Gaussians(np.array([[1e9 - 1.0, 1e9 + 1.0]]), np.array([[0.5]]), np.array([[0.5], [0.5]]))
        >>> far.scores(np.array([[1e9 + 1.0]])).round(4)
        array([[-3.6931],
               [ 0.3069]])
        """
        W, b = self._seen_from(middle(self.mu))
        return W.T @ (X - middle(self.mu)) + b

    def _each(self):
        return namespace(self.Sigma).stack([self.Sigma] * self.mu.shape[1])


@dataclass(frozen=True, eq=False)
class UnequalGaussians(GaussianClasses):
    """K Gaussian classes around the columns of `mu` (n, K), each with a covariance `Sigma[k]`, and priors `pi` (K, 1).

        x given k ~ N(mu_k, Sigma_k),   P(k) = pi_k

    >>> classes = UnequalGaussians(np.array([[0.0, 0.0]]), np.array([[[1.0]], [[4.0]]]), np.array([[0.5], [0.5]]))
    >>> classes.decide(np.array([[-3.0, 0.0, 3.0]]))
    array([1, 0, 1])
    """

    mu: Float[Array, "n K"]
    Sigma: Float[Array, "K n n"]
    pi: Float[Array, "K 1"]

    def parameters(self) -> tuple[Float[Array, "K n n"], Float[Array, "n K"], Float[Array, "K 1"]]:
        """The logits of the posterior, term by term: quadratic, linear, constant, `(Q, W, b)`.

            a_k = x^T Q_k x + w_k^T x + b_k,   p(k given x) = softmax(a)_k
            Q_k = -1/2 Sigma_k^-1,   w_k = Sigma_k^-1 mu_k
            b_k = -1/2 mu_k^T Sigma_k^-1 mu_k - 1/2 log det(Sigma_k) + log pi_k

        Between two classes the boundary $a_k = a_l$ is a conic. It is a plane where $Q_k = Q_l$, which one shared covariance
        brings about; then the determinants cancel too. Far from the origin the terms cancel and lose digits:
        `posterior` does not.

        Equation: eq-quadratic-term.

        >>> half = np.array([[0.5], [0.5]])
        >>> Q, W, b = UnequalGaussians(np.array([[0.0, 1.0]]), np.array([[[1.0]], [[4.0]]]), half).parameters()
        >>> Q[:, 0, 0], W, b.round(4)
        (array([-0.5  , -0.125]), array([[0.  , 0.25]]), array([[-0.6931],
               [-1.5113]]))
        """
        return terms(self.mu, self.Sigma, self.pi)

    @checked(fits=_fits)
    def scores(self, X: Float[Array, "n m"]) -> Float[Array, "K m"]:
        """The logits of the posterior, quadratic in x: the density of x in each class, times its prior.

            a_k = log p(x given k) + log pi_k

        They are the $x^T Q_k x + w_k^T x + b_k$ of `parameters`, less the $n/2 log(2 pi)$ that all classes share.

        Equation: eq-quadratic-log-odds.

        >>> classes = UnequalGaussians(np.array([[0.0, 0.0]]), np.array([[[1.0]], [[4.0]]]), np.array([[0.5], [0.5]]))
        >>> classes.scores(np.array([[0.0, 2.0]])).round(4)
        array([[-1.6121, -3.6121],
               [-2.3052, -2.8052]])
        """
        return log_joint(X, self.mu, self.Sigma, self.pi)

    def _each(self):
        return self.Sigma
