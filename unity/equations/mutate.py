"""Spoil every equation that is run, in every small way, and see whether the check notices.

A mutant flips a sign, drops or adds a transpose, drops a factor or a divisor, swaps the factors of a product, shifts an
index or a bound, swaps two symbols, or changes an exponent. Mutants that mean the same are left out by their structure
alone: the transpose of a number or of a symmetric matrix, factors of which one is a number, the order of a sum.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from unity.equations import labels
from unity.equations import tree as t
from unity.equations.binding import Entry, bind_clauses
from unity.equations.book import book
from unity.equations.check import Mismatch, run
from unity.equations.evaluate import EvaluationError, evaluate
from unity.equations.reader import read
from unity.equations.verdicts import state_of

__all__ = ["Mutant", "mutants", "report", "survivors"]

SYMMETRIC = {"Sigma", "H"}
ACCEPTED = 0.02  # the share of mutants that may survive, each with a reason


@dataclass(frozen=True)
class Mutant:
    """An equation spoilt in one place, and what was done to it."""

    label: str
    change: str
    clauses: tuple[t.Clause, ...]

    @property
    def latex(self):
        """The spoilt equation."""
        return ", \\qquad ".join(t.latex(clause) for clause in self.clauses)


def mutants(label, function, latex):
    """Every mutant of an equation that differs from it in structure."""
    entry = book().entries.get(label) or Entry()
    clauses = read(latex, frozenset(book().functions) | frozenset(entry.functions))
    binding = bind_clauses(clauses, function, entry, book())
    scope = binding.scope(np.random.default_rng(0))
    is_number = _numbers(binding, scope)
    seen = {_normal_clauses(clauses, is_number)}
    for place, clause in enumerate(clauses):
        for number, side in enumerate(clause.chain.sides):
            keeps_left = number == 0 and (place in binding.definitions or (binding.leader and place == entry.clause))
            for change, spoilt in () if keeps_left else _spoilt(side, is_number):
                sides = (*clause.chain.sides[:number], spoilt, *clause.chain.sides[number + 1 :])
                changed = t.Clause(t.Chain(sides, clause.chain.relations), clause.conditions)
                whole = (*clauses[:place], changed, *clauses[place + 1 :])
                if (normal := _normal_clauses(whole, is_number)) not in seen:
                    seen.add(normal)
                    yield Mutant(label, change, whole)


def _spoilt(tree, is_number):
    """Every tree that differs from a tree by one small mistake, with the mistake's name."""
    yield from _spoilt_here(tree, is_number)
    yield from _swapped_symbols(tree)
    yield from _spoilt_below(tree, is_number)


def _spoilt_below(tree, is_number):
    for place, child in enumerate(t.children(tree)):
        if isinstance(tree, t.Call) and place == 0:
            continue  # the name of a function
        if isinstance(tree, t.Derivative | t.Nabla | t.Limit) and place > 0 and isinstance(child, t.Symbol):
            continue
        is_index = isinstance(tree, t.Subscript | t.Example) and place > 0
        if is_index:
            yield "shift an index", t.replace_child(tree, place, t.Binary("+", child, t.Number("1")))
            continue
        if isinstance(tree, t.Reduce) and isinstance(child, t.Symbol) and child in tree.indices:
            continue
        has_components = isinstance(tree, t.Subscript | t.Example)  # those of a transposed column are the same
        for change, spoilt in [*_spoilt_here(child, is_number), *_spoilt_below(child, is_number)]:
            if not (has_components and isinstance(spoilt, t.Transpose)):
                yield change, t.replace_child(tree, place, spoilt)


def _spoilt_here(tree, is_number):
    match tree:
        case t.Negative(term):
            yield "flip a sign", term
        case t.Binary("+", left, right):
            yield "flip a sign", t.Binary("-", left, right)
        case t.Binary("-", left, right):
            yield "flip a sign", t.Binary("+", left, right)
        case t.Binary("", left, right):
            yield "swap factors", t.Binary("", right, left)
            yield "drop a factor", right
            yield "drop a factor", left
        case t.Binary("/", top, bottom):
            yield "drop a divisor", top
            yield "turn a fraction over", t.Binary("/", bottom, top)
        case t.Binary("\\odot" | "\\oslash" | "\\star" | "*" as operator, left, right):
            yield "drop a factor", left
            if operator in ("\\star", "*"):
                yield "flip the kernel", t.Binary("*" if operator == "\\star" else "\\star", left, right)
        case t.Power(base, exponent):
            yield "change an exponent", t.Power(base, t.Binary("+", exponent, t.Number("1")))
            yield "change an exponent", base
        case t.Transpose(base):
            yield "drop a transpose", base
        case t.Reduce(kind, indices, low, high, body, condition):
            if low is not None:
                yield "shift a bound", t.Reduce(kind, indices, t.Binary("+", low, t.Number("1")), high, body, condition)
            if high is not None:
                yield "shift a bound", t.Reduce(kind, indices, low, t.Binary("-", high, t.Number("1")), body, condition)
        case t.Inner(left, _):
            yield "drop a factor", left
        case t.Fence(_, body):
            yield "drop the bars", body
        case t.Cases(((first, condition), (second, otherwise), *rest)):
            yield "swap the cases", t.Cases(((second, condition), (first, otherwise), *rest))
        case t.Chain(sides, (">" | "<" as relation, *rest)):
            yield "turn a relation", t.Chain(sides, ("<" if relation == ">" else ">", *rest))
    if isinstance(tree, t.Symbol | t.Subscript) and not is_number(tree):
        yield "add a transpose", t.Transpose(tree)


