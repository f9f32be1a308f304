"""What texts name is there: files and names of the library, in the pages, in what programs write into pages, in comments."""

import ast
import functools
import importlib
import io
import pkgutil
import re
import tokenize
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OF_A_DAY = {"CHANGELOG.md", "book/decisions.md", "tests/mutants.md"}  # what these name may be gone by now
CHECKED_BY_SPHINX = "_toc.yml"
KEPT = {"benchmarks/RESULTS.md"}  # where the first table that is kept will stand
FOLDERS = "unity|book|lectures|tests|scripts|exercises|benchmarks"
PATH = re.compile(rf"(?<![\w./-])(?:{FOLDERS})/[\w.*<>/-]*")
SOURCE = re.compile(r"(?<![\w*/>-])\w+\.(?:py|lark)\b")
NAME = re.compile(r"(?<![\w./-])unity(?:\.\w+)+(?![\w/(]*/)")
PLACEHOLDER = re.compile(r"<\w+>|(?<![A-Z])NN(?![A-Z])")
NO_NAMES = {"unity.courses"}  # the group of entry points
MADE = [line for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split() if line.startswith("book/")]


def place(path):
    return path.relative_to(ROOT).as_posix()


def said(path):
    """What a file says: all of a page; the docstrings and comments of code, and what a command's strings hold."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    words = [
        token.string for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type == tokenize.COMMENT
    ]
    if path.parent.name == "scripts":
        formatted = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in formatted)
        words += [node.value for node in strings if isinstance(node.value, str)]
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    words += [ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, documented)]
    return "\n".join(words)


def texts():
    kinds = ["*.md", "*.yml", "Makefile", "book/*.md", "book/api/*.md", "tests/*.yml", "unity/**/*.lark"]
    kinds += [f"{folder}/**/*.py" for folder in ("unity", "scripts", "tests", "benchmarks", "book")]
    return sorted(
        {path for kind in kinds for path in ROOT.glob(kind)}
        - {ROOT / name for name in (*OF_A_DAY, *MADE, CHECKED_BY_SPHINX)}
    )


@functools.cache
def sources():
    """The names of all files of code that the repository has."""
    return {
        path.name
        for folder in FOLDERS.split("|")
        for kind in ("py", "lark")
        for path in (ROOT / folder).rglob(f"*.{kind}")
    }


def missing(text):
    """The files, folders and names of the library that a text names and that are not there."""
    for path in PATH.findall(text):
        path = path.rstrip(".").removesuffix(".html")  # a page of the site has its source's name
        pattern = re.sub(r"(?<!/)\*\*", "*", PLACEHOLDER.sub("*", path.rstrip("/")))
        if (
            not {path, f"{path}.md"} & {*MADE, *KEPT}
            and not any(ROOT.glob(pattern))
            and not any(ROOT.glob(f"{pattern}.*"))
        ):
            yield path
    yield from (name for name in SOURCE.findall(text) if name not in sources())
    for name in sorted(set(NAME.findall(text)) - NO_NAMES):
        try:
            pkgutil.resolve_name(name)
        except (ImportError, AttributeError):
            yield name


@pytest.mark.parametrize("path", texts(), ids=place)
def test_what_a_text_names_is_there(path):
    assert sorted(missing(said(path))) == []


FACES = sorted((ROOT / "unity").rglob("__init__.py"))


@pytest.mark.parametrize("face", FACES, ids=place)
def test_a_face_names_what_stands_behind_it(face):
    """A word in backticks is a module of the package, or what the package hands on."""
    package = importlib.import_module(".".join(face.parent.relative_to(ROOT).parts))
    behind = {package.__name__, *getattr(package, "__all__", ()), *(path.stem for path in face.parent.rglob("*"))}
    told = package.__doc__ or ""
    if "\\" in told:
        told = told.partition("\n* ")[0]  # what follows is LaTeX
    words = [PLACEHOLDER.sub("*", word) for word in re.findall(r"`(\w+)`", told)]
    assert [word for word in words if not any(fnmatchcase(name, word) for name in behind)] == []


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("stands in proofs.py; how the values are computed in evaluated.py", ["evaluated.py"]),
        (
            "see `unity/course/chapter_NN/figures.py`, `unity/course/chapter_NN/figure.py`",
            ["unity/course/chapter_NN/figure.py"],
        ),
        ("`exercises/<name>/tests.py` and `exercises/<name>/test.py`.", ["exercises/<name>/test.py"]),
        (
            "`unity.logistic.fit`, `unity.logistic.fitted` and `unity.logistics`",
            ["unity.logistic.fitted", "unity.logistics"],
        ),
        ("the folder unity/fasts/, and book/house.md, which a command writes.", ["unity/fasts/"]),
    ],
)
def test_what_is_gone_is_seen(text, gone):
    assert sorted(missing(text)) == sorted(gone)
