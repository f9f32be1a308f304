"""What can be changed in a file: cosmic-ray's operators at every place where they apply, in an order that edits leave alone."""

import ast
import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Example, Operator
from cosmic_ray.plugins import get_operator, operator_names
from parso.python.tree import Name


class Negate(Operator):
    """Turns what a function returns, or a name in it, into its negative: `return W @ E` has no operator to replace."""

    def mutation_positions(self, node):
        returned = node.parent is not None and node.parent.type == "return_stmt" and node.type != "keyword"
        if returned or (node.type == "name" and node.search_ancestor("return_stmt")):
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):
        return Name(f"-({node.get_code(include_prefix=False)})", node.start_pos, prefix=node.get_first_leaf().prefix)

    @classmethod
    def examples(cls):
        return (Example("return W @ E", "return -(W @ E)"),)


OPERATORS = {name: get_operator(name) for name in operator_names()}
# Those with arguments would have to be told the names of variables.
OPERATORS = {name: operator for name, operator in OPERATORS.items() if not operator.arguments()}
NEGATE = {"negate": Negate}


@dataclass(frozen=True)
class Mutant:
    """One change: where it stands, and what cosmic-ray calls it."""

    path: Path
    function: str
    line: int
    operator: str
    occurrence: int
    in_body: bool

    def source(self):
        """The whole changed module."""
        return mutate_code(self.path.read_text(), (OPERATORS | NEGATE)[self.operator](), self.occurrence)

    def change(self):
        """The first line that differs, and what it has become: a decorator becomes nothing."""
        old, new = self.path.read_text().splitlines(), self.source().splitlines()
        if self.operator == "core/RemoveDecorator":
            return old[self.line - 1].strip(), ""
        was, becomes = next((a, b) for a, b in zip(old, new) if a != b)
        return " ".join(was.split()), " ".join(becomes.split())


def definitions(node, prefix=""):
    """(qualified name, node) of every function and class, inner ones after outer ones."""
    for child in ast.iter_child_nodes(node):
        name = prefix
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            name = f"{prefix}.{child.name}".strip(".")
            yield name, child
        yield from definitions(child, name)


def within(place, node):
    """Whether a place, (line, column), lies in a node or in a decorator of it."""
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
    return (first, node.col_offset) <= place < (node.end_lineno, node.end_col_offset)


def mutants(path, operators=OPERATORS):
    """All that operators can change in a file, but for annotations; strings, and so docstrings, they leave alone."""
    text = path.read_text()
    tree, nodes = ast.parse(text), list(ast_nodes(get_ast(text)))
    defined = list(definitions(tree))
    notes = [getattr(node, name, None) for node in ast.walk(tree) for name in ("annotation", "returns")]
    notes = [note for note in notes if note is not None]
    found = []
    for name, operator in ((name, kind()) for name, kind in operators.items()):
        places = [(node, start) for node in nodes for start, _ in operator.mutation_positions(node)]
        for occurrence, (node, place) in enumerate(places):
            # cosmic-ray takes the bare star of a signature for a product.
            if node.parent.type == "parameters" or any(within(place, note) for note in notes):
                continue
            function, inner = next((d for d in reversed(defined) if within(place, d[1])), ("", None))
            in_body = isinstance(inner, ast.FunctionDef) and place[0] >= inner.body[0].lineno
            found.append(Mutant(path, function, place[0], name, occurrence, in_body))
    return found


def shuffled(mutants, seed):
    """In an order that depends on the seed and on each changed line's own text: an edit elsewhere leaves it alone."""
    lines = {path: path.read_text().splitlines() for path in {mutant.path for mutant in mutants}}
    twins, ranked = Counter(), []
    for mutant in mutants:
        text = lines[mutant.path][mutant.line - 1].strip()
        key = (seed, mutant.path.stem, mutant.function, text, mutant.operator)
        twins[key] += 1
        ranked.append((hashlib.sha256(repr((key, twins[key])).encode()).digest(), mutant))
    return [mutant for _, mutant in sorted(ranked, key=lambda pair: pair[0])]


def sample(found, share, fewest, seed):
    """A share of a module's mutants, but not fewer than so many where it has them."""
    return shuffled(found, seed)[: max(fewest, int(len(found) * share))]
