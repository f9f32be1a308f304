"""The grader's side of the conversation with a child: every answer has a time, a size, and a ticket that must match."""

import contextlib
import os
import secrets
import select
import signal
import subprocess
import time

from unity.grading.clock import GLANCE, Clock
from unity.grading.session.callbacks import computed
from unity.grading.values import HEAD, MOST_BYTES, Unfit, framed, pack, unpack

__all__ = ["Killed", "Session"]

MOST_CALLBACKS = 1000
FORCED = (-signal.SIGKILL, 128 + signal.SIGKILL)  # as Python says it of a process, and as bubblewrap hands it on


class Killed(Exception):
    """The child was ended, or had ended; the message says why.

    `by_force` where a signal did that it cannot refuse, and that the conversation has not sent: it may have sent it itself,
    but so may a machine that has no memory left.
    """

    def __init__(self, why, by_force=False):
        super().__init__(why)
        self.by_force = by_force


class Session:
    """One child, started when it is first asked for something, and gone after `close` or after a Killed."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.process = self.bounds = None
        self.spent = self.looked = 0.0
        self.unread = bytearray()

    def request(self, message, seconds, functions=None):
        """The answer to one message: `{"value": ...}` or `{"error": ..., "line": ...}`. Raises Killed.

        `functions` are those that a Function of the message stands for, by its name. What it took is added to `spent`.
        """
        if self.process is None:
            self._start()
        clock = Clock(seconds, self.sandbox.limits.patience, [self.bounds.seconds], self._watch)
        self._watch()
        try:
            return self._conversation(message, clock, functions or {})
        finally:
            self.spent += clock.used()

    def _conversation(self, message, clock, functions):
        ticket = secrets.token_hex(8)
        self._write(message | {"ticket": ticket}, clock)
        for _ in range(MOST_CALLBACKS):
            answer = self._read(clock)
            if type(answer) is not dict or answer.get("ticket") != ticket:
                self._kill("it answered what nobody asked")
            if "callback" not in answer:
                return answer
            wait = lambda pipe: self._wait(pipe, select.POLLIN, clock)
            self._send(computed(answer, functions, clock, wait), clock)
        self._kill(f"it called the functions that it was given more than {MOST_CALLBACKS:,} times")

    def _start(self):
        self.process, self.bounds = self.sandbox.start()
        for pipe in (self.process.stdin, self.process.stdout):
            os.set_blocking(pipe.fileno(), False)
        hello = {"do": "hello", "limits": self.sandbox.limits.of_process(), "without": list(self.sandbox.without)}
        self.request(hello, self.sandbox.limits.start)

    def _wait(self, pipe, event, clock):
        if not clock.wait(pipe, event):
            self._kill("it ran for longer than it may")

    def _watch(self):
        """End a child that takes with all that it has started more than one notebook may."""
        now = time.monotonic()
        if now - self.looked > GLANCE:
            self.looked = now
            if too_much := self.bounds.exceeded():
                self._kill(too_much)

    def _write(self, message, clock):
        self._send(framed(pack(message)), clock)

    def _send(self, whole, clock):
        whole = memoryview(whole)
        while whole:
            try:
                whole = whole[os.write(self.process.stdin.fileno(), whole) :]
            except BlockingIOError:
                self._wait(self.process.stdin, select.POLLOUT, clock)
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
        """So many bytes of what the child has written; what comes with them is kept for the next time."""
        while len(self.unread) < size:
            self._wait(self.process.stdout, select.POLLIN, clock)
            with contextlib.suppress(BlockingIOError):
                part = os.read(self.process.stdout.fileno(), 2**20)
                if not part:
                    self._died()
                self.unread += part
        found = bytes(self.unread[:size])
        del self.unread[:size]
        return found

    def _died(self):
        """Say how a child ended that ended by itself; what it complained of last was said before any student's code ran."""
        code = None
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self.process.wait(timeout=self.sandbox.limits.patience)
        if code in FORCED and (too_much := self.bounds.exceeded()):
            self._kill(too_much)
        os.set_blocking(self.process.stderr.fileno(), False)
        with contextlib.suppress(OSError):
            complaint = (os.read(self.process.stderr.fileno(), 2000) or b"").decode(errors="replace").strip()
            self._kill(
                f"it ended by itself (exit code {code}){': ' if complaint else ''}{complaint[-400:]}", code in FORCED
            )
        self._kill(f"it ended by itself (exit code {code})", code in FORCED)

    def _kill(self, why, by_force=False):
        self.close()
        raise Killed(why, by_force)

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
        self.bounds.end()
        self.sandbox.ended()
