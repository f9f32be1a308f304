"""Arrays that would fit if they were transposed: the question that an error asks. Nothing here runs where all fits."""

import itertools

__all__ = ["asked", "suspected"]


def asked(*names, columns=True):
    """The end of an error: whether these arrays are transposed, and with `columns` how examples stand.

    >>> asked("X")
    ' (is X transposed? an example is a column)'
    >>> asked("W_1", "W_2", columns=False)
    ' (are W_1 and W_2 transposed?)'
    """
    verb = "is" if len(names) == 1 else "are"
    return f" ({verb} {' and '.join(names)} transposed?{' an example is a column' if columns else ''})"


def suspected(shapes, given):
    """What `asked` says of the fewest arrays whose transposes would make all fit; nothing where there are none.

    `shapes` holds what annotations ask, `given` the shapes that arrays have, both by name. Where several ways are as
    short, those are taken of which a last axis counts the examples, and of them the first.

    >>> from unity.shapes import Array, Float, Shape
    >>> shapes = {"w": Shape.of(Float[Array, "n 1"]), "X": Shape.of(Float[Array, "n m"])}
    >>> suspected(shapes, {"w": (2, 1), "X": (5, 2)})
    ' (is X transposed? an example is a column)'
    >>> suspected(shapes, {"w": (2, 1), "X": (5, 3)})
    ''
    """
    matrices = [name for name, shape in given.items() if len(shape) == 2 and shape[0] != shape[1]]
    counts_examples = lambda names: any(shapes[name].axes[-1] == "m" for name in names)
    for count in range(1, len(matrices) + 1):
        ways = [
            names
            for names in itertools.combinations(matrices, count)
            if _fit(shapes, given | {name: given[name][::-1] for name in names})
        ]
        if ways:
            names = next(filter(counts_examples, ways), ways[0])
            return asked(*names, columns=counts_examples(names))
    return ""


def _fit(shapes, given):
    """Whether shapes are what annotations ask, and agree on every axis that two of them share."""
    seen = {}
    for name, shape in given.items():
        sizes = shapes[name].sizes(shape)
        if sizes is None:
            return False
        for axis, size in sizes:
            expected = axis if isinstance(axis, int) else seen.setdefault(axis, size)
            if axis != "..." and size != expected:
                return False
    return True
