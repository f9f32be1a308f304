"""The library that a sandbox has: `unity` without the questions, without the grader, and without what is forbidden."""

import ast
import inspect
import pkgutil
import shutil
import subprocess
import sys
from pathlib import Path

__all__ = ["LIBRARY", "UNITY", "library"]

GRADING = Path(__file__).parents[1]
UNITY = GRADING.parent
LIBRARY = "/library"
LEFT_OUT = ("__pycache__", "grading", "questions", "questions.py", "released", "results")  # where answers are
INSIDE = {
    "__init__.py": "inside/silent.py",
    "inside": "inside",
    "values": "values",
}  # what is there of grading


def library(folder, forbids=(), files=()):
    """Write into a folder what a student's code may import of `unity`: all but the questions and what is forbidden.

    A forbidden function is there by name and raises an error that says so; its own lines are not in the sandbox at all.
    `files` (name, bytes) stand beside it. Raises ValueError for a name that the library does not have.
    """
    for name, content in files:
        path = Path(folder) / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    target = Path(folder) / "unity"
    shutil.copytree(UNITY, target, ignore=shutil.ignore_patterns(*LEFT_OUT))
    target.chmod(0o755)  # the installed one may be for root alone
    (target / "grading").mkdir()
    for there, here in INSIDE.items():
        copy = shutil.copytree if (GRADING / here).is_dir() else shutil.copy
        copy(GRADING / here, target / "grading" / there)
    for name in [name for name in forbids if name.startswith("unity.")]:
        _forbid(target.parent, name)
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", "-s", str(folder), "-p", LIBRARY, target],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return Path(folder)


def _forbid(root, name):
    """Replace the body of a function, or those of the methods of a class, by an error, in the file that defines it."""
    try:
        member = inspect.unwrap(pkgutil.resolve_name(name))
        parts = f"{member.__module__}.{member.__qualname__}".split(".")
    except (ImportError, AttributeError, ValueError):
        parts = []
    for cut in range(len(parts) - 1, 0, -1):
        path = root.joinpath(*parts[:cut])
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if path.is_file():
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found = tree
            for part in parts[cut:]:
                found = next((n for n in getattr(found, "body", ()) if getattr(n, "name", None) == part), None)
            if found is not None:
                for function in [n for n in ast.walk(found) if isinstance(n, ast.FunctionDef)]:
                    function.body = ast.parse(f"raise NameError({name + ' is what this exercise asks for'!r})").body
                path.write_text(ast.unparse(tree), encoding="utf-8")
                return
    raise ValueError(f"forbids: unity has no function called {name}")
