"""Evaluate a formula's tree on arrays: the reader's own plain mathematics, which shares no code with the library.

A number is an array without axes, or with one entry in all. Everything else keeps its axes, and what does not fit
is an error: a product whose inner sizes differ, a sum of unlike shapes (a column may be added to each column).
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np

from unity.equations import tree as t
from unity.equations.functions import FUNCTIONS, convolve, correlate
from unity.shapes import Shape

__all__ = [
    "Definition",
    "EvaluationError",
    "RangeError",
    "Scope",
    "ShapeError",
    "UnknownSymbol",
    "evaluate",
    "free_indices",
    "holds",
]

CONSTANTS = {"e": np.e, "pi": np.pi}
UNPINNED = object()
DEEPEST = 5  # a symbol that is looked up so often while it is computed goes round in a circle
STEP = 4e-3  # of the central differences: three step sizes cancel the errors in h^2 and h^4


class EvaluationError(ValueError):
    """A formula that has no value: a symbol nobody knows, shapes that do not fit, an index out of range."""


class UnknownSymbol(EvaluationError):
    """A formula with a symbol that stands for nothing."""


class ShapeError(EvaluationError):
    """A formula whose arrays do not fit each other."""


class RangeError(EvaluationError):
    """A formula that asks for a component that is not there."""


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
        try:
            return _array(fixture(**arguments))
        except (TypeError, ValueError, ArithmeticError) as error:
            raise EvaluationError(f"{name} cannot be computed: {error}") from error

    def arguments(self, function):
        """The values of a function's parameters, in the shapes that its annotations ask for."""
        found = {}
        for name, parameter in parameters(function).items():
            if parameter.default is parameter.empty or self.has(name):
                found[name] = _fitted(self.value(name), parameter.annotation)
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
        return _array(function(*values))


@functools.cache
def parameters(function):
    """The parameters of a function, by name."""
    return inspect.signature(function).parameters


def _named(function, names, values):
    if len(names) != len(values):
        raise EvaluationError(f"{function} takes {len(names)} arguments, not {len(values)}")
    return dict(zip(names, values))


def _array(value):
    if isinstance(value, Callable):
        return value
    return np.asarray(value, dtype=float)


def _fitted(value, annotation):
    """A number in the form that a parameter asks for; anything else as it is."""
    if not isinstance(value, np.ndarray) or value.size != 1:
        return value
    if annotation in (float, int):
        return annotation(value.item())
    shape = Shape.of(annotation)
    return value.reshape((1,) * len(shape.axes)) if shape and all(a in (1, "1") for a in shape.axes) else value


# Shapes that fit


def _is_number(a):
    return isinstance(a, np.ndarray) and a.size == 1


def _same_axes(operation, a, b):
    """Two arrays that an operation takes entry by entry, with a column spread over the columns of the other."""
    if _is_number(a) and _is_number(b):
        return (a, b) if a.ndim >= b.ndim and a.ndim else (a.reshape(b.shape), b)
    if _is_number(a) or _is_number(b) or a.shape == b.shape:
        return a.reshape(()) if _is_number(a) else a, b.reshape(()) if _is_number(b) else b
    if operation in ("+", "-") and a.ndim == b.ndim and a.shape[0] == b.shape[0] and a.shape[0] in (a.size, b.size):
        return a, b
    raise ShapeError(f"{a.shape} {operation} {b.shape}: the shapes differ")


def _times(a, b):
    if _is_number(a) or _is_number(b):
        a, b = _same_axes("·", a, b)
        return a * b
    if a.ndim == b.ndim == 2 and a.shape[1] == b.shape[0]:
        return a @ b
    raise ShapeError(f"the product of {a.shape} and {b.shape}: the inner sizes differ")


def _divide(a, b):
    if not _is_number(b):
        raise ShapeError(f"{a.shape} divided by {b.shape}: only a number divides (\\oslash divides entry by entry)")
    a, b = _same_axes("/", a, b)
    return a / b


