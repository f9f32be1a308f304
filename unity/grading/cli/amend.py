"""unity-grade amend: points given by hand, with the reason."""

from dataclasses import replace

import click

from unity.grading.cli.shared import FILE, NEW, OF, ending, graded, rules_beside

__all__ = ["amend"]


@click.command()
@click.argument("results", type=FILE)
@click.option("--student", required=True)
@click.option("--question", help="A question; without it the amendment is of all of the student's work.")
@click.option("--points", type=float, help="What counts instead of what was there.")
@click.option("--add", type=float, help="What comes to it, or goes.")
@click.option("--reason", required=True, help="Why; the student sees it.")
@click.option("--rules", type=NEW, help="Where to write it (default: ASSIGNMENT.rules.yml beside RESULTS).")
@OF
def amend(results, student, question, points, add, reason, rules, of):
    """Give points by hand: an amendment in the class's rules, which report and export apply."""
    from unity.grading.rules import Amendment, amend

    given = rules if rules is not None and rules.is_file() else None
    found = graded(results, given, None, of)
    with ending(ValueError):
        amendment = Amendment(student, reason, question, points, add)
        amended = replace(found, rules=replace(found.rules, amendments=(*found.rules.amendments, amendment)))
        after = next(record for record in amended.students() if record["student"] == student)
        path = rules or rules_beside(results, found.assignment)
        amend(path, amendment)
    click.echo(f"{path}: {student} has now {after['score']:g} points; {after['notes'][-1]}")
