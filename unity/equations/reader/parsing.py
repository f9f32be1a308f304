"""LaTeX in, syntax trees out; or the place where a formula stops making sense."""

import functools
import re
from contextvars import ContextVar
from pathlib import Path

from lark import Lark, Token, UnexpectedInput, UnexpectedToken
from lark.exceptions import VisitError

from unity.equations.functions import prefixed
from unity.equations.reader.habits import plain, refused
from unity.equations.reader.names import ALWAYS, NAMES, spelled
from unity.equations.reader.slopes import Senseless
from unity.equations.reader.trees import Trees

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
    if found := refused(latex):
        place, instead = found
        raise ReadError(f"{instead}:\n{_pointer(latex, place)}")
    latex = plain(latex)
    try:
        return Trees().transform(_parser().parse(latex))
    except UnexpectedInput as error:
        at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
        place = len(latex.rstrip()) if at_end else error.pos_in_stream
        said = f"{_pointer(latex, place)}{_no_command(latex, place)}"
        raise ReadError(f"cannot read the formula from here on:\n{said}") from error
    except VisitError as error:
        if not isinstance(error.orig_exc, Senseless):
            raise
        raise ReadError(f"{error.orig_exc}:\n{_pointer(latex, error.orig_exc.token.start_pos)}") from error


def _no_command(latex, place):
    """A line about a command that the dialect has in no form; nothing where it has."""
    found = re.match(r"\\([a-zA-Z]+)", latex[place:])
    if found is None or found[1] in re.findall("[a-zA-Z]+", _grammar()):
        return ""
    return (
        f"\n{found[0]} is no command of the dialect; where it is a function, unity/equations/functions.py needs a line"
    )


def _pointer(latex, place):
    """The line that holds a place, and a caret under it."""
    start = latex.rfind("\n", 0, place) + 1
    end = latex.find("\n", place)
    line = latex[start : end if end >= 0 else len(latex)]
    return f"    {line}\n    {' ' * (place - start)}^"


@functools.cache
def _grammar():
    """The grammar, with the names and the functions that the dialect knows."""
    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return grammar.replace("NAMES", NAMES).replace("PREFIXED", "|".join(map(re.escape, prefixed())))


@functools.cache
def _parser():
    return Lark(_grammar(), parser="lalr", lexer_callbacks={"CALL": _call_or_name, "APPLIED": _function})


def _call_or_name(token):
    """A name before a bracket is a call only where it is known as a function."""
    return token if _is_known(token) else Token.new_borrow_pos("NAME", str(token), token)


def _function(token):
    r"""\mathrm{word} before a bracket is \operatorname{word}, unless the book knows it as a function."""
    if not token.startswith("\\mathrm"):
        return token
    if _is_known(token):
        return Token.new_borrow_pos("CALL", str(token), token)
    return Token.new_borrow_pos("APPLIED", token.replace("\\mathrm", "\\operatorname", 1), token)


def _is_known(token):
    return spelled(token).rstrip("'") in CALLABLE.get()
