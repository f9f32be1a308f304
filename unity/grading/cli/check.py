"""unity-grade check: one notebook, and everything that there is to say of it."""

import sys

import click

from unity.grading.cli.shared import FILE, FOLDER, SECRET, UNSAFE, bundle_of, probe
from unity.grading.grade import Grader

__all__ = ["check"]


@click.command()
@click.argument("notebook", type=FILE)
@click.option("--assignment", type=FOLDER, required=True)
@SECRET
@UNSAFE
def check(notebook, assignment, secret, unsafe):
    """Grade one NOTEBOOK and say everything, hidden tests too: for the author of an assignment."""
    bundle = bundle_of(assignment, secret)
    probe(not unsafe)
    record = Grader(bundle, safe=not unsafe).grade(notebook.name, notebook.read_bytes())
    click.echo(f"{record['file']}: {record['status']}, {_score(record)} (sandbox: {record['sandbox']})")
    if "why" in record:
        click.echo(record["why"])
    for exercise in record.get("exercises", ()):
        if exercise.get("awaits"):
            click.echo(f"{exercise['name']}: a person marks it, {exercise['points']:g} points")
            continue
        click.echo(f"{exercise['name']}: {exercise['score']:g} of {exercise['points']:g}")
        for test in exercise["tests"]:
            kind = "hidden" if test["hidden"] else "visible"
            click.echo(f"  {'right' if test['right'] else 'wrong'}  {test['name']} ({kind}): {test['says']}")
    for error in record.get("cell_errors", ()):
        click.echo(f"cell {error['cell']}: {error['error']}")
    for flag in record.get("flags", ()):
        click.echo(f"flag: {flag}")
    by_program = [exercise for exercise in record.get("exercises", ()) if not exercise.get("awaits")]
    full = record["status"] == "graded" and all(e["score"] == e["points"] for e in by_program)
    sys.exit(0 if full else 1)


def _score(record):
    """What a program has given, of what it can give; a person's points are not missing, they are to come."""
    if record["score"] is None:
        return "no score"
    later = sum(exercise["points"] for exercise in record["exercises"] if exercise.get("awaits"))
    told = f"{record['score']:g} of {record['points'] - later:g} points"
    return f"{told}, and {later:g} for a person to give" if later else told
