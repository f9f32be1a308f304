"""Gaussian classes: what each class looks like, and by Bayes the probability of each class given what is seen.

`density` is what one class looks like, `two_classes` the score between two, `classes` what K of them answer, from their
`logits`, and `estimates` leads from examples to the classes. Labels come in any form that names one class for each example.
"""

from unity.generative.classes import GaussianClasses, Gaussians, UnequalGaussians
from unity.generative.density import log_density
from unity.generative.estimates import class_means, fit, fit_unequal
from unity.generative.two_classes import logit, nearest_mean

__all__ = [
    "GaussianClasses",
    "Gaussians",
    "UnequalGaussians",
    "class_means",
    "fit",
    "fit_unequal",
    "log_density",
    "logit",
    "nearest_mean",
]
