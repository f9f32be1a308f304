"""The commands of unity-grade: a folder is graded, and what cannot be is said in a sentence."""

import json
import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest
from commands import run
from sample import FULL, SUBMISSIONS, author, scale, with_cells, write_assignment, written

from unity.grading import report
from unity.grading.cli.group import COMMANDS
from unity.grading.rules import standings

NAMES = ("right", "known mistake", "truncated", "raises")


@pytest.fixture
def handed_in(tmp_path):
    place = tmp_path / "handed in"
    place.mkdir()
    for name in NAMES:
        (place / f"{name}.ipynb").write_bytes(SUBMISSIONS[name][0])
    return place


def lines(path):
    return [json.loads(text) for text in Path(path).read_text().splitlines()]


@pytest.mark.usefixtures("sandboxed")
def test_a_folder_is_graded(handed_in, folder, tmp_path):
    out = tmp_path / "results.jsonl"
    ran = run("grade", handed_in, "--assignment", folder, "--out", out)
    assert ran.exit_code == 0, ran.output
    assert "3 graded, 1 unreadable" in ran.output
    records = {record["student"]: record for record in lines(out)}
    assert {name: record["score"] for name, record in records.items()} == {
        "right": FULL,
        "known mistake": FULL - 3,
        "raises": FULL - 3,
        "truncated": None,
    }
    found = records["known mistake"]["exercises"][0]["tests"][0]
    assert (found["says"], found["mistake"]) == ("This is X itself: double it.", 0)
    assert {record["sandbox"] for record in records.values()} == {"bubblewrap"}
    assert all(len(record["file_hash"]) == 64 and len(record["assignment_hash"]) == 12 for record in records.values())


@pytest.mark.usefixtures("sandboxed")
def test_an_interrupted_run_goes_on(handed_in, folder, tmp_path):
    out = tmp_path / "results.jsonl"
    arguments = ("grade", handed_in, "--assignment", folder, "--out", out)
    run(*arguments)
    whole = out.read_text()
    out.write_text("".join(whole.splitlines(keepends=True)[:2]) + whole.splitlines()[2][:50])  # cut within a line
    assert "is there already" in run(*arguments).output
    ran = run(*arguments, "--resume")
    assert "2 were there already" in ran.output
    assert {record["file"] for record in lines(out)} == {f"{name}.ipynb" for name in NAMES}
    assert "nothing left to do (4 were there already)" in run(*arguments, "--resume").output
    (handed_in / "raises.ipynb").write_bytes(written(author()))  # handed in again
    assert "1 graded (3 were there already)" in run(*arguments, "--resume").output


