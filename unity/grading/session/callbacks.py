"""The grader's own functions, which a student's code may call: each call is computed in a process of its own.

A Function that crosses stands for one of them by its number, and only values come back.
"""

import contextlib
import os
import pkgutil
import resource
import signal

from unity.grading.values import HEAD, Function, framed, pack

__all__ = ["computed", "with_functions"]

MOST_ARGUMENTS = 2**20
MOST_MEMORY = 2**30


def with_functions(arguments):
    """Arguments as they cross, and the functions among them, which stay here."""
    functions, crossing = [], []
    for argument in arguments:
        if isinstance(argument, Function) or callable(argument):
            functions.append(pkgutil.resolve_name(argument.name) if isinstance(argument, Function) else argument)
            argument = Function(str(len(functions) - 1))
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
    clock.pids.append(pid)
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
        clock.pids.remove(pid)
    return bytes(whole)


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
            raise ValueError(f"the arguments take {size:,} bytes, expected at most {MOST_ARGUMENTS:,}")
        whole = pack({"value": functions[int(asked["callback"])](*asked["arguments"])})
    except Exception as error:
        whole = pack({"error": f"{type(error).__name__}: {error}"[:200]})
    whole = memoryview(framed(whole))
    while whole:
        whole = whole[os.write(writing, whole) :]
