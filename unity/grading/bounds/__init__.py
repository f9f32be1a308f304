"""What holds a whole notebook, with all processes that it starts, within its limits.

`control_groups` are the kernel's own (cgroup v2), where it gives some; elsewhere the grader has `watched`, and adds up itself.
"""

from unity.grading.bounds.control_groups import Group, Kernel, NoGroups, groups, home
from unity.grading.bounds.watched import Watched

__all__ = ["Group", "Kernel", "NoGroups", "Watched", "groups", "home"]