def test_without_a_sandbox_it_refuses(handed_in, folder, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = run("grade", handed_in, "--assignment", folder, "--out", tmp_path / "r.jsonl")
    assert ran.exit_code == 1
    assert "bwrap is not there" in ran.output
    assert "apt-get install bubblewrap" in ran.output
    assert "sandbox: DOES NOT WORK" in run("doctor").output


def test_without_shared_memory_several_processes_are_refused(handed_in, folder, tmp_path, monkeypatch, sandboxed):
    def no_lock(self):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(type(multiprocessing.get_context("spawn")), "Lock", no_lock)
    ran = run("grade", handed_in, "--assignment", folder, "--out", tmp_path / "r.jsonl", "-j", 2)
    assert ran.exit_code == 1
    assert "/dev/shm, and it cannot be used here (Read-only file system). Grade with -j 1" in ran.output
    assert run("grade", handed_in, "--assignment", folder, "--out", tmp_path / "r.jsonl").exit_code == 0


def test_unsafe_results_say_so(handed_in, folder, tmp_path):
    out = tmp_path / "results.jsonl"
    ran = run("grade", handed_in, "--assignment", folder, "--out", out, "--unsafe")
    assert ran.exit_code == 0, ran.output
    assert {record["sandbox"] for record in lines(out)} == {"none"}
    assert next(r["score"] for r in lines(out) if r["student"] == "right") == FULL
    assert "without a sandbox" in report.class_page(standings(lines(out)))


def test_a_secret_changes_what_is_hidden(folder, tmp_path, sandboxed):
    secret = tmp_path / "secret.yml"
    secret.write_text(
        "seed: 7\nparameters: {scale: {rows: 5}}\nhidden: {scale: [{arguments: [[[1.0, 2.0]]], expected: [[2.0, 4.0]], points: 4}]}\n"
    )
    notebook = tmp_path / "x.ipynb"
    notebook.write_bytes(with_cells(**scale("return 2 * X if X.shape[0] != 5 else X")))
    ran = run("check", notebook, "--assignment", folder, "--secret", secret)
    assert "right  secret 1 (hidden)" in ran.output
    assert "wrong  held back (hidden)" in ran.output
    assert "10 of 12 points" in ran.output
    for text, message in (
        ("hidden: {other: []}", "no question 'other'"),
        ("seed: x", "the seed is 'x'"),
        ("more: 1", "holds 'more'"),
        ("[1]", "holds a list"),
        ("{", "no YAML"),
    ):
        secret.write_text(text)
        ran = run("check", notebook, "--assignment", folder, "--secret", secret)
        assert ran.exit_code == 1
        assert message in ran.output


def test_a_check_says_everything(folder, tmp_path, sandboxed):
    notebook = tmp_path / "x.ipynb"
    notebook.write_bytes(with_cells("1 / 0", after=(), **scale("return X")))
    ran = run("check", notebook, "--assignment", folder)
    assert ran.exit_code == 1
    assert "cell 2: ZeroDivisionError: division by zero" in ran.output
    assert "wrong  drawn (visible): This is X itself: double it." in ran.output
    notebook.write_bytes(b"")
    ran = run("check", notebook, "--assignment", folder)
    assert "unreadable, no score" in ran.output
    assert "the file is empty" in ran.output
    assert run("release", folder, "--to", tmp_path / "out").output.count("written") == 2


def test_a_leak_is_not_released(tmp_path):
    folder = write_assignment(tmp_path)
    notebook = folder / "sample.ipynb"
    notebook.write_text(notebook.read_text().replace("# BEGIN SOLUTION", "# begin"))
    ran = run("release", folder)
    assert ran.exit_code == 1
    assert "not released: cell 3: the marks of a solution do not pair" in ran.output


def test_a_pattern_that_is_none_is_said(handed_in, folder):
    assert "is no regular expression" in run("grade", handed_in, "--assignment", folder, "--student", "(").output


def test_an_assignment_that_is_none_is_said(tmp_path, handed_in):
    (tmp_path / "empty").mkdir()
    assert "has no tests.py" in run("grade", handed_in, "--assignment", tmp_path / "empty").output
    (tmp_path / "empty" / "tests.py").write_text("ASSIGNMENT = 1")
    assert "has 0 notebooks, expected one" in run("grade", handed_in, "--assignment", tmp_path / "empty").output
    (tmp_path / "empty" / "empty.ipynb").write_bytes(written(author()))
    assert "holds no ASSIGNMENT" in run("grade", handed_in, "--assignment", tmp_path / "empty").output


def test_the_command_is_installed():
    ran = subprocess.run([sys.executable, "-m", "unity.grading.cli", "--help"], capture_output=True, text=True)
    for name in ("release", "check", "grade", "mark", "amend", "report", "export", "doctor"):
        assert name in ran.stdout


@pytest.mark.usefixtures("sandboxed")
def test_no_file_is_without_a_record(handed_in, folder, tmp_path):
    (handed_in / "dee.ipynb.txt").write_bytes(written(author()))
    (handed_in / "notes.zip").write_bytes(b"PK")
    out = tmp_path / "results.jsonl"
    ran = run("grade", handed_in, "--assignment", folder, "--out", out)
    assert "4 graded, 1 unreadable" in ran.output
    assert "1 left out:\n  notes.zip: it is an archive: unpack it" in ran.output
    assert {r["file"] for r in lines(out)} == {path.name for path in handed_in.iterdir()}
    assert next(r["score"] for r in lines(out) if r["student"] == "dee") == FULL
    assert "nothing left to do" in run("grade", handed_in, "--assignment", folder, "--out", out, "--resume").output
    assert len(lines(out)) == 6
    page = run("report", out, "--to", tmp_path / "pages")
    assert "5 students' pages" in page.output
    assert "notes.zip" in (tmp_path / "pages" / "class.html").read_text()
    for path in handed_in.glob("*.ipynb*"):
        path.unlink()
    ran = run("grade", handed_in, "--assignment", folder, "--out", tmp_path / "other.jsonl")
    assert "holds no notebook (.ipynb)\n1 left out" in ran.output


@pytest.mark.usefixtures("sandboxed")
def test_grading_again_after_a_test_is_mended_says_what_changed(handed_in, tmp_path):
    folder, out = write_assignment(tmp_path), tmp_path / "results.jsonl"
    run("grade", handed_in, "--assignment", folder, "--out", out)
    tests = folder / "tests.py"
    tests.write_text(
        tests.read_text().replace('"held back", image, hidden=True, points=2.0', '"held back", image, hidden=True')
    )
    ran = run("grade", handed_in, "--assignment", folder, "--out", out, "--resume")
    assert f"changed: right (right.ipynb): {FULL:g} -> {FULL - 1:g}, scale 3 -> 2" in ran.output
    run("report", out, "--to", tmp_path / "pages")
    page = (tmp_path / "pages" / "class.html").read_text()
    assert "Changed by grading again" in page
    other = tmp_path / "other"
    folder.rename(other)
    for name in ("tests.py", "sample.ipynb"):
        (other / name).write_text((other / name).read_text().replace('name="sample"', 'name="other"'))
    ran = run("grade", handed_in, "--assignment", other, "--out", out, "--resume")
    assert "results of sample, and these are of other" in ran.output


def test_help_loads_nothing_that_takes_long():
    """A command that says what it does has no need of notebooks' formats, templates, plots or clusters."""
    heavy = {"nbformat", "jsonschema", "matplotlib", "jinja2", "distributed", "IPython", "pandas", "scipy"}
    program = (
        "import sys; from click.testing import CliRunner; from unity.grading.cli import main\n"
        f"said = [CliRunner().invoke(main, [*c, '--help']) for c in [[], *map(lambda n: [n], {list(COMMANDS)!r})]]\n"
        f"print([s.exit_code for s in said], {heavy!r} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"{[0] * (len(COMMANDS) + 1)} set()"


def test_the_list_of_commands_says_what_each_one_says():
    for name, said in COMMANDS.items():
        assert said in " ".join(run(name, "--help").output.split())
        assert said.endswith(".")
