"""unity-grade doctor: what works on this machine."""

import sys

import click

from unity.grading.bounds import groups
from unity.grading.sandbox import NoSandbox, Sandbox

__all__ = ["doctor"]

WATCHED = (
    "works (a watching parent, which adds up ten times a second what all processes of a notebook have of the memory and the "
    "processor; the kernel would do so at once). No control groups: "
)


@click.command()
def doctor():
    """Say what works on this machine, and what to do about the rest."""
    from importlib.util import find_spec

    try:
        Sandbox().probe()
        click.echo("sandbox: works (bubblewrap)")
        works = True
    except NoSandbox as error:
        click.echo(f"sandbox: DOES NOT WORK. {error}")
        works = False
    _, why = groups(Sandbox.kernel)
    click.echo(f"bounds: {'works (control groups)' if not why else WATCHED + why}")
    for module, what in (("distributed", "--scheduler"), ("jinja2", "report")):
        there = find_spec(module) is not None
        click.echo(f"{what}: {'works' if there else f'needs the package {module}'}")
    sys.exit(0 if works else 1)
