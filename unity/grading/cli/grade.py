"""unity-grade grade: every notebook of a folder, a record each."""

import hashlib
import re
from pathlib import Path

import click
from tqdm import tqdm

from unity.grading.cli.shared import FOLDER, NEW, SECRET, UNSAFE, bundle_of, ending, probe
from unity.grading.many import NoProcesses, Task, collect, grade_all, probe_processes, student_of
from unity.grading.results import append, done
from unity.grading.sandbox import Limits

__all__ = ["grade"]


@click.command()
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
    bundle = bundle_of(assignment, secret)
    if scheduler is None:
        probe(not unsafe)
        if jobs > 1:
            with ending(NoProcesses):
                probe_processes()
    if out.exists() and not resume:
        raise click.ClickException(f"{out} is there already: name another with --out, or go on with --resume")
    limits = Limits(cell=cell_seconds, call=call_seconds, total=total_seconds)
    with ending(ValueError):
        known = done(out)
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
