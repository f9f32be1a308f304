"""`make chapter` begins a chapter that passes what guards chapters, and refuses what cannot become one."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import chapter

ROOT = Path(__file__).parents[2]
LEFT = shutil.ignore_patterns(".git", ".venv", "_build", "__pycache__", ".*_cache", "*.egg-info")
NAME, TITLE = "20-a-walk-in-the-park", "A walk in the park"
GUARDS = {  # test files, and of them what asks something of a chapter that this one does not try in another way
    "tests/course/test_lectures.py": "",
    "tests/course/test_lanes.py": "",
    "tests/course/test_lectures_budget.py": "guide",
    "tests/course/test_derivations.py": "every_derivation",
    "tests/course/test_shown.py": "",
    "tests/course/test_map.py": "every_chapter",
    "tests/course/test_front.py": "figures_of_the_cards",
    "tests/course/test_answering.py": "predicted or solution_says",
    "tests/course/test_glossary.py": "no_chapter_uses",
    "tests/chapters/test_chapters.py": "every_lecture",
    "tests/test_grading.py": "names_are",
    "tests/test_equations.py": "entries",
    "tests/chapters/test_chapter_20_figures.py": "",
    "tests/chapters/test_chapter_20_lesson.py": "",
}


@pytest.fixture
def course(tmp_path):
    """A copy of the project in which a command runs: its exit code, and what it says."""
    root = tmp_path / "course"
    shutil.copytree(ROOT, root, ignore=LEFT)
    environment = os.environ | {"PYTHONPATH": str(root)}

    def run(*arguments):
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, env=environment)
        return done.returncode, done.stdout + done.stderr

    run.root = root
    return run


def test_the_skeleton_passes_what_guards_chapters(course):
    code, said = course("-m", "scripts.chapter", NAME, "--title", TITLE)
    assert code == 0, said
    assert f"lectures/{NAME}.ipynb written" in said
    wanted = " or ".join(["20", *filter(None, GUARDS.values())])
    code, said = course("-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", wanted, *GUARDS)
    assert code == 0, said[-4000:]
    assert re.search(r"SKIPPED \[1\] .*: 20-a-walk-in-the-park is a draft: write it", said), said[-1000:]
    for command in (("check", "eq-between"), ("formulas", f"lectures/{NAME}")):
        code, said = course("-m", "unity.equations", *command)
        assert code == 0, said
    for command in (("check",), ("format", "--check")):
        code, said = course("-m", "ruff", *command, "lectures", "unity/course/chapter_20", "tests")
        assert code == 0, said
    code, said = course("scripts/notebooks.py", "--out", str(course.root / "plain"))
    assert code == 0, said
    assert "# 20. A walk in the park" in (course.root / "plain" / f"{NAME}.ipynb").read_text(encoding="utf-8")


def test_a_new_chapter_stands_behind_the_others_and_writes_over_nothing():
    found = chapter.plan(ROOT, NAME, TITLE)
    assert next(iter(found)) == ROOT / "lectures" / f"{NAME}.ipynb"
    there = {path: path.read_text(encoding="utf-8") for path in found if path.exists()}
    assert sorted(path.name for path in there) == ["_toc.yml", "cards.py", "course.md", "test_derivations.py"]
    for path, before in there.items():
        kept = iter(found[path].splitlines())
        assert all(line in kept for line in before.splitlines()), path
    pictures = found[ROOT / "book" / "sphinx" / "front" / "cards.py"]
    assert '    19: "fig-curve",\n    20: "fig-ch20-walk",\n}' in pictures
    contents = found[ROOT / "_toc.yml"]
    assert f"  - file: lectures/19-your-own-network\n      - file: lectures/{NAME}\n" in contents
    assert not [text for text in found.values() if "NN-" in text or "chapter_NN" in text or "<title>" in text]


def test_a_chapter_stands_where_its_number_says():
    contents = "parts:\n  - chapters:\n      - file: lectures/01-a\n      - file: lectures/03-c\n"
    for name, before in (("02-b", "lectures/01-a\n"), ("04-d", "lectures/03-c\n")):
        assert contents[: chapter.behind(contents, name)].endswith(before)
    with pytest.raises(ValueError, match="names no lecture before 01-a"):
        chapter.behind(contents, "01-a")


REFUSED = {
    "taken": ("18-another-end", TITLE, r"there is a chapter 18: \S+18\S*\. The first free number is 20$"),
    "no number": ("a-walk", TITLE, "the name 'a-walk', expected one like 20-what-it-is-about"),
    "nought": ("00-a-walk", TITLE, "the name '00-a-walk', expected one like"),
    "no words": ("20", TITLE, "the name '20', expected one like"),
    "a capital": ("20-Walk", TITLE, "the name '20-Walk', expected one like"),
    "a path": ("20-a/b", TITLE, "the name '20-a/b', expected one like"),
    "no name": ("", TITLE, "the name '', expected one like"),
    "no title": (NAME, " ", "there is no title, expected one"),
    "markup": (NAME, "A *walk*", r"the title 'A \*walk\*', expected words in one line"),
}


@pytest.mark.parametrize(("name", "title", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_become_a_chapter_is_refused(name, title, said):
    with pytest.raises(ValueError, match=said):
        chapter.plan(ROOT, name, title)


def test_no_file_is_written_over(tmp_path):
    (tmp_path / "tests" / "chapters").mkdir(parents=True)
    (tmp_path / "tests" / "chapters" / "test_chapter_20_figures.py").write_text("")
    with pytest.raises(
        ValueError, match=r"tests/chapters/test_chapter_20_figures\.py is there, expected nothing of 20"
    ):
        chapter.plan(tmp_path, NAME, TITLE)


def test_tests_of_derivations_without_their_table_are_said():
    with pytest.raises(ValueError, match="no table WRONG before CASES"):
        chapter.end_of_slips("CASES = []")


def test_a_picture_stands_among_those_of_the_chapters():
    cards = 'PICTURES = {\n    1: "a",\n    3: "c",\n}\n'
    for number, before in ((0, "{\n"), (2, '"a",\n'), (4, '"c",\n')):
        assert cards[: chapter.place_of_picture(cards, number)].endswith(before)
    with pytest.raises(ValueError, match="no table PICTURES, where its picture belongs"):
        chapter.place_of_picture("FIGURES = {}", 1)


def test_one_draft_at_a_time(tmp_path):
    (tmp_path / "lectures").mkdir()
    (tmp_path / "lectures" / "07-half.ipynb").write_text('{"metadata": {"harmony": {"draft": true}}}')
    with pytest.raises(ValueError, match=r"07-half\.ipynb is a draft, expected none"):
        chapter.plan(tmp_path, NAME, TITLE)


def test_the_command_says_it_in_one_line(capsys):
    assert chapter.main(["20-walk"]) == 1
    assert capsys.readouterr().err == "chapter: there is no title, expected one: TITLE='What it is about'\n"
