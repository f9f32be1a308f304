"""unity-grade autograder: the zip of an assignment for Gradescope."""

from pathlib import Path

import click

from unity.grading.cli.shared import FOLDER, NEW, SECRET, bundle_of, ending

__all__ = ["autograder"]


@click.command()
@click.argument("assignment", type=FOLDER)
@click.option("--wheels", type=FOLDER, required=True, help="What pip wheel 'harmony-in-complexity[grading]' has made.")
@click.option("--out", type=NEW, default=Path("autograder.zip"), show_default=True)
@SECRET
def autograder(assignment, wheels, out, secret):
    """Write the zip of ASSIGNMENT that Gradescope's autograder takes: it needs no network to be installed from."""
    from unity.grading.autograder.packing import packed

    bundle = bundle_of(assignment, secret)
    with ending(ValueError):
        version = packed(bundle, wheels, out)
    click.echo(f"{out} written, {out.stat().st_size / 2**20:.0f} MB, for Python {version}: upload it as the autograder")
