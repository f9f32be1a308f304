"""How long a student's code has run: by the processor's time, so that what else a machine does costs nobody a mark."""

import contextlib
import os
import selectors
import time

import psutil

__all__ = ["Clock"]

GLANCE = 0.1  # seconds on the clock between two looks; what is answered sooner is not looked at more closely


def processor_time(pid):
    """Seconds that the processor has given to a process and to all that it has started, as far as they can be seen."""
    total = 0.0
    with contextlib.suppress(psutil.Error):
        root = psutil.Process(pid)
        for process in (root, *root.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                total += sum(process.cpu_times()[:4])  # its own, and that of its children that have ended
    return total


class Clock:
    """A limit of so many seconds of the processor, or of `patience` times as many on the clock, for what only waits.

    >>> clock = Clock(5.0, patience=4.0, pid=os.getpid())
    >>> clock.used() < 5.0 and not clock.over()
    True
    """

    def __init__(self, seconds, patience, pid):
        self.seconds, self.patience, self.pids = seconds, patience, [pid]
        self.began = self.looked = time.monotonic()
        self.before, self.most = None, 0.0

    def used(self):
        """The seconds that count so far."""
        now = time.monotonic()
        if now - self.looked > GLANCE:
            self.looked, found = now, sum(map(processor_time, self.pids))
            self.before = found if self.before is None else self.before
            self.most = max(self.most, found - self.before)
        self.most = max(self.most, (now - self.began) / self.patience)
        return self.most

    def over(self):
        return self.used() >= self.seconds

    def wait(self, pipe, event):
        """Whether a pipe becomes ready before the time is over."""
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, event)
            pause = GLANCE
            while not self.over():
                if selector.select(pause):
                    return True
                pause = max(GLANCE, (self.seconds - self.most) / (os.cpu_count() or 1))
            return False
