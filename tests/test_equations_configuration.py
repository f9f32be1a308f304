"""What a project says of its equations in pyproject.toml, and that the engine loads nothing that nobody asked for."""

import doctest
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from scripts.house import GROUND
from unity import equations
from unity.equations.__main__ import main
from unity.equations.book import book
from unity.equations.configuration import HABITS, Configuration, configuration, configured
from unity.equations.letters import letters_of

ROOT = Path(__file__).parents[1]
LEAST = 'modules = ["math"]\npages = ["*.md"]\n'


def project(folder, text):
    (folder / "pyproject.toml").write_text(f"[tool.unity-equations]\n{text}", encoding="utf-8")
    return folder


def test_the_least_is_modules_and_pages(tmp_path):
    assert configuration(project(tmp_path, LEAST)) == Configuration(modules=("math",), pages=("*.md",))
    assert configured(tmp_path)


def test_this_book_is_configured_as_any_other():
    said = configuration(ROOT)
    assert "unity.geometry" in book(ROOT).documented
    assert said.strict
    assert said.notation.examples == "columns"


WRONG = {
    "unknown key": ("page = []", r"the key 'page' is none of modules, pages, without, .*, habits$"),
    "no pages": ("pages = []", r"pages = \[\], expected a list of at least one$"),
    "a text for a list": ('modules = "mine"', r"modules = 'mine', expected a list of texts$"),
    "numbers in a list": ("labels = [1]", r"labels = \[1\], expected a list of texts$"),
    "another suffix": ('pages = ["*.rst"]', r"pages has '\*\.rst', expected a path that ends in \.ipynb or \.md$"),
    "outside": ('pages = ["../*.md"]', r"pages has '\.\./\*\.md', expected a path from the project's folder on$"),
    "no module": ('modules = ["my lib"]', r"modules has 'my lib', expected the name of a module, or of a package"),
    "a choice": ('examples = "diagonal"', r"examples = 'diagonal', expected 'columns' or 'rows'$"),
    "true for one": ("first = true", r"first = True, expected 0 or 1$"),
    "a number for yes": ("strict = 1", r"strict = 1, expected true or false$"),
    "a habit": ('habits = ["w^X"]', r"habits has 'w\^X', expected one of w\^T, "),
    "a label": ('labels = ["eq:"]', r"labels has 'eq:', expected letters and digits$"),
    "a course": ("course = 3", r"course = 3, expected a name in quotes$"),
}


@pytest.mark.parametrize(("line", "said"), WRONG.values(), ids=WRONG)
def test_what_makes_no_sense_is_one_sentence(tmp_path, line, said):
    kept = [row for row in LEAST.splitlines() if row.partition(" ")[0] != line.partition(" ")[0]]
    with pytest.raises(ValueError, match=said) as error:
        configuration(project(tmp_path, "\n".join([*kept, line])))
    assert "[tool.unity-equations]: " in str(error.value)
    assert "\n" not in str(error.value)


