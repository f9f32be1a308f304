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
    {"passes"},
    {
        "activations",
        "geometry",
        "features",
        "descent",
        "checks",
        "datasets",
        "tally",
        "brains",
        "certificate",
        "problem",
    },
    {"families", "trilinear", "generative", "newton"},
    {"logistic", "softmax", "layers", "toeplitz", "kindred"},
    {"network"},
]
SIDE = {"decks", "estimators", "figures", "widgets", "lecture", "equations", "grading"}
MODULES = sorted(UNITY.glob("[!_]*.py"))


def imported(path):
    """The modules of unity that a file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "unity":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unity."):
            yield node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("unity."))


def floor(module):
    return next((i for i, modules in enumerate(FLOORS) if module in modules), None)


def test_every_module_has_a_place():
    names = {path.stem for path in MODULES} | {path.parent.name for path in UNITY.glob("*/__init__.py")}
    assert names <= set.union(SIDE, *FLOORS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_imports_point_down(path):
    here = floor(path.stem)
    if here is None:
        assert path.stem in SIDE
        return
    for name in imported(path):
        there = floor(name)
        assert there is not None, f"{path.stem} stands on floor {here} and imports the side module {name}"
        assert there < here, f"{path.stem} on floor {here} imports {name} on floor {there}"


def test_import_is_lazy():
    """`import unity` loads no module of its own, nor anything heavy; a module loads when it is named."""
    program = """
import sys
import unity
loaded = [name for name in sys.modules if name.startswith("unity.")]
assert not loaded, loaded
assert not {"numpy", "matplotlib", "sklearn", "ipywidgets", "IPython"} & set(sys.modules)
unity.logistic
side = {"decks", "estimators", "figures", "widgets", "lecture", "equations", "grading"}
assert not {f"unity.{name}" for name in side} & set(sys.modules)
assert not {"matplotlib", "ipywidgets", "IPython"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_unknown_name_is_said():
    import unity

    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = unity.nothing
    assert set(unity.__all__) <= set(dir(unity))
