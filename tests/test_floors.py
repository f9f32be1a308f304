"""The library is a building: mathematics floor by floor, engines that know no course, and the course, which knows all."""

import ast
import inspect
import json
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import unity
from scripts import house
from scripts.house import ENGINES, FLOORS, UNITY, files, imported, imports, page, room, trespass
from unity.notebook import show

FILES = files()
DOOR = UNITY / "course" / "__init__.py"  # by which the engines find the course: it says what there is
FACES = [path for path in FILES if path.name == "__init__.py" and path != DOOR]
MOST_CODE, MOST_LINES = 150, 320  # what one idea takes, and fits in one reading


def place(path):
    return path.relative_to(UNITY).as_posix()


def sizes(text):
    """How many lines of code a module has, without docstrings, comments and blank lines, and how many with them."""
    lines, said = text.splitlines(), set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            said |= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    code = [line for i, line in enumerate(lines, 1) if i not in said and line.strip() and line.strip()[0] != "#"]
    return len(code), len(lines)


def test_every_part_has_a_place():
    assert {room(path) for path in FILES} == set.union(ENGINES, {"course"}, *FLOORS)


@pytest.mark.parametrize("path", FILES, ids=place)
def test_imports_point_down(path):
    assert [said for there in imported(path) if (said := trespass(room(path), there))] == []


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        ("arrays", "shapes", None),
        ("arrays", "logistic", "arrays on floor 1 imports logistic on floor 4"),
        ("logistic", "softmax", "logistic on floor 4 imports softmax on floor 4"),
        ("network", "grading", "network is mathematics and imports grading"),
        ("layers", "course", "layers is mathematics and imports course"),
        ("grading", "logistic", "the engine grading imports logistic, expected only arrays, extras, registry, shapes"),
        ("equations", "course", "the engine equations imports course, expected only arrays, extras, registry, shapes"),
        ("notebook", "grading", "the engine notebook imports grading, expected only arrays, extras, registry, shapes"),
        ("course", "grading", None),
    ],
)
def test_a_wrong_import_is_seen(here, there, said):
    assert trespass(here, there) == said


@pytest.mark.parametrize("path", FILES, ids=place)
def test_a_module_fits_in_one_reading(path):
    code, lines = sizes(path.read_text(encoding="utf-8"))
    said = f"{place(path)} has {code} lines of code and {lines} with what it says"
    short = code <= MOST_CODE and lines <= MOST_LINES
    assert short, f"{said}, expected at most {MOST_CODE} and {MOST_LINES}"


def test_docstrings_comments_and_blank_lines_are_no_code():
    assert sizes('"""A\n\nmodule."""\n\n# why\nx = """\ntext\n"""\n\n\ndef f():\n    """Says."""\n    return x\n') == (
        5,
        13,
    )


@pytest.mark.parametrize("face", FACES, ids=place)
def test_the_face_of_a_package_only_hands_on(face):
    """Nothing is defined there, so whoever looks for a name finds it in one of the modules behind."""
    body = ast.parse(face.read_text(encoding="utf-8")).body
    needs = [statement for node in body if isinstance(node, ast.With) for statement in node.body]  # an extra
    assert {type(node) for node in [*body, *needs]} <= {ast.Expr, ast.ImportFrom, ast.Assign, ast.With}


def module(path):
    """The name by which a file of the library is imported."""
    return ".".join(["unity", *path.relative_to(UNITY).with_suffix("").parts]).removesuffix(".__init__")


MODULES = {module(path): path for path in FILES}


def asked(path):
    """The modules that a file needs: those that it imports whole, and those that it takes names from."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            whole = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in MODULES else node.module for name in whole)


def test_imports_lead_to_an_end():
    """A module is complete before those that import it; so none asks the face of a package that it stands in."""
    TopologicalSorter({name: MODULES.keys() & {*asked(path)} for name, path in MODULES.items()}).prepare()


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_an_engine_names_no_course(engine):
    """Not in its code either: the course's own names stand in the course."""
    for path in (UNITY / engine).rglob("*.py"):
        code = ast.parse(path.read_text(encoding="utf-8"))
        words = [
            node.value for node in ast.walk(code) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        assert not [word for word in words if "unity.course" in word or "chapter_" in word], path


def test_the_page_says_who_imports_whom():
    found = imports()
    assert found["arrays"] == {"shapes"}
    assert found["network"] >= {"families", "layers"}
    assert "| `arrays` | `shapes` |" in page()
    assert all(f"| `{name}` | " in page() for name in found)


def test_the_page_says_where_a_thing_belongs_in_the_words_of_contributing(tmp_path, monkeypatch):
    text = (house.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert house.where_things_belong() in page()
    assert house.where_things_belong() in text
    assert page().count("\n## ") == 2
    (tmp_path / "CONTRIBUTING.md").write_text(text.replace("## Where a thing belongs", "## Where things belong"))
    monkeypatch.setattr(house, "ROOT", tmp_path)
    with pytest.raises(ValueError, match="has no section '## Where a thing belongs'"):
        page()


def shown(lecture):
    """The functions that a notebook shows, by what its cells call them."""
    cells = json.loads(lecture.read_text(encoding="utf-8"))["cells"]
    names, found = {}, {}
    for cell in cells:
        if cell["cell_type"] == "code":
            tree = ast.parse("".join(cell["source"]))
            imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
            exec("\n".join(map(ast.unparse, imports)), names)  # what a function imports is its own
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "show":
                    found |= {ast.unparse(argument): argument for argument in node.args}
    return {name: eval(name, names) for name in found}


def outside_decorators(tree):
    """The names that a module uses, but for those in decorators."""
    decorators = [node for function in ast.walk(tree) for node in getattr(function, "decorator_list", ())]
    chosen = {id(node) for decorator in decorators for node in ast.walk(decorator)}
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in chosen}


def from_fast(tree):
    """What a module imports from unity.fast, by the names that it has there."""
    found = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("unity.fast")]
    return {alias.asname or alias.name for node in found for alias in node.names}


