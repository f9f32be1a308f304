"""A class at a time: on processes and on a cluster, through interruptions and lost workers, out to reports and gradebooks."""

import contextlib
import csv
import io
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sample import FULL, SUBMISSIONS, author, scale, with_cells, write_assignment, written

from unity.grading import export, report
from unity.grading.cli import main
from unity.grading.grade import Grader
from unity.grading.many import Task, collect, grade_all, student_of
from unity.grading.results import done
from unity.grading.sandbox import Limits, NoSandbox, Sandbox
from unity.grading.session import Session

NAMES = ("right", "known mistake", "truncated", "raises")


@pytest.fixture
def handed_in(tmp_path):
    place = tmp_path / "handed in"
    place.mkdir()
    for name in NAMES:
        (place / f"{name}.ipynb").write_bytes(SUBMISSIONS[name][0])
    return place


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


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


def tasks_of(bundle, number, limits):
    content = written(author())
    return [Task(bundle, f"s{i}", f"s{i}.ipynb", content, limits=limits) for i in range(number)]


@pytest.mark.usefixtures("sandboxed", "processes")
def test_a_killed_process_loses_nothing(bundle, grader):
    tasks = tasks_of(bundle, 8, grader.sandbox.limits)
    records = []
    killed = False
    for record in grade_all(tasks, jobs=2):
        records.append(record)
        if not killed:
            killed = True
            os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
    assert sorted(record["student"] for record in records) == sorted(task.student for task in tasks)
    assert {record["score"] for record in records} == {FULL}


@pytest.mark.usefixtures("sandboxed", "processes")
def test_what_ends_its_process_takes_no_other_with_it(bundle, grader):
    tasks = tasks_of(bundle, 4, grader.sandbox.limits)
    tasks.insert(1, replace(tasks[0], bundle=replace(bundle, tests=b"import os\nos._exit(3)"), student="poison"))
    records = {record["student"]: record for record in grade_all(tasks, jobs=2)}
    assert records.pop("poison")["status"] == "grader_error"
    assert [record["score"] for record in records.values()] == [FULL] * 4


@pytest.mark.usefixtures("sandboxed", "processes")
def test_a_killed_worker_of_a_cluster_loses_nothing(bundle, grader):
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, protocol="tcp://", dashboard_address=":0") as cluster:
        assert cluster.scheduler_address.startswith("tcp://")
        tasks = tasks_of(bundle, 10, grader.sandbox.limits)
        records = []
        for record in grade_all(tasks, scheduler=cluster.scheduler_address):
            records.append(record)
            if len(records) == 2:
                os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
    assert sorted(record["student"] for record in records) == sorted(task.student for task in tasks)
    assert {record["score"] for record in records} == {FULL}


LEAVES = """
import os, time
with open("/proc/self/comm", "w") as file:
    file.write({name!r})
for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        time.sleep(10000)
"""


def called_so(name):
    """How many processes of this machine have a name."""
    found = 0
    for place in Path("/proc").glob("[0-9]*/comm"):
        with contextlib.suppress(OSError):  # it has just gone
            found += place.read_text().strip() == name
    return found


def test_nothing_outlives_a_run(grader):
    """No process of a student's is left, and its folder is gone."""
    name = f"leaves-{os.getpid()}"
    with contextlib.closing(Session(grader.sandbox)) as session:
        session.request({"do": "cell", "source": LEAVES.format(name=name), "name": "x"}, 10)
        assert called_so(name) == 6
    while called_so(name):  # on a busy machine they take their time, and as long as one stays this does not end
        time.sleep(0.1)
    assert grader.grade("x.ipynb", with_cells(LEAVES.format(name=name)))["score"] == FULL


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


def test_a_sandbox_that_does_not_start_is_said(tmp_path, monkeypatch):
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(NoSandbox, match=r"Permission denied.*apparmor"):
        Sandbox().probe()


def test_unsafe_results_say_so(handed_in, folder, tmp_path):
    out = tmp_path / "results.jsonl"
    ran = run("grade", handed_in, "--assignment", folder, "--out", out, "--unsafe")
    assert ran.exit_code == 0, ran.output
    assert {record["sandbox"] for record in lines(out)} == {"none"}
    assert next(r["score"] for r in lines(out) if r["student"] == "right") == FULL
    assert "without a sandbox" in report.class_page(lines(out))


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


