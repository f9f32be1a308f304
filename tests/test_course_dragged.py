"""The scripts of figures that are dragged stand in the chapters' folders; a lecture has each of them, and a test."""

from pathlib import Path

import pytest

from unity.course.dragged import scene

ROOT = Path(__file__).parents[1]
SCENES = sorted((ROOT / "unity" / "course").rglob("*.js"))


def test_there_are_scenes():
    assert len(SCENES) >= 5


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_a_scene_is_found_used_and_tried(path):
    name = f"{path.parent.name}/{path.stem}"
    assert scene(name) == path.read_text(encoding="utf-8")
    (lecture,) = (ROOT / "lectures").glob(f"{path.parent.name[-2:]}-*.ipynb")
    assert f'dragged.scene(\\"{name}\\")' in lecture.read_text(encoding="utf-8")
    tests = ROOT / "tests" / "browser" / f"test_{path.parent.name}_{path.stem}.py"
    assert f'"{name}"' in tests.read_text(encoding="utf-8")


def test_a_scene_that_is_not_there_is_an_error():
    with pytest.raises(FileNotFoundError):
        scene("chapter_02/boundaries")
