"""What the layers of a network do, again and again, to batches of one size: in place, in memory that is made once.

A step takes what comes in, by `forward`, and gives what comes out; then, by `learn`, the error of that, from which it
writes its gradients where it was told to, and, by `back`, the error once more, which it gives on as that of what came in.
Between them it keeps what it `heard`. What a step gives may be changed by the next one where it `lends` it.
"""

import itertools
import math

import numpy as np

__all__ = ["Convolved", "Dense", "Flat", "Laid", "MaxPooled", "Other", "Rectified", "Room"]


class Room:
    """Memory for arrays that are needed now in one size, now in another: a piece for each name. Its numbers have one dtype.

    >>> room = Room(np.float32)
    >>> np.shares_memory(room("Z", 2, 3), room("Z", 2, 2))
    True
    """

    def __init__(self, dtype):
        self.dtype, self.pieces = dtype, {}

    def __call__(self, name, *shape, dtype=None):
        """An array of this shape in the piece of this name; what it holds is what was left there."""
        size = math.prod(shape)
        if name not in self.pieces or self.pieces[name].size < size:
            # Zeros, for a product may look at what it writes over, and warn of it.
            self.pieces[name] = np.zeros(size, dtype or self.dtype)
        return self.pieces[name][:size].reshape(shape)

    def truths(self, name, *shape):
        """The same of truth values."""
        return self(f"{name}?", *shape, dtype=bool)


class Step:
    """A step that learns nothing."""

    lends, heard = True, None

    def learn(self, E):
        """The gradients: none here."""


class Laid(Step):
    """Examples laid out as the maps of images want them, however they come: the last axis counts them without gaps.

    >>> Laid(Room(float), "X", (2,), 3).forward(np.arange(6.0).reshape(3, 2).T).flags.c_contiguous
    True
    """

    def __init__(self, room, name, shape, m):
        self.X = room(name, *shape, m)

    def forward(self, X):
        np.copyto(self.X, X)
        return self.X


class Dense(Step):
    """$Z = W^T X + b$, $dW = X E^T$, $db = E 1$, $dX = W E$.

    `own` are (W, b), `slopes` the arrays of their shapes that receive (dW, db).

    >>> own, slopes = (np.array([[1.0], [10.0]]), np.zeros((1, 1))), (np.empty((2, 1)), np.empty((1, 1)))
    >>> step = Dense(Room(float), "1", own, slopes, (2,), 2)
    >>> step.forward(np.array([[1.0, 3.0], [2.0, 4.0]])), step.back(np.array([[1.0, -1.0]]))
    (array([[21., 43.]]), array([[  1.,  -1.],
           [ 10., -10.]]))
    """

    def __init__(self, room, name, own, slopes, shape, m):
        (W, self.b), (dW, self.db) = own, slopes
        n, width = math.prod(shape), W.shape[-1]
        self.W, self.dW = W.reshape(n, width), dW.reshape(n, width)
        self.room, self.name, self.shape, self.m = room, name, (*shape, m), m
        self.Z, self.dX = room(f"Z {name}", width, m), None

    def forward(self, X):
        self.heard = X.reshape(len(self.W), self.m)
        np.matmul(self.W.T, self.heard, out=self.Z)
        return np.add(self.Z, self.b, out=self.Z)

    def learn(self, E):
        np.matmul(self.heard, E.T, out=self.dW)
        np.add.reduce(E, axis=1, out=self.db, keepdims=True)

    def back(self, E):
        if self.dX is None:
            self.dX = self.room(f"dX {self.name}", len(self.W), self.m)
        return np.matmul(self.W, E, out=self.dX).reshape(self.shape)


class Rectified(Step):
    """A = max(Z, 0),   dZ = E where Z > 0, 0 elsewhere: in place of Z where that is lent, and in place of E.

    >>> step = Rectified(Room(float), "1", (1,), 3, lent=False)
    >>> step.forward(np.array([[-1.0, 0.0, 2.0]])), step.back(np.array([[5.0, 6.0, 7.0]]))
    (array([[0., 0., 2.]]), array([[0., 0., 7.]]))
    """

    def __init__(self, room, name, shape, m, lent):
        self.own = None if lent else room(f"A {name}", *shape, m)
        self.silent = room.truths(f"A {name}", *shape, m)

    def forward(self, Z):
        self.heard = np.maximum(Z, 0, out=Z if self.own is None else self.own)
        return self.heard

    def back(self, E):
        np.less_equal(self.heard, 0, out=self.silent)
        np.copyto(E, 0, where=self.silent)
        return E


