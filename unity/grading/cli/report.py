"""unity-grade report: pages for the students and for the class."""

from pathlib import Path

import click

from unity.grading.cli.shared import FILE, FOLDER, NEW, OF, ROSTER, RULES, SECRET, bundle_of, ending, graded

__all__ = ["report"]


@click.command()
@click.argument("results", type=FILE)
@click.option("--to", "target", type=NEW, default=Path("report"), show_default=True)
@click.option("--assignment", type=FOLDER, help="Its folder: then there is a page of the tests with their cases, too.")
@SECRET
@RULES
@ROSTER
@OF
def report(results, target, assignment, secret, rules, roster, of):
    """Write a page for each student and pages for the instructor from RESULTS."""
    from unity.grading import report as reports

    found = graded(results, rules, roster, of)
    students = found.students()
    asked = bundle_of(assignment, secret).assignment() if assignment is not None else None
    with ending(ValueError):
        page = reports.write(
            students, target, records=found.records, changed=found.changed, results=results, assignment=asked
        )
    click.echo(f"{page} and {len(students)} students' pages written")
