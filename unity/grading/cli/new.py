"""unity-grade new: the skeleton of an assignment."""

import re

import click

from unity.grading.cli.shared import NEW

__all__ = ["new"]

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@click.command()
@click.argument("assignment", type=NEW)
def new(assignment):
    """Write a small ASSIGNMENT that works, a folder with tests.py and a notebook, to be written over."""
    from unity.grading.notebook.skeleton import skeleton

    name = assignment.resolve().name
    if not NAME.fullmatch(name):
        raise click.ClickException(f"an assignment cannot be called {name!r}: expected letters, digits, dots, - and _")
    if assignment.exists() and any(assignment.iterdir()):
        raise click.ClickException(f"{assignment} is there already, and not empty")
    tests, notebook = skeleton(name)
    assignment.mkdir(parents=True, exist_ok=True)
    for path, text in ((assignment / "tests.py", tests), (assignment / f"{name}.ipynb", notebook)):
        path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
        click.echo(f"{path} written")
    click.echo(f"next: unity-grade release {assignment} --to handout")