def _entrywise(symbol, operation):
    def apply(a, b):
        a, b = _same_axes(symbol, a, b)
        return operation(a, b)

    return apply


BINARY = {
    "+": _entrywise("+", np.add),
    "-": _entrywise("-", np.subtract),
    "\\odot": _entrywise("⊙", np.multiply),
    "\\oslash": _entrywise("⊘", np.divide),
    "": _times,
    "/": _divide,
    "\\star": correlate,
    "*": convolve,
}


def _power(a, exponent):
    if not _is_number(exponent):
        raise EvaluationError(f"an exponent of shape {exponent.shape}, expected a number")
    p = exponent.item()
    if _is_number(a):
        return np.power(a, p)
    if a.ndim == 2 and a.shape[0] == a.shape[1] and float(p).is_integer():
        try:
            return np.linalg.matrix_power(a, int(p))
        except np.linalg.LinAlgError as error:
            raise EvaluationError(f"the inverse of a singular matrix {a.shape}") from error
    raise ShapeError(f"an array {a.shape} to the power {p:g}: only numbers and square matrices have powers")


# Trees to values


def evaluate(tree, scope):
    """The value of a tree.

    Raises EvaluationError for a symbol nobody knows, shapes that do not fit, and an index out of range.
    """
    value = _evaluated(tree, scope)
    return value if isinstance(value, Callable) else np.asarray(value)


def _evaluated(tree, scope):
    match tree:
        case t.Number(text):
            return float(text)
        case t.Symbol():
            return _symbol(tree, scope)
        case t.Subscript():
            return _component(tree, scope)
        case t.Example():
            return _example(tree, scope)
        case t.Call():
            return _call(tree, scope)
        case t.Negative(term):
            return -_operand(term, scope)
        case t.Binary("+" | "-", _, _) if _dotted(tree):
            return _dotted_sum(tree, scope)
        case t.Binary(operator, left, right):
            return _joined(operator, _operand(left, scope), _operand(right, scope))
        case t.Power(base, exponent):
            return _power(_operand(base, scope), _operand(exponent, scope))
        case t.Transpose(base):
            return _transposed(_operand(base, scope))
        case t.Reduce():
            return _reduced(tree, scope)
        case t.Derivative(top, variables):
            return _derivative(top, variables, scope)
        case t.Nabla(order, variable, top):
            return _nabla(order, variable, top, scope)
        case t.Fence("||", body):
            return np.sqrt(np.sum(_operand(body, scope) ** 2))
        case t.Fence("|", body):
            return _bars(_operand(body, scope))
        case t.Inner(left, right):
            return _inner(_operand(left, scope), _operand(right, scope))
        case t.Matrix(rows):
            return _matrix(rows, scope)
        case t.Tuple(entries):
            return _matrix((entries,), scope)
        case t.Cases(branches):
            return _cases(branches, scope)
        case t.Iverson(condition):
            return np.asarray(holds(condition, scope), dtype=float)
        case t.Limit():
            raise EvaluationError("a limit is not evaluated: it is proved")
    raise EvaluationError(f"no value for {t.latex(tree)}")


def _bars(a):
    """The absolute value of a number, the determinant of a square matrix."""
    if _is_number(a):
        return np.abs(a)
    if a.ndim == 2 and a.shape[0] == a.shape[1]:
        return np.linalg.det(a)
    raise ShapeError(f"bars around an array {a.shape}: expected a number or a square matrix")


def _operand(tree, scope):
    """The value of a tree that must be a number or an array."""
    value = evaluate(tree, scope)
    if not isinstance(value, np.ndarray):
        raise EvaluationError(f"the function {t.latex(tree)} stands where a number or an array is expected")
    return value


def _joined(operator, a, b):
    try:
        return BINARY[operator](a, b)
    except EvaluationError:
        raise
    except ValueError as error:
        raise EvaluationError(str(error)) from error


def _symbol(tree, scope):
    name = t.key(tree)
    if scope.has(name):
        return scope.value(name)
    if name in CONSTANTS:
        return np.asarray(CONSTANTS[name])
    if name in scope.ranges:
        raise EvaluationError(f"the index {name} has no value here")
    if name == "mathbf_1":
        raise EvaluationError("the vector of ones has no length: the table of symbols must say it")
    return scope.value(name)


