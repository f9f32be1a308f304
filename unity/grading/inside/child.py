"""Runs inside the sandbox: executes a student's cells, answers calls, and knows nothing of tests and marks.

The grader writes one message after the other and reads one answer to each. What a student's code can do to this process
it can do only to itself: the grader believes nothing that it reads here but that it is what the code answered.
"""

import builtins
import importlib
import os
import random
import resource
import sys
import traceback
import types

import numpy as np

from unity.grading.inside.cells import Shell, run
from unity.grading.inside.channel import Channel
from unity.grading.inside.reading import Unreadable, cells_of
from unity.grading.inside.states import States
from unity.grading.values import Function, Handle, Unfit, plain

MOST_WORDS = 500
MOST_KINDS = 12


def said(error):
    """An error in few words, with its kinds and the line of the student's cell where it came up."""
    lines = [error.lineno] if isinstance(error, SyntaxError) else []
    lines += [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith("<cell")]
    try:
        words = str(error)
    except BaseException:
        words = "(an error that cannot be printed)"
    kinds = [kind.__name__ for kind in type(error).__mro__][:MOST_KINDS]
    return {
        "error": f"{type(error).__name__}: {words}"[:MOST_WORDS],
        "kinds": kinds,
        "line": lines[-1] if lines else None,
    }


class Child:
    """The student's names, and the objects that the grader holds by number."""

    def __init__(self, channel):
        self.channel, self.held, self.ticket, self.parts = channel, {}, None, []
        main = types.ModuleType("__main__")
        sys.modules["__main__"] = main
        self.names = main.__dict__
        self.names["get_ipython"] = builtins.get_ipython = Shell
        self.names["display"] = builtins.display = lambda *_, **__: None
        self.states = States(self.names)

    def hold(self, value):
        """The handle that crosses for an object."""
        self.held[len(self.held)] = value
        return Handle(len(self.held) - 1, type(value).__name__)

    def take(self, part):
        self.parts.append(part.tobytes())

    def read(self):
        """The cells of the notebook whose bytes were taken."""
        content, self.parts = b"".join(self.parts), []
        try:
            return {"cells": cells_of(content)}
        except Unreadable as error:
            return {"unreadable": str(error)}

    def cell(self, source, name):
        run(source, name, self.names)

    def mark(self, questions):
        self.states.mark(questions)

    def changed(self, questions):
        return self.states.changed(questions)

    def go(self, question, given):
        self.states.go(question)
        self.names.update({name: self.callback(function.name) for name, function in given.items()})

    def find(self, target, attribute):
        if isinstance(target, Handle):
            thing = self.held[target.number]
        elif target in self.names:
            thing = self.names[target]
        else:
            raise NameError(f"there is no {target}")
        return getattr(thing, attribute) if attribute else thing

    def look(self, target, attribute, keeps):
        thing = self.find(target, attribute)
        return self.hold(thing) if keeps else plain(thing)

    def call(self, target, attribute, arguments, keeps):
        arguments = (self.callback(a.name) if isinstance(a, Function) else a for a in arguments)
        found = self.find(target, attribute)(*arguments)
        return self.hold(found) if keeps else plain(found)

    def callback(self, name):
        """A function of the grader's: it is computed there, and only its value comes back, or its error's kind."""

        def function(*arguments):
            self.channel.write({"ticket": self.ticket, "callback": name, "arguments": plain(arguments)})
            answer = self.channel.read()
            if "error" in answer:
                kind, _, words = answer["error"].partition(": ")
                raise getattr(builtins, kind, ValueError)(words or "the function that was given raised this")
            return answer["value"]

        return function

    def answer(self, message):
        self.ticket = message.pop("ticket")
        does = getattr(self, message.pop("do"))
        try:
            value = does(**message)
        except MemoryError:
            return {
                "error": "MemoryError: more memory than there is here",
                "kinds": ["MemoryError", "Exception"],
                "line": None,
            }
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


def without(names):
    """Put an error in the place of functions of other libraries, wherever they are known by now."""
    for name in names:
        module, _, attribute = name.rpartition(".")
        thing = getattr(importlib.import_module(module), attribute)

        def refused(*_, name=name, **__):
            raise NameError(f"{name} is not to be used in this exercise")

        for place in [vars(m) for m in list(sys.modules.values()) if isinstance(m, types.ModuleType)]:
            place.update({key: refused for key, value in list(place.items()) if value is thing})


def main():
    channel = Channel()
    hello = channel.read()
    bound(hello["limits"])
    sys.path.append(os.getcwd())
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002  (a student's code may draw from the old generator)
    without(hello["without"])
    channel.write({"ticket": hello["ticket"], "value": "ready"})
    Child(channel).serve()


if __name__ == "__main__":
    main()
