"""One trilinear form of error, weights and input: a product looks at its input, and W weighs what it sees.

A product gathers what each output looks at: P(X). Then its three maps are the three derivatives of one number,

    T(E, W, X) = <E, W^T P(X)>
    dT/dE = W^T P(X)      the way forward
    dT/dX = P*(W E)       the error sent back
    dT/dW = P(X) E^T      the weight gradient

P* is the adjoint of P. The maps take their letters in the order of these formulas: `form(E, W, X)`, `forward(W, X)`,
`error_back(W, E, shape)`, `weight_gradient(X, E)`. The shape of an example, which stands in no formula, comes last.

A dense product looks at the whole input, so P is the identity. A convolution looks through a window at every place of
an image, so P lays the windows side by side, as columns. Nothing else differs.
"""

from unity.trilinear.convolution import Convolution
from unity.trilinear.dense import Dense
from unity.trilinear.product import Derivatives, Product

__all__ = ["Convolution", "Dense", "Derivatives", "Product"]
