"""unity-grade export: results as other systems take them."""

import json

import click

from unity.grading.cli.shared import FILE, NEW, ending, records_of
from unity.grading.results import best

__all__ = ["export"]


@click.command()
@click.argument("results", type=FILE)
@click.option("--to", "system", type=click.Choice(["csv", "gradescope", "canvas", "moodle"]), required=True)
@click.option("--out", type=NEW, required=True, help="A file; for gradescope a folder.")
@click.option("--gradebook", type=FILE, help="What Canvas or Moodle has exported, to be filled in.")
@click.option("--column", help="The head of the column to fill in.")
def export(results, system, out, gradebook, column):
    """Write RESULTS as another system takes them."""
    from unity.grading import export as exports

    records = records_of(results)
    if system in ("canvas", "moodle") and gradebook is None:
        raise click.UsageError(f"--gradebook is missing: export the gradebook from {system.capitalize()} first")
    if system == "csv":
        out.write_text(exports.as_csv(records), encoding="utf-8", errors="replace")
        click.echo(f"{out} written")
    elif system == "gradescope":
        _gradescope(exports, records, out)
    else:
        fill = {"canvas": exports.into_canvas, "moodle": exports.into_moodle}[system]
        with ending(ValueError):
            text, left = fill(gradebook.read_text(encoding="utf-8-sig"), records, *([column] if column else []))
        out.write_text(text, encoding="utf-8")
        click.echo(f"{out} written")
        if left:
            raise click.ClickException(f"the gradebook has no row for: {', '.join(left)}")


def _gradescope(exports, records, out):
    from unity.grading.report import file_of

    out.mkdir(parents=True, exist_ok=True)
    left = []
    for student, record in best(records).items():
        if record["status"] != "graded":
            left.append(f"{student} ({record['status']})")
            continue
        place = out / file_of(student).removesuffix(".html")
        place.mkdir(exist_ok=True)
        (place / "results.json").write_text(json.dumps(exports.gradescope(record), indent=1), encoding="utf-8")
    click.echo(f"{out}: {len(best(records)) - len(left)} results.json written")
    if left:
        raise click.ClickException(f"without a score, and so without a file: {', '.join(left)}")
