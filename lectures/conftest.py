"""What the tests ask of lectures beside equal outputs: pictures are looked at, not compared, and slow ones are named.

With --as-in-the-book the lectures run as the book runs them, side by side, and nbval compares what they put out: one
execution serves the test and the pages. A lecture that fails so is run by nbval itself, which names the cell.
"""

from collections import Counter, deque

import pytest

SECONDS = Counter()  # on the clock, by lecture
NO_DIGIT = {
    r"-(?=0\.0*(?!\d))": "",
    r"[ ]+": " ",
    r"(?<=[\[(]) ": "",
}
"""What says nothing of a number: the sign of a zero, which the last digits decide, and the blanks that it costs in a row."""


def pytest_addoption(parser):
    parser.addoption(
        "--as-in-the-book",
        action="store_true",
        help="run lectures as the book does, and keep that for it",
    )


def pytest_configure(config):
    config.pluginmanager.register(Seconds())
    if config.getoption("--as-in-the-book"):
        from scripts import build

        build.run_lectures(anew=True)


def pytest_collection_modifyitems(config, items):
    for notebook in {
        item.parent for item in items if hasattr(item.parent, "skip_compare")
    }:
        notebook.skip_compare = (*notebook.skip_compare, "image/svg+xml")
        notebook.sanitize_patterns |= NO_DIGIT
        if config.getoption("--as-in-the-book"):
            from scripts.executed import executed

            if found := executed(notebook.path):
                lecture, SECONDS[notebook.path.name] = found
                notebook.setup = Replay(notebook, lecture).start


class Replay:
    """Stands in for the kernel that nbval would start: it says what the lecture's own kernel has said."""

    def __init__(self, notebook, executed):
        self.notebook, self.messages = notebook, deque()
        self.cells = (
            cell for cell in executed.cells if cell.cell_type == "code"
        )

    def start(self):
        self.notebook.kernel = self

    def is_alive(self):
        return True

    def execute_cell_input(self, source, **_):
        """What nbval asks a kernel to run has run, with this source: the cells come in their order."""
        cell = next(
            (cell for cell in self.cells if cell.source == source), None
        )
        if cell is None:
            pytest.fail(
                f"the book has not run this cell, or not in its turn: {source}"
            )
        outputs = [(output.output_type, output) for output in cell.outputs]
        for kind, content in [
            *outputs,
            ("status", {"execution_state": "idle"}),
        ]:
            self.messages.append(
                {
                    "msg_type": kind,
                    "content": content,
                    "parent_header": {"msg_id": "said"},
                }
            )
        return "said"

    def await_reply(self, *_, **__):
        pass

    await_idle = stop = await_reply

    def get_message(self, *_, **__):
        return self.messages.popleft()


class Seconds:
    """Says how long each lecture ran on the clock.

    That is for information: a busy machine is no fault of a lecture.
    `make audit` counts the processor's seconds, and fails.
    """

    def pytest_runtest_logreport(self, report):
        lecture = report.nodeid.partition("::")[0].rpartition("/")[2]
        SECONDS[lecture] += report.duration

    def pytest_terminal_summary(self, terminalreporter):
        terminalreporter.section("seconds on the clock by lecture")
        for name, seconds in sorted(SECONDS.items()):
            slow = "  slow here: see make audit" if seconds > 20 else ""
            terminalreporter.line(f"{seconds:6.1f} {name}{slow}")
