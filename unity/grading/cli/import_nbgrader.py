"""unity-grade import-nbgrader: an author's notebook for nbgrader becomes an assignment."""

import click

from unity.grading.cli.shared import FILE, NEW, ending

__all__ = ["import_nbgrader"]


@click.command(name="import-nbgrader")
@click.argument("notebook", type=FILE)
@click.option("--to", "assignment", type=NEW, required=True, help="The folder of the assignment, which is made.")
def import_nbgrader(notebook, assignment):
    """Turn an author's NOTEBOOK for nbgrader into an assignment, and say what could not be translated."""
    from unity.grading.nbgrader import translated
    from unity.grading.notebook.loading import nbformat

    if assignment.exists() and any(assignment.iterdir()):
        raise click.ClickException(f"{assignment} is there already, and not empty")
    name = assignment.resolve().name
    with ending(ValueError, SyntaxError):
        found = translated(nbformat().read(notebook, as_version=4), name)
    assignment.mkdir(parents=True, exist_ok=True)
    for path, text in (
        (assignment / "tests.py", found.tests),
        (assignment / f"{name}.ipynb", nbformat().writes(found.notebook)),
    ):
        path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
        click.echo(f"{path} written")
    for sentence in found.left:
        click.echo(f"not translated: {sentence}")
    click.echo(f"next: read {assignment / 'tests.py'}, then unity-grade release {assignment} --to handout")
