"""Examples to learn from: real measurements, digits and photographs, and sets that are made from a seed.

`examples` are labelled columns, `real` those that come with scikit-learn, `downloads` those that are fetched once, in
the format that `idx` reads, and `made` those of a seed. `standard` and `pictures` prepare them.
"""

from unity.datasets.downloads import mnist, mnist_is_here
from unity.datasets.examples import Examples, split
from unity.datasets.idx import read_idx
from unity.datasets.made import circle, gaussians, gaussians_unequal, moons, xor
from unity.datasets.pictures import moved, scrambled
from unity.datasets.real import breast_cancer, digits, photograph
from unity.datasets.standard import Standardised, standardise

__all__ = [
    "Examples",
    "Standardised",
    "breast_cancer",
    "circle",
    "digits",
    "gaussians",
    "gaussians_unequal",
    "mnist",
    "mnist_is_here",
    "moons",
    "moved",
    "photograph",
    "read_idx",
    "scrambled",
    "split",
    "standardise",
    "xor",
]