def _transposed(a):
    if a.ndim not in (0, 2):
        raise ShapeError(f"the transpose of an array {a.shape}, expected two axes")
    return a.T


def _whole(tree, scope):
    """The key of a symbol with indices that the table knows as one name (w_t, W_1), or None."""
    name = t.key(tree)
    return name if name is not None and scope.has(name) else None


def _position(index, size, tree, scope):
    number = _whole_number(index, tree, scope)
    if not 1 <= number <= size:
        raise RangeError(f"{t.latex(tree)}: index {t.latex(index)} = {number} is not one of 1..{size}")
    return number - 1


def _whole_number(counted, tree, scope):
    """The value of an index or of a bound that stands in a tree."""
    value = evaluate(counted, scope)
    if not (_is_number(value) and float(value.item()).is_integer()):
        shown = f"{value.item():g}" if _is_number(value) else "no number"
        raise RangeError(f"{t.latex(tree)}: {t.latex(counted)} is {shown}, expected a whole number")
    return int(value.item())


def _index_axes(a, indices):
    """The axes that the indices of a component count along."""
    if len(indices) == a.ndim:
        return list(range(a.ndim))
    if len(indices) == 1 and a.ndim == 2 and a.size > 1:
        return [1 if a.shape[0] == 1 else 0] if 1 in a.shape else [1]
    if len(indices) == 1 and a.size == 1 and a.ndim:
        return [0]
    raise EvaluationError(f"{len(indices)} indices for an array {a.shape}")


def _component(tree, scope):
    if whole := _whole(tree, scope):
        return scope.value(whole)
    a = _operand(tree.base, scope)
    indices = _digits(tree.indices) if a.ndim == 2 and 1 not in a.shape else tree.indices
    where = [slice(None)] * a.ndim
    for axis, index in zip(_index_axes(a, indices), indices):
        where[axis] = _position(index, a.shape[axis], tree, scope)
    taken = a[tuple(where)]
    return taken.reshape(-1, 1) if taken.size > 1 else taken.reshape(())


def _digits(indices):
    """The indices of a component of a matrix: w_{12} is w_{1,2}."""
    match indices:
        case (t.Number(text),) if len(text) == 2 and text.isdigit():
            return tuple(map(t.Number, text))
    return indices


def _columns(tree, scope):
    """The array whose columns x^{(i)} counts: X where there is one, else x itself."""
    name = _columns_key(tree.base, scope)
    a = scope.value(name) if name else _operand(tree.base, scope)
    if not (isinstance(a, np.ndarray) and a.ndim):
        raise EvaluationError(f"{t.latex(tree)}: {t.latex(tree.base)} has no columns")
    return a


def _example_first(tree, scope):
    """x_j^{(i)} as the component of an example, (x^{(i)})_j, where x_j is no name of its own."""
    if isinstance(tree.base, t.Subscript) and _columns_key(tree.base, scope) is None:
        return t.Subscript(t.Example(tree.base.base, tree.index), tree.base.indices)
    return tree


def _columns_key(base, scope):
    """The name under which the array with the columns of a symbol is known, or None."""
    name = t.key(base) if isinstance(base, t.Symbol | t.Subscript) else None
    return next((key for key in (t.table_key(name), name) if scope.has(key)), None) if name else None


def _example(tree, scope):
    if whole := _whole(tree, scope):
        return scope.value(whole)
    if isinstance(component := _example_first(tree, scope), t.Subscript):
        return _component(component, scope)
    a = _columns(tree, scope)
    column = a[..., _position(tree.index, a.shape[-1], tree, scope)]
    return column.reshape(()) if column.size == 1 else column.reshape(-1, 1) if column.ndim == 1 else column


def _call(tree, scope):
    if tree.given:
        return scope.value(t.key(tree))
    return _called(tree.function, [evaluate(argument, scope) for argument in tree.arguments], scope)


