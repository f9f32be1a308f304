"""What a student's code may use."""

from dataclasses import dataclass

__all__ = ["LIMITS", "Limits"]

MEGABYTE = 2**20


@dataclass(frozen=True)
class Limits:
    """What a student's code may use: seconds, bytes, numbers of processes (threads count) and of open files.

    Seconds are the processor's. On the clock, which a busy machine and whoever sleeps make run, `patience` times as many
    may pass. `memory` is what one process may ask for, and what all together may have, `beside` the little of bubblewrap's;
    `cores` is how much of the processors they may have at a time, where the kernel divides them.
    """

    cell: float = 20.0
    call: float = 5.0
    start: float = 30.0
    total: float = 120.0
    patience: float = 10.0
    memory: int = 2048 * MEGABYTE
    beside: int = 128 * MEGABYTE
    file: int = 64 * MEGABYTE
    temporary: int = 128 * MEGABYTE
    processes: int = 32
    cores: float = 2.0
    files: int = 128

    def of_process(self):
        """Those that the operating system holds a process to."""
        return {
            "AS": self.memory,
            "NPROC": self.processes,
            "NOFILE": self.files,
            "FSIZE": self.file,
            "CORE": 0,
            "CPU": int(self.total) + 1,
        }


LIMITS = Limits()
