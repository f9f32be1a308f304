"""Runs inside the sandbox: executes a student's cells, answers calls, and knows nothing of tests and marks.

The grader writes one message after the other and reads one answer to each. What a student's code can do to this process
it can do only to itself: the grader believes nothing that it reads here but that it is what the code answered.
"""

import builtins
import os
import re
import resource
import sys
import traceback
import types

import numpy as np

from unity.grading.values import HEAD, Function, Handle, Unfit, framed, pack, unpack

MOST_WORDS = 500
RUNS = ("time", "prun")
WATCHED = re.compile(r"\A\s*%%(?:time|prun|capture)\b[^\n]*")


class Channel:
    """The two ends of the conversation, away from where programs usually write."""

    def __init__(self):
        self.read_end, self.write_end = os.dup(0), os.dup(1)
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nothing, standard)
        os.close(nothing)

    def read(self):
        return unpack(self._exactly(int(self._exactly(HEAD))))

    def _exactly(self, size):
        parts = []
        while size:
            part = os.read(self.read_end, min(size, 2**20))
            if not part:
                os._exit(0)
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def write(self, message, hold=None):
        whole = memoryview(framed(pack(message, hold)))
        while whole:
            whole = whole[os.write(self.write_end, whole) :]


class Shell:
    """What `get_ipython()` gives here: it takes every magic and does nothing, but for those that run Python."""

    def __getattr__(self, name):
        return lambda *_, **__: None

    def run_line_magic(self, name, line="", *_, **__):
        if name in RUNS:
            exec(line, sys.modules["__main__"].__dict__)


def plain(source):
    """A cell as plain Python: magics and lines for the shell become calls of `get_ipython()`, as IPython writes them.

    A cell that a magic only watches while it runs is that cell. Raises SyntaxError where IPython cannot read it.
    """
    source = WATCHED.sub("", source)
    try:
        compile(source, "<cell>", "exec", dont_inherit=True)
        return source
    except (SyntaxError, ValueError):
        if not any(mark in source for mark in "%!?"):
            raise
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager().transform_cell(source)


def said(error):
    """An error in few words, with the line of the student's cell where it came up."""
    lines = [error.lineno] if isinstance(error, SyntaxError) else []
    lines += [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith("<cell")]
    try:
        words = str(error)
    except BaseException:
        words = "(an error that cannot be printed)"
    return {"error": f"{type(error).__name__}: {words}"[:MOST_WORDS], "line": lines[-1] if lines else None}


def simple(value):
    """An array, a tuple or a list of a kind of its own as one that can cross; None for any other object."""
    if isinstance(value, np.ndarray | np.generic):
        array = np.asarray(value)
        wide = {"g": "f8", "G": "c16"}.get(array.dtype.char)
        array = array if wide is None else array.astype(wide)
        return array if array.dtype.kind in "biufc" else None
    if isinstance(value, tuple | list):
        return (tuple if isinstance(value, tuple) else list)(value)
    return None


class Child:
    """The student's names, and the objects that the grader holds by number."""

    def __init__(self, channel):
        self.channel, self.held, self.ticket, self.keeps = channel, {}, None, False
        main = types.ModuleType("__main__")
        sys.modules["__main__"] = main
        self.names = main.__dict__
        self.names["get_ipython"] = builtins.get_ipython = Shell
        self.names["display"] = builtins.display = lambda *_, **__: None

    def hold(self, value):
        """What crosses for an object: its handle, or its numbers where these are wanted and it has some."""
        if not self.keeps and (other := simple(value)) is not None:
            return other
        self.held[len(self.held)] = value
        return Handle(len(self.held) - 1, type(value).__name__)

    def cell(self, source, name):
        exec(compile(plain(source), f"<cell {name}>", "exec", dont_inherit=True), self.names)
        return None

    def find(self, target, attribute):
        if isinstance(target, Handle):
            thing = self.held[target.number]
        elif target in self.names:
            thing = self.names[target]
        else:
            raise NameError(f"there is no {target}")
        return getattr(thing, attribute) if attribute else thing

    def look(self, target, attribute):
        thing = self.find(target, attribute)
        return self.hold(thing) if callable(thing) else thing

    def call(self, target, attribute, arguments):
        arguments = (self.callback(a.name) if isinstance(a, Function) else a for a in arguments)
        return self.find(target, attribute)(*arguments)

    def callback(self, number):
        """A function of the grader's: it is computed there, and only its value comes back."""

        def function(*arguments):
            self.channel.write({"ticket": self.ticket, "callback": number, "arguments": arguments})
            answer = self.channel.read()
            if "error" in answer:
                raise ValueError(answer["error"])
            return answer["value"]

        return function

    def answer(self, message):
        self.ticket, self.keeps = message.pop("ticket"), message.pop("keeps", False)
        does = getattr(self, message.pop("do"))
        try:
            value = does(**message)
        except MemoryError:
            return {"error": "MemoryError: more memory than there is here", "line": None}
        except BaseException as error:
            return said(error)
        return {"value": value}

    def serve(self):
        while True:
            message = self.channel.read()
            answer = self.answer(message)
            ticket = {"ticket": self.ticket}
            try:
                self.channel.write(ticket | answer, self.hold)
            except Unfit as error:
                self.channel.write(ticket | {"error": f"what it returned does not fit: {error}", "line": None})
            except BaseException as error:
                self.channel.write(ticket | said(error))


def bound(limits):
    """Set the limits of this process and of all that it starts."""
    for name, value in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        _, hard = resource.getrlimit(kind)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def main():
    channel = Channel()
    hello = channel.read()
    bound(hello["limits"])
    sys.path.append(os.getcwd())
    np.random.seed(0)  # noqa: NPY002  (a student's code may draw from the old generator)
    channel.write({"ticket": hello["ticket"], "value": "ready"})
    Child(channel).serve()


if __name__ == "__main__":
    main()
