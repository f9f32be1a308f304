"""What the tests ask of lectures beside equal outputs: pictures are looked at, not compared, and slow ones are named."""

from collections import Counter


def pytest_configure(config):
    config.pluginmanager.register(Seconds())


def pytest_collection_modifyitems(items):
    for item in items:
        if hasattr(item.parent, "skip_compare"):
            item.parent.skip_compare = (
                *item.parent.skip_compare,
                "image/svg+xml",
            )


class Seconds:
    """Adds up how long the cells of each lecture run on the clock.

    That is for information: a busy machine is no fault of a lecture.
    `make audit` counts the processor's seconds, and fails.
    """

    def __init__(self):
        self.by_lecture = Counter()

    def pytest_runtest_logreport(self, report):
        lecture = report.nodeid.partition("::")[0].rpartition("/")[2]
        self.by_lecture[lecture] += report.duration

    def pytest_terminal_summary(self, terminalreporter):
        terminalreporter.section("seconds on the clock by lecture")
        for name, seconds in sorted(self.by_lecture.items()):
            slow = "  slow here: see make audit" if seconds > 20 else ""
            terminalreporter.line(f"{seconds:6.1f} {name}{slow}")