def _swapped_symbols(tree):
    names = sorted({node for node in t.walk(tree) if isinstance(node, t.Symbol)} - _function_names(tree), key=repr)
    for a, b in combinations(names, 2):
        yield f"swap {a.name} and {b.name}", _renamed(tree, {a: b, b: a})


def _function_names(tree):
    return {node.function for node in t.walk(tree) if isinstance(node, t.Call)} | {
        index for node in t.walk(tree) if isinstance(node, t.Reduce) for index in node.indices
    }


def _renamed(tree, names):
    if isinstance(tree, t.Symbol):
        return names.get(tree, tree)
    for place, child in enumerate(t.children(tree)):
        tree = t.replace_child(tree, place, _renamed(child, names))
    return tree


# What means the same, by structure alone


def _numbers(binding, scope):
    """Whether a tree stands for a single number: by its axes, never by its value."""
    known = {}

    def is_number(tree):
        if tree not in known:
            indices = {name: np.asarray(1.0) for name in _letters(tree) if not scope.has(name)}
            try:
                value = evaluate(tree, scope.pin(**indices))
                known[tree] = isinstance(value, np.ndarray) and value.size == 1
            except EvaluationError:
                known[tree] = False
        return known[tree]

    return is_number


def _letters(tree):
    called = {node.function for node in t.walk(tree) if isinstance(node, t.Call)}
    return {t.key(node) for node in t.walk(tree) if isinstance(node, t.Symbol) and node not in called}


def _normal_clauses(clauses, is_number):
    return tuple(
        tuple(_normal(side, is_number) for side in clause.chain.sides) + clause.chain.relations for clause in clauses
    )


def _normal(tree, is_number):
    """A form that trees of the same meaning share: sums and products of numbers in one order, no idle transposes."""
    match tree:
        case t.Transpose(base) if is_number(base) or _is_symmetric(base):
            return _normal(base, is_number)
        case t.Transpose(t.Transpose(base)):
            return _normal(base, is_number)
        case t.Transpose(t.Binary("", left, right)):
            return _normal(t.Binary("", t.Transpose(right), t.Transpose(left)), is_number)
        case t.Binary("", left, right):
            factors = _factors(tree)
            numbers = sorted(repr(_normal(f, is_number)) for f in factors if is_number(f))
            others = [f for f in factors if not is_number(f)]
            arrays = tuple(_normal(f, is_number) for f in others)
            if is_number(tree):  # a number is its own transpose
                turned = tuple(_normal(t.Transpose(f), is_number) for f in reversed(others))
                arrays = min(arrays, turned, key=repr)
            return ("product", tuple(numbers), arrays)
        case t.Binary("+" | "-" | "\\odot", left, right) if tree.operator != "-":
            return (tree.operator, *sorted((repr(_normal(left, is_number)), repr(_normal(right, is_number)))))
        case t.Inner(left, right):
            return ("inner", *sorted((repr(_normal(left, is_number)), repr(_normal(right, is_number)))))
        case t.Fence("||", t.Negative(body)) | t.Fence("||", t.Transpose(body)):
            return _normal(t.Fence("||", body), is_number)
        case t.Fence("||", body) if is_number(body):
            return ("size", _normal(body, is_number))
        case t.Symbol() | t.Number() | t.Dots():
            return tree
    parts = tuple(_normal(child, is_number) for child in t.children(tree))
    return (type(tree).__name__, getattr(tree, "operator", getattr(tree, "kind", getattr(tree, "bar", ""))), parts)


def _factors(tree):
    return (
        [*_factors(tree.left), *_factors(tree.right)] if isinstance(tree, t.Binary) and tree.operator == "" else [tree]
    )


def _is_symmetric(tree):
    match tree:
        case t.Symbol() | t.Subscript():
            return (t.key(tree) or "").split("_")[0] in SYMMETRIC
        case t.Power(base, _):
            return _is_symmetric(base)
        case t.Call(t.Symbol("\\operatorname{diag}")):
            return True
        case t.Binary("", left, t.Transpose(right)) | t.Binary("", t.Transpose(left), right):
            return left == right
    return False


# Which mutants the check does not notice


def survivors(label, function, latex):
    """How many mutants an equation has, and those among them that still hold."""
    entry, every = book().entries.get(label) or Entry(), list(mutants(label, function, latex))
    return len(every), [mutant for mutant in every if _survives(mutant, function, entry)]


def _survives(mutant, function, entry):
    try:
        with np.errstate(all="ignore"):
            run(bind_clauses(mutant.clauses, function, entry, book()), mutant.label)
    except (Mismatch, EvaluationError):
        return False
    return True


def report(root, wanted=()):
    """Print every survivor and the share of mutants that survive; 1 where one has no reason, or too many have."""
    bound = labels.bindings()
    total, kept, unexplained = 0, 0, 0
    for equation in labels.displayed(root):
        if (
            equation.label not in bound
            or state_of(equation.label) != "run"
            or (wanted and equation.label not in wanted)
        ):
            continue
        number, alive = survivors(equation.label, bound[equation.label][0], equation.latex)
        total, kept = total + number, kept + len(alive)
        for mutant in alive:
            reason = book().accepted.get((mutant.label, mutant.latex))
            unexplained += reason is None
            print(f"{mutant.label}: {mutant.change}: {mutant.latex}\n    survives: {reason or 'no reason is given'}")
    share = kept / total if total else 0.0
    print(f"{total} mutants, {kept} survive ({share:.1%}, at most {ACCEPTED:.0%}), {unexplained} without a reason")
    return 1 if unexplained or share > ACCEPTED or not total else 0
