"""What the tests ask of lectures beside equal outputs: pictures are looked at, not compared, and nobody waits for long."""

from collections import Counter

import pytest

MOST_SECONDS = {"a lecture": 20, "all lectures": 240}


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
    """Adds up how long the cells of each lecture run, and fails the run where that is too long."""

    def __init__(self):
        self.by_lecture = Counter()

    def pytest_runtest_logreport(self, report):
        lecture = report.nodeid.partition("::")[0].rpartition("/")[2]
        self.by_lecture[lecture] += report.duration

    def faults(self):
        total = sum(self.by_lecture.values())
        for name, seconds in [
            *self.by_lecture.items(),
            ("all lectures", total),
        ]:
            most = MOST_SECONDS.get(name, MOST_SECONDS["a lecture"])
            if seconds > most:
                yield f"{name}: its cells run for {seconds:.0f} s, expected at most {most} s"

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        if not hasattr(session.config, "workerinput") and any(self.faults()):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        terminalreporter.section("seconds by lecture")
        for name, seconds in sorted(self.by_lecture.items()):
            terminalreporter.line(f"{seconds:6.1f} {name}")
        for fault in self.faults():
            terminalreporter.line(f"TOO LONG {fault}", red=True)
