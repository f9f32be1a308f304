"""What is waited for: all of it in a log, one line that moves on a terminal, and complaints in both."""

import io
import sys

import pytest

from scripts.progress import run

PROGRAM = """
import sys
print("loading everything", flush=True)
print("lectures [1 of 2] one", flush=True)
print("reading sources... [ 50%] \\x1b[35mbook/welcome\\x1b[0m", flush=True)
print("WARNING: a word is missing", file=sys.stderr)
print("[IPKernelApp] WARNING | Kernel is running over TCP without encryption.", file=sys.stderr)
sys.exit(int(sys.argv[1]))
"""


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize("out", [io.StringIO, Terminal])
@pytest.mark.parametrize("code", [0, 3])
def test_complaints_are_told_and_given_back(monkeypatch, tmp_path, out, code):
    monkeypatch.setattr(sys, "stdout", out())
    passed, complaints = run([sys.executable, "-c", PROGRAM, str(code)], tmp_path)
    assert passed == (code == 0)
    assert complaints == "WARNING: a word is missing\n"
    assert complaints in sys.stdout.getvalue()
    assert "Kernel is running" not in sys.stdout.getvalue()


def test_a_log_has_every_line(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    run([sys.executable, "-c", PROGRAM, "0"], tmp_path)
    lines = sys.stdout.getvalue().splitlines()
    assert {"loading everything", "lectures [1 of 2] one", "reading sources... [ 50%] book/welcome"} <= set(lines)


def test_a_terminal_has_one_line_that_moves(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "stdout", Terminal())
    run([sys.executable, "-c", PROGRAM, "0"], tmp_path)
    said = sys.stdout.getvalue()
    assert "loading everything" not in said
    assert "lectures: 1 of 2 |" in said
    assert "reading sources: 50 of 100 |" in said
    assert "book/welcome" in said
    assert said.endswith("\r"), "the line is wiped away"
