"""Real data that come with scikit-learn: measured tumours, written digits, two photographs."""

import numpy as np

from unity.datasets.examples import Examples

__all__ = ["breast_cancer", "digits", "photograph"]


def breast_cancer():
    """Thirty measurements of cell nuclei in each of 569 breast tumours: X (30, 569), Y (1, 569).

    Class 1 is *malignant*, what is looked for (212 of them), class 0 *benign*: the other way round than in
    scikit-learn, which the data come from. Lengths are in the units of the digitised image, and unlike in size.

    >>> tumours = breast_cancer()
    >>> tumours.X.shape, tumours.classes, int(tumours.y.sum())
    ((30, 569), ('benign', 'malignant'), 212)
    """
    from sklearn.datasets import load_breast_cancer

    loaded = load_breast_cancer()
    X = np.ascontiguousarray(loaded.data.T)
    y = np.array([1, 0])[loaded.target]  # there 0 is malignant
    return Examples(X, y, ("benign", "malignant"), tuple(map(str, loaded.feature_names)))


def digits():
    """1797 handwritten digits of 8 x 8 pixels: X (1, 8, 8, 1797), from 0 (paper) to 1 (ink), labels 0 to 9.

    A pixel counts the inked points in a 4 x 4 patch of the scan, divided by 16. They come with scikit-learn.

    >>> images = digits()
    >>> images.X.shape, images.Y.shape
    ((1, 8, 8, 1797), (10, 1797))
    """
    from sklearn.datasets import load_digits

    loaded = load_digits()
    X = np.ascontiguousarray(np.moveaxis(loaded.images, 0, -1))[None] / 16
    return Examples(X, loaded.target, tuple("0123456789"))


def photograph(name):
    """One of scikit-learn's two colour photographs, `"china"` or `"flower"`: (3, 427, 640, 1), from 0 to 1.

    The first axis is red, green, blue; the last counts one example.

    Raises ValueError where there is no photograph of that name.

    >>> photograph("china").shape
    (3, 427, 640, 1)
    """
    from sklearn.datasets import load_sample_image

    if name not in ("china", "flower"):
        raise ValueError(f"photograph: no photograph {name!r}, expected china or flower")
    return np.ascontiguousarray(np.moveaxis(load_sample_image(f"{name}.jpg"), -1, 0))[..., None] / 255
