"""unity-grade report: pages for the students and for the class."""

from pathlib import Path

import click

from unity.grading.cli.shared import FILE, NEW, ending, records_of

__all__ = ["report"]


@click.command()
@click.argument("results", type=FILE)
@click.option("--to", "target", type=NEW, default=Path("report"), show_default=True)
def report(results, target):
    """Write a page for each student and one for the class from RESULTS."""
    from unity.grading import report as reports

    records = records_of(results)
    with ending(ValueError):
        pages = reports.write(records, target)
    click.echo(f"{pages[0]} and {len(pages) - 1} students' pages written")
