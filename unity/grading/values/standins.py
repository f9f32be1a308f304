"""What crosses in the place of what cannot: a number for an object, a name for a function or an error; or why nothing does."""

__all__ = ["Function", "Handle", "Raises", "Unfit"]


class Unfit(ValueError):
    """A value, or bytes that claim to be one, that does not cross."""


class Handle:
    """Stands for an object that stays on the other side; `kind` is the name of its type."""

    def __init__(self, number, kind=""):
        self.number, self.kind = number, kind

    def __repr__(self):
        return f"Handle({self.number}, {self.kind!r})"


class Function:
    """Stands for a function, by a name that the other side knows: `"unity.logistic.cost"`, or a number of its own."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Function({self.name!r})"

    def __eq__(self, other):
        return type(other) is Function and self.name == other.name

    def __hash__(self):
        return hash(self.name)


class Raises:
    """What is expected where an answer has to refuse its arguments: an error of this kind, by its name or as its class.

    >>> Raises(ValueError)
    Raises('ValueError')
    """

    def __init__(self, error):
        self.name = error if isinstance(error, str) else error.__name__

    def __repr__(self):
        return f"Raises({self.name!r})"

    def __eq__(self, other):
        return type(other) is Raises and self.name == other.name

    def __hash__(self):
        return hash(self.name)
