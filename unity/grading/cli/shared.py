"""What several commands take, and what they look at before they begin."""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

__all__ = [
    "FILE",
    "FOLDER",
    "NEW",
    "OF",
    "ROSTER",
    "RULES",
    "SECRET",
    "UNSAFE",
    "Graded",
    "bundle_of",
    "ending",
    "graded",
    "probe",
    "rules_beside",
]

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(path_type=Path)
SECRET = click.option("--secret", type=FILE, help="A class's own seed, parameters and hidden tests, in YAML.")
UNSAFE = click.option("--unsafe", is_flag=True, help="Without a sandbox. Every result says so.")
RULES = click.option(
    "--rules", type=FILE, help="The class's rules, in YAML (default: ASSIGNMENT.rules.yml beside RESULTS)."
)
ROSTER = click.option("--roster", type=FILE, help="A table (CSV) with the column student: who belongs to the class.")
OF = click.option("--of", help="An assignment's name or a version's hash, where RESULTS hold several.")


@contextlib.contextmanager
def ending(*errors):
    """Errors of these kinds end the command: what they say is said in a sentence."""
    try:
        yield
    except errors as error:
        raise click.ClickException(str(error)) from error


def bundle_of(folder, secret=None):
    """The assignment of a folder, once it is seen that there is one."""
    from unity.grading.grade import Bundle

    with ending(OSError, ValueError):
        bundle = Bundle.read(folder, secret)
        bundle.assignment()
        return bundle


def probe(safe):
    """End the command, with what helps, where there is no sandbox."""
    from unity.grading.sandbox import NoSandbox, Sandbox

    with ending(NoSandbox):
        Sandbox(safe=safe).probe()


def rules_beside(results, assignment):
    """The file of rules that a file of results has beside it."""
    return results.with_name(f"{assignment}.rules.yml")


@dataclass(frozen=True)
class Graded:
    """A file of results and what goes with it: records of one assignment in one version, rules, marks, and what changed."""

    results: Path
    records: Any
    rules: Any
    marks: dict
    changed: list

    @property
    def assignment(self):
        return self.records[0]["assignment"]

    def students(self):
        """Where each student stands; what the rules name that is not there is said."""
        from unity.grading.rules import Standings, strange

        with ending(ValueError):
            found = Standings(self.records, self.rules, self.marks)
            for sentence in strange(found, self.rules):
                click.echo(f"note: {sentence}", err=True)
        return found


def graded(results, rules=None, roster=None, of=None):
    """What a file of results holds, with the rules that are named, or that stand beside it."""
    from unity.grading.marks import beside, read_marks
    from unity.grading.results import changes, of_one, read_results
    from unity.grading.rules import read_rules

    with ending(ValueError):
        everything = read_results(results)
        records = of_one(everything, of)
        if not records:
            raise ValueError(f"{results}: there are no results")
        assignment = records[0]["assignment"]
        if rules is None and rules_beside(results, assignment).is_file():
            rules = rules_beside(results, assignment)
        changed = changes(everything.only(i for i, one in enumerate(everything) if one["assignment"] == assignment))
        return Graded(results, records, read_rules(rules, roster), read_marks(beside(results)), changed)
