"""Make of a formula and the letters around it what a check can draw and compare."""

import re

from unity.equations import tree as t
from unity.equations.evaluate import Definition
from unity.equations.letters.binding import Binding
from unity.equations.letters.code import Code
from unity.equations.letters.declared import Undeclared
from unity.equations.letters.definitions import defined
from unity.equations.letters.domains import drawing
from unity.equations.letters.leaves import leaves_of, mentioned
from unity.equations.reader import read

__all__ = ["bind", "bind_clauses", "names_defined", "needed"]

DEFINED = re.compile(r"(?:^|\\qquad|\\\\)\s*(\\?[A-Za-z]+)\(([A-Za-z]|\\[a-z]+)\)\s*=(?!=)")
"""A function that a formula defines, D(h) = ..., at the beginning of a clause."""
INDEX = re.compile(r"(?:1 to (\w+)|0 to (\w+) ?- ?1)")
"""An index that counts from 1, or from 0 where the book counts so."""

BOUNDS = re.compile(r"whole, from (\d+) to \d+")


def bind(latex, letters, functions, namespace):
    """Read a formula, and find what each of its letters stands for.

    `letters` are those that hold where it stands, by name; `functions` are names that are calls before a bracket.
    Raises ReadError for what cannot be read, Undeclared for a left side that nothing declares.
    """
    return bind_clauses(read(latex, functions | names_defined(latex)), letters, namespace)


def names_defined(latex):
    """The functions that a formula itself defines."""
    return frozenset(name for name, _ in DEFINED.findall(latex))


def bind_clauses(clauses, letters, namespace):
    """The same for clauses that are read already."""
    axes = {axis for letter in letters.values() for axis in letter.axes or () if isinstance(axis, str)}
    counts = axes | {
        letter.name
        for letter in letters.values()
        if INDEX.fullmatch(letter.domain) or letter.domain.startswith("whole")
    }
    sizes = {
        letter.name: size for letter in letters.values() if letter.name in axes and (size := _size(letter)) is not None
    }
    fixtures, known, draws, ranges, codes = {}, {}, {}, {}, {}
    names = _names(axes, letters)
    known |= {axis: "" for axis in axes}
    draws |= {axis: drawing("whole") for axis in axes}
    for letter in _needed(clauses, letters, names):
        name = letter.name
        code = _code(letter, names, letters, namespace, counts) if letter.computed else None
        if code is not None:
            codes[letter.written] = t.Symbol(f"`{letter.code}`"), code
        if name is None:
            continue
        if name in axes and code is None:
            known[name], draws[name] = "", drawing(letter.domain or "whole")
        elif letter.formula is not None:
            fixtures[name] = Definition(letter.parameters, letter.formula)
        elif code is not None:
            fixtures[name] = code
        elif counted := INDEX.fullmatch(letter.domain):
            size = counted[1] or counted[2]
            ranges[name] = int(size) if size.isdigit() else size
        else:
            known[name] = " ".join(map(str, letter.axes or ()))
            draws[name] = drawing(letter.domain)
    clauses, definitions = list(clauses), set()
    for place, clause in enumerate(clauses):
        if new := defined(clause, fixtures, known):
            (name,) = new
            rest = [*clauses[:place], *clauses[place + 1 :], *map(_alone, clause.chain.sides[1:])]
            if not any(name in mentioned(tree) for tree in rest):
                raise Undeclared(
                    f"no table of letters declares {t.latex(clause.chain.sides[0])}, which stands on a left side"
                )
            fixtures |= new
            definitions.add(place)
    for symbol, code in codes.values():
        fixtures[t.key(symbol)] = code
    clauses = tuple(_with_code(clause, codes, letters) for clause in clauses)
    leaves = leaves_of(clauses, fixtures, known)
    return Binding(clauses, fixtures, leaves, draws, sizes, ranges, frozenset(definitions))


def needed(clauses, letters):
    """The letters that some clauses mention, directly or through others, as the keys of a dictionary."""
    axes = {axis for letter in letters.values() for axis in letter.axes or () if isinstance(axis, str)}
    return _needed(clauses, letters, _names(axes, letters))


def _size(letter):
    """The size of an axis that its row gives: the number that it equals, or the lowest of its bounds; None for any."""
    if isinstance(letter.formula, t.Number):
        return int(letter.formula.text)
    bounds = BOUNDS.fullmatch(letter.domain)
    return int(bounds[1]) if bounds else None


def _names(axes, letters):
    """What code calls the letters, and their axes: name in code -> name in formulas."""
    return {axis: axis for axis in axes} | {_called(letter): letter.name for letter in letters.values() if letter.name}


def _needed(clauses, letters, names):
    by_name = {letter.name: letter for letter in letters.values() if letter.name}
    sides = {side for clause in clauses for side in clause.chain.sides}
    found = [letter for letter in letters.values() if letter.written in sides]
    waiting = [name for clause in clauses for name in mentioned(clause)]
    for letter in found:
        waiting += _mentioned_by(letter, names)
    while waiting:
        name = waiting.pop()
        letter = by_name.pop(name, None) or by_name.pop(name.rstrip("'"), None)  # of f' it is f that is declared
        if letter is not None:
            found.append(letter)
            waiting += _mentioned_by(letter, names)
    return dict.fromkeys(found)


def _mentioned_by(letter, names):
    """The names that a letter's formula, and its code, speak of."""
    words = re.findall(r"[^\W\d]\w*", letter.code) if letter.computed else ()
    return [*(mentioned(letter.formula) if letter.formula else ()), *(names[word] for word in words if word in names)]


def _code(letter, names, letters, namespace, counts):
    """What computes a letter. Raises ValueError where a name in it is that of two letters."""
    code = Code(letter.code, names | {name: name for name in letter.parameters}, namespace, letter.parameters, counts)
    for name in code.names.keys() - set(letter.parameters):
        several = [other for other in letters.values() if other.name and _called(other) == name]
        if len(several) > 1:
            both = " and ".join(f"${other.latex}$" for other in several)
            raise ValueError(f"`{letter.code}`: {name} is the name in code of {both}")
    return code


def _called(letter):
    """What a letter is called in code: as its row says, or as it is written."""
    return letter.code if letter.code and not letter.computed else letter.name


def _alone(side):
    return t.Clause(t.Chain((side,), ()))


def _with_code(clause, codes, letters):
    """The clause, with what the library computes beside each side that a table gives it for."""
    sides, relations = [], []
    for place, side in enumerate(clause.chain.sides):
        relations += clause.chain.relations[place - 1 : place] if place else ()
        sides.append(side)
        if side in codes and not (_letter(side, letters) and _letter(side, letters).formula is None):
            relations.append("=")
            sides.append(codes[side][0])
    return t.Clause(t.Chain(tuple(sides), tuple(relations)), clause.conditions)


def _letter(side, letters):
    """The letter whose name a side is; None for an expression."""
    return next((letter for letter in letters.values() if letter.written == side and letter.name), None)
