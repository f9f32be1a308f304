"""A library's function as plain NumPy: what serves other arrays, devices and wrong input is left out, by the syntax tree.

What is left runs by itself: `import numpy as np`, and the imports that `Plain.imports` names.
"""

import ast
import builtins
import inspect
import textwrap

from unity.arrays import move, namespace, to_numpy
from unity.notebook.homes import home, is_guard, is_module_of
from unity.notebook.signatures import header, shapes_line, wide
from unity.notebook.syntax import atom, children, end, is_short, is_stored, put, refuse_left_over, start, without_unread

__all__ = ["Plain"]

INDENT = " " * 4
GONE = "\0"  # stands on a line that is left out


class Plain:
    """A function, its text and its tree. `text` is what a reader sees of it, `imports` what that needs: module -> names.

    `below` are the inner functions that it calls and that cannot stand in their callers: shown by names of their own.
    """

    def __init__(self, function):
        self.function = inspect.unwrap(function)
        if not inspect.isfunction(self.function) and not inspect.ismethod(self.function):
            raise TypeError(f"show: got a {type(function).__name__}, expected a function written in Python")
        self.name = self.function.__name__
        self.lines = textwrap.dedent(inspect.getsource(self.function)).encode().split(b"\n")
        self.tree = ast.parse(b"\n".join(self.lines)).body[0]
        self.seen = self.function.__globals__ | inspect.getclosurevars(self.function).nonlocals
        self.imports, self.below = {}, []
        local = {node.id for node in ast.walk(self.tree) if isinstance(node, ast.Name) and is_stored(node)}
        self.local = local | {node.arg for node in ast.walk(self.tree) if isinstance(node, ast.arg)}

    @property
    def package(self):
        return self.function.__module__.partition(".")[0]

    def statements(self):
        """What the body does: without its docstring, its checks, and what only other arrays than NumPy's need."""
        body = self.tree.body[1:] if ast.get_docstring(self.tree) is not None else self.tree.body
        return [statement for statement in body if not self.is_left_out(statement)]

    def text(self):
        """The function in plain NumPy: a line of shapes for the annotations, then its body.

        Raises ValueError where something has no plain form, with the line.
        """
        defaults = [node for node in (*self.tree.args.defaults, *self.tree.args.kw_defaults) if node is not None]
        default = dict(zip(defaults, map(self.plain, defaults)))
        whole = "\n".join(f"{INDENT}{self.plain(statement)}" for statement in self.statements()).split("\n")
        body = without_unread(textwrap.dedent("\n".join(line for line in whole if GONE not in line)))
        head = header(self.name.lstrip("_"), self.tree.args, default)
        said = "\n".join([head, *shapes_line(self.function), wide(body)])
        refuse_left_over(self.name, said)
        return said

    @property
    def parameters(self):
        return [argument.arg for argument in (*self.tree.args.args, *self.tree.args.kwonlyargs)]

    # What is left out

    def is_left_out(self, node):
        """A check of the input, a way for other arrays than NumPy's, the namespace's own line."""
        if isinstance(node, ast.If) and not node.orelse:
            return isinstance(node.body[-1], ast.Raise) or "is_dask_array" in ast.unparse(node.test)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and node.value.args:
            first = ast.unparse(node.value.args[0])  # a check is told the operation's name, and its value goes nowhere
            return first in (repr(self.name), "operation")
        return isinstance(node, ast.Assign) and self.is_call_of(node.value, namespace)

    # What stands for what

    def plain(self, node, given=None):
        """The text of a node; `given` says what the parameters of an inner function stand for."""
        replaced = self.replaced(node, given or {})
        if replaced is not None:
            return replaced
        at, pieces = start(node), []
        for child in children(node):
            gone = isinstance(child, ast.stmt) and self.is_left_out(child)
            pieces += [self.between(at, start(child)), GONE if gone else self.plain(child, given)]
            at = end(child)
        return "".join([*pieces, self.between(at, end(node))])

    def between(self, first, last):
        """The source from one place to another, each (line, byte)."""
        (first, left), (last, right) = first, last
        if first == last:
            return self.lines[first][left:right].decode()
        whole = [self.lines[first][left:], *self.lines[first + 1 : last], self.lines[last][:right]]
        return b"\n".join(whole).decode()

    def replaced(self, node, given):
        """What stands in a node's place; None where it stays, though perhaps not what is in it."""
        match node:
            case ast.Name(id="xp"):
                return "np"
            case ast.Name(id=name) if name in given:
                return given[name]
            case ast.Name(id=name) if name not in self.local and not hasattr(builtins, name):
                return self.known(name, self.seen[name])
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if is_module_of(self.package, self.seen.get(name)):
                return self.known(attr, getattr(self.seen[name], attr))
            case ast.Call(func=ast.Attribute(value=owner, attr="astype"), args=[what, dtype, *_]) if self.is_np(owner):
                return f"{atom(self.plain(what, given))}.astype({self.plain(dtype, given)})"
            case ast.Call(func=ast.Name()):
                return self.called(node, given)
            case (
                ast.Assign(value=ast.Call(func=ast.Name()) as call)
                | ast.Return(value=ast.Call(func=ast.Name()) as call)
            ):
                said = self.called(call, given, whole=True)
                return None if said is None else self.between(start(node), start(call)) + said
        return None

    def called(self, call, given, whole=False):
        """What stands for the call of a function: the array that it only moves, or the formula of an inner function."""
        function = self.seen.get(call.func.id)
        if function is namespace:
            return "np"
        if function in (move, to_numpy):
            return self.plain(call.args[0], given)
        if not self.is_inner(function):
            return None
        inner = Plain(function)
        arguments = {name: self.plain(value, given) for name, value in inner.bound(call).items()}
        formula = inner.formula(arguments) if len(arguments) == len(inner.parameters) else None
        if formula is None:
            return None
        self.below += inner.below
        for module, names in inner.imports.items():
            self.imports.setdefault(module, set()).update(names)
        return formula if whole else atom(formula)

    def bound(self, call):
        """The arguments of a call by the parameters' names."""
        return dict(zip(self.parameters, call.args)) | {keyword.arg: keyword.value for keyword in call.keywords}

    def formula(self, given):
        """An inner function as one expression; None where it is more, or would say a long argument twice."""
        stands = dict(given)
        tokens = {name: f"\1{name}\1" for name in stands}
        for statement in self.statements():
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    stands[name], tokens[name] = self.plain(value, tokens), f"\1{name}\1"
                case ast.Return(value=value):
                    said = self.plain(value, tokens)
                    for name in reversed(stands):
                        if said.count(tokens[name]) > 1 and not is_short(stands[name]):
                            return None
                        said = put(said, tokens[name], stands[name])
                    return said
                case _:
                    return None
        return None

    def known(self, name, value):
        """The name of something outside the function, which is imported, or shown below."""
        if inspect.ismodule(value):
            if name not in ("np", "numpy"):
                self.imports.setdefault(value.__name__, set())
            return name
        if name.startswith("_"):
            self.below.append(value)
            return name.lstrip("_")
        self.imports.setdefault(home(value, name), set()).add(name)
        return name

    def is_inner(self, function):
        """Whether a function of the library serves others: it is private, or checks for them, or says no shapes."""
        if not inspect.isfunction(function) or function.__module__.partition(".")[0] != self.package:
            return False
        function = inspect.unwrap(function)
        return function.__name__.startswith("_") or not function.__annotations__ or is_guard(function)

    def is_call_of(self, node, function):
        return (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and self.seen.get(node.func.id) is function
        )

    def is_np(self, node):
        return self.is_call_of(node, namespace) or (isinstance(node, ast.Name) and node.id in ("xp", "np"))