def test_nothing_that_a_lecture_shows_is_the_fast_version():
    """Its module uses a fast version in decorators alone, which choose between the two and which `show` leaves out."""
    functions = {}
    for lecture in sorted((UNITY.parent / "lectures").glob("*.ipynb")):
        functions |= shown(lecture)
    assert {"Product.forward", "Product.error_back", "Product.weight_gradient"} <= functions.keys()
    for name, function in functions.items():
        path = Path(inspect.getsourcefile(inspect.unwrap(function)))
        tree = ast.parse(path.read_text(encoding="utf-8"))
        used = from_fast(tree) & outside_decorators(tree)
        assert not used, f"{name} is shown, and {place(path)} uses {used} outside a decorator"
        assert room(path) != "fast", name
        assert "fast" not in repr(show(function)), name


def test_the_mathematics_is_what_unity_offers():
    assert set(unity.__all__) == set.union(*FLOORS) - {"registry", "extras", "fast"}
    assert set(dir(unity)) == {*unity.__all__, "__version__"}


def test_import_is_lazy():
    """`import unity` loads no module of its own, nor anything heavy; a module loads when it is named."""
    program = """
import sys
import unity
loaded = [name for name in sys.modules if name.startswith("unity.")]
assert not loaded, loaded
assert not {"numpy", "matplotlib", "sklearn", "ipywidgets", "IPython"} & set(sys.modules)
unity.logistic
side = {"decks", "estimators", "course", "notebook", "equations", "grading"}
assert not {f"unity.{name}" for name in side} & set(sys.modules)
assert not {"matplotlib", "ipywidgets", "IPython"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)


FIRST_USE = """
import sys, numpy, unity
loaded = set(sys.modules)
unity.logistic.probability(*(numpy.ones((1, 1)),) * 3)
others = {name.split(".")[0] for name in set(sys.modules) - loaded} - set(sys.stdlib_module_names)
assert others == {"unity", "array_api_compat"}, others
assert not {"numpy.ma.core", "numpy.f2py", "numpy.testing", "array_api_compat.numpy"} & set(sys.modules)
"""


def test_a_first_use_loads_nothing_beside_numpy_but_what_knows_other_libraries():
    subprocess.run([sys.executable, "-c", FIRST_USE], check=True)


def test_what_is_wrong_on_purpose_says_so_at_once():
    assert unity.decks.__doc__.startswith("Wrong on purpose in places: ")
    assert "wrong on purpose in places: `unity.decks`" in unity.__doc__


def test_unknown_name_is_said():
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = unity.nothing


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("grading", ": it stands beside the mathematics, and is imported by its own name: import unity.grading"),
        ("registry", ": it stands beside the mathematics, and is imported by its own name: import unity.registry"),
        ("Network", "; there is unity.network.Network"),
        ("gradient_descent", "; there is unity.descent.gradient_descent"),
        ("check", "; there is unity.grading.check"),
        ("fit", "; there is unity.generative.fit and unity.logistic.fit and unity.softmax.fit"),
        ("nothing", ""),
        ("_names_of", ""),
    ],
)
def test_what_stands_elsewhere_is_told(name, said):
    """As a newcomer meets it: in a process that has imported nothing else, and loads nothing for the answer."""
    program = f"""
import sys
import unity
try:
    unity.{name}
except AttributeError as error:
    print(error)
    assert error.name == {name!r}
    assert error.obj is unity
assert not [name for name in sys.modules if name.startswith("unity.")]
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == f"module 'unity' has no attribute {name!r}{said}\n"


def test_a_type_checker_sees_every_module():
    tree = ast.parse((UNITY / "__init__.py").read_text(encoding="utf-8"))
    seen = next(node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "unity")
    assert [alias.name for alias in seen.names] == unity.__all__
    assert (UNITY / "py.typed").exists()


@pytest.mark.parametrize(
    ("part", "missing", "extra"),
    [
        ("unity.equations.__main__", "markdown_it", "equations"),
        ("unity.notebook", "ipywidgets", "widgets"),
        ("unity.course.style", "matplotlib", "widgets"),
        ("unity.grading.cli", "click", "grading"),
    ],
)
def test_a_missing_extra_is_one_sentence(part, missing, extra):
    """After `pip install .` alone, an engine says how to get what it needs."""
    program = f"import sys; sys.modules[{missing!r}] = None; import {part}"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ran.returncode == 1
    *_, last = ran.stderr.strip().splitlines()
    assert last == f'ModuleNotFoundError: {missing} is missing: pip install "harmony-in-complexity[{extra}]"'


def test_the_mathematics_needs_no_extra():
    """Every module that `unity` offers, and the questions, load where no extra is installed."""
    extras = [
        "markdown_it",
        "lark",
        "ipywidgets",
        "IPython",
        "matplotlib",
        "click",
        "jinja2",
        "dask",
        "nbformat",
        "sympy",
    ]
    program = f"""
import sys
sys.modules.update(dict.fromkeys({extras!r}))
from unity import *
from unity import grading
assert grading.exercises()
"""
    subprocess.run([sys.executable, "-c", program], check=True)
