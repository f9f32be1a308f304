"""From the parser's tree to ours: what each form of the grammar means."""

import re

from lark import Token, v_args

from unity.equations import tree as t
from unity.equations.reader.names import spelled
from unity.equations.reader.slopes import Senseless, Slopes

__all__ = ["Trees"]


def _indices(*trees):
    """The indices that a subscript lists: jk are two."""
    for index in trees:
        if isinstance(index, t.Binary) and index.operator == "" and isinstance(index.right, t.Symbol):
            yield from _indices(index.left)
            yield index.right
        else:
            yield index


def _mark(token):
    """What stands behind a ^ or _ without braces."""
    text = str(token)[1:].strip()
    return t.Number(text) if text.isdigit() else t.Symbol(text)


def _spelled_out(conditions):
    """Conditions in which i = 1, \\dots, n is the range that it means."""
    conditions = list(conditions)
    for place in range(1, len(conditions) - 1):
        first, dots, last = conditions[place - 1 : place + 2]
        if dots == t.Chain((t.Dots(),), ()) and first.relations == ("=",) and not last.relations:
            index, low = first.sides
            conditions[place - 1 : place + 2] = [t.Chain((low, index, *last.sides), ("\\le", "\\le"))]
            return _spelled_out(conditions)
    return tuple(conditions)


OPERATORS = {"\\ast": "*"}
RELATIONS = {"\\leq": "\\le", "\\geq": "\\ge", "\\neq": "\\ne"}


@v_args(inline=True)
class Trees(Slopes):
    """Turns the parser's tree into ours."""

    def start(self, *clauses):
        return clauses

    def clause(self, chain, *conditions):
        return t.Clause(chain, _spelled_out(conditions))

    def chain(self, *parts):
        return t.Chain(parts[::2], tuple(RELATIONS.get(str(relation), str(relation)) for relation in parts[1::2]))

    def symbol(self, token):
        return t.Symbol(spelled(token))

    def number(self, token):
        return t.Number(str(token))

    def dots(self, token):
        return t.Dots()

    negative = t.Negative
    transpose = t.Transpose
    inner = t.Inner
    power = t.Power

    def binary(self, left, operator, right):
        return t.Binary(OPERATORS.get(str(operator), str(operator)), left, right)

    def times(self, left, right):
        return t.Binary("", left, right)

    def fraction(self, token, top, bottom):
        return t.Binary("/", top, bottom)

    def short_fraction(self, token):
        top, bottom = (t.Number(mark) if mark.isdigit() else t.Symbol(mark) for mark in re.sub(r"\s", "", token)[-2:])
        return t.Binary("/", top, bottom)

    def mark(self, token):
        return _mark(token)

    def example(self, base, token):
        inside = re.fullmatch(r"\^\{\s*\(\s*(\w+)(?:\s*([+-])\s*(\d+))?\s*\)\s*\}", token)
        index = t.Number(inside[1]) if inside[1].isdigit() else t.Symbol(inside[1])
        return t.Example(base, t.Binary(inside[2], index, t.Number(inside[3])) if inside[2] else index)

    def subscript(self, base, *indices):
        return t.Subscript(base, tuple(_indices(*indices)))

    def subscript_short(self, base, token):
        return t.Subscript(base, (_mark(token),))

    def subscript_letter_and_digit(self, base, token):
        letter, digit = re.findall(r"\w", token[1:])
        return t.Subscript(base, (t.Symbol(letter), t.Number(digit)))

    def tuple(self, *entries):
        return t.Tuple(entries)

    def iverson(self, left, relation, right):
        return t.Iverson(self.chain(left, relation, right))

    def root(self, body):
        return t.Call(t.Symbol("\\sqrt"), (body,))

    def floor(self, body):
        return t.Call(t.Symbol("\\operatorname{floor}"), (body,))

    def apply(self, token, argument):
        arguments = argument.entries if isinstance(argument, t.Tuple) else (argument,)
        return t.Call(t.Symbol(str(token)), arguments)

    def applied(self, token, *arguments):
        return t.Call(t.Symbol(str(token)), arguments)

    def apply_power(self, token, exponent, argument):
        return t.Power(self.apply(token, argument), exponent)

    def function(self, token, *marks):
        function = t.Symbol(spelled(token))
        indices = [_mark(mark) if isinstance(mark, Token) else mark for mark in marks]
        return t.Subscript(function, tuple(_indices(*indices))) if indices else function

    def call(self, function, *parts):
        middle = next((place for place, part in enumerate(parts) if isinstance(part, Token)), len(parts))
        return t.Call(function, parts[:middle], parts[middle + 1 :])

    def norm(self, body):
        return t.Fence("||", body)

    def absolute(self, body):
        return t.Fence("|", body)

    def row(self, *entries):
        return entries

    def matrix(self, *rows):
        return t.Matrix(rows)

    def branch(self, value, condition):
        return (value, condition)

    def otherwise(self, value):
        return (value, None)

    def cases(self, *branches):
        return t.Cases(branches)

    def free_bound(self, *symbols):
        return dict(indices=symbols, low=None, condition=None)

    def related_bound(self, symbol, relation, other):
        if relation == "=":
            return dict(indices=(symbol,), low=other, condition=None)
        return dict(indices=(symbol,), low=None, condition=self.chain(symbol, relation, other))

    def big(self, token, bound, *rest):
        *high, body = rest
        if isinstance(bound, Token):
            bound, high = self.free_bound(_mark(bound)), [None]
        if (bound["low"] is None) != (high == [None]):
            raise Senseless(token, "expected both a lower and an upper bound, or none")
        kind = re.sub(r"\\limits|\\,|\s", "", str(token))
        return t.Reduce(kind, bound["indices"], bound["low"], *high, body, bound["condition"])

    def limit(self, variable, target, body):
        return t.Limit(variable, target, body)
