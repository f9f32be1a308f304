"""A cell as a notebook runs it: with magics, with await at its top, and on behind an import that is not to be had here."""

import __future__

import ast
import importlib
import inspect
import os
import re
import shlex
import sys

__all__ = ["Shell", "as_python", "run"]

RUNS = ("time", "prun")
WRITES = ("writefile", "file")
WATCHED = re.compile(r"\A\s*%%(?:time|prun|capture)\b[^\n]*")
PASTED = re.compile(r"\s*(?:>>> |In \[\d+\]: )|(?:[ \t]*\n)*[ \t]+\S")
AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
LOOP = []
FUTURES = set()


class Shell:
    """What `get_ipython()` gives here: it takes every magic and does nothing, but for those that run Python or write a file."""

    def __getattr__(self, name):
        return lambda *_, **__: None

    def run_line_magic(self, name, line="", *_, **__):
        if name in RUNS:
            exec(line, sys.modules["__main__"].__dict__)

    def run_cell_magic(self, name, line="", cell="", *_, **__):
        if name in WRITES:
            *options, path = shlex.split(line)
            with open(os.path.expanduser(path), "a" if {"-a", "--append"} & set(options) else "w") as file:
                file.write(cell)
            importlib.invalidate_caches()  # a folder that was looked into a moment ago may have a new module by now

    def getoutput(self, *_, **__):
        return [""]


def as_python(source):
    """A cell as plain Python: magics and lines for the shell become calls of `get_ipython()`, as IPython writes them.

    A cell that a magic only watches while it runs is that cell, and one that was pasted with its prompts or its indent is
    what stands behind them. Raises SyntaxError where IPython cannot read it.
    """
    source = WATCHED.sub("", source)
    try:
        compile(source, "<cell>", "exec", AWAIT | ast.PyCF_ONLY_AST, dont_inherit=True)
        return source
    except (SyntaxError, ValueError):
        if not any(mark in source for mark in "%!?") and PASTED.match(source) is None:
            raise
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager().transform_cell(source)


def run(source, name, names):
    """Run a cell, statement by statement. Raises the first error that came up.

    An import that fails ends no cell: Colab's `drive` is not to be had here, and what stands below it may not need it. Nor
    does a statement that wants what was not imported.
    """
    file = f"<cell {name}>"
    tree = compile(as_python(source), file, "exec", AWAIT | ast.PyCF_ONLY_AST, dont_inherit=True)
    flags, missing, first = AWAIT | _futures(tree), set(), None
    for statement in tree.body:
        try:
            _execute(compile(ast.Module([statement], []), file, "exec", flags, dont_inherit=True), names)
        except Exception as error:
            first = first or error
            if isinstance(statement, ast.Import | ast.ImportFrom):
                missing |= {alias.asname or alias.name.partition(".")[0] for alias in statement.names}
            elif not (isinstance(error, NameError) and error.name in missing):
                raise first from None
    if first is not None:
        raise first


def _futures(tree):
    """The flags of `from __future__ import ...`, which hold for the whole cell, and for all cells that run after it."""
    found = [s for s in tree.body if isinstance(s, ast.ImportFrom) and s.module == "__future__"]
    known = [getattr(__future__, alias.name, None) for statement in found for alias in statement.names]
    FUTURES.update(feature.compiler_flag for feature in known if feature is not None)
    return sum(FUTURES)


def _execute(code, names):
    if not code.co_flags & inspect.CO_COROUTINE:
        exec(code, names)
        return
    import asyncio

    if not LOOP:
        LOOP.append(asyncio.new_event_loop())
    LOOP[0].run_until_complete(eval(code, names))
