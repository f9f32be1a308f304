"""How long a student's code has run: by the processor's time, so that what else a machine does costs nobody a mark."""

import select
import time

from unity.grading.processes import processor_time

__all__ = ["Clock"]

GLANCE = 0.1  # seconds on the clock between two looks; what is answered sooner is not looked at more closely


class Clock:
    """A limit of so many seconds of the processor, or of `patience` times as many on the clock, for what only waits.

    While it waits `watch` is called now and then, and ends the waiting by an error.

    >>> clock = Clock(5.0, patience=4.0, pid=1)
    >>> clock.used() < 5.0 and not clock.over()
    True
    """

    def __init__(self, seconds, patience, pid, watch=None):
        self.seconds, self.patience, self.pids, self.watch = seconds, patience, [pid], watch
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
        """Whether a pipe becomes ready before the time is over; `event` is select.POLLIN or select.POLLOUT."""
        poll = select.poll()
        poll.register(pipe, event)
        while not self.over():
            if poll.poll(GLANCE * 1000):
                return True
            if self.watch is not None:
                self.watch()
        return False
