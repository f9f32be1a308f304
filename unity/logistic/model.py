"""The model of logistic regression: one neuron, the probability that it gives, and what it decides."""

from array_api_compat import device

from unity.activations import sigmoid
from unity.arrays import namespace, no_examples, no_nan
from unity.labelling import takes_labels
from unity.shapes import Array, Float, Int, checked

__all__ = ["accuracy", "augment", "decide", "forward", "probability"]


@checked(dask=True)
def forward(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"]) -> Float[Array, "1 m"]:
    """The neuron before its activation: one number z for each column of X.

        Z = w^T X + b

    Equations: eq-score, eq-all-scores, eq-straight, eq-corner-sums.
    Source: *Deep Learning: Logistic Regression Classifier*, vectorizing.

    >>> forward(np.array([[1.0], [1.0]]), np.array([[-3.0]]), np.array([[1.0, 2.0], [1.0, 2.0]]))
    array([[-1.,  1.]])
    """
    return w.T @ X + b


@checked(dask=True)
def probability(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"]) -> Float[Array, "1 m"]:
    """The probability that the model gives to class 1, for each column of X.

        A = sigma(w^T X + b)

    Equation: eq-output.  Source: *Deep Learning: Logistic Regression Classifier*, logistic regression.

    >>> probability(np.array([[1.0], [1.0]]), np.array([[-3.0]]), np.array([[1.0, 2.0], [2.0, 3.0]]))
    array([[0.5       , 0.88079708]])
    """
    return sigmoid(w.T @ X + b)


@checked(dask=True)
def decide(w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"]) -> Int[Array, "m"]:
    """The label that is at least as probable as the other, for each column of X.

        y = 1 where w^T x + b >= 0, 0 elsewhere

    Raises ValueError where a score is NaN.

    Equations: eq-decide, eq-any, eq-all.  Source: *Deep Learning: Logistic Regression Classifier*, decision boundary.

    >>> decide(np.array([[1.0], [1.0]]), np.array([[-3.0]]), np.array([[1.0, 1.0, 2.0], [1.0, 2.0, 3.0]]))
    array([0, 1, 1])
    """
    xp = namespace(w, b, X)
    Z = no_nan("decide", w.T @ X + b)
    return xp.astype(Z[0, :] >= 0, xp.int64)


@takes_labels(1)
@checked(dask=True)
def accuracy(
    w: Float[Array, "n 1"], b: Float[Array, "1 1"], X: Float[Array, "n m"], Y: Float[Array, "1 m"]
) -> Float[Array, ""]:
    """The share of the examples whose label `decide` gives rightly.

        p = 1/m sum_i [k_i = y_i],   k_i = [w^T x_i + b >= 0]

    where [...] is 1 if what stands inside holds, and 0 if not.

    Raises ValueError where there is no example, and where a score is NaN.

    Equations: eq-accuracy, eq-three-of-four.

    >>> accuracy(np.ones((1, 1)), np.zeros((1, 1)), np.array([[-2.0, -1.0, 1.0, 2.0]]), np.array([[0.0, 1.0, 1.0, 1.0]]))
    np.float64(0.75)
    """
    xp = namespace(w, b, X, Y)
    if X.shape[1] == 0:
        raise no_examples("accuracy", X=X)
    decided = xp.astype(decide(w, b, X), X.dtype)
    return xp.mean(xp.astype(decided == Y, X.dtype))


@checked(dask=True)
def augment(X: Float[Array, "n m"]) -> Float[Array, "n+1 m"]:
    """X with a row of ones on top, so that the bias is one weight among the others.

        x_0 = 1,   w_0 = b,   w^T X + b = theta^T X',   theta = (b, w_1, ..., w_n)

    Equation: eq-augmented.  Source: *Deep Learning: Logistic Regression Classifier*, logistic regression.

    >>> augment(np.array([[7.0, 8.0]]))
    array([[1., 1.],
           [7., 8.]])
    """
    xp = namespace(X)
    return xp.concat([xp.ones((1, X.shape[1]), dtype=X.dtype, device=device(X)), X], axis=0)