def test_a_project_that_says_nothing(tmp_path):
    with pytest.raises(ValueError, match=r"pyproject\.toml is missing"):
        configuration(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    with pytest.raises(ValueError, match=r"has no table \[tool\.unity-equations\]"):
        configuration(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool")
    with pytest.raises(ValueError, match="is no TOML"):
        configuration(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool]\nunity-equations = 1\n")
    with pytest.raises(ValueError, match="1, expected a table"):
        configuration(tmp_path)
    assert not configured(tmp_path)


def test_modules_and_courses_that_are_not_there(tmp_path):
    with pytest.raises(ValueError, match=r"modules has 'nowhere\.at', expected the name of a module that can be"):
        book(project(tmp_path, LEAST.replace("math", "nowhere.at"))).modules()
    with pytest.raises(ValueError, match=r"course = 'no', expected an installed course: unity\.course$"):
        book(project(tmp_path, LEAST + 'course = "no"'))


def test_modules_of_one_name_are_found_in_the_packages_of_a_package(tmp_path, monkeypatch):
    for name in ("first", "second", "third"):
        (tmp_path / "lessons" / name).mkdir(parents=True)
        (tmp_path / "lessons" / name / "__init__.py").write_text("")
    for name in ("first/walk.py", "third/walk.py", "third/other.py", "walk.py", "__init__.py"):
        (tmp_path / "lessons" / name).write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    found = book(project(tmp_path, LEAST.replace("math", "lessons.*.walk"))).documented
    assert found == ("lessons.first.walk", "lessons.third.walk")
    with pytest.raises(ValueError, match=r"namespaces has 'lessons\.\*\.walk', expected the name of a module"):
        configuration(project(tmp_path, LEAST + 'namespaces = ["lessons.*.walk"]'))


def test_the_command_line_says_it_in_one_line(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["check", "--root", str(project(tmp_path, LEAST + "first = 2"))])
    said = capsys.readouterr().err
    assert said.endswith("first = 2, expected 0 or 1\n")
    assert said.count("\n") == 1


def test_a_wrong_root_is_one_sentence(tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["explain", "eq-norm", "--root", str(tmp_path / "nowhere")])
    said = capsys.readouterr().err
    assert (stopped.value.code, said.count("\n")) == (2, 1)
    assert f"{tmp_path / 'nowhere' / 'pyproject.toml'} is missing" in said


@pytest.mark.parametrize("held", ["table", "write"])
def test_a_broken_pipe_is_quiet(held):
    """Whether it breaks while a command prints, or where at its end the last of it is written out."""
    breaks = "[print(n) for n in range(100_000)]" if held == "write" else "print(0)"
    program = (
        f"import unity.equations.__main__ as m; m.COMMANDS['table'] = lambda *_: {breaks} and 0; m.main(['table'])"
    )
    pipes = dict(stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": ""})
    with subprocess.Popen([sys.executable, "-c", program], text=True, **pipes) as run:
        run.stdout.close()
        assert run.stderr.read() == ""


def loaded(program):
    """The modules that a program loads."""
    program = f"import sys; {program}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_the_whole_engine_loads_no_mathematics():
    found = loaded("import unity.equations.mutate; from unity.equations import *")
    assert {name.split(".")[1] for name in found if name.startswith("unity.")} <= {"equations", *GROUND}
    assert not {"sympy", "scipy", "sklearn", "matplotlib", "pytest", "sphinx"} & set(found)


def test_the_face_of_the_engine_loads_nothing():
    assert not {"numpy", "lark", "markdown_it"} & set(loaded("import unity.equations"))
    with pytest.raises(AttributeError, match=r"^module 'unity\.equations' has no attribute 'no'$"):
        equations.no  # noqa: B018


# The manual

MANUAL = (ROOT / "book" / "formulas.md").read_text(encoding="utf-8")


def test_the_manual_shows_what_is_so():
    assert doctest.testfile(str(ROOT / "book" / "formulas.md"), module_relative=False).failed == 0


def test_the_manual_configures_as_it_says(tmp_path):
    (shown,) = re.findall(r"^```toml\n(.*?)^```", MANUAL, re.DOTALL | re.MULTILINE)
    (tmp_path / "pyproject.toml").write_text(shown, encoding="utf-8")
    said = configuration(tmp_path)
    assert (said.examples, said.superscript, said.habits) == ("rows", "layer", ("w^T", r"\|w\|"))
    named = set(re.findall(r"`([a-z]+)(?: = [^`]*)?`", MANUAL)) | set(re.findall(r"^(\w+) = ", shown, re.MULTILINE))
    assert {field.name for field in fields(Configuration)} - named == {"course"}


def test_the_manual_names_every_habit():
    assert [habit for habit in HABITS if f"`{habit}`" not in MANUAL] == []


def test_the_table_of_letters_in_the_manual_is_one():
    (shown,) = re.findall(r"^```text\n(\| letter.*?)^```", MANUAL, re.DOTALL | re.MULTILINE)
    assert [letter.latex for letter in letters_of(shown)] == ["w", "b", "X", "Y", "A", r"\frac{\partial J}{\partial w}"]