def _called(function, values, scope):
    key, name = t.key(function), getattr(function, "name", "")
    if not scope.has(key) and name.endswith("'"):
        inner, scale = t.Symbol(name[:-1]), 5 * STEP if name.endswith("''") else STEP
        return _richardson(lambda z: _called(inner, (z, *values[1:]), scope), values[0], scope, scale)
    if not scope.has(key) and name in FUNCTIONS:
        if any(isinstance(value, Callable) for value in values):
            raise EvaluationError(f"{name} of a function, expected numbers or arrays")
        if len(values) > 1 and name not in ("\\max", "\\min"):
            raise EvaluationError(f"{name} takes 1 argument, not {len(values)}")
        try:
            return np.asarray(FUNCTIONS[name](*map(np.asarray, values)), dtype=float)
        except (TypeError, ValueError) as error:
            raise EvaluationError(f"{name}: {error}") from error
    return scope.apply(key, values)


# Sums, products, extrema, and what dots leave out


def _bounds(index, tree, scope):
    if tree.low is not None:
        return range(_whole_number(tree.low, tree, scope), _whole_number(tree.high, tree, scope) + 1)
    name = t.key(index)
    size = scope.ranges.get(name) or free_indices(tree.body, scope).get(name)
    if size is None:
        raise EvaluationError(f"{t.latex(tree)}: nothing says how far {name} runs")
    return range(1, size + 1)


EXTREMES = {"\\max": np.max, "\\min": np.min, "\\arg\\max": np.argmax, "\\arg\\min": np.argmin}


@functools.cache
def counted(number):
    """A whole number as the value of an index: always the same array, so that what depends on it is known again."""
    value = np.asarray(float(number))
    value.flags.writeable = False
    return value


def _reduced(tree, scope):
    names = [t.key(index) for index in tree.indices]
    values, places = [], []
    for numbers in product(*[_bounds(index, tree, scope) for index in tree.indices]):
        inner = scope.pin(**{name: counted(number) for name, number in zip(names, numbers)})
        if tree.condition is None or np.all(holds(tree.condition, inner)):
            values.append(_operand(tree.body, inner))
            places.append(numbers[0])
    if tree.kind in ("\\sum", "\\prod"):  # over nothing, a sum is 0 and a product 1
        return functools.reduce(BINARY["+" if tree.kind == "\\sum" else ""], values or [counted(tree.kind == "\\prod")])
    if not values:
        raise EvaluationError(f"{t.latex(tree)} is over nothing")
    if len(names) > 1 and tree.kind.startswith("\\arg"):
        raise EvaluationError(f"{t.latex(tree)}: expected one index")
    if len({value.shape for value in values}) > 1:
        raise ShapeError(f"{t.latex(tree)} is over arrays of different shapes")
    picked = EXTREMES[tree.kind](np.stack(values), axis=0)
    return np.asarray(places, dtype=float)[picked] if tree.kind.startswith("\\arg") else picked


def _dotted(tree):
    return isinstance(tree.left, t.Binary) and isinstance(tree.left.right, t.Dots)


def _dotted_sum(tree, scope):
    """The sum a + b_1 + ... + b_n, or the same with minus throughout."""
    match tree.left.left:
        case t.Binary("+" | "-" as sign, rest, first):
            before = _operand(rest, scope)
        case t.Negative(first):
            sign, before = "-", np.asarray(0.0)
        case first:
            sign, before = "+", np.asarray(0.0)
    if not sign == tree.left.operator == tree.operator:
        raise EvaluationError(f"{t.latex(tree)}: expected one sign before all terms")
    return functools.reduce(
        BINARY[sign], [_operand(term, scope) for term in _between(first, tree.right, scope)], before
    )


