"""The grader's side of the conversation with a child: every answer has a time, a size, and a ticket that must match."""

import contextlib
import os
import pkgutil
import resource
import secrets
import selectors
import signal
import subprocess

from unity.grading.clock import Clock
from unity.grading.inside.child import HEAD
from unity.grading.values import MOST_BYTES, Function, Unfit, pack, unpack

__all__ = ["Killed", "Session", "with_functions"]

MOST_CALLBACKS = 1000
MOST_ARGUMENTS = 2**20
MOST_MEMORY = 2**30


class Killed(Exception):
    """The child was ended, or had ended; the message says why."""


class Session:
    """One child, started when it is first asked for something, and gone after `close` or after a Killed."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.process = None
        self.spent = 0.0

    def request(self, message, seconds, functions=()):
        """The answer to one message: {"value": ...} or {"error": ..., "line": ...}. Raises Killed.

        `functions` are those that a Function of the message stands for, by its number. What it took is added to `spent`.
        """
        if self.process is None:
            self._start()
        clock = Clock(seconds, self.sandbox.limits.patience, self.process.pid)
        try:
            return self._conversation(message, clock, functions)
        finally:
            self.spent += clock.used()

    def _conversation(self, message, clock, functions):
        ticket = secrets.token_hex(8)
        self._write(message | {"ticket": ticket}, clock)
        for _ in range(MOST_CALLBACKS):
            answer = self._read(clock)
            if not isinstance(answer, dict) or answer.get("ticket") != ticket:
                self._kill("it answered what nobody asked")
            if "callback" not in answer:
                return answer
            self._send(self._computed(answer, functions, clock), clock)
        self._kill(f"it called the functions that it was given more than {MOST_CALLBACKS:,} times")

    def _start(self):
        self.process = self.sandbox.start()
        for pipe in (self.process.stdin, self.process.stdout):
            os.set_blocking(pipe.fileno(), False)
        self.request({"do": "hello", "limits": self.sandbox.limits.of_process()}, self.sandbox.limits.start)

    def _computed(self, asked, functions, clock):
        """The packed value of one of the grader's own functions, for the arguments that the child gives.

        It is computed in a process of its own, which the same clock counts and which has little memory: what the
        arguments make the function cost is no more than that.
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
                self._wait(reading, selectors.EVENT_READ, clock)
                part = os.read(reading, 2**20)
                if not part:
                    return _framed(pack({"error": "MemoryError: these arguments take more than there is for them"}))
                whole += part
        finally:
            os.close(reading)
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            clock.pids.remove(pid)
        return bytes(whole)

    def _wait(self, pipe, event, clock):
        if not clock.wait(pipe, event):
            self._kill("it ran for longer than it may")

    def _write(self, message, clock):
        self._send(_framed(pack(message)), clock)

    def _send(self, whole, clock):
        whole = memoryview(whole)
        while whole:
            self._wait(self.process.stdin, selectors.EVENT_WRITE, clock)
            try:
                whole = whole[os.write(self.process.stdin.fileno(), whole) :]
            except BlockingIOError:
                continue
            except OSError:
                self._died()

    def _read(self, clock):
        try:
            size = int(self._exactly(HEAD, clock))
            if not 0 < size <= MOST_BYTES + HEAD:
                self._kill("what it answered is too large, or no answer")
            return unpack(self._exactly(size, clock))
        except (ValueError, Unfit):
            self._kill("it wrote what is no answer")

    def _exactly(self, size, clock):
        parts = []
        while size:
            self._wait(self.process.stdout, selectors.EVENT_READ, clock)
            try:
                part = os.read(self.process.stdout.fileno(), min(size, 2**20))
            except BlockingIOError:
                continue
            if not part:
                self._died()
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _died(self):
        """Say how a child ended that ended by itself; what it complained of last was said before any student's code ran."""
        code = None
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self.process.wait(timeout=self.sandbox.limits.patience)
        os.set_blocking(self.process.stderr.fileno(), False)
        with contextlib.suppress(OSError):
            complaint = (os.read(self.process.stderr.fileno(), 2000) or b"").decode(errors="replace").strip()
            self._kill(f"it ended by itself (exit code {code}){': ' if complaint else ''}{complaint[-400:]}")
        self._kill(f"it ended by itself (exit code {code})")

    def _kill(self, why):
        self.close()
        raise Killed(why)

    def close(self):
        """End the child and all that it has started."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            with contextlib.suppress(OSError):
                pipe.close()
        self.process.wait()
        self.process = None


def _framed(whole):
    return b"%0*d" % (HEAD, len(whole)) + whole


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
    whole = memoryview(_framed(whole))
    while whole:
        whole = whole[os.write(writing, whole) :]


def with_functions(arguments):
    """Arguments as they cross, and the functions among them, which stay here."""
    functions, crossing = [], []
    for argument in arguments:
        if isinstance(argument, Function) or callable(argument):
            functions.append(pkgutil.resolve_name(argument.name) if isinstance(argument, Function) else argument)
            argument = Function(str(len(functions) - 1))
        crossing.append(argument)
    return tuple(crossing), functions