class MaxPooled(Step):
    """The largest of each window, where the windows stand side by side; its error goes to the first that was largest.

    Z = max of the taps. What a step behind it does to a Z of 0 or less does not matter where that has no error.

    >>> image = np.array([[1.0, 2.0, 0.0, 1.0], [4.0, 3.0, 0.0, 0.0]]).reshape(1, 2, 4, 1)
    >>> step = MaxPooled(Room(float), "1", (2, 2), (1, 2, 4), 1)
    >>> step.forward(image).ravel(), step.back(np.array([5.0, 7.0]).reshape(1, 1, 2, 1))[0, :, :, 0]
    (array([4., 1.]), array([[0., 0., 0., 7.],
           [5., 0., 0., 0.]]))
    """

    def __init__(self, room, name, size, shape, m):
        (kh, kw), (channels, height, width) = size, shape
        self.grid = channels, height // kh, width // kw, m
        self.room, self.name, self.shape, self.size = room, name, (*shape, m), size
        self.Z, self.dX = room(f"Z {name}", *self.grid), None
        self.wins, self.open = (room.truths(f"{which} {name}", *self.grid) for which in ("wins", "open"))

    def taps(self, X):
        """What the windows see at their first place, at their second, ...: views."""
        (_, rows, columns, _), (kh, kw) = self.grid, self.size
        places = itertools.product(range(kh), range(kw))
        return [X[:, a : rows * kh : kh, b : columns * kw : kw] for a, b in places]

    def forward(self, X):
        self.heard = first, *rest = self.taps(X)
        np.copyto(self.Z, first)
        for tap in rest:
            np.maximum(self.Z, tap, out=self.Z)
        return self.Z

    def back(self, E):
        if self.dX is None:
            self.dX = self.room(f"dX {self.name}", *self.shape)
            self.errors = self.taps(self.dX)
        self.dX[...] = 0
        self.open[...] = True
        for tap, error in zip(self.heard, self.errors):
            np.equal(tap, self.Z, out=self.wins)
            self.wins &= self.open
            np.copyto(error, E, where=self.wins)
            self.open ^= self.wins
        return self.dX


class Convolved(Step):
    """Z = X star W + b by the three maps of a product, `forward`, `weight_gradient` and `error_back`, and a bias.

    `product` is anything that has them, as `unity.trilinear.Convolution` does.
    """

    def __init__(self, product, own, slopes, shape, m):
        (self.W, b), (self.dW, self.db) = own, slopes
        self.product, self.b, self.shape = product, b.reshape(-1, 1, 1, 1), shape

    def forward(self, X):
        self.heard = X
        Z = self.product.forward(self.W, X)
        return np.add(Z, self.b, out=Z)

    def learn(self, E):
        np.copyto(self.dW, self.product.weight_gradient(self.heard, E))
        np.add.reduce(E.reshape(len(E), -1), axis=1, out=self.db, keepdims=True)

    def back(self, E):
        return self.product.error_back(self.W, E, self.shape)


class Flat(Step):
    """An image as a vector: the same numbers.

    >>> Flat((1, 2, 2), 3).forward(np.ones((1, 2, 2, 3))).shape
    (4, 3)
    """

    def __init__(self, shape, m):
        self.shape, self.m = (*shape, m), m

    def forward(self, X):
        return X.reshape(-1, self.m)

    def back(self, E):
        return E.reshape(self.shape)


class Other(Step):
    """A layer without parameters that has no way of its own here: by its own `forward` and `error_back`."""

    lends = False

    def __init__(self, layer):
        self.layer = layer

    def forward(self, X):
        self.heard = X
        return self.layer.forward((), X)

    def back(self, E):
        return self.layer.error_back((), self.heard, E)
