"""How the site is made: its settings, its docstrings, and the build, which no warning passes."""

import doctest
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
import yaml
from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes

ROOT = Path(__file__).parents[2]
sys.path += [str(ROOT / "scripts"), str(ROOT / "book" / "sphinx")]

import course  # noqa: E402
import drafts  # noqa: E402
import harmony  # noqa: E402
import slips  # noqa: E402
import works  # noqa: E402
from lean import elements, font, formulas, frames, icons, listings, names, pictures, room, speech, stylesheet  # noqa: E402

from unity import descent, network  # noqa: E402

LEAN = (elements, font, formulas, frames, icons, listings, names, pictures, room, speech, stylesheet)

CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))


def test_config_keeps_to_itself():
    sphinx = CONFIG["sphinx"]["config"]
    assert sphinx["nb_ipywidgets_js"] == {}
    assert sphinx["html_math_renderer"] == "lean"
    assert not list(ROOT.glob("_static")), "Jupyter Book loads every script of a folder of that name on every page"


def test_environment_takes_its_packages_from_the_project():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    conda = [each for each in environment["dependencies"] if isinstance(each, str)]
    (pip,) = [each["pip"] for each in environment["dependencies"] if isinstance(each, dict)]
    assert [re.split("[=<>]", each)[0] for each in conda] == ["python", "pip"]
    assert pip == ["-e .[book,cluster]"]
    assert (ROOT / "postBuild").stat().st_mode & 0o111


@pytest.mark.parametrize("module", [course, harmony, works, *LEAN])
def test_examples_of_the_extension(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("docstring", "rest"),
    [
        ("The length ||w|| of w_1, w_.", r"The length \|\|w\|\| of w\_1, w\_."),
        ("A star: W * X, a *title*, **loud**, X^*.", r"A star: W \* X, a *title*, **loud**, X^\*."),
        ("Code `a_b`, ``c|d``, and `*args`s.", "Code ``a_b``, ``c|d``, and ``*args``\\ s."),
        (
            r"On its edge, $w^\top x = 0$; costs $5 and `$6`.",
            r"On its edge, :math:`w^\top x = 0`; costs $5 and ``$6``.",
        ),
        ("It ends if $0 < alpha\n< 2/L$.", r"It ends if :math:`0 < \alpha < 2/L`."),
        ("Equation: eq-norm.  Source: *A deck*.", "Equation: :equation:`eq-norm`.  Source: *A deck*."),
        ("A title *over\ntwo lines*.", "A title *over\ntwo lines*."),
        ("- one_\n- two `x`\n  more", "- one\\_\n- two ``x``\n  more"),
        (">>> f_(1)\n1 *", ">>> f_(1)\n1 *"),
        (
            "Text:\n\n    w_1 * x\n      more\n\nAfter.",
            "Text:\n\n.. code-block:: text\n\n    w_1 * x\n      more\n\nAfter.",
        ),
        ("\n    a\n\n    b\n", ".. code-block:: text\n\n    a\n\n    b"),
        ("    w_1 = ||x||,   x <= 2", ".. math::\n\n    w_1 &= \\lVert x \\rVert, \\qquad x \\le 2"),
        (
            "    w_1 = 1\n\n    for each example:  w_1 += 2",
            ".. math::\n\n    w_1 &= 1\n\n.. code-block:: text\n\n    for each example:  w_1 += 2",
        ),
    ],
)
def test_docstrings_become_rest(docstring, rest):
    assert "\n".join(harmony.to_rest(docstring.split("\n"))).strip("\n") == rest


@pytest.mark.parametrize(("value", "shown"), [("RELU", ""), ("0.01", " = 0.01")])
def test_a_constant_is_not_said_to_be_its_own_name(value, shown):
    signature = addnodes.desc_signature("", "", fullname="RELU")
    signature += addnodes.desc_annotation("", f" = {value}")
    described = addnodes.desc("", signature, content := addnodes.desc_content())
    harmony.drop_own_name(None, "py", "data", content)
    assert described.astext().rstrip("\n") == shown


def test_a_class_shows_what_it_has_from_a_base_without_a_name_and_nothing_of_another_library():
    estimator = harmony.importlib.import_module("unity.estimators").LogisticRegression
    assert harmony.of_bases("unity.estimators")[0].startswith(":inherited-members: BaseEstimator, ClassifierMixin")
    shown = {
        name: harmony.skip_member(None, "class", name, getattr(estimator, name), None, {}) for name in dir(estimator)
    }
    assert shown["predict"] is shown["decision_function"] is shown["fit"] is None
    assert shown["set_fit_request"] is shown["get_metadata_routing"] is True


def test_a_property_without_words_does_not_borrow_those_of_its_value():
    class Kind:
        @property
        def wants(self):
            return "a function"

        @property
        def shown(self):
            """Whether it is shown."""

    assert harmony.skip_member(None, "class", "Kind.wants", Kind.wants, None, {}) is True
    assert harmony.skip_member(None, "class", "Kind.shown", Kind.shown, None, {}) is None


