"""Pieces of Python text by their syntax tree: where they stand, whether they need brackets, which lines nobody reads."""

import ast
import re

__all__ = ["atom", "children", "end", "is_short", "is_stored", "put", "refuse_left_over", "start", "without_unread"]

LEFT = re.compile(r"(?<![\w.])(xp|namespace|_[a-z]\w*)\b|\.__?[a-z]\w*|\b(move|to_numpy)\b|\bnp(?=,| =)")
"""What plain code has not: another namespace, an inner name, a move to another device."""


def is_stored(name):
    return isinstance(name.ctx, ast.Store)


def is_short(text):
    """Whether an expression may stand twice: a name, a number."""
    return re.fullmatch(r"[\w.]+", text) is not None


def put(said, token, text):
    """An expression in the place of a token: in brackets, unless it stands alone there."""
    alone = re.compile(rf"(^|[(\[]|, |[a-z]=){token}(?=$|[)\],])")
    return alone.sub(lambda found: found[1] + text, said).replace(token, atom(text))


def atom(text):
    """An expression that may stand in another one."""
    closed = ast.Name, ast.Constant, ast.Attribute, ast.Call, ast.Subscript
    return text if isinstance(_expression(text), closed) else f"({text})"


def _expression(text):
    return ast.parse(text.replace("\1", "_"), mode="eval").body


def start(node):
    return node.lineno - 1, node.col_offset


def end(node):
    return node.end_lineno - 1, node.end_col_offset


def children(node):
    """The nodes below that have a place of their own, in the order of the text."""
    if isinstance(node, ast.JoinedStr):
        return []
    found = []
    for child in ast.iter_child_nodes(node):
        found += [child] if hasattr(child, "lineno") else children(child)
    return sorted(found, key=start)


def without_unread(body):
    """The lines of a body but for those that give a name to what nobody reads then, or to itself."""
    while True:
        tree = ast.parse(body)
        read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not is_stored(node)}
        gone = set()
        for node in tree.body:
            if isinstance(node, ast.Assign) and (_names_itself(node) or not read & _targets(node)):
                gone |= {*range(node.lineno, node.end_lineno + 1)}
        if not gone:
            return body
        body = "\n".join(line for number, line in enumerate(body.splitlines(), 1) if number not in gone)


def _targets(assignment):
    """The names that an assignment gives; and of what it changes."""
    return {node.id for target in assignment.targets for node in ast.walk(target) if isinstance(node, ast.Name)}


def _names_itself(assignment):
    return ast.unparse(assignment.targets[0]) == ast.unparse(assignment.value)


def refuse_left_over(name, said):
    """Raise ValueError where plain code still has what only the library needs, with the line."""
    found = LEFT.search(said)
    if found:
        line = next(line for line in said.splitlines() if found[0] in line)
        raise ValueError(f"show: {name} has no plain form: {found[0]!r} is left in {line.strip()!r}")
