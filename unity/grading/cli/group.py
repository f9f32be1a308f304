"""The command unity-grade, of which all others are a part: each is imported when it is called."""

import importlib

import click

__all__ = ["COMMANDS", "main"]

COMMANDS = {
    "new": "Write a small ASSIGNMENT that works, a folder with tests.py and a notebook, to be written over.",
    "import-nbgrader": "Turn an author's NOTEBOOK for nbgrader into an assignment, and say what could not be translated.",
    "release": "Write the learner's notebook of ASSIGNMENT, without answers, and its visible checks.",
    "check": "Grade one NOTEBOOK and say everything, hidden tests too: for the author of an assignment.",
    "grade": "Grade every notebook in FOLDER; each other file is listed as left out, with the reason.",
    "mark": "Mark the written answers of RESULTS, and comment on answers, in a page that only this machine can open.",
    "amend": "Give points by hand: an amendment in the class's rules, which report and export apply.",
    "report": "Write a page for each student and pages for the instructor from RESULTS.",
    "export": "Write where the students of RESULTS stand as another system takes it.",
    "autograder": "Write the zip of ASSIGNMENT that Gradescope's autograder takes: it needs no network to be installed from.",
    "doctor": "Say what works on this machine, and what to do about the rest.",
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
