"""A Python for a student's code: in bubblewrap, without network, with nothing of the host but what Python needs to run.

`limits` are what the code may use, `library` what it may import, `seccomp` which calls of the system it may not make,
`fonts` what is prepared for its plots, and `bubblewrap` starts it. Where a container has no namespaces to give, `other_user` does.
"""

from unity.grading.sandbox.bubblewrap import NoSandbox, Sandbox
from unity.grading.sandbox.library import library
from unity.grading.sandbox.limits import LIMITS, Limits

__all__ = ["LIMITS", "Limits", "NoSandbox", "Sandbox", "library"]
