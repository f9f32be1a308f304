"""A notebook that the grader watches: what its processes use is added up, again and again while it is waited for."""

from unity.grading.processes import memory, processor_time

__all__ = ["Watched"]


class Watched:
    """The bounds of one notebook without the kernel's help; `processes` gives the ids of those that are there.

    How many there may be is what the kernel allows to one user.
    """

    name = "watching parent"

    def __init__(self, limits, processes):
        self.most, self.processes = limits.memory + limits.beside, processes

    def seconds(self):
        """The processor's time of all of them."""
        return processor_time(self.processes())

    def exceeded(self):
        """What it has too much of, in words; nothing where it keeps its bounds."""
        return "it took more memory than a notebook may" if memory(self.processes(), self.most) > self.most else ""

    def end(self):
        """Nothing: they were ended one by one."""
