"""Write book/coverage.md: which derivation and which erratum has a chapter, a function and a test."""

import argparse
import ast
import json
import pkgutil
import re
import sys
from pathlib import Path

import yaml

HEADER = """# Coverage

What the three decks derive (D) and where they err (E), and where the course carries it: the chapter, the function
that computes it, and the tests that guard it. Slips of notation (n) are listed on the errata page and owe no check.
"""
PLANNED = "A chapter in brackets is planned and not yet there.\n"


def derivations(root):
    """The list itself: id -> its entry in book/derivations.yml."""
    return yaml.safe_load((root / "book" / "derivations.yml").read_text(encoding="utf-8"))


def chapters(root):
    """Which lectures say that they carry an id: id -> paths of the lectures."""
    found = {}
    for path in sorted(root.glob("lectures/*.ipynb")):
        harmony = json.loads(path.read_text(encoding="utf-8"))["metadata"].get("harmony", {})
        for name in [*harmony.get("derivations", ()), *harmony.get("errata", ())]:
            found.setdefault(name, []).append(path)
    return found


def tests(root):
    """Which tests are marked with an id: id -> names of the tests, as pytest knows them."""
    found = {}
    for path in sorted(root.glob("tests/**/test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for decorator in getattr(node, "decorator_list", ()):
                if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("mark.derivation"):
                    for name in decorator.args:
                        found.setdefault(name.value, []).append(f"{path.relative_to(root)}::{node.name}")
    return found


def faults(root):
    """Ids that nothing lists, and functions that nothing holds: one sentence each."""
    listed = derivations(root)
    for where, found in (("a lecture", chapters(root)), ("a test", tests(root))):
        for name in sorted(found.keys() - listed.keys()):
            yield f"{where} names {name}, which book/derivations.yml does not list: {found[name][0]}"
    for name, entry in listed.items():
        for function in entry.get("functions", ()):
            try:
                pkgutil.resolve_name(function)
            except (ImportError, AttributeError) as error:
                yield f"book/derivations.yml: {name} names {function}: {error}"


def plain(text):
    """Markdown that shows a text as it is typed, but for its formulas and its code."""
    own = re.split(r"(\$[^$]+\$|`[^`]+`)", text)
    return "".join(part if i % 2 else re.sub(r"([_*^])", r"\\\1", part) for i, part in enumerate(own))


def page(root):
    """The coverage page, in Markdown."""
    in_chapters, in_tests = chapters(root), tests(root)
    is_planned = bool(derivations(root).keys() - in_chapters.keys())
    lines = [HEADER + PLANNED * is_planned, "| id | what | chapter | functions | tests |", "|---|---|---|---|---|"]
    for name, entry in derivations(root).items():
        what = entry.get("says") or f"printed: {entry['printed']}; holds: {entry['holds']}."
        planned = entry["chapter"] if isinstance(entry["chapter"], list) else [entry["chapter"]]
        told = ", ".join(f"[{path.stem[:2]}](../lectures/{path.name})" for path in in_chapters.get(name, ()))
        missing = "" if told else ", ".join(f"({number:02})" for number in planned)
        functions = ", ".join(f"{{py:obj}}`{f.removeprefix('unity.')} <{f}>`" for f in entry.get("functions", ()))
        number = len(in_tests.get(name, ()))
        modules = sorted({test.split("::")[0].rsplit("/", 1)[-1] for test in in_tests.get(name, ())})
        tested = f"{number} in {', '.join(f'`{module}`' for module in modules)}" if number else ""
        mark = f"{name} n" if entry.get("slip") else name
        lines.append(f"| {mark} | {plain(what)} | {told}{missing} | {functions} | {tested} |")
    return "\n".join([*lines, ""])


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path())
    root = parser.parse_args(arguments).root
    found = list(faults(root))
    if found:
        print(*found, sep="\n")
        return 1
    target = root / "book" / "coverage.md"
    target.write_text(page(root), encoding="utf-8")
    print(f"{target} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
