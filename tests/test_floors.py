"""The library is a building: mathematics floor by floor, engines that know no course, and the course, which knows all."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import unity

UNITY = Path(unity.__file__).parent
FLOORS = [
    {"shapes", "registry", "extras"},
    {"arrays"},
    {"activations", "geometry", "features", "descent", "checks", "datasets", "tally", "brains"},
    {"families", "trilinear", "generative", "newton"},
    {"logistic", "softmax", "layers", "toeplitz", "kindred"},
    {"network"},
    {"decks", "estimators"},
]
ENGINES = {"equations", "grading", "notebook"}
GROUND = {"shapes", "arrays", "registry", "extras"}
"""All that an engine may use of the library."""
FILES = sorted(path for path in UNITY.rglob("*.py") if path != UNITY / "__init__.py")


def room(path):
    """The part of the library that a file belongs to."""
    first = path.relative_to(UNITY).parts[0]
    return first.removesuffix(".py")


def imported(path):
    """The parts of the library that a file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "unity":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unity."):
            yield node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
            yield from (name[1] if len(name) > 1 else "unity" for name in names if name[0] == "unity")


def floor(name):
    return next((i for i, modules in enumerate(FLOORS) if name in modules), None)


def trespass(here, there):
    """What is wrong with an import of one part from another; None where nothing is."""
    if here in ("course", there):
        return None
    if here in ENGINES:
        return (
            None if there in GROUND else f"the engine {here} imports {there}, expected only {', '.join(sorted(GROUND))}"
        )
    if there in ENGINES or there in ("course", "unity"):
        return f"{here} is mathematics and imports {there}"
    if floor(there) is None or floor(there) >= floor(here):
        return f"{here} on floor {floor(here)} imports {there} on floor {floor(there)}"
    return None


def test_every_part_has_a_place():
    assert {room(path) for path in FILES} == set.union(ENGINES, {"course"}, *FLOORS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(UNITY).as_posix())
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


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_an_engine_names_no_course(engine):
    """Not in its code either: the course's own names stand in the course."""
    for path in (UNITY / engine).rglob("*.py"):
        code = ast.parse(path.read_text(encoding="utf-8"))
        words = [
            node.value for node in ast.walk(code) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        assert not [word for word in words if "unity.course" in word or "chapter_" in word], path


def test_the_mathematics_is_what_unity_offers():
    assert set(unity.__all__) == set.union(*FLOORS) - {"registry", "extras"}
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


def test_unknown_name_is_said():
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = unity.nothing
