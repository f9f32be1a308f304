"""How long a student's code has run: by the processor's time, so that what else a machine does costs nobody a mark."""

import select
import time

__all__ = ["Clock"]

GLANCE = 0.1  # seconds on the clock between two looks; what is answered sooner is not looked at more closely


class Clock:
    """A limit of so many seconds of the processor, or of `patience` times as many on the clock, for what only waits.

    The processor's seconds are the sum of what the functions `counts` give. While it waits `watch` is called now and then,
    and ends the waiting by an error.

    >>> clock = Clock(5.0, patience=4.0, counts=[time.process_time])
    >>> clock.used() < 5.0 and not clock.over()
    True
    """

    def __init__(self, seconds, patience, counts=(), watch=None):
        self.seconds, self.patience, self.counts, self.watch = seconds, patience, list(counts), watch
        self.began = self.looked = time.monotonic()
        self.before, self.most = None, 0.0

    def used(self):
        """The seconds that count so far."""
        now = time.monotonic()
        if now - self.looked > GLANCE:
            self.looked, found = now, sum(count() for count in self.counts)
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
