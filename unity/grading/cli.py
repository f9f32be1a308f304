"""The command unity-grade: release an assignment, check a notebook, grade a folder, report, export, and see what works."""

import hashlib
import json
import re
import sys
from pathlib import Path

from unity.extras import require

with require("grading"):
    import click
    import nbformat
    from tqdm import tqdm

    from unity.grading.grade import Bundle, Grader
    from unity.grading.many import NoProcesses, Task, append, collect, done, grade_all, probe_processes, student_of
    from unity.grading.notebook import Leak
    from unity.grading.sandbox import Limits, NoSandbox, Sandbox

__all__ = ["main"]

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(path_type=Path)
SECRET = click.option("--secret", type=FILE, help="A class's own seed, parameters and hidden tests, in YAML.")
UNSAFE = click.option("--unsafe", is_flag=True, help="Without a sandbox. Every result says so.")


def _bundle(folder, secret=None):
    try:
        bundle = Bundle.read(folder, secret)
        bundle.assignment()
        return bundle
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error


def _together():
    try:
        probe_processes()
    except NoProcesses as error:
        raise click.ClickException(str(error)) from error


def _probed(safe):
    try:
        Sandbox(safe=safe).probe()
    except NoSandbox as error:
        raise click.ClickException(str(error)) from error


@click.group()
def main():
    """Hand out assignments, grade what comes back in a sandbox, and report."""


@main.command()
@click.argument("assignment", type=FOLDER)
@click.option("--to", "target", type=NEW, default=Path(), help="Where to write (default: here).")
@SECRET
def release(assignment, target, secret):
    """Write the learner's notebook of ASSIGNMENT, without answers, and its visible checks."""
    bundle = _bundle(assignment, secret)
    try:
        notebook, checks = bundle.released()
    except (Leak, ValueError) as error:
        raise click.ClickException(f"not released: {error}") from error
    target.mkdir(parents=True, exist_ok=True)
    for path, text in (
        (target / f"{bundle.name}.ipynb", nbformat.writes(notebook)),
        (target / f"{bundle.name}.checks.json", json.dumps(checks, indent=1)),
    ):
        path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
        click.echo(f"{path} written")


@main.command()
@click.argument("notebook", type=FILE)
@click.option("--assignment", type=FOLDER, required=True)
@SECRET
@UNSAFE
def check(notebook, assignment, secret, unsafe):
    """Grade one NOTEBOOK and say everything, hidden tests too: for the author of an assignment."""
    bundle = _bundle(assignment, secret)
    _probed(not unsafe)
    record = Grader(bundle, safe=not unsafe).grade(notebook.name, notebook.read_bytes())
    click.echo(f"{record['file']}: {record['status']}, {_score(record)} (sandbox: {record['sandbox']})")
    if "why" in record:
        click.echo(record["why"])
    for exercise in record.get("exercises", ()):
        click.echo(f"{exercise['name']}: {exercise['score']:g} of {exercise['points']:g}")
        for test in exercise["tests"]:
            kind = "hidden" if test["hidden"] else "visible"
            click.echo(f"  {'right' if test['right'] else 'wrong'}  {test['name']} ({kind}): {test['says']}")
    for error in record.get("cell_errors", ()):
        click.echo(f"cell {error['cell']}: {error['error']}")
    for flag in record.get("flags", ()):
        click.echo(f"flag: {flag}")
    full = record["status"] == "graded" and record["score"] == record["points"]
    sys.exit(0 if full else 1)


def _score(record):
    return "no score" if record["score"] is None else f"{record['score']:g} of {record['points']:g} points"