def test_what_is_collected(tmp_path):
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "part.ipynb").write_text("{}")
    (tmp_path / ".hidden.ipynb").write_text("{}")
    (tmp_path / "numpy.py").write_text("raise SystemExit('imported')")
    (tmp_path / "bob.ipynb").symlink_to("ada/part.ipynb")
    (tmp_path / "folder.ipynb").mkdir()
    odd = os.fsdecode(b"\xff\n'\"<b>.ipynb")
    (tmp_path / odd).write_text("{}")
    os.mkfifo(tmp_path / "pipe.ipynb")
    (tmp_path / "WINDOWS.IPYNB").write_text("{}")
    found = {file: (content, why) for file, content, why in collect(tmp_path)}
    assert found[odd] == (b"{}", "")
    assert found["ada/part.ipynb"] == (b"{}", "")
    assert found["bob.ipynb"] == (None, "it is a link")
    assert found["pipe.ipynb"] == (None, "it is no regular file")
    assert found["folder.ipynb"] == (None, "it is a folder")
    assert found["WINDOWS.IPYNB"] == (b"{}", "")
    assert len(found) == 6
    assert student_of(odd) == odd.removesuffix(".ipynb")
    assert student_of("ada.ipynb", r"_(\d+)?") == "ada"
    assert student_of("x_.ipynb", r"_(\d+)?") == "x_"
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        list(collect(tmp_path / "nowhere"))


def test_results_of_something_else_are_said(tmp_path):
    (tmp_path / "r.jsonl").write_text("{}\n")
    with pytest.raises(ValueError, match="holds no results of unity-grade"):
        done(tmp_path / "r.jsonl")
    assert "is no result of unity-grade" in run("report", tmp_path / "r.jsonl").output


def test_the_whole_notebook_has_a_limit(bundle, sandboxed):
    """Loops in every cell and answer cost no more than the time for all of them."""
    loop = "while True: pass"
    content = with_cells(loop, loop, loop, **scale(loop))
    record = Grader(bundle, limits=Limits(cell=1.0, call=1.0, total=2.0)).grade("x.ipynb", content)
    assert record["status"] == "graded"
    assert record["score"] < FULL
    assert "the time for the whole notebook was over" in json.dumps(record)


def test_an_answer_that_is_ended_twice_is_left(grader):
    record = grader.grade("x.ipynb", with_cells(**scale("import os\nos._exit(3)")))
    says = [test["says"] for test in record["exercises"][0]["tests"]]
    assert says[0].startswith("It gave no answer: it ended by itself (exit code 3)")
    assert record["restarts"] == 3  # the second time it is tried again where no other answer could have ended it
    assert record["score"] == FULL - 3


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
    assert "not released: the marks of a solution do not pair" in ran.output


# Out


def record(student, **changes):
    test = {
        "name": "held back",
        "hidden": True,
        "right": False,
        "points": 0.0,
        "of": 1.0,
        "says": "SECRET 4711",
        "mistake": 0,
    }
    seen = test | {
        "name": "drawn",
        "hidden": False,
        "right": True,
        "points": 2.0,
        "of": 2.0,
        "says": "3 of 3 cases agree.",
        "mistake": None,
    }
    return {
        "student": student, "assignment": "sample", "assignment_hash": "x", "file": f"{student}.ipynb", "file_hash": "y", "status": "graded",
        "sandbox": "bubblewrap", "score": 2.0, "points": 3.0, "flags": ["edited check:scale"], "restarts": 0, "seconds": 0.1,
        "cell_errors": [{"cell": 1, "error": "ValueError: <script>alert(1)</script>", "line": 2}],
        "exercises": [{"name": "scale", "score": 2.0, "points": 3.0, "tests": [seen, test]}],
    } | changes  # fmt: skip


UNREADABLE = record("bob", status="unreadable", score=None, why="it is no JSON", exercises=[], cell_errors=[])
RECORDS = [record("ada"), UNREADABLE, record("<b>eve"), record("ada", score=1.0)]


def test_a_students_page_tells_nothing_hidden():
    page = report.student_page(RECORDS[0])
    assert "SECRET" not in page
    assert "0 of 1 right" in page
    assert "<script>" not in page
    assert "3 of 3 cases agree." in page
    assert "://" not in page.replace("http://www.w3.org", "")


def test_an_unreadable_file_is_no_zero():
    page = report.student_page(UNREADABLE)
    assert "has no score" in page
    assert "0 of" not in page
    assert ",unreadable,bubblewrap,,3.0," in export.as_csv(RECORDS)
    with pytest.raises(ValueError, match="unreadable and has no score"):
        export.gradescope(UNREADABLE)