def test_a_default_that_is_made_anew_leaves_a_signature_that_is_read():
    given = "(due: ~datetime.datetime | None = None, late: ~unity.grading.Late = <factory>)"
    read = harmony.plain_signature(None, "class", "Rules", None, {}, given, None)
    assert read == ("(due: datetime.datetime | None = None, late: unity.grading.Late = ...)", None)
    assert harmony.plain_signature(None, "module", "unity", None, {}, None, None) == (None, None)


def test_each_decision_is_a_paragraph_of_its_own():
    text = (ROOT / "book" / "decisions.md").read_text(encoding="utf-8")
    run_on = re.findall(r"(?<=[^\n]\n)\*\*20\d\d-.*", text)
    assert not run_on
    assert len(re.findall(r"(?<=\n\n)\*\*20\d\d-", text)) > 100


def test_members_of_an_enum_are_told_and_not_made():
    for each in (descent.Stop, network.Stopped):
        assert harmony.plain_signature(None, "class", "Stop", each, {}, "(value, names=None)", None) == ("", None)
        assert re.findall(r"`(\w+\.\w+)`: (.+)\.", each.__doc__) == [(str(member), member.value) for member in each]


# The build itself, on a book of one page.

WARNS = "# Welcome\n\n{ref}`nowhere`\n"
PASSES = "# Welcome\n\nAll is well.\n"


