"""What several commands take, and what they look at before they begin."""

import contextlib
from pathlib import Path

import click

from unity.grading.grade import Bundle
from unity.grading.results import read_results
from unity.grading.sandbox import NoSandbox, Sandbox

__all__ = ["FILE", "FOLDER", "NEW", "SECRET", "UNSAFE", "bundle_of", "ending", "probe", "records_of"]

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(path_type=Path)
SECRET = click.option("--secret", type=FILE, help="A class's own seed, parameters and hidden tests, in YAML.")
UNSAFE = click.option("--unsafe", is_flag=True, help="Without a sandbox. Every result says so.")


@contextlib.contextmanager
def ending(*errors):
    """Errors of these kinds end the command: what they say is said in a sentence."""
    try:
        yield
    except errors as error:
        raise click.ClickException(str(error)) from error


def bundle_of(folder, secret=None):
    """The assignment of a folder, once it is seen that there is one."""
    with ending(OSError, ValueError):
        bundle = Bundle.read(folder, secret)
        bundle.assignment()
        return bundle


def probe(safe):
    """End the command, with what helps, where there is no sandbox."""
    with ending(NoSandbox):
        Sandbox(safe=safe).probe()


def records_of(path):
    """The records of a results file."""
    with ending(ValueError):
        return read_results(path)
