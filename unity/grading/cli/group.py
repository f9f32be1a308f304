"""The command unity-grade, of which all others are a part: each is imported when it is called."""

import importlib

import click

__all__ = ["COMMANDS", "main"]

COMMANDS = {
    "release": "The learner's notebook and its visible checks.",
    "check": "One notebook, and everything that there is to say of it.",
    "grade": "Every file of a folder, a record each.",
    "mark": "Mark written answers, and comment, in a page of this machine.",
    "amend": "Points given by hand, with the reason.",
    "report": "Pages for the students and for the class.",
    "export": "Marks as tables and gradebooks take them.",
    "doctor": "What works on this machine.",
}


class Late(click.Group):
    """A group whose commands are imported when they are called: a word of help costs no more than that."""

    def list_commands(self, context):
        return list(COMMANDS)

    def get_command(self, context, name):
        if name not in COMMANDS:
            return None
        own = name.replace("-", "_")
        return getattr(importlib.import_module(f"unity.grading.cli.{own}"), own)

    def format_commands(self, context, formatter):
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Late)
def main():
    """Hand out assignments, grade what comes back in a sandbox, and report."""
