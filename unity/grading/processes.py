"""What a process and all that it has started use of the machine, as the system's own files say."""

import contextlib
import os
from pathlib import Path

__all__ = ["memory", "processor_time", "tree"]

PAGE, TICKS = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")


def tree(pid):
    """A process, and all that descend from it and are still there."""
    found, left = [], [pid]
    while left:
        pid = left.pop()
        with contextlib.suppress(OSError, ValueError):
            threads = os.listdir(f"/proc/{pid}/task")
            found.append(pid)
            for thread in threads:
                left += map(int, Path(f"/proc/{pid}/task/{thread}/children").read_text().split())
    return found


def processor_time(processes):
    """Seconds that the processor has given to processes, and to those that they have waited for."""
    total = 0
    for process in processes:
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15]))  # its own, and that of its children that have ended
    return total / TICKS


def memory(processes, enough):
    """Bytes of memory of processes; pages that they share count once, where that matters.

    `enough` is the number up to which it does not matter.
    """
    total = sum(map(_resident, processes))
    return total if total <= enough else sum(map(_share, processes))


def _resident(pid):
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    return 0


def _share(pid):
    """A process's share of the pages that it has: a page that four have counts for a quarter."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return _resident(pid)
