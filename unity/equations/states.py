"""What a book says of the few equations that are not simply run."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Proved", "Stated"]


@dataclass(frozen=True)
class Proved:
    """An identity over symbols, or a limit, that SymPy proves: symbol -> what is assumed of it (`"real"`, `"positive"`, ...)."""

    assumptions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stated:
    """An equation that cannot be evaluated, with the reason."""

    reason: str
