"""LaTeX in, syntax trees out; or the place where a formula stops making sense."""

import functools
from contextvars import ContextVar
from pathlib import Path

from lark import Lark, Token, UnexpectedInput, UnexpectedToken
from lark.exceptions import VisitError

from unity.equations.reader.names import ALWAYS, NAMES, spelled
from unity.equations.reader.trees import Senseless, Trees

__all__ = ["ReadError", "read"]

CALLABLE = ContextVar("CALLABLE")  # the names that are calls in the formula that is being read


class ReadError(ValueError):
    """A formula that the dialect does not know; the message shows the place where it stops making sense."""


def read(latex, functions=frozenset()):
    r"""The clauses of a displayed formula; the names in `functions` are calls where a bracket follows.

    Raises ReadError, which shows the place, for what the dialect does not know.

    >>> (clause,) = read(r"d = \frac{w^\top X + b}{\lVert w \rVert}")
    >>> clause.chain.sides[0]
    Symbol(name='d')
    """
    CALLABLE.set(ALWAYS | frozenset(functions))
    try:
        return Trees().transform(_parser().parse(latex))
    except UnexpectedInput as error:
        at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
        place = len(latex.rstrip()) if at_end else error.pos_in_stream
        raise ReadError(f"cannot read the formula from here on:\n{_pointer(latex, place)}") from error
    except VisitError as error:
        if not isinstance(error.orig_exc, Senseless):
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
    is_call = spelled(token).rstrip("'") in CALLABLE.get()
    return token if is_call else Token.new_borrow_pos("NAME", str(token), token)
