"""Calls of the system that no notebook needs, and by which two of them could speak: refused by a filter of the kernel.

Kernel keyrings have no namespace, a lock or a watch on a file that both can read is seen by the other; to trace a process
of one's own sandbox is needless. Source: the kernel's Documentation/userspace-api/seccomp_filter.rst.
"""

import errno
import platform
import struct

__all__ = ["REFUSED", "filter_of"]

LOAD, EQUAL, ABOVE, RETURN = 0x20, 0x15, 0x35, 0x06  # the kernel's classic BPF
ALLOW, ERROR = 0x7FFF0000, 0x00050000
NUMBER, MACHINE = 0, 4  # where struct seccomp_data has them
OTHER_ABI = 0x40000000  # of x32, whose calls have numbers above
REFUSED = {
    "x86_64": (0xC000003E, {
        "add_key": 248, "request_key": 249, "keyctl": 250, "flock": 73, "inotify_init": 253, "inotify_add_watch": 254,
        "inotify_init1": 294, "fanotify_init": 300, "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311,
        "kcmp": 312, "perf_event_open": 298, "bpf": 321, "userfaultfd": 323, "io_uring_setup": 425,
    }),
    "aarch64": (0xC00000B7, {
        "add_key": 217, "request_key": 218, "keyctl": 219, "flock": 32, "inotify_init1": 26, "inotify_add_watch": 27,
        "fanotify_init": 262, "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272,
        "perf_event_open": 241, "bpf": 280, "userfaultfd": 282, "io_uring_setup": 425,
    }),
}  # fmt: skip
"""Machine -> (its number in the kernel's audit, name of a call -> its number)."""
NETWORK = {"x86_64": {"socket": 41, "connect": 42}, "aarch64": {"socket": 198, "connect": 203}}
"""Those that lead to others; a pair of sockets leads to oneself."""


def filter_of(machine=None, network=True):
    """The filter's program as bytes, as bubblewrap's `--seccomp` reads it; None for a machine whose numbers are not known.

    Without `network` it refuses sockets, too: for a child that has the network of its host.

    >>> len(filter_of("x86_64")) % 8, filter_of("pdp11")
    (0, None)
    """
    machine = machine or platform.machine()
    if machine not in REFUSED:
        return None
    audit, calls = REFUSED[machine]
    numbers = sorted([*calls.values(), *(() if network else NETWORK[machine].values())])
    refuse = len(numbers) + 1  # how far the last instruction is from the one behind the load of the number
    program = [
        (LOAD, 0, 0, MACHINE),
        (EQUAL, 0, refuse + 2, audit),
        (LOAD, 0, 0, NUMBER),
        (ABOVE, refuse, 0, OTHER_ABI),
    ]
    program += [(EQUAL, refuse - 1 - i, 0, number) for i, number in enumerate(numbers)]
    program += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, ERROR | errno.EPERM)]
    return b"".join(struct.pack("=HBBI", *line) for line in program)