def _between(first, last, scope):
    """The terms that dots stand for, the first and last among them: where these differ, an index counts."""
    pairs = set(_differences(first, last))
    if len(pairs) != 1:
        raise EvaluationError(f"{t.latex(first)} ... {t.latex(last)}: expected one index that counts up")
    ((low, high),) = pairs
    start, stop = (_whole_number(bound, bound, scope) for bound in (low, high))
    if start > stop:
        raise RangeError(f"{t.latex(first)} ... {t.latex(last)}: nothing lies between {start} and {stop}")
    return [_counted_up(first, last, t.Number(str(number))) for number in range(start, stop + 1)]


def _alike(a, b):
    """Whether two trees are the same node, so that only what is below them may differ."""
    same_texts = [[part for part in vars(tree).values() if isinstance(part, str)] for tree in (a, b)]
    return type(a) is type(b) and same_texts[0] == same_texts[1] and len(t.children(a)) == len(t.children(b)) > 0


def _differences(a, b):
    if a != b and not _alike(a, b):
        yield a, b
    elif a != b:
        for one, other in zip(t.children(a), t.children(b)):
            yield from _differences(one, other)


def _counted_up(first, last, number):
    """The first term with a number wherever it differs from the last one."""
    if first != last and not _alike(first, last):
        return number
    tree = first
    for place, (one, other) in enumerate(zip(t.children(first), t.children(last))):
        tree = t.replace_child(tree, place, _counted_up(one, other, number))
    return tree


def _matrix(rows, scope):
    rows = _without_gaps([_row_without_gap(row, scope) for row in rows], scope)
    blocks = [[np.atleast_2d(_operand(entry, scope)) for entry in row] for row in rows]
    if len({len(row) for row in blocks}) > 1:
        raise EvaluationError(f"a matrix with rows of {sorted(len(row) for row in blocks)} entries")
    heights = [max(block.shape[0] for block in row) for row in blocks]
    widths = [max(row[j].shape[1] for row in blocks) for j in range(len(blocks[0]))]
    try:
        return np.block([[_filled(b, h, w) for b, w in zip(row, widths)] for row, h in zip(blocks, heights)])
    except ValueError as error:
        raise EvaluationError(f"the blocks of a matrix do not fit: {error}") from error


def _filled(block, height, width):
    """A single number fills its place in a block matrix."""
    return np.full((height, width), block.item()) if block.size == 1 else block


def _row_without_gap(row, scope):
    """A row in which dots between two entries are spelled out; a row of nothing but dots stays."""
    inside = [place for place, entry in enumerate(row[1:-1], 1) if isinstance(entry, t.Dots)]
    if not inside or all(isinstance(entry, t.Dots) for entry in row):
        return row
    place = inside[0]
    first, last = _two_indices(row[place - 1], row[place + 1])
    return [*row[: place - 1], *_between(first, last, scope), *row[place + 2 :]]


def _without_gaps(rows, scope):
    """The rows of a matrix, with those spelled out that a row of dots stands for."""
    inside = [place for place, row in enumerate(rows[1:-1], 1) if all(isinstance(entry, t.Dots) for entry in row)]
    if not inside:
        return rows
    place = inside[0]
    if len(rows[place - 1]) != len(rows[place + 1]):
        raise EvaluationError(f"dots between rows of {len(rows[place - 1])} and {len(rows[place + 1])} entries")
    pairs = [_two_indices(*pair) for pair in zip(rows[place - 1], rows[place + 1])]
    columns = [_between(first, last, scope) for first, last in pairs]
    return [*rows[: place - 1], *zip(*columns), *rows[place + 2 :]]


def _two_indices(*components):
    """Two components of a matrix of which one is written w_{11} and the other w_{1n}, with two indices both."""
    return [
        t.Subscript(c.base, _digits(c.indices)) if isinstance(c, t.Subscript) and len(other) == 2 else c
        for c, other in zip(components, [getattr(c, "indices", ()) for c in components[::-1]])
    ]


def _inner(a, b):
    if a.shape != b.shape and not (_is_number(a) and _is_number(b)):
        raise ShapeError(f"the inner product of {a.shape} and {b.shape}")
    return np.sum(a * b)


# Conditions