@main.command()
@click.argument("folder", type=FOLDER)
@click.option("--assignment", type=FOLDER, required=True, help="The assignment's folder: tests.py and its notebook.")
@click.option("--out", type=NEW, default=Path("results.jsonl"), show_default=True, help="One line a submission.")
@click.option("-j", "jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes of this machine.")
@click.option("--scheduler", help="A Dask scheduler, such as tcp://10.0.0.1:8786, in place of processes.")
@click.option("--resume", is_flag=True, help="Go on where an interrupted run has stopped.")
@click.option(
    "--student", "pattern", help="A regular expression that finds the student in a path (default: folder or file name)."
)
@click.option("--cell-seconds", type=click.FloatRange(0, min_open=True), default=Limits.cell, show_default=True)
@click.option("--call-seconds", type=click.FloatRange(0, min_open=True), default=Limits.call, show_default=True)
@click.option("--total-seconds", type=click.FloatRange(0, min_open=True), default=Limits.total, show_default=True)
@SECRET
@UNSAFE
def grade(
    folder, assignment, out, jobs, scheduler, resume, pattern, cell_seconds, call_seconds, total_seconds, secret, unsafe
):
    """Grade every notebook in FOLDER."""
    try:
        re.compile(pattern or "")
    except re.error as error:
        raise click.UsageError(f"--student: {pattern!r} is no regular expression: {error}") from error
    bundle = _bundle(assignment, secret)
    if scheduler is None:
        _probed(not unsafe)
        if jobs > 1:
            _together()
    if out.exists() and not resume:
        raise click.ClickException(f"{out} is there already: name another with --out, or go on with --resume")
    limits = Limits(cell=cell_seconds, call=call_seconds, total=total_seconds)
    try:
        known = done(out)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    tasks = [
        Task(bundle, student_of(file, pattern), file, content, why, not unsafe, limits)
        for file, content, why in collect(folder)
    ]
    left = [task for task in tasks if _key(task) not in known]
    if not tasks:
        raise click.ClickException(f"{folder} holds no notebook (.ipynb)")
    counts = {}
    for record in tqdm(grade_all(left, jobs=jobs, scheduler=scheduler), total=len(left), unit="notebook", disable=None):
        append(out, record)
        counts[record["status"]] = counts.get(record["status"], 0) + 1
    told = ", ".join(f"{number} {status}" for status, number in sorted(counts.items())) or "nothing left to do"
    skipped = f" ({len(tasks) - len(left)} were there already)" if len(left) < len(tasks) else ""
    click.echo(f"{out}: {told}{skipped}")


def _key(task):
    return task.file, hashlib.sha256(task.content or b"").hexdigest(), task.bundle.hash


@main.command()
@click.argument("results", type=FILE)
@click.option("--to", "target", type=NEW, default=Path("report"), show_default=True)
def report(results, target):
    """Write a page for each student and one for the class from RESULTS."""
    from unity.grading import report as reports

    records = _records(results)
    try:
        pages = reports.write(records, target)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{pages[0]} and {len(pages) - 1} students' pages written")


def _records(path):
    from unity.grading.export import read_results

    try:
        return read_results(path)
    except ValueError as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.argument("results", type=FILE)
@click.option("--to", "system", type=click.Choice(["csv", "gradescope", "canvas", "moodle"]), required=True)
@click.option("--out", type=NEW, required=True, help="A file; for gradescope a folder.")
@click.option("--gradebook", type=FILE, help="What Canvas or Moodle has exported, to be filled in.")
@click.option("--column", help="The head of the column to fill in.")
def export(results, system, out, gradebook, column):
    """Write RESULTS as another system takes them."""
    from unity.grading import export as exports

    records = _records(results)
    if system in ("canvas", "moodle") and gradebook is None:
        raise click.UsageError(f"--gradebook is missing: export the gradebook from {system.capitalize()} first")
    if system == "csv":
        out.write_text(exports.as_csv(records), encoding="utf-8", errors="replace")
        click.echo(f"{out} written")
    elif system == "gradescope":
        _gradescope(exports, records, out)
    else:
        fill = {"canvas": exports.into_canvas, "moodle": exports.into_moodle}[system]
        try:
            text, left = fill(gradebook.read_text(encoding="utf-8-sig"), records, *([column] if column else []))
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        out.write_text(text, encoding="utf-8")
        click.echo(f"{out} written")
        if left:
            raise click.ClickException(f"the gradebook has no row for: {', '.join(left)}")


def _gradescope(exports, records, out):
    from unity.grading.report import file_of

    out.mkdir(parents=True, exist_ok=True)
    left = []
    for student, record in exports.best(records).items():
        if record["status"] != "graded":
            left.append(f"{student} ({record['status']})")
            continue
        place = out / file_of(student).removesuffix(".html")
        place.mkdir(exist_ok=True)
        (place / "results.json").write_text(json.dumps(exports.gradescope(record), indent=1), encoding="utf-8")
    click.echo(f"{out}: {len(exports.best(records)) - len(left)} results.json written")
    if left:
        raise click.ClickException(f"without a score, and so without a file: {', '.join(left)}")


@main.command()
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
    for module, what in (("distributed", "--scheduler"), ("jinja2", "report"), ("matplotlib", "the report's plot")):
        there = find_spec(module) is not None
        click.echo(f"{what}: {'works' if there else f'needs the package {module}'}")
    sys.exit(0 if works else 1)


if __name__ == "__main__":
    main()
