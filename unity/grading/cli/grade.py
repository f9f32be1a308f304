"""unity-grade grade: every file of a folder, a record each."""

import re
from pathlib import Path

import click

from unity.grading.cli.shared import FOLDER, NEW, SECRET, UNSAFE, bundle_of, ending, probe
from unity.grading.sandbox import Limits

__all__ = ["grade"]

MOST_TOLD = 20


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--assignment", type=FOLDER, required=True, help="The assignment's folder: tests.py and its notebook.")
@click.option("--out", type=NEW, default=Path("results.jsonl"), show_default=True, help="One line a submission.")
@click.option("-j", "jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes of this machine.")
@click.option("--scheduler", help="A Dask scheduler, such as tcp://10.0.0.1:8786, in place of processes.")
@click.option("--resume", is_flag=True, help="Go on in a file of results: grade what is new, changed or was ended.")
@click.option(
    "--student",
    "pattern",
    help="A regular expression that finds the student in a path, or the word canvas (default: folder or file name).",
)
@click.option("--cell-seconds", type=click.FloatRange(0, min_open=True), default=Limits.cell, show_default=True)
@click.option("--call-seconds", type=click.FloatRange(0, min_open=True), default=Limits.call, show_default=True)
@click.option("--total-seconds", type=click.FloatRange(0, min_open=True), default=Limits.total, show_default=True)
@SECRET
@UNSAFE
def grade(
    folder, assignment, out, jobs, scheduler, resume, pattern, cell_seconds, call_seconds, total_seconds, secret, unsafe
):
    """Grade every notebook in FOLDER; each other file is listed as left out, with the reason."""
    from unity.grading import many
    from unity.grading.results import changes, done, read_results

    try:
        re.compile(pattern or "")
    except re.error as error:
        raise click.UsageError(f"--student: {pattern!r} is no regular expression: {error}") from error
    bundle = bundle_of(assignment, secret)
    if scheduler is None:
        probe(not unsafe)
        if jobs > 1:
            with ending(many.NoProcesses):
                many.probe_processes()
    if out.exists() and not resume:
        raise click.ClickException(f"{out} is there already: name another with --out, or go on with --resume")
    limits = Limits(cell=cell_seconds, call=call_seconds, total=total_seconds)
    with ending(ValueError):
        known = done(out, bundle.name, {"cell": cell_seconds, "call": call_seconds, "total": total_seconds})
    found = [entry for entry in many.collect(folder) if not many.is_ours(entry.path, out)]
    notebooks = [entry for entry in found if not entry.left_out]
    left_out = [entry for entry in found if entry.left_out]
    if not notebooks:
        raise click.ClickException(f"{folder} holds no notebook (.ipynb){_list(left_out)}")
    tasks = [
        many.Task(
            bundle,
            many.student_of(e.file, pattern),
            e.file,
            safe=not unsafe,
            limits=limits,
            path=e.path,
            submitted=e.submitted,
        )
        for e in notebooks
        if not known or (many.student_of(e.file, pattern), e.file, many.hash_of(e.path), bundle.hash) not in known
    ]
    for entry in left_out:
        student = many.student_of(entry.file, pattern)
        if (student, entry.file, many.EMPTY, bundle.hash) not in known:
            many.leave_out(out, bundle, student, entry)
    counts = many.graded(tasks, out, jobs=jobs, scheduler=scheduler)
    told = ", ".join(f"{number} {status}" for status, number in sorted(counts.items())) or "nothing left to do"
    skipped = f" ({len(notebooks) - len(tasks)} were there already)" if len(tasks) < len(notebooks) else ""
    click.echo(f"{out}: {told}{skipped}{_list(left_out)}")
    files = {task.file for task in tasks}
    for change in [c for c in changes(read_results(out)) if c.file in files] if known else ():
        click.echo(f"changed: {change}")


def _list(left_out):
    if not left_out:
        return ""
    lines = [f"  {entry.file}: {entry.left_out}" for entry in left_out[:MOST_TOLD]]
    more = [f"  and {len(left_out) - MOST_TOLD} more"] if len(left_out) > MOST_TOLD else []
    return "\n".join([f"\n{len(left_out)} left out:", *lines, *more])
