"""The guide, followed word for word in an empty folder: its commands, its files and its numbers."""

import csv
import http.server
import json
import re
import shlex
import shutil
from dataclasses import fields
from pathlib import Path

import pytest
from commands import run

from unity.grading import work
from unity.grading.exercise import Question
from unity.grading.inside.reading import MOST_BYTES, MOST_CELLS, MOST_SOURCE, Unreadable, cells_of
from unity.grading.sandbox import LIMITS

BOOK = Path(__file__).parents[2] / "book"
GUIDE, CLASS = ((BOOK / name).read_text(encoding="utf-8") for name in ("grading.md", "grading-class.md"))
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELSEWHERE = ("pip", "autograder")
"""What is tried elsewhere: a zip for Gradescope needs wheels, and so a network."""


def blocks(guide, language=""):
    return [text for kind, text in FENCED.findall(guide) if kind == language]


def commands(guide):
    """The lines of the guide that are commands, split into their words."""
    lines = [shlex.split(line, comments=True) for block in blocks(guide) for line in block.splitlines()]
    known = ("unity-grade", "mkdir", "cp", "pip")
    return [words for words in lines if words and words[0] in known and not {*words[:2]} & {*ELSEWHERE}]


def follow(words):
    """Do what one line of the guide says."""
    name, *rest = words
    if name == "mkdir":
        Path(rest[-1]).mkdir(parents=True)
    elif name == "cp":
        shutil.copy(*rest)
    else:
        ran = run(*rest)
        assert ran.exit_code == 0, (words, ran.output)


def table(path="marks.csv"):
    with open(path, encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def beginning(guide, first, language=""):
    """The file in the guide whose text begins so."""
    (text,) = [block for block in blocks(guide, language) if block.startswith(first)]
    return text


@pytest.mark.usefixtures("sandboxed", "processes")
def test_every_command_works_where_it_stands(tmp_path, monkeypatch):
    def ended(self):
        raise KeyboardInterrupt

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(http.server.ThreadingHTTPServer, "serve_forever", ended)
    done = [words[1] for words in commands(GUIDE) + commands(CLASS) if words[0] == "unity-grade"]
    assert {"doctor", "new", "check", "release", "grade", "report", "export", "amend", "mark"} == {*done}
    for words in commands(GUIDE):
        follow(words)
    assert {name: (row["score"], row["awaits"]) for name, row in table().items()} == {
        "ada": ("3.0", "area-why"),
        "bob": ("0.0", "area-why"),
    }
    assert (tmp_path / "report" / "class.html").is_file()
    for name, first in (("class.csv", "student,name\n"), ("times.csv", "student,time\n")):
        Path(name).write_text(beginning(CLASS, first))
    rules = Path("area.rules.yml")
    rules.write_text(beginning(CLASS, "# area.rules.yml", "yaml"))
    for words in commands(CLASS):
        follow(words)
    rules.write_text(rules.read_text() + beginning(CLASS, "rubrics:", "yaml"))
    for words in commands(CLASS):
        if words[1] in ("amend", "mark", "report", "export"):  # with a rubric below the amendment, too
            follow(words)
    (words,) = re.findall(r"`(unity-grade export .* --to csv .*?)`", CLASS)
    follow(shlex.split(words))
    assert table()["ada"]["score"] == "2.0"
    assert table()["eve"]["status"] == "missing"
    secret = tmp_path / "secret.yml"
    secret.write_text(beginning(GUIDE, "# secret.yml", "yaml"))
    ran = run("check", "area/area.ipynb", "--assignment", "area", "--secret", secret)
    assert ran.exit_code == 0
    assert "secret 1 (hidden): 1 of 1 cases agree." in ran.output


def test_the_limits_are_those_of_the_program():
    told = " ".join(GUIDE.split())
    for sentence in (
        f"A notebook may have {MOST_CELLS:,} cells, empty ones not counted, and its file {MOST_BYTES >> 20} MB",
        f"A code cell may have {MOST_SOURCE:,} characters",
        f"Of a file above {work.MOST_BYTES >> 20} MB",
        f"The limits are {LIMITS.cell:g} seconds a cell, {LIMITS.call:g} a call and {LIMITS.total:g} in all",
        f"ended after {LIMITS.patience:g} times as many" if LIMITS.patience != 10 else "ended after ten times as many",
    ):
        assert sentence in told


def notebook(*sources):
    cells = [{"cell_type": "code", "source": source} for source in sources]
    return json.dumps({"nbformat": 4, "cells": cells}).encode()


def test_the_limits_are_kept():
    assert len(cells_of(notebook(*["x"] * MOST_CELLS))) == MOST_CELLS
    assert len(cells_of(notebook(*["x"] * MOST_CELLS, *[""] * 5))) == MOST_CELLS
    with pytest.raises(Unreadable, match="1,001 cells are too many"):
        cells_of(notebook(*["x"] * (MOST_CELLS + 1)))
    long, short = cells_of(notebook("x" * (MOST_SOURCE + 1), "x" * MOST_SOURCE))
    assert (long["source"], long["too_long"], len(short["source"])) == ("", MOST_SOURCE + 1, MOST_SOURCE)
    assert work.work_of(notebook("x" * work.MOST_BYTES)) == {"cells": []}


def test_every_field_of_a_question_is_in_the_table():
    told = set(re.findall(r"^\| `(\w+)` \|", GUIDE.partition("| field |")[2].partition("\n\n")[0], re.MULTILINE))
    assert told == {field.name for field in fields(Question)} - {"name"}
