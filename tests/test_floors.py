"""The library is a building: a module imports only from floors below, and the side rooms only when they are used."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

UNITY = Path(__file__).parents[1] / "unity"
FLOORS = [
    {"shapes"},
    {"arrays"},
    {"activations", "geometry", "features", "descent", "checks", "datasets", "tally", "brains"},
    {"families", "trilinear", "generative", "newton"},
    {"logistic", "softmax", "layers", "toeplitz", "kindred"},
    {"network"},
]
SIDE = {"course", "decks", "estimators", "figures", "widgets", "lecture", "equations", "grading"}


def name_of(path):
    """The module that a file is, or the package that it belongs to."""
    return path.relative_to(UNITY).parts[0].removesuffix(".py")


def floor(module):
    return next((i for i, modules in enumerate(FLOORS) if module in modules), None)


PACKAGES = [path for path in sorted(UNITY.glob("*/[!_]*.py")) if floor(name_of(path)) is not None]
MODULES = [*sorted(UNITY.glob("[!_]*.py")), *PACKAGES]


def imported(path):
    """The modules of unity that a file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "unity":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unity."):
            yield node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("unity."))


def test_every_module_has_a_place():
    names = {name_of(path) for path in MODULES} | {path.parent.name for path in UNITY.glob("*/__init__.py")}
    assert names <= set.union(SIDE, *FLOORS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: ".".join(path.relative_to(UNITY).with_suffix("").parts))
def test_imports_point_down(path):
    """From a floor below, or in a package from the same package."""
    own = name_of(path)
    here = floor(own)
    if here is None:
        assert own in SIDE
        return
    for name in imported(path):
        there = floor(name)
        assert there is not None, f"{own} stands on floor {here} and imports the side module {name}"
        assert there < here or name == own, f"{own} on floor {here} imports {name} on floor {there}"


@pytest.mark.parametrize("package", sorted({name_of(path) for path in PACKAGES}))
def test_the_face_of_a_package_only_hands_on(package):
    """Nothing is defined there, so whoever looks for a name finds it in one of the modules behind."""
    face = ast.parse((UNITY / package / "__init__.py").read_text())
    assert {type(node) for node in face.body} <= {ast.Expr, ast.ImportFrom, ast.Assign}


def test_import_is_lazy():
    """`import unity` loads no module of its own, nor anything heavy; a module loads when it is named."""
    program = """
import sys
import unity
loaded = [name for name in sys.modules if name.startswith("unity.")]
assert not loaded, loaded
assert not {"numpy", "matplotlib", "sklearn", "ipywidgets", "IPython"} & set(sys.modules)
unity.logistic
side = {"course", "decks", "estimators", "figures", "widgets", "lecture", "equations", "grading"}
assert not {f"unity.{name}" for name in side} & set(sys.modules)
assert not {"matplotlib", "ipywidgets", "IPython"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_unknown_name_is_said():
    import unity

    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = unity.nothing
    assert set(unity.__all__) <= set(dir(unity))
