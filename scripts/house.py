"""The library as a house: which part stands on which floor, what each imports, and the page that shows it.

The plan below is the only one: tests/test_floors.py holds the imports against it, the pages of the library and the
mutants take their order from it. Writes book/house.md and its picture; where a thing belongs is CONTRIBUTING.md's text.
"""

import argparse
import ast
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
UNITY = ROOT / "unity"

# The mathematics, from the ground up: a module imports only from floors below its own.
FLOORS = [
    {"shapes", "registry", "extras", "fast"},
    {"arrays"},
    {"activations", "geometry", "features", "descent", "checks", "datasets", "tally", "brains", "loops", "labelling"},
    {"families", "trilinear", "generative", "newton"},
    {"logistic", "softmax", "layers", "toeplitz", "kindred"},
    {"network"},
    {"decks", "estimators", "saving"},
]
# Beside it: engines know no course, and of the library only the ground.
ENGINES = {"equations", "grading", "notebook"}
GROUND = {"shapes", "arrays", "registry", "extras"}
# On top: what belongs to this course alone imports all.
COURSE = "course"

HEADER = """# The house

The library is a building. A module imports only from floors below its own; the engines beside it know no course, and of
the library only its ground; what belongs to this course alone stands on top and uses all. A test walks through the
imports to see that it is so, and the picture is drawn from them.

```{{figure}} assets/house.svg
:figclass: drawing
:alt: {alt}

Who imports whom. A line leads from a part down to one that it imports. The lines to the ground, which all parts use, and
those from the course, which may use all, are left out.
```

{where}
## Who imports whom

| part | imports |
|---|---|
"""


def room(path):
    """The part of the library that a file belongs to."""
    return path.relative_to(UNITY).parts[0].removesuffix(".py")


def files():
    """Every file of the library but its door, `unity/__init__.py`."""
    return sorted(path for path in UNITY.rglob("*.py") if path != UNITY / "__init__.py")


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
    """The number of a module's floor; None for an engine and the course."""
    return next((i for i, modules in enumerate(FLOORS) if name in modules), None)


def trespass(here, there):
    """What is wrong with an import of one part from another; None where nothing is."""
    if here in (COURSE, there):
        return None
    if here in ENGINES:
        return (
            None if there in GROUND else f"the engine {here} imports {there}, expected only {', '.join(sorted(GROUND))}"
        )
    if there in ENGINES or there in (COURSE, "unity"):
        return f"{here} is mathematics and imports {there}"
    if floor(there) is None or floor(there) >= floor(here):
        return f"{here} on floor {floor(here)} imports {there} on floor {floor(there)}"
    return None


def imports():
    """part -> the other parts that it imports."""
    found = defaultdict(set)
    for path in files():
        found[room(path)] |= set(imported(path)) - {room(path)}
    return dict(found)


def rows():
    """The parts as they stand above each other, from the ground up; the engines on a row of their own."""
    return [*(sorted(modules) for modules in FLOORS), sorted(ENGINES), [COURSE]]


def where_things_belong():
    """The section of CONTRIBUTING.md that says where a thing belongs: it is written there, and nowhere else."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    title, section = "## Where a thing belongs\n", text.partition("\n## Where a thing belongs\n")[2]
    if not section:
        raise ValueError(f"CONTRIBUTING.md has no section {title.strip()!r}: the page of the house shows it")
    return title + section.partition("\n## ")[0]


def page():
    """The page in Markdown."""
    found = imports()
    said = "; ".join(f"{' and '.join(names)}" for names in reversed(rows()))
    lines = [
        f"| `{name}` | {', '.join(f'`{other}`' for other in sorted(found[name])) or 'nothing'} |"
        for names in reversed(rows())
        for name in names
    ]
    header = HEADER.format(alt=f"The parts of the library in rows, from the top: {said}.", where=where_things_belong())
    return header + "\n".join(lines) + "\n"


def draw(path):
    """The picture, as SVG."""
    from unity.course.map import LONGEST, house
    from unity.course.style import narrow

    stands = rows()
    found = {name: others - GROUND for name, others in imports().items() if name != COURSE}
    lines = sum(-(-len(names) // LONGEST) for names in stands)
    ax = house(narrow(height=0.66 * lines), stands, found)
    ax.figure.savefig(path, format="svg", metadata={"Date": None})


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder (default: the current one)")
    root = parser.parse_args(arguments).root
    draw(root / "book" / "assets" / "house.svg")
    (root / "book" / "house.md").write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
