"""unity-grade export: marks as tables and gradebooks take them."""

import json

import click

from unity.grading.cli.shared import FILE, NEW, OF, ROSTER, RULES, ending, graded

__all__ = ["export"]


@click.command()
@click.argument("results", type=FILE)
@click.option("--to", "system", type=click.Choice(["csv", "gradescope", "canvas", "moodle"]), required=True)
@click.option("--out", type=NEW, help="A file; for gradescope a folder.")
@click.option("--gradebook", type=FILE, help="What Canvas or Moodle has exported, to be filled in.")
@click.option("--column", help="The head of the column to fill in.")
@click.option("--key", help="The head of the column by which students are found.")
@click.option("--points", type=click.FloatRange(0, min_open=True), help="What a full score gives in the gradebook.")
@click.option("--dry-run", is_flag=True, help="Say what would change in the gradebook, and write nothing.")
@RULES
@ROSTER
@OF
def export(results, system, out, gradebook, column, key, points, dry_run, rules, roster, of):
    """Write where the students of RESULTS stand as another system takes it."""
    if system in ("canvas", "moodle") and gradebook is None:
        raise click.UsageError(f"--gradebook is missing: export the gradebook from {system.capitalize()} first")
    if out is None and not dry_run:
        raise click.UsageError("--out is missing: where to write")
    students = graded(results, rules, roster, of).students()
    if system == "csv":
        from unity.grading.export import as_csv

        out.write_text(as_csv(students), encoding="utf-8", errors="replace")
        click.echo(f"{out} written")
    elif system == "gradescope":
        _gradescope(students, out)
    else:
        from unity.grading import gradebook as gradebooks

        fill = {"canvas": gradebooks.into_canvas, "moodle": gradebooks.into_moodle}[system]
        with ending(ValueError):
            found = fill(gradebook.read_bytes(), students, column=column, key=key, points=points)
        _tell(found, dry_run)
        if not dry_run:
            out.write_bytes(found.content)
            click.echo(f"{out} written")
        if found.left:
            raise click.ClickException(f"the gradebook has no row for: {', '.join(found.left)}")


def _tell(found, whole):
    """Say what changes in a gradebook; of what is new only how much, unless all is asked for."""
    click.echo(f"{len(found.new)} new, {len(found.changed)} changed, {len(found.same)} as before")
    if whole:
        for student, score in found.new.items():
            click.echo(f"  new: {student} {score}")
    for student, (old, score) in found.changed.items():
        click.echo(f"  changed: {student} {old} -> {score}")
    for student, old in found.kept.items():
        click.echo(f"  kept: {student} is excused ({old})")
    for student, why in found.waiting.items():
        click.echo(f"  left as it is: {student}, {why}")


def _gradescope(students, out):
    from unity.grading.export import gradescope
    from unity.grading.report import file_of

    out.mkdir(parents=True, exist_ok=True)
    left = []
    for record in students:
        try:
            result = gradescope(record)
        except ValueError as error:
            left.append(f"{record['student']} ({error})")
            continue
        place = out / file_of(record["student"]).removesuffix(".html")
        place.mkdir(exist_ok=True)
        (place / "results.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    click.echo(f"{out}: {len(students) - len(left)} results.json written")
    if left:
        raise click.ClickException(f"without a score, and so without a file: {', '.join(left)}")
