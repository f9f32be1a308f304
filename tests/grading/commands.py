"""The command unity-grade, as a test calls it."""

from click.testing import CliRunner

from unity.grading.cli import main


def run(*arguments):
    """What a command of unity-grade says, and how it ends."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])
