"""Prove an identity or a limit over symbols with SymPy."""

import re

import sympy

from unity.equations import tree as t
from unity.equations.functions import FUNCTIONS as NAMED
from unity.equations.reader import read

__all__ = ["ProofError", "prove", "to_sympy"]

z = sympy.Symbol("z")
# What SymPy has under the same name, and what is put together here.
SAME = {name: getattr(sympy, re.sub(r"\\(?:operatorname)?|[{}]", "", name), None) for name in NAMED}
FUNCTIONS = {
    **{name: function for name, function in SAME.items() if isinstance(function, sympy.core.function.FunctionClass)},
    "\\sqrt": sympy.sqrt,
    "\\sigma": sympy.Lambda(z, 1 / (1 + sympy.exp(-z))),
    "\\operatorname{softplus}": sympy.Lambda(z, sympy.log(1 + sympy.exp(z))),
    "\\operatorname{logit}": sympy.Lambda(z, sympy.log(z / (1 - z))),
}
BINARY = {
    "+": sympy.Expr.__add__,
    "-": sympy.Expr.__sub__,
    "": sympy.Expr.__mul__,
    "/": sympy.Expr.__truediv__,
    "\\odot": sympy.Expr.__mul__,
}
CONSTANTS = {"\\pi": sympy.pi, "e": sympy.E, "\\infty": sympy.oo}


class ProofError(AssertionError):
    """An equation that SymPy does not prove; the message shows what is left of it."""


def prove(latex, proved, functions=frozenset()):
    """Prove every link of an equation's chains for all values of its symbols.

    Raises ProofError where a difference does not simplify to zero, or a form has no translation.
    """
    symbols = {}
    for clause in read(latex, functions):
        sides = [to_sympy(side, proved.assumptions, symbols) for side in clause.chain.sides]
        if not clause.chain.relations or set(clause.chain.relations) != {"="}:
            raise ProofError(f"{t.latex(clause)}: only equations are proved")
        for (left, a), (right, b) in zip(zip(clause.chain.sides, sides), zip(clause.chain.sides[1:], sides[1:])):
            rest = _difference(a, b)
            if rest != 0:
                raise ProofError(f"{t.latex(left)} = {t.latex(right)} is not proved: {rest} is left of the difference")


def _difference(a, b):
    if a.has(sympy.nan, sympy.zoo) or b.has(sympy.nan, sympy.zoo):
        return sympy.nan
    if a == b:
        return 0
    rest = sympy.simplify(sympy.expand_log(sympy.expand(a - b)))
    return sympy.simplify(rest.rewrite(sympy.exp)) if rest != 0 else 0


def to_sympy(tree, assumptions, symbols):
    """A tree of numbers as a SymPy expression; `symbols` collects the symbols that it makes."""

    def again(below):
        return to_sympy(below, assumptions, symbols)

    match tree:
        case t.Number(text):
            return sympy.Rational(text)
        case t.Symbol(name) if name in CONSTANTS and t.key(tree) not in assumptions:
            return CONSTANTS[name]
        case t.Symbol() | t.Subscript() if t.key(tree) is not None:
            name = t.key(tree)
            kind = {assumptions.get(name, "real"): True}
            return symbols.setdefault(name, sympy.Symbol(name, **kind))
        case t.Negative(term):
            return -again(term)
        case t.Binary(operator, left, right) if operator in BINARY:
            return BINARY[operator](again(left), again(right))
        case t.Power(base, exponent):
            return again(base) ** again(exponent)
        case t.Call(t.Symbol(name), (argument,), ()) if name in FUNCTIONS:
            return FUNCTIONS[name](again(argument))
        case t.Call(t.Symbol(name), (argument,), ()) if name.rstrip("'") in FUNCTIONS:
            inner = sympy.Dummy(real=True)
            slope = sympy.diff(FUNCTIONS[name.rstrip("'")](inner), inner, name.count("'"))
            return slope.subs(inner, again(argument))
        case t.Derivative(top, variables):
            return sympy.diff(again(top), *[again(variable) for variable in variables])
        case t.Limit(variable, target, body):
            return sympy.limit(again(body), again(variable), again(target))
    raise ProofError(
        f"{t.latex(tree)} has no translation into SymPy: unity/equations/proofs.py has those that there are"
    )
