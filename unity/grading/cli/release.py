"""unity-grade release: the learner's notebook and its visible checks, or the notebook with the solutions for later."""

import json
from pathlib import Path

import click

from unity.grading.cli.shared import FOLDER, NEW, SECRET, bundle_of, ending
from unity.grading.notebook import Leak
from unity.grading.visible import SUFFIX, meets

__all__ = ["release"]


@click.command()
@click.argument("assignment", type=FOLDER)
@click.option("--to", "target", type=NEW, default=Path(), help="Where to write (default: here).")
@click.option("--solutions", is_flag=True, help="Write the notebook with its solutions instead, to hand out later.")
@SECRET
def release(assignment, target, solutions, secret):
    """Write the learner's notebook of ASSIGNMENT, without answers, and its visible checks.

    It is tried first, as a class will try it: your own notebook has to have full marks, and what is handed out none.
    """
    from unity.grading.notebook import with_solutions
    from unity.grading.notebook.loading import nbformat

    bundle = bundle_of(assignment, secret)
    notebook, checks = _tried(bundle)
    written = [
        (f"{bundle.name}.ipynb", nbformat().writes(notebook)),
        (f"{bundle.name}{SUFFIX}", json.dumps(checks, indent=1)),
    ]
    if solutions:
        notebook = with_solutions(nbformat().reads(bundle.notebook.decode("utf-8"), as_version=4))
        written = [(f"{bundle.name}-solutions.ipynb", nbformat().writes(notebook))]
    else:
        with ending(ValueError):
            meets(checks, target)
    files = [(name, text.rstrip("\n").encode() + b"\n") for name, text in written]
    for name, content in (*files, *(() if solutions else bundle.files)):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        click.echo(f"{path} written")


def _tried(bundle):
    """The learner's notebook and its checks; the command ends where they are not fit to be handed out."""
    from unity.grading.grade.rehearsal import rehearsed
    from unity.grading.sandbox import NoSandbox, Sandbox

    try:
        Sandbox().probe()
        safe = True
    except NoSandbox:
        safe = False
        click.echo("note: no sandbox here: your own notebook was tried without one, forbidden names in reach", err=True)
    try:
        return rehearsed(bundle, safe=safe)
    except (Leak, ValueError) as error:
        raise click.ClickException(f"not released: {error}") from error
