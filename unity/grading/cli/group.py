"""The command unity-grade, of which all others are a part."""

import click

from unity.grading.cli.check import check
from unity.grading.cli.doctor import doctor
from unity.grading.cli.export import export
from unity.grading.cli.grade import grade
from unity.grading.cli.release import release
from unity.grading.cli.report import report

__all__ = ["main"]


@click.group(commands=[release, check, grade, report, export, doctor])
def main():
    """Hand out assignments, grade what comes back in a sandbox, and report."""