def test_the_class_page_sums_up():
    page = report.class_page(RECORDS)
    assert "3 students" in page
    assert "1 unreadable" in page
    assert "SECRET 4711" in page  # the commonest mistakes are the instructor's to see
    assert "<svg" in page
    assert "&lt;b&gt;eve" in page
    assert "best counts: ada" in page


def test_pages_have_names_of_their_own(tmp_path):
    pages = report.write(RECORDS, tmp_path / "pages")
    assert len({path.name for path in pages}) == 4
    assert report.file_of("a/b") != report.file_of("a:b")
    with pytest.raises(ValueError, match="no results"):
        report.write([], tmp_path)


def test_gradescope_hides_what_is_hidden():
    result = export.gradescope(RECORDS[0])
    hidden = [test for test in result["tests"] if test["visibility"] == "hidden"]
    assert [test.get("output") for test in hidden] == [None]
    assert result["score"] == 2.0


CANVAS = 'Student,ID,SIS User ID,SIS Login ID,Section,sample (17),other (18)\n,,,,,Manual Posting,\n    Points Possible,,,,,3,1\n"Lovelace, Ada",1,x,ada,A,,5\nBob,2,bob,b,A,,\nEve,3,e,eve,A,,\n'
MOODLE = "\ufeffIdentifier,Full name,Email address,Grade,Maximum Grade\nParticipant 11,Ada,ada@x.org,,3\nParticipant 12,Bob,bob@x.org,,3\n"


def test_a_gradebook_of_canvas_is_filled_in():
    text, left = export.into_canvas(CANVAS, RECORDS)
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[3] == ["Lovelace, Ada", "1", "x", "ada", "A", "2", "5"]
    assert rows[4][5] == ""  # unreadable: no score
    assert rows[2][5] == "3"
    assert left == ["<b>eve"]
    with pytest.raises(ValueError, match="there is no column 'x'"):
        export.into_canvas(CANVAS, RECORDS, "x")


def test_a_worksheet_of_moodle_is_filled_in():
    text, left = export.into_moodle(MOODLE, [record("11"), record("bob@x.org", score=1.5)])
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[3] for row in rows] == ["Grade", "2", "1.5"]
    assert left == []
    with pytest.raises(ValueError, match="expected one of Identifier"):
        export.into_moodle("a,b\n", RECORDS)
    with pytest.raises(ValueError, match="is empty"):
        export.into_moodle("", RECORDS)


def test_the_commands_write_what_they_say(tmp_path):
    results = tmp_path / "results.jsonl"
    results.write_text("".join(json.dumps(r) + "\n" for r in RECORDS))
    assert "class.html and 3 students' pages written" in run("report", results, "--to", tmp_path / "pages").output
    ran = run("export", results, "--to", "gradescope", "--out", tmp_path / "gs")
    assert (ran.exit_code, len(list((tmp_path / "gs").glob("*/results.json")))) == (1, 2)
    assert "bob (unreadable)" in ran.output
    (tmp_path / "book.csv").write_text(CANVAS)
    ran = run(
        "export", results, "--to", "canvas", "--out", tmp_path / "filled.csv", "--gradebook", tmp_path / "book.csv"
    )
    assert "no row for: <b>eve" in ran.output
    assert "--gradebook is missing" in run("export", results, "--to", "moodle", "--out", tmp_path / "x").output
    assert run("export", results, "--to", "csv", "--out", tmp_path / "r.csv").exit_code == 0


def test_cells_are_no_formulas():
    assert ",'=cmd.ipynb," in export.as_csv([record("=cmd")])
    assert ',"\'\n=cmd.ipynb",' in export.as_csv([record("\n=cmd")])


def test_words_that_no_file_can_hold_spoil_no_report(tmp_path):
    odd = record("\udcff/../..\n", status="grader_error", score=None, why="\ud800", exercises=[])
    pages = report.write([record("ada"), odd], tmp_path)
    assert len(pages) == 3
    assert {page.parent for page in pages} == {tmp_path}


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
    for name in ("release", "check", "grade", "report", "export", "doctor"):
        assert name in ran.stdout


def test_threads_share_one_grader(bundle, grader):
    """A worker of a cluster may run tasks beside each other."""
    tasks = tasks_of(bundle, 2, grader.sandbox.limits)
    found = []
    threads = [threading.Thread(target=lambda t=t: found.extend(grade_all([t]))) for t in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {record["score"] for record in found} == {FULL}
