r"""Read a displayed formula: LaTeX in, syntax trees out.

The dialect, form by form (grammar.lark holds it for the parser):

* `a b`, `a \cdot b`, `a \times b` are the product, of matrices where both are; `\odot` and `\oslash` multiply and
  divide entry by entry, `\star` is the cross-correlation and `*` the convolution that flips. Juxtaposition binds
  tighter than these, these tighter than `+` and `-`. A sum sign reaches to the end of its product.
* A function such as `\log` or `\operatorname{tr}` takes the one factor behind it: `\log a b` is `(\log a) b`, and
  `\tanh^2 z` is `(\tanh z)^2`; `\tanh'` is its derivative. `\lfloor z \rfloor` is `\operatorname{floor}(z)`.
* A name is a call before a bracket only where it is known as a function: `\sigma(z)` is a call, `a (1 - a)` a product.
* `w_j`, `W_{jk}`, `Y_{i+1,j}` are components, counted from 1; `x^{(i)}` is the column of example i.
* `dW`, `\hat{y}`, `\mathbf{x}`, `f'`, `P^*` are one name each; so is `w_t` or `W_1` where the table of symbols has it.
* Lines of `aligned`, `\qquad` and `\quad` separate clauses; a line that starts with a relation goes on with its chain.
* `\text{for } j \ne k` behind a clause restricts its free indices; so does `\text{for } i = 1, \dots, n`.
"""

import functools
import re
from contextvars import ContextVar
from pathlib import Path

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken, v_args
from lark.exceptions import VisitError

from unity.equations import tree as t

__all__ = ["ReadError", "read"]

GREEK = (
    "alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|varphi|chi|psi"
    "|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega|ell|infty|parallel|perp"
)
ACCENTS = "hat|bar|tilde|vec|mathbf|boldsymbol|mathcal|mathbb|mathsf|mathrm"
LETTERS = [
    rf"\\({GREEK})(?![a-zA-Z])",
    rf"\\({ACCENTS})\s*(\{{\s*(\\?[a-zA-Z]+|\d)\s*\}}|[a-zA-Z](?![a-zA-Z])|\\[a-z]+)",
    r"d([A-Z]|[a-z](?![a-zA-Z]))",
    r"[a-zA-Z]",
]
NAMES = rf"({'|'.join(LETTERS)})('+|\^\s*(\*|\\ast(?![a-zA-Z]))|\^\{{\s*(\*|\\ast)\s*\}})?"
ALWAYS = frozenset({"\\sigma"})
CALLABLE = ContextVar("CALLABLE")  # the names that are calls in the formula that is being read


class ReadError(ValueError):
    """A formula that the dialect does not know; the message shows the place where it stops making sense."""


class _Senseless(Exception):
    """A form that the grammar allows, but that means nothing; `token` is where it starts."""

    def __init__(self, token, message):
        super().__init__(message)
        self.token = token


def read(latex, functions=frozenset()):
    r"""The clauses of a displayed formula; the names in `functions` are calls where a bracket follows.

    Raises ReadError, which shows the place, for what the dialect does not know.

    >>> (clause,) = read(r"d = \frac{w^\top X + b}{\lVert w \rVert}")
    >>> clause.chain.sides[0]
    Symbol(name='d')
    """
    CALLABLE.set(ALWAYS | frozenset(functions))
    try:
        return _Trees().transform(_parser().parse(latex))
    except UnexpectedInput as error:
        at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
        place = len(latex.rstrip()) if at_end else error.pos_in_stream
        raise ReadError(f"cannot read the formula from here on:\n{_pointer(latex, place)}") from error
    except VisitError as error:
        if not isinstance(error.orig_exc, _Senseless):
            raise
        raise ReadError(f"{error.orig_exc}:\n{_pointer(latex, error.orig_exc.token.start_pos)}") from error


def _pointer(latex, place):
    """The line that holds a place, and a caret under it."""
    start = latex.rfind("\n", 0, place) + 1
    end = latex.find("\n", place)
    line = latex[start : end if end >= 0 else len(latex)]
    return f"    {line}\n    {' ' * (place - start)}^"


@functools.cache
def _parser():
    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar.replace("NAMES", NAMES), parser="lalr", lexer_callbacks={"CALL": _call_or_name})


def _call_or_name(token):
    """A name before a bracket is a call only where it is known as a function."""
    is_call = _name(token).rstrip("'") in CALLABLE.get()
    return token if is_call else Token.new_borrow_pos("NAME", str(token), token)


def _name(text):
    """One spelling for a name: no spaces, an accent's letter in braces, a star as ^*."""
    text = re.sub(r"\^\{?\s*(\*|\\ast)\s*\}?$", "^*", str(text).strip())
    accent = re.fullmatch(rf"(\\(?:{ACCENTS}))\s*\{{?\s*([^{{}}]*?)\s*\}}?('*|\^\*)", text)
    return f"{accent[1]}{{{accent[2]}}}{accent[3]}" if accent else text


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


def _variables(factors):
    """The variables below a derivative: \\partial x^2 counts x twice."""
    for factor in factors:
        if isinstance(factor, t.Power) and isinstance(factor.exponent, t.Number):
            yield from (factor.base,) * int(factor.exponent.text)
        else:
            yield factor


def _order(token, order):
    """The order that a \\partial or a \\nabla states: 1 where it states none."""
    if order is not None and not isinstance(order, t.Number):
        raise _Senseless(token, "the order of a derivative is a number")
    return 1 if order is None else int(order.text)


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
class _Trees(Transformer):
    """Turns the parser's tree into ours."""

    def start(self, *clauses):
        return clauses

    def clause(self, chain, *conditions):
        return t.Clause(chain, _spelled_out(conditions))

    def chain(self, *parts):
        return t.Chain(parts[::2], tuple(RELATIONS.get(str(relation), str(relation)) for relation in parts[1::2]))

    def symbol(self, token):
        return t.Symbol(_name(token))

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

    def apply_power(self, token, exponent, argument):
        return t.Power(self.apply(token, argument), exponent)

    def function(self, token, *marks):
        function = t.Symbol(_name(token))
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
            raise _Senseless(token, "expected both a lower and an upper bound, or none")
        kind = re.sub(r"\\limits|\\,|\s", "", str(token))
        return t.Reduce(kind, bound["indices"], bound["low"], *high, body, bound["condition"])

    def limit(self, variable, target, body):
        return t.Limit(variable, target, body)

    def below(self, *factors):
        return tuple(_variables(factors))

    def derivative(self, token, order, top, below):
        return t.Derivative(top, self.derivative_operator(token, order, below))

    def derivative_operator(self, token, order, below):
        if _order(token, order) != len(below):
            raise _Senseless(token, "the order of a derivative and the number of its variables differ")
        return below

    def derive(self, below, top):
        return t.Derivative(top, below)

    def nabla(self, token, variable, order, top):
        if _order(token, order) not in (1, 2):
            raise _Senseless(token, "expected a gradient (\\nabla_w) or a Hessian (\\nabla^2_w)")
        return t.Nabla(_order(token, order), variable, top)

    def nabla_order_first(self, token, order, variable, top):
        return self.nabla(token, variable, order, top)
