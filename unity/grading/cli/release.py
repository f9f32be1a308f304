"""unity-grade release: the learner's notebook and its visible checks."""

import json
from pathlib import Path

import click

from unity.grading.cli.shared import FOLDER, NEW, SECRET, bundle_of
from unity.grading.notebook import Leak
from unity.grading.visible import SUFFIX

__all__ = ["release"]


@click.command()
@click.argument("assignment", type=FOLDER)
@click.option("--to", "target", type=NEW, default=Path(), help="Where to write (default: here).")
@SECRET
def release(assignment, target, secret):
    """Write the learner's notebook of ASSIGNMENT, without answers, and its visible checks."""
    import nbformat

    bundle = bundle_of(assignment, secret)
    try:
        notebook, checks = bundle.released()
    except (Leak, ValueError) as error:
        raise click.ClickException(f"not released: {error}") from error
    target.mkdir(parents=True, exist_ok=True)
    for path, text in (
        (target / f"{bundle.name}.ipynb", nbformat.writes(notebook)),
        (target / f"{bundle.name}{SUFFIX}", json.dumps(checks, indent=1)),
    ):
        path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
        click.echo(f"{path} written")
    for name, content in bundle.files:
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        click.echo(f"{path} written")
