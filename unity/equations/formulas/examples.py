r"""Examples: what gives letters the numbers that the code of the page has, $w = (3, 4)^\top$, and numbers alone."""

import ast
import functools

from unity.equations import tree as t
from unity.equations.formulas.naming import is_named, is_number, quoted
from unity.equations.formulas.witness import has_witness, is_name

__all__ = ["is_example", "stands"]

ANY = "any"


def numbers_in(tree):
    """The numbers that a tree of numbers is made of, a minus before one with it; those of exponents and fractions too."""
    match tree:
        case t.Negative(t.Number(text)):
            return [-float(text)]
        case t.Number(text):
            return [float(text)]
    return [number for child in t.children(tree) for number in numbers_in(child)]


def is_example(clause, around, place):
    """Whether a clause sets something that has a name to numbers, and each of these stands in the code around it.

    What a single letter is, the code says of it by its name.
    """
    sides, code = clause.chain.sides, around.code_near(place)
    numbers = [side for side in sides if is_number(side)]
    others = [side for side in sides if not is_number(side)]
    if not numbers or not {*clause.chain.relations} <= {"=", "\\approx"}:
        return False
    if any(isinstance(side, t.Transpose) for side in others) and not any(
        isinstance(side, t.Tuple | t.Transpose) for side in numbers
    ):
        return False  # a number has no transpose
    if any(_is_column(side, around, place) for side in others) and any(isinstance(side, t.Tuple) for side in numbers):
        return False  # a column is written as a row, transposed
    if any(is_name(side) and not has_witness(side, around, place) for side in others):
        return False
    named = all(is_named(side, around) or quoted(side, around) for side in others)
    given = next(filter(None, (_gives(others, around, place, code) for code in (around.code_of(place), code))), "")
    if len(others) == 1 and is_name(others[0]):
        return named and all(stands(side, given) for side in numbers)
    return named and all(stands(side, given or around.code_of(place) or code) for side in numbers)


def _gives(sides, around, place, code):
    """The numbers, and lists of numbers, that some code gives the letters."""
    return "\n".join(text for side in sides for text in _given(_word(side, around, place), code))


def _is_column(side, around, place):
    """Whether a letter is declared as a column."""
    rows = [row for row in around.page.formulas[place].letters.values() if row.written == side]
    return any(row.axes and len(row.axes) == 2 and row.axes[1] == 1 for row in rows)


def _word(side, around, place):
    """What a letter is called in code."""
    key = t.key(side)
    row = next((row for row in around.page.formulas[place].letters.values() if row.name == key), None)
    return row.code if row and row.code and not row.computed else key


def _given(word, code):
    """The numbers, and lists of numbers, that some code gives a name or an argument of that name."""
    for node in ast.walk(_parsed(code)):
        match node:
            case ast.Assign([ast.Name(name)], value) | ast.keyword(name, value) if name == word:
                if isinstance(value, ast.Call) and isinstance(value.args[0] if value.args else None, ast.List):
                    value = value.args[0]
                if isinstance(value, ast.List | ast.Constant | ast.UnaryOp) and next(_numbers(value), None) is not None:
                    yield ast.unparse(value)


def stands(side, code):
    """Whether a number, the value of a fraction, or the numbers of a column one after the other stand in some code.

    Those of a function, of \\log 2, are given to a call: to one of its name, where there is any.
    """
    known = literals(code)
    match side:
        case t.Transpose(base):
            return stands(base, code)
        case t.Tuple():
            return tuple(numbers_in(side)) in known
        case t.Binary("/", t.Number(top), t.Number(bottom)) if float(bottom):
            return (float(top) / float(bottom),) in known
        case t.Call(t.Symbol(name)):
            calls = _calls(code)
            return any({*numbers_in(side)} <= given for given in calls.get(name.lstrip("\\"), calls[ANY]))
    return all((number,) in known for number in numbers_in(side))


@functools.lru_cache(maxsize=256)
def literals(code):
    """The numbers of each list and tuple in some code, one after the other, and each number alone; of -1 the negative one."""
    tree = _parsed(code)
    lists = (node for node in ast.walk(tree) if isinstance(node, ast.List | ast.Tuple))
    found = {numbers for node in lists if (numbers := tuple(_numbers(node)))}
    return frozenset(found | {(number,) for number in (*_numbers(tree), *_fractions(tree))})


@functools.lru_cache(maxsize=256)
def _calls(code):
    """The numbers that the calls in some code are given, by the name of what they call, and those of them all."""
    found = {ANY: []}
    for node in ast.walk(_parsed(code)):
        if isinstance(node, ast.Call):
            numbers = {number for argument in node.args for number in _numbers(argument)}
            found[ANY].append(numbers)
            found.setdefault(ast.unparse(node.func).rpartition(".")[2], []).append(numbers)
    return found


@functools.lru_cache(maxsize=256)
def _parsed(code):
    """The tree of some code; an empty one where it is no Python."""
    try:
        return ast.parse(code)
    except SyntaxError:
        return ast.Module([], [])


def _fractions(tree):
    """The values of fractions of two numbers in a piece of code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            top, bottom = list(_numbers(node.left)), list(_numbers(node.right))
            if len(top) == len(bottom) == 1 and bottom[0]:
                yield top[0] / bottom[0]


def _numbers(tree):
    """The numbers in a piece of code, in their order."""
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub) and isinstance(tree.operand, ast.Constant):
        yield from (-number for number in _numbers(tree.operand))
    elif isinstance(tree, ast.Constant):
        yield from [float(tree.value)] if type(tree.value) in (int, float) else ()
    else:
        for child in ast.iter_child_nodes(tree):
            yield from _numbers(child)
