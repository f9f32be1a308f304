"""The grader's own functions, which a student's code may call: each call is computed in a process of its own.

A Function that crosses stands for one of them by its name, and only values come back, or the kind of an error: its words
would tell which function it was.
"""

import contextlib
import os
import pkgutil
import resource
import select
import signal

from unity.grading.clock import Clock
from unity.grading.processes import processor_time
from unity.grading.values import HEAD, Function, Unfit, framed, pack, plain, unpack

__all__ = ["apart", "computed", "with_functions"]

MOST_ARGUMENTS = 2**20
MOST_MEMORY = 2**30


def with_functions(arguments):
    """Arguments as they cross, and the functions among them, which stay here: name -> function."""
    functions, crossing = {}, []
    for argument in arguments:
        if isinstance(argument, Function) or callable(argument):
            name = f"function {len(functions)}"
            functions[name] = pkgutil.resolve_name(argument.name) if isinstance(argument, Function) else argument
            argument = Function(name)
        crossing.append(argument)
    return tuple(crossing), functions


def computed(asked, functions, clock, wait):
    """The packed value of one of the grader's own functions, for the arguments that the child gives.

    It is computed in a process of its own, which the same clock counts and which has little memory: what the
    arguments make the function cost is no more than that. `wait(pipe)` returns when the pipe can be read, or raises where
    the time is over.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        with contextlib.suppress(BaseException):
            _compute(asked, functions, writing)
        os._exit(0)
    os.close(writing)
    clock.counts.append(lambda: processor_time([pid]))
    whole = bytearray()
    try:
        while len(whole) < HEAD or len(whole) < HEAD + int(whole[:HEAD]):
            wait(reading)
            part = os.read(reading, 2**20)
            if not part:
                return framed(pack({"error": "MemoryError: these arguments take more than there is for them"}))
            whole += part
    finally:
        os.close(reading)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        clock.counts.pop()
    return bytes(whole)


def apart(function, arguments, seconds, patience):
    """What one of the grader's own functions gives for a stranger's values, computed in a process of its own.

    Raises ValueError where it takes too long or too much, or raises an error itself.
    """
    clock = Clock(seconds, patience)

    def wait(pipe):
        if not clock.wait(pipe, select.POLLIN):
            raise ValueError("it takes too long")

    asked = {"callback": "", "arguments": ()}
    answer = unpack(computed(asked, {"": lambda: function(*arguments)}, clock, wait)[HEAD:])
    if "error" in answer:
        raise ValueError(answer["error"])
    return answer["value"]


def _compute(asked, functions, writing):
    """Write the packed value of a function, or the error that it raised, and no more than either takes."""
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")
    with open("/proc/self/statm") as file:
        own = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (own + MOST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    try:
        size = len(pack(asked))
        if size > MOST_ARGUMENTS:
            raise Unfit(f"the arguments take {size:,} bytes, expected at most {MOST_ARGUMENTS:,}")
        found = plain(functions[asked["callback"]](*asked["arguments"]))
        whole = pack({"value": found})
    except Unfit as error:
        whole = pack({"error": f"ValueError: {error}"})
    except Exception as error:
        kind = next(kind for kind in type(error).__mro__ if kind.__module__ == "builtins")
        whole = pack({"error": kind.__name__})
    whole = memoryview(framed(whole))
    while whole:
        whole = whole[os.write(writing, whole) :]
