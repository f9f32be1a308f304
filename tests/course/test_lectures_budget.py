"""Every lecture keeps to the budget that all share, and one that does not is noticed."""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def script():
    """scripts/lectures.py as a module: the folder lectures/ has the same name."""
    spec = importlib.util.spec_from_file_location("count_lectures", ROOT / "scripts" / "lectures.py")
    sys.modules[spec.name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


lectures = script()
PATHS = lectures.chapters(ROOT)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_keeps_to_the_budget(path):
    if lectures.is_draft(path):
        pytest.skip(f"{path.stem} is a draft: write it, and take `draft` out of its metadata")
    found = list(lectures.faults(path))
    assert not found, "\n".join(found)


def markdown(source):
    return {"cell_type": "markdown", "source": source, "metadata": {}}


def code(source, *tags, **mystnb):
    return {"cell_type": "code", "source": source, "metadata": {"tags": list(tags), "mystnb": mystnb}}


@pytest.fixture
def small(tmp_path):
    cells = [
        markdown("# 9. Title\n\nFour words, $x = 1$ `code` aside {eq}`eq-a`.\n\n$$\na = b\n$$ (eq-a)"),
        code("import numpy as np"),
        code("a = 1\n\nb = 2"),
        code("c\nd\ne\nf", figure={"name": "fig"}),
        code("folded\naway", "hide-input", "made"),
        code("quiz", "quiz"),
        markdown("## Exercises\n\n### Exercise 9.1 (code)"),
        code("1\n2\n3\n4\n5\n6", "solution"),
    ]
    path = tmp_path / "lectures" / "09-title.ipynb"
    path.parent.mkdir()
    (tmp_path / "book").mkdir()
    path.write_text(json.dumps({"cells": cells, "metadata": {"harmony": {}}}))
    return path


def test_a_table_of_letters_is_not_read_like_prose(small):
    before = lectures.counts(small).words
    notebook = json.loads(small.read_text())
    table = "| letter | what it is |\n|---|---|\n| $x$ | one of many words |"
    box = f":::{{admonition}} The letters\n:class: dropdown\n\n{table}\n\n:::"
    notebook["cells"][0]["source"] += f"\n\n{table}\n\nTwo more\n\n{box}"
    small.write_text(json.dumps(notebook))
    assert lectures.counts(small).words == before + 2


def test_counts(small):
    found = lectures.counts(small)
    assert found._replace(words=0) == lectures.Counts(0, 2, 3, 4, 1, 1, 1, 1, 3, 8)
    assert 10 < found.words < 20


def test_a_lecture_that_leaves_the_budget_is_noticed(small, capsys):
    said = list(lectures.faults(small))
    assert "09-title.ipynb: 2 code cells, the budget is 10 to 30" in said
    assert "09-title.ipynb: 1 exercises, the budget is 7" in said
    assert "09-title.ipynb: 3 minutes of reading, the budget is 30 to 65" in said
    assert not any("lines" in fault for fault in said)
    assert lectures.main(["--root", str(small.parents[1])]) == 0
    assert "the budget is 1,500 to 2,500" in capsys.readouterr().out
    assert "| [](../lectures/09-title.ipynb) | " in (small.parents[1] / "book" / "lectures.md").read_text()


def test_of_a_draft_the_budget_is_not_asked_and_it_is_said(small, capsys):
    notebook = json.loads(small.read_text())
    notebook["metadata"]["harmony"]["draft"] = True
    small.write_text(json.dumps(notebook))
    assert lectures.is_draft(small)
    assert list(lectures.faults(small)) == []
    assert lectures.main(["--root", str(small.parents[1])]) == 0
    assert capsys.readouterr().out == "09-title.ipynb: a draft, of which the budget is not asked\n"
    assert "(../lectures/09-title.ipynb), a draft | " in (small.parents[1] / "book" / "lectures.md").read_text()


def test_no_committed_lecture_is_a_draft():
    """What git knows is no draft; where there is no git, no lecture is."""
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "lectures"], capture_output=True, text=True)
    known = [ROOT / name for name in listed.stdout.split() if name.endswith(".ipynb")] or PATHS
    drafts = [path.name for path in known if path.exists() and lectures.is_draft(path)]
    assert drafts == [], "write it, and take `draft` out of its metadata before you commit it"


def test_the_teaching_guide_says_how_long_a_chapter_takes():
    """Its bounds hold for every chapter, and no chapter is far from them."""
    guide = (ROOT / "book" / "teaching.md").read_text(encoding="utf-8")
    least, most, exercising = map(
        int, re.search(r"takes (\d+) to (\d+)\s+minutes to read.*?about (\d+)", guide, re.DOTALL).groups()
    )
    written = [path for path in PATHS if not lectures.is_draft(path)]
    counts = [lectures.counts(path) for path in written]
    reading = [count.reading for count in counts]
    said = f"book/teaching.md says {least} to {most} minutes, the chapters take {min(reading)} to {max(reading)}"
    assert least <= min(reading) < least + 5, said
    assert most - 5 < max(reading) <= most, said
    far = {path.name: c.exercising for path, c in zip(written, counts) if abs(c.exercising - exercising) > 5}
    assert far == {}, f"book/teaching.md says that exercises take about {exercising} minutes"
