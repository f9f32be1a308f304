"""The two ends of the conversation, away from where programs usually write."""

import os
import sys

from unity.grading.values import HEAD, framed, pack, unpack

__all__ = ["Channel"]


class Channel:
    """Reads one message after the other, and writes one answer to each."""

    def __init__(self):
        self.read_end, self.write_end = os.dup(0), os.dup(1)
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nothing, standard)
        os.close(nothing)
        sys.stdout.reconfigure(errors="replace")  # nobody reads it: no letter that is printed is an error

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