@pytest.fixture
def small_book(tmp_path):
    """A book of two pages beside a library of nothing, with the course's own build; returns a function that builds it."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "book").mkdir()
    (tmp_path / "unity").mkdir()
    (tmp_path / "unity" / "__init__.py").write_text("")
    (tmp_path / "unity" / "equations.py").write_text("open('book/equations.md', 'w').write('# Equations\\n')")
    for name in ("build", "executed", "progress"):
        shutil.copy(ROOT / "scripts" / f"{name}.py", tmp_path / "scripts")
    written = {name: name for name in ("coverage", "house", "lectures", "map", "matrix", "performance")} | {
        "measured": "pace"
    }
    for name, page in written.items():
        (tmp_path / "scripts" / f"{name}.py").write_text(f"open('book/{page}.md', 'w').write('# {page}\\n')")
    (tmp_path / "_config.yml").write_text("title: Small\nonly_build_toc_files: true\n")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: book/welcome\nchapters: [{file: book/coverage}]\n")
    (tmp_path / "requirements.lock").write_text("")

    def build():
        command = [sys.executable, "-m", "scripts.build"]
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environment)
        return done.returncode, done.stdout + done.stderr

    build.root = tmp_path
    return build


def test_a_warning_fails_the_build_until_it_is_gone(small_book):
    welcome = small_book.root / "book" / "welcome.md"
    welcome.write_text(WARNS)
    for _ in range(2):  # a second run must not pass by skipping the page
        code, said = small_book()
        assert code == 1
        assert "nowhere" in said
        assert "has to go" in said
    welcome.write_text(PASSES)
    code, said = small_book()
    assert code == 0, said
    assert (small_book.root / "_build" / "html" / "book" / "welcome.html").exists()
    code, said = small_book()
    assert code == 0
    assert "Nothing has changed since the last build." in said
    cache = small_book.root / "_build" / ".jupyter_cache"
    cache.mkdir(exist_ok=True)
    (small_book.root / "unity" / "new.py").write_text("")
    code, said = small_book()
    assert code == 0, said
    assert "the lectures run again" in said
    assert not cache.exists() or not list(cache.iterdir())


def test_an_output_that_fails_the_build_is_not_kept(small_book):
    """A lecture that once warned for a reason outside itself runs again, and passes when the reason is gone."""
    root = small_book.root
    execute = "execute: {execute_notebooks: cache, cache: _build/.jupyter_cache, stderr_output: error}\n"
    (root / "_config.yml").write_text("title: Small\nonly_build_toc_files: true\n" + execute)
    (root / "book" / "welcome.md").write_text(PASSES)
    (root / "_toc.yml").write_text("format: jb-book\nroot: book/welcome\nchapters: [{file: book/lecture}]\n")
    fault = root / "fault"
    source = f"import os, sys\nif os.path.exists({str(fault)!r}):\n    print('oh', file=sys.stderr)"
    cells = [nbformat.v4.new_markdown_cell("# A lecture"), nbformat.v4.new_code_cell(source)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), root / "book" / "lecture.ipynb")
    fault.touch()
    code, said = small_book()
    assert code == 1
    assert "stderr was found" in said
    fault.unlink()
    code, said = small_book()
    assert code == 0, said


def test_lectures_run_side_by_side_before_the_book_reads_them(small_book):
    """And one that fails is told by the book, with its error."""
    root = small_book.root
    execute = "execute: {execute_notebooks: cache, cache: _build/.jupyter_cache, raise_on_error: true}\n"
    (root / "_config.yml").write_text("title: Small\nonly_build_toc_files: true\n" + execute)
    (root / "_toc.yml").write_text("format: jb-book\nroot: book/welcome\nchapters: [{glob: lectures/*}]\n")
    (root / "book" / "welcome.md").write_text(PASSES)
    (root / "lectures").mkdir()
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}

    def write(name, source):
        cells = [nbformat.v4.new_markdown_cell(f"# {name}"), nbformat.v4.new_code_cell(source)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), root / "lectures" / f"{name}.ipynb")

    write("one", "6 * 7")
    write("two", "1 / 0")
    code, said = small_book()
    assert code == 1
    assert "Running 2 lectures" in said
    assert "two fails\n" in said
    assert "one.ipynb: Using cached notebook" in said
    assert "ZeroDivisionError" in said
    write("two", "1 / 1")
    code, said = small_book()
    assert code == 0, said
    assert "Running 2 lectures" in said, "after a failure nothing is believed"
    assert "two.ipynb: Using cached notebook" in said
    assert "Kernel is running over TCP" not in said
    assert "42" in (root / "_build" / "html" / "lectures" / "one.html").read_text()


@pytest.mark.parametrize("name", ["unity.geometry.norm", "unity.trilinear.Product.forward"])
def test_what_a_lecture_shows_is_linked_to_its_source(name):
    document = new_document("page")
    literal = nodes.literal(name, name)
    document += nodes.paragraph("", "", nodes.Text("In the library: "), literal)
    document += nodes.paragraph("", "", nodes.Text("Elsewhere: "), nodes.literal(name, name))
    harmony.link_sources(
        SimpleNamespace(config=SimpleNamespace(html_theme_options={"repository_branch": "v1"})), document
    )
    (link,) = document.findall(nodes.reference)
    assert link.astext() == name
    place, _, line = link["refuri"].partition("#L")
    path = place.removeprefix(f"{course.address().url}/blob/v1/")
    first = (course.ROOT / path).read_text().splitlines()[int(line) - 1 :]
    assert next(text.strip() for text in first if "def " in text).startswith(f"def {name.split('.')[-1]}(")


def test_a_name_that_the_library_has_not_fails_the_build():
    with pytest.raises(AttributeError, match="nothing"):
        harmony.source("unity.geometry.nothing", "main")


def test_the_second_part_of_a_solution_says_that_it_goes_on():
    proof = nodes.admonition("", nodes.title("", "Solution"))
    cells = [nodes.container("", classes=["cell", f"tag_{tag}"]) for tag in ("made", "solution", "solution")]
    section = nodes.section("", nodes.title("", "Exercise 1.1 (derive, level 2)"), *cells)
    harmony.name_folds(None, section)
    named = ["How this is made", "Solution", "Solution, continued"]
    assert [cell["prompt_show"] for cell in cells] == [cell["prompt_hide"] for cell in cells] == named
    section.insert(1, proof)
    harmony.name_folds(None, section)
    assert cells[1]["prompt_show"] == "Solution, continued"


@pytest.mark.parametrize("kept", [True, False])
def test_boxes_about_slips_can_be_left_out(kept):
    slip, warning = (nodes.admonition("", nodes.paragraph("", name), classes=[name]) for name in ("erratum", "warning"))
    document = nodes.section("", slip, warning)
    slips.leave_out(SimpleNamespace(config=SimpleNamespace(errata_in_lectures=kept)), document)
    assert document.children == [slip, warning][not kept :]


@pytest.mark.parametrize("draft", [True, False])
def test_a_draft_says_so_under_its_title(tmp_path, draft):
    path = tmp_path / "19-a-walk.ipynb"
    path.write_text(json.dumps({"metadata": {"harmony": {"draft": True} if draft else {}}}))
    title, text = nodes.title("", "A walk"), nodes.paragraph("", "Two friends.")
    document = nodes.section("", title, text)
    env = SimpleNamespace(docname="19-a-walk", doc2path=lambda name: str(tmp_path / f"{name}.ipynb"))
    drafts.say_so(SimpleNamespace(env=env), document)
    assert [document[0], document[-1]] == [title, text]
    assert [box.astext() for box in document.findall(nodes.admonition)] == [f"A draft\n\n{drafts.SAID}"] * draft


def test_a_page_that_is_no_lecture_is_no_draft(tmp_path):
    document = nodes.section("", nodes.title("", "Notation"))
    env = SimpleNamespace(docname="notation", doc2path=lambda name: str(tmp_path / f"{name}.md"))
    drafts.say_so(SimpleNamespace(env=env), document)
    assert len(document) == 1
