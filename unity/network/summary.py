"""A network in print: what each layer gives, and how many numbers it learns."""

import dataclasses
from dataclasses import dataclass

from unity.families import Family

__all__ = ["Summary", "as_made"]


@dataclass(frozen=True)
class Summary:
    """A network, the shape of an example before each layer and after the last, and how many numbers each layer learns.

    >>> from unity.families import BERNOULLI
    >>> from unity.layers import dense
    >>> Summary((dense(3), dense(1)), BERNOULLI, ((2,), (3,), (1,)), (9, 4))
    layer      gives  parameters
                (2,)
    dense(3)    (3,)           9
    dense(1)    (1,)           4
    BERNOULLI                 13
    """

    layers: tuple
    family: Family
    shapes: tuple[tuple[int, ...], ...]
    counts: tuple[int, ...]

    @property
    def total(self):
        """How many numbers the network learns."""
        return sum(self.counts)

    def __repr__(self):
        layers = zip(self.layers, self.shapes[1:], self.counts)
        rows = [
            ("layer", "gives", "parameters"),
            ("", str(self.shapes[0]), ""),
            *((as_made(layer), str(shape), f"{count:,}") for layer, shape, count in layers),
            (repr(self.family), "", f"{self.total:,}"),
        ]
        name, shape, count = (max(map(len, column)) for column in zip(*rows))
        return "\n".join(f"{a:{name}}  {b:>{shape}}  {c:>{count}}".rstrip() for a, b, c in rows)


def as_made(layer) -> str:
    """A layer in the words that make it: shorter than what it is.

    >>> from unity.layers import convolution, dense
    >>> print(dense(3), as_made(dense(3)), as_made(convolution(8, 3, padding=1)))
    Affine(product=Dense(), width=3) dense(3) convolution(8, size=(3, 3), padding=(1, 1))
    """
    if hasattr(layer, "activation"):
        return f"{type(layer).__name__}({getattr(layer.activation.function, '__name__', '...')})"
    if not hasattr(layer, "product"):
        return repr(layer)
    told = [str(layer.width)]
    for field in dataclasses.fields(layer.product):
        value = getattr(layer.product, field.name)
        told += [f"{field.name}={value}"] if value != (field.default, field.default) else []
    return f"{type(layer.product).__name__.lower()}({', '.join(told)})"
