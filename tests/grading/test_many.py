"""A class at a time: on processes and on a cluster, through interruptions and lost workers, and what was handed in."""

import contextlib
import json
import multiprocessing
import os
import signal
import threading
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from sample import FULL, author, scale, with_cells, written

from unity.grading.grade import Grader
from unity.grading.many import Task, collect, content_of, grade_all, graded, name_of, student_of, workers
from unity.grading.sandbox import Limits, NoSandbox, Sandbox
from unity.grading.session import Session


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


def test_a_sandbox_that_does_not_start_is_said(tmp_path, monkeypatch):
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(NoSandbox, match=r"Permission denied.*apparmor"):
        Sandbox().probe()


def test_every_file_is_accounted_for(tmp_path):
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "part.ipynb").write_text("{}")
    (tmp_path / ".hidden.ipynb").write_text("{}")
    (tmp_path / "..%2fevil.ipynb").write_text("{}")
    (tmp_path / "numpy.py").write_text("raise SystemExit('imported')")
    (tmp_path / "bob.ipynb").symlink_to("ada/part.ipynb")
    (tmp_path / "eve").symlink_to("ada")
    (tmp_path / "folder.ipynb").mkdir()
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "x.ipynb").write_text("{}")
    odd = os.fsdecode(b"\xff\n'\"<b>.ipynb")
    (tmp_path / odd).write_text("{}")
    os.mkfifo(tmp_path / "pipe.ipynb")
    for name in ("WINDOWS.IPYNB", "cy.ipynb.txt", "dee.ipynb.json", "all.zip", "notes.txt", "README"):
        (tmp_path / name).write_text("{}")
    found = {entry.file: entry for entry in collect(tmp_path)}
    assert {file: entry.left_out for file, entry in found.items() if entry.left_out} == {
        ".hidden.ipynb": "its name is hidden: it begins with a dot",
        "..%2fevil.ipynb": "its name is hidden: it begins with a dot",
        ".ipynb_checkpoints": "it is a hidden folder, with 1 file",
        "numpy.py": "it is a program, and no notebook",
        "eve": "it is a link to a folder",
        "folder.ipynb": "it is a folder, and no notebook",
        "all.zip": "it is an archive: unpack it",
        "notes.txt": "it is no notebook (.ipynb)",
        "README": "it is no notebook (.ipynb)",
    }
    contents = {file: content_of(entry.path) for file, entry in found.items() if not entry.left_out}
    assert contents.pop("bob.ipynb") == (None, "it is a link")
    assert contents.pop("pipe.ipynb") == (None, "it is no regular file")
    assert contents == dict.fromkeys(
        ("ada/part.ipynb", odd, "WINDOWS.IPYNB", "cy.ipynb.txt", "dee.ipynb.json"), (b"{}", "")
    )
    assert all(entry.submitted.endswith("+00:00") for file, entry in found.items() if file in contents)
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        list(collect(tmp_path / "nowhere"))


def test_a_folder_that_cannot_be_opened_is_said(tmp_path, monkeypatch):
    (tmp_path / "ada").mkdir()
    scandir = os.scandir

    def closed(path):
        if str(path).endswith("ada"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    (entry,) = collect(tmp_path)
    assert (entry.file, entry.left_out) == ("ada", "it is a folder that cannot be opened: Permission denied")


def test_whose_work_a_file_is():
    odd = os.fsdecode(b"\xff\n'\"<b>.ipynb")
    assert student_of(odd) == odd.removesuffix(".ipynb")
    assert student_of("ada.ipynb", r"_(\d+)?") == "ada"
    assert student_of("x_.ipynb", r"_(\d+)?") == "x_"
    assert student_of("cy.ipynb.txt") == student_of("cy.ipynb.JSON") == "cy"
    moodle = "Ada Lovelace_1234567_assignsubmission_file/week1.ipynb"
    assert (student_of(moodle), name_of(moodle)) == ("1234567", "Ada Lovelace")
    for name, student in (
        ("lovelaceada_4711_99_week1.ipynb", "4711"),
        ("lovelaceada_LATE_4711_99_week1-2.ipynb", "4711"),
        ("smith-2-bob_12346_99_week_1_2_x.ipynb", "12346"),
        ("smith_2_bob_12346_99_week.ipynb", "12346"),
        ("ada.ipynb", "ada"),
    ):
        assert student_of(name, "canvas") == student


def test_files_are_read_when_their_turn_comes(bundle, sandboxed, tmp_path):
    """A class is not in memory: a task holds the place of its file, and its content is of no worker's before."""
    paths = [tmp_path / f"s{i}.ipynb" for i in range(2)]
    for path in paths:
        path.write_bytes(written(author()))
    tasks = [Task(bundle, path.stem, path.name, path=path, submitted="2026-11-30T10:00:00+00:00") for path in paths]
    assert {task.content for task in tasks} == {None}
    records = grade_all(tasks)
    first = next(records)
    assert (first["score"], first["submitted"]) == (FULL, "2026-11-30T10:00:00+00:00")
    assert first["limits"] == {"cell": 20.0, "call": 5.0, "total": 120.0}
    assert any(cell["tags"] == ["exercise:scale"] for cell in first["work"]["cells"])
    paths[1].unlink()
    second = next(records)
    assert (second["status"], second["why"]) == ("unreadable", "it cannot be read: No such file or directory")
    assert "work" not in second


def peak_of(number, bundle, place):
    """The most memory that this process holds at a time while it grades so many, works of a megabyte each."""
    tasks = [Task(bundle, f"s{i}", f"s{i}.ipynb", b"") for i in range(number)]
    tracemalloc.start()
    graded(tasks, place / f"{number}.jsonl")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_a_larger_class_takes_no_more_memory(bundle, tmp_path, monkeypatch):
    def one(task):
        cell = {"kind": "code", "tags": [], "source": task.file * 2**17, "outputs": []}
        return {
            "student": task.student,
            "file": task.file,
            "file_hash": task.file,
            "status": "graded",
            "work": {"cells": [cell]},
        }

    monkeypatch.setattr(workers, "grade_one", one)
    peak_of(2, bundle, tmp_path)  # what is made once and kept
    few, many = peak_of(5, bundle, tmp_path), peak_of(50, bundle, tmp_path)
    assert many < few + 2**19
    assert len((tmp_path / "50.jsonl").read_text().splitlines()) == 50


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
