"""unity-grade report: pages for the students and for the class."""

from pathlib import Path

import click

from unity.grading.cli.shared import FILE, NEW, OF, ROSTER, RULES, graded

__all__ = ["report"]


@click.command()
@click.argument("results", type=FILE)
@click.option("--to", "target", type=NEW, default=Path("report"), show_default=True)
@RULES
@ROSTER
@OF
def report(results, target, rules, roster, of):
    """Write a page for each student and pages for the instructor from RESULTS."""
    from unity.grading import report as reports

    found = graded(results, rules, roster, of)
    students = found.students()
    page = reports.write(students, target, records=found.records, changed=found.changed, results=results)
    click.echo(f"{page} and {len(students)} students' pages written")