COMPARE = {
    "=": np.equal,
    "\\ne": np.not_equal,
    "<": np.less,
    ">": np.greater,
    "\\le": np.less_equal,
    "\\ge": np.greater_equal,
}


def holds(chain, scope):
    """Where each relation of a chain holds, entry by entry."""
    values = [_operand(side, scope) for side in chain.sides]
    kept = np.asarray(True)
    for relation, a, b in zip(chain.relations, values, values[1:]):
        if relation not in COMPARE:
            raise EvaluationError(f"{t.latex(chain)}: {relation} is no condition")
        kept = kept & COMPARE[relation](*_same_axes(relation, a, b))
    return kept


def _cases(branches, scope):
    """The value of the first branch whose condition holds, NaN where none does; the others are not evaluated."""
    for place, (value, condition) in enumerate(branches):
        kept = _holds_or_otherwise(condition, scope)
        if kept.size > 1:
            return _cases_by_entry(branches[place:], scope)
        if kept:
            return _operand(value, scope)
    return np.asarray(np.nan)


def _cases_by_entry(branches, scope):
    conditions = [_holds_or_otherwise(condition, scope) for _, condition in branches]
    values = [_operand(value, scope) for value, _ in branches]
    shapes = {a.shape for a in (*conditions, *values) if a.size > 1}
    if len(shapes) > 1:
        raise ShapeError(f"cases of different shapes: {', '.join(map(str, sorted(shapes)))}")
    (shape,) = shapes
    return np.select(
        *[[a if a.size > 1 else np.full(shape, a.item()) for a in several] for several in (conditions, values)], np.nan
    )


def _holds_or_otherwise(condition, scope):
    return np.asarray(True) if condition is None else holds(condition, scope)


# Derivatives: central differences, each with an estimate of its error


def _richardson(f, x, scope, scale=STEP):
    """The slope of f at x, entry by entry, from three step sizes; an estimate of its error is noted in the scope.

    A step that leaves the domain of f is shortened.
    """
    h = scale * np.maximum(1.0, np.abs(x))
    for _ in range(5):
        noise = len(scope.errors)
        with np.errstate(all="ignore"):
            values = {k: (f(x + k * h), f(x - k * h)) for k in (1, 2, 4)}
            samples = {k: (above - below) / (2 * k * h) for k, (above, below) in values.items()}
        inner = max(scope.errors[noise:], default=0.0)
        del scope.errors[noise:]
        if all(np.isfinite(sample).all() for sample in samples.values()):
            break
        h = h / 8
    near, far = (4 * samples[1] - samples[2]) / 3, (4 * samples[2] - samples[4]) / 3
    best = (16 * near - far) / 15
    rounding = 4e-16 * np.max(np.abs(values[1]), initial=0.0) / np.min(h)
    scope.errors.append(float(np.max(np.abs(best - near), initial=0.0) + rounding + inner / np.min(h)))
    return best


def _base(tree):
    return _base(tree.base) if isinstance(tree, t.Subscript | t.Example) else tree


def _variable(tree, scope):
    """The symbol that a derivative varies, and the positions of the entries it varies."""
    base, of_example = tree, False
    while not _whole(base, scope) and isinstance(base, t.Subscript | t.Example):
        of_example = of_example or isinstance(base, t.Example)
        base = base.base
    name = _columns_key(base, scope) if of_example else t.key(base)
    if name is None or not scope.has(name):
        raise UnknownSymbol(f"nothing is known of the symbol {t.latex(tree)}, by which a derivative is taken")
    a = scope.value(name)
    if not isinstance(a, np.ndarray):
        raise EvaluationError(f"{t.latex(tree)} is a function: no derivative is taken by it")
    labels = np.arange(1.0, a.size + 1).reshape(a.shape)
    chosen = evaluate(tree, scope.pin(**{name: labels})) if base is not tree else labels
    return name, a, [int(label) - 1 for label in np.ravel(chosen)], np.shape(chosen)


def _moved(a, place, x):
    """An array with one entry set to x."""
    moved = a.copy()
    moved.reshape(-1)[place] = x
    return moved


