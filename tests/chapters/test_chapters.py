"""A chapter is a lecture and a folder: both have its title, and each module in the folder a test file of its name."""

import ast
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = sorted((ROOT / "unity" / "course").glob("chapter_*"))
# A module, or a folder of modules with a face.
MODULES = sorted(
    path
    for folder in FOLDERS
    for path in folder.iterdir()
    if (path.name[0].isalpha() or path.stem == "__init__") and path.suffix != ".js"  # in tests/test_course_dragged.py
)
TRIED = {  # whole, whatever stands in them
    "__init__",  # here
    "derivations",  # each in tests/course/test_derivations.py
    "equations",  # each entry by `python -m unity.equations check`
    "questions",  # each exercise in tests/test_grading.py
    "typed",  # each answer in tests/course/test_answering.py
}


def name(path):
    return "_".join(path.relative_to(ROOT / "unity" / "course").with_suffix("").parts)


def test_every_lecture_has_a_folder():
    numbers = {path.name[:2] for path in (ROOT / "lectures").glob("*.ipynb")}
    assert {folder.name.removeprefix("chapter_") for folder in FOLDERS} == numbers


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_has_the_title_of_its_lecture(folder):
    number = folder.name.removeprefix("chapter_")
    (lecture,) = (ROOT / "lectures").glob(f"{number}-*.ipynb")
    first = "".join(json.loads(lecture.read_text(encoding="utf-8"))["cells"][0]["source"]).splitlines()[0]
    title = first.removeprefix(f"# {int(number)}. ")
    said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    assert said == f"What chapter {int(number)}, *{title}*, needs for itself."


@pytest.mark.parametrize("path", [path for path in MODULES if path.stem not in TRIED], ids=name)
def test_a_module_of_a_chapter_has_its_tests(path):
    tests = ROOT / "tests" / "chapters" / f"test_{name(path)}.py"
    assert tests.is_file(), f"{path.relative_to(ROOT)} is tried by no {tests.relative_to(ROOT)}"
    assert f"unity.course.{path.parent.name}" in tests.read_text(encoding="utf-8")
