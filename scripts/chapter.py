"""Begin a chapter: `make chapter NAME=20-what-it-is-about TITLE="What it is about"`.

It writes a small chapter that has a sample of everything, from `scripts/skeleton/`: the lecture, its folder of the course
and its tests; names it in the contents, on the course's page of the API, among the pictures of the first page and among the
derivations that are tried; and runs the lecture. The lecture says of itself that it is a draft. What is there is not written over: a number that is taken, a
name or a title that makes no sense is an error, and nothing is written.
"""

import argparse
import re
import sys
from pathlib import Path

import nbformat
from myst_nb.core.read import read_myst_markdown_notebook

from scripts.execute import execute
from scripts.lectures import is_draft

ROOT = Path(__file__).parents[1]
SKELETON = ROOT / "scripts" / "skeleton"
NAME = re.compile(r"(?!00)(\d\d)(-[a-z0-9]+)+")


def plan(root, name, title):
    """What a new chapter writes in a project's folder: path -> text, the lecture first.

    Raises ValueError, in one sentence with what was found and what was expected, where such a chapter cannot begin.
    """
    number = refuse(root, name, title)

    def read(path):
        text = path.read_text(encoding="utf-8")
        return text.replace("NN", number).replace("<number>", str(int(number))).replace("<title>", title)

    found = {root / "lectures" / f"{name}.ipynb": nbformat.writes(lecture(read(SKELETON / "lecture.md"), number))}
    for path in sorted((SKELETON / "chapter").glob("*.py")):
        found[root / "unity" / "course" / f"chapter_{number}" / path.name] = read(path)
    for path in sorted((SKELETON / "tests").glob("*.py")):
        found[root / "tests" / "chapters" / f"test_chapter_{number}_{path.name}"] = read(path)
    if there := [path for path in found if path.exists()]:
        raise ValueError(
            f"chapter: {there[0].relative_to(root).as_posix()} is there, expected nothing of {number} so far"
        )
    edited = (
        (root / "_toc.yml", lambda text: behind(text, name), f"      - file: lectures/{name}\n"),
        (root / "book" / "api" / "course.md", len, read(SKELETON / "api.md")),
        (
            root / "book" / "sphinx" / "front" / "cards.py",
            lambda text: place_of_picture(text, int(number)),
            f'    {int(number)}: "fig-ch{number}-walk",\n',
        ),
        (root / "tests" / "course" / "test_derivations.py", end_of_slips, read(SKELETON / "slips.txt")),
    )
    for path, place, added in edited:
        text = path.read_text(encoding="utf-8")
        at = place(text)
        found[path] = text[:at] + added + text[at:]
    return found


def refuse(root, name, title):
    """The number of a new chapter. Raises ValueError where it cannot have that name, that title or that number."""
    if not (form := NAME.fullmatch(name)):
        raise ValueError(
            f"chapter: the name {name!r}, expected one like 20-what-it-is-about: a number of two digits, "
            "then words in small letters, with hyphens between them"
        )
    if not title.strip():
        raise ValueError("chapter: there is no title, expected one: TITLE='What it is about'")
    if title != title.strip() or re.search(r'[\n"\\*_`$<>{}]', title):
        raise ValueError(f"chapter: the title {title!r}, expected words in one line, without quotes and without markup")
    lectures = root / "lectures"
    taken = {path.name[:2]: path for path in sorted(lectures.glob("[0-9][0-9]-*.ipynb"))}
    taken |= {path.name[-2:]: path for path in sorted((root / "unity" / "course").glob("chapter_[0-9][0-9]"))}
    if form[1] in taken:
        free = next(f"{number:02}" for number in range(1, 100) if f"{number:02}" not in taken)
        there = taken[form[1]].relative_to(root).as_posix()
        raise ValueError(f"chapter: there is a chapter {form[1]}: {there}. The first free number is {free}")
    if drafts := [path.name for path in sorted(lectures.glob("*.ipynb")) if is_draft(path)]:
        raise ValueError(f"chapter: {drafts[0]} is a draft, expected none: one is written before the next begins")
    return form[1]


def lecture(text, number):
    """The notebook that a page in MyST describes, in the one form that the repository keeps."""
    notebook = read_myst_markdown_notebook(text)
    seen_exercises = False
    for place, cell in enumerate(notebook.cells):
        seen_exercises |= cell.source.startswith("## Exercises")
        aside = (
            seen_exercises or "recall" in cell.metadata.get("tags", ()) or cell.source.startswith(("import", "Three"))
        )
        shown = "slide" if cell.source.startswith(("# ", "## ")) else "fragment"
        cell.metadata["slideshow"] = {"slide_type": "skip" if aside else shown}
        cell.id = f"ch{number}-{place:02}"
    return notebook


def behind(contents, name):
    """Where the contents name the last lecture that comes before that one: the end of its line.

    Raises ValueError where they name none.
    """
    lines = re.finditer(r"^ +- file: lectures/(.*)\n", contents, re.MULTILINE)
    ends = [line.end() for line in lines if line[1] < name]
    if not ends:
        raise ValueError(f"chapter: _toc.yml names no lecture before {name}, behind which it could stand")
    return max(ends)


def place_of_picture(cards, number):
    """Where the pictures of the chapters before that one end, in the table of the cards.

    Raises ValueError where there is no such table.
    """
    if not (table := re.search(r"^PICTURES = \{\n((?: +\d+: .*\n)*)\}", cards, re.MULTILINE)):
        raise ValueError("chapter: the cards of the first page have no table PICTURES, where its picture belongs")
    rows = re.finditer(r" +(\d+): .*\n", table[1])
    return max([table.start(1), *(table.start(1) + row.end() for row in rows if int(row[1]) < number)])


def end_of_slips(tests):
    """Where the wrong derivations end that the tests try."""
    if (at := tests.find("}\nCASES = ")) < 0:
        raise ValueError("chapter: the tests of derivations have no table WRONG before CASES, where its slips belong")
    return at


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m scripts.chapter", description=__doc__)
    parser.add_argument("name", help="like 20-what-it-is-about")
    parser.add_argument("--title", default="", help="as a reader sees it")
    options = parser.parse_args(arguments)
    try:
        found = plan(ROOT, options.name, options.title)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    for path, text in found.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"{path.relative_to(ROOT)} written", flush=True)
    execute(next(iter(found)))
    print("The lecture has run. CONTRIBUTING.md, under 'Add a chapter', says what comes next.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
