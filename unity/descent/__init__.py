"""Gradient descent as a sequence: every iterate is kept, beside the reason why it ended.

`walk` goes downhill, `quadratics` are where the way is known in advance, and `curvature` bounds the step.
"""

from unity.descent.curvature import largest_curvature, logistic_curvature, softmax_curvature
from unity.descent.quadratics import contraction, distance_bound, quadratic, quadratic_gradient, quadratic_iterate
from unity.descent.walk import Stop, Trace, gradient_descent

__all__ = [
    "Stop",
    "Trace",
    "contraction",
    "distance_bound",
    "gradient_descent",
    "largest_curvature",
    "logistic_curvature",
    "quadratic",
    "quadratic_gradient",
    "quadratic_iterate",
    "softmax_curvature",
]