def _derivative(top, variables, scope):
    variable, *rest = variables
    name, a, places, shape = _variable(variable, scope)
    if rest and any(len(_variable(other, scope)[2]) > 1 for other in variables):
        raise EvaluationError(f"a second derivative of {t.latex(top)} by an array: write its indices, or \\nabla^2")

    def value(x, place):
        inner = scope.pin(**{name: _moved(a, place, x)})
        return _derivative(top, rest, inner) if rest else evaluate(top, inner)

    start, seen = scope.watch(lambda: evaluate(top, scope))
    if isinstance(start, Callable):
        return _derivative(t.Call(top, (_base(variable),)), variables, scope)
    if name not in seen:
        raise EvaluationError(f"{t.latex(top)} does not depend on {t.latex(variable)}")
    if start.size > 1 and len(places) > 1:
        raise EvaluationError(f"the derivative of an array {start.shape} by an array {shape}: write its indices")
    scale = 5 * STEP if rest else STEP
    slopes = [
        _richardson(lambda x, place=place: value(x, place), a.reshape(-1)[place], scope, scale) for place in places
    ]
    return np.asarray(slopes).reshape(shape) if start.size == 1 else slopes[0]


def _nabla(order, variable, top, scope):
    if variable is None:
        raise EvaluationError(f"{t.latex(top)}: write by which variable the gradient is taken, \\nabla_w")
    if order == 1:
        return _derivative(top, (variable,), scope)
    name, a, places, _ = _variable(variable, scope)
    columns = []
    for place in places:

        def gradient(x, place=place):
            return _derivative(top, (variable,), scope.pin(**{name: _moved(a, place, x)}))

        columns.append(_richardson(gradient, a.reshape(-1)[place], scope, 5 * STEP).reshape(-1))
    return np.stack(columns, axis=1)


# Indices that no sum binds: the equation holds for each of their values


def free_indices(tree, scope, bound=frozenset()):
    """The indices of a tree that nothing binds, in the order of the formula, with the number of values each runs over.

    That number is the scope's range of the index, or the size of the axis whose components it counts.
    """
    found = {}
    if isinstance(tree, t.Example) and not _whole(tree, scope):
        tree = _example_first(tree, scope)
    match tree:
        case t.Reduce():
            bound = bound | {t.key(index) for index in tree.indices}
        case t.Symbol() if t.key(tree) in scope.ranges and t.key(tree) not in bound:
            found = {t.key(tree): scope.ranges[t.key(tree)]}
        case t.Subscript() | t.Example() if not _whole(tree, scope):
            found = _counted_sizes(tree, scope, bound)
    for child in t.children(tree):
        for name, size in free_indices(child, scope, bound).items():
            found.setdefault(name, size)
    return found


def _indices(tree):
    """The trees that stand as indices of a component or of an example."""
    return tree.indices if isinstance(tree, t.Subscript) else (tree.index,)


def _counted_sizes(tree, scope, bound):
    """How far the indices of one component run."""
    names = [t.key(index) if isinstance(index, t.Symbol) else None for index in _indices(tree)]
    names = [None if name in bound or scope.has(name) else name for name in names]
    if not any(names):
        return {}
    try:
        inner = _any_index(tree.base, scope)
        a = _columns(tree, inner) if isinstance(tree, t.Example) else _operand(tree.base, inner)
    except EvaluationError:
        return {name: scope.ranges[name] for name in names if name in scope.ranges}
    axes = [a.ndim - 1] if isinstance(tree, t.Example) else _index_axes(a, tree.indices)
    return {name: scope.ranges.get(name, a.shape[axis]) for name, axis in zip(names, axes) if name}


def _any_index(tree, scope):
    """A scope in which every index inside a tree has some value, so that the tree's shape can be found."""
    components = [node for node in t.walk(tree) if isinstance(node, t.Example | t.Subscript)]
    names = {t.key(index) for node in components for index in _indices(node) if isinstance(index, t.Symbol)}
    return scope.pin(**{name: counted(1) for name in names if not scope.has(name)})
