"""What each symbol stands for, and `evaluate`, which asks for the value of a tree."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from unity.equations import tree as t
from unity.equations.evaluate.allowance import spend
from unity.equations.evaluate.errors import EvaluationError, UnknownSymbol
from unity.equations.evaluate.values import any_complex, array, fitting, refuse_complex

__all__ = [
    "DEEPEST",
    "UNPINNED",
    "Definition",
    "Scope",
    "evaluate",
    "operand",
    "parameters",
    "value_of",
]

UNPINNED = object()


DEEPEST = 5  # a symbol that is looked up so often while it is computed goes round in a circle


@dataclass(frozen=True)
class Definition:
    """A symbol or function that a formula defines: D(h) = ..., with the names of its parameters."""

    parameters: tuple[str, ...]
    body: t.Tree


@dataclass(frozen=True)
class Scope:
    """What each symbol stands for.

    `fixtures` maps a symbol's key to a function of other symbols (its parameters' names are their keys), to a
    `Definition` or to a number. `pinned` holds values: what was drawn, loop indices, what a derivative varies.
    A value is computed once, and kept for every scope in which all that it looked at is pinned to the same objects.
    The mutable members serve that: `known` holds the values, `frames` what each unfinished computation has looked at,
    `open` the symbols that are being computed. `errors` collects the errors of numerical derivatives.
    """

    fixtures: Mapping[str, object]
    pinned: Mapping[str, object] = field(default_factory=dict)
    ranges: Mapping[str, int] = field(default_factory=dict)
    known: dict = field(default_factory=dict)
    frames: list = field(default_factory=list)
    open: list = field(default_factory=list)
    errors: list = field(default_factory=list)

    def pin(self, **values):
        """The same scope with some symbols held at a value."""
        return replace(self, pinned={**self.pinned, **values})

    def fresh(self):
        """The same scope with nothing computed yet."""
        return replace(self, known={}, frames=[], open=[], errors=[])

    @property
    def is_complex(self):
        """Whether a derivative is being taken by a complex step."""
        return any_complex(self.pinned.values())

    def has(self, name):
        """Whether a symbol stands for anything."""
        return name in self.pinned or name in self.fixtures

    def watch(self, compute):
        """A computed value and all symbols it looked at, with what they were pinned to when it started."""
        self.frames.append((self.pinned, {}))
        try:
            value = compute()
        finally:
            _, seen = self.frames.pop()
        for name in seen:
            self._note(name)
        return value, seen

    def _note(self, name):
        """Tell the innermost computation that it looks at a symbol; what it pinned itself does not count."""
        for pinned, seen in self.frames[-1:]:
            held = self.pinned.get(name, UNPINNED)
            if pinned.get(name, UNPINNED) is held:
                seen[name] = held

    def _remembered(self, name):
        """What is known of a symbol where all that it depends on is pinned as it is here, or None."""
        for names, values in self.known.get(name, {}).items():
            found = values.get(tuple([id(self.pinned.get(other, UNPINNED)) for other in names]))
            if found is not None:
                return found
        return None

    def _remember(self, name, seen, found):
        values = self.known.setdefault(name, {}).setdefault(tuple(seen), {})
        values[tuple(map(id, seen.values()))] = found

    def value(self, name):
        """What a symbol stands for: an array or a function."""
        self._note(name)
        if name in self.pinned:
            return self.pinned[name]
        if name not in self.fixtures:
            raise UnknownSymbol(f"nothing is known of the symbol {name}")
        if isinstance(self.fixtures[name], Definition) and self.fixtures[name].parameters:
            return self._compute(name)  # a function of the reader: what it looks at is seen when it is called
        if (found := self._remembered(name)) is not None:
            value, seen, errors = found
            for other in seen:
                self._note(other)
            self.errors.extend(errors)
            return value
        if self.open.count(name) >= DEEPEST:
            raise EvaluationError(f"{name} is defined by itself")
        self.open.append(name)
        before = len(self.errors)
        try:
            value, seen = self.watch(lambda: self._compute(name))
        finally:
            self.open.pop()
        self._remember(name, seen, (value, seen, self.errors[before:]))
        return value

    def _compute(self, name):
        fixture = self.fixtures[name]
        if isinstance(fixture, Definition):
            if fixture.parameters:
                return lambda *values: evaluate(fixture.body, self.pin(**_named(name, fixture.parameters, values)))
            return evaluate(fixture.body, self)
        if not callable(fixture):
            return np.asarray(fixture, dtype=float)
        arguments = self.arguments(fixture)
        refuse_complex(name, arguments.values())
        try:
            return array(fixture(**arguments))
        except (TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
            raise EvaluationError(f"{name} cannot be computed: {error}") from error

    def arguments(self, function):
        """The values of a function's parameters, in the shapes that its annotations ask for."""
        found = {}
        for name, parameter in parameters(function).items():
            if parameter.default is parameter.empty or self.has(name):
                found[name] = fitting(self.value(name), parameter.annotation)
            else:
                self._note(name)
        return found

    def apply(self, name, values):
        """A symbol used as a function: its leading parameters are pinned to the values."""
        fixture = self.fixtures.get(name)
        if name not in self.pinned and callable(fixture) and parameters(fixture):
            leading = list(parameters(fixture))[: len(values)]
            return self.pin(**_named(name, leading, values)).value(name)
        function = self.value(name)
        if not isinstance(function, Callable):
            raise EvaluationError(f"{name} is no function, but stands before brackets")
        if not isinstance(fixture, Definition):
            refuse_complex(name, values)
        return array(function(*values))


@functools.cache
def parameters(function):
    """The parameters of a function, by name; a piece of code declares them itself."""
    declared = getattr(function, "parameters", None)
    return declared if isinstance(declared, dict) else inspect.signature(function).parameters


def _named(function, names, values):
    if len(names) != len(values):
        raise EvaluationError(f"{function} takes {len(names)} arguments, not {len(values)}")
    return dict(zip(names, values))


@functools.singledispatch
def value_of(tree, scope):
    """The value of one kind of tree; each module registers those that it computes."""
    raise EvaluationError(f"no value for {t.latex(tree)}")


def evaluate(tree, scope):
    """The value of a tree.

    Raises EvaluationError for a symbol nobody knows, shapes that do not fit, and an index out of range.
    """
    value = value_of(tree, scope)
    value = value if isinstance(value, Callable) else np.asarray(value)
    spend(value)
    return value


def operand(tree, scope):
    """The value of a tree that must be a number or an array."""
    value = evaluate(tree, scope)
    if not isinstance(value, np.ndarray):
        raise EvaluationError(f"the function {t.latex(tree)} stands where a number or an array is expected")
    return value
