"""What the pages for teachers say of the chapters: sections, minutes, places to predict, exercises and their points."""

import importlib.util
import json
import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from unity.equations import derive

ROOT = Path(__file__).parents[2]
PAGES = {name: (ROOT / "book" / f"{name}.md").read_text(encoding="utf-8") for name in ("syllabi", "answers", "rubrics")}
SESSION = 90
"""How many minutes a session has."""
PLANS = {18: "Eighteen sessions", 12: "Twelve sessions", 6: "Six sessions"}


def script():
    """scripts/lectures.py as a module: the folder lectures/ has the same name."""
    spec = importlib.util.spec_from_file_location("count_lectures", ROOT / "scripts" / "lectures.py")
    sys.modules[spec.name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


lectures = script()
# The pages for teachers say nothing of a draft.
PATHS = {int(path.name[:2]): path for path in lectures.chapters(ROOT) if not lectures.is_draft(path)}


class Section:
    """A section of a chapter: its title, its prose, what its cells put out, and how many minutes it takes to read."""

    def __init__(self, title):
        self.title, self.prose, self.outputs = title, "", ""
        self.lines = self.figures = self.quizzes = 0

    def add(self, cell):
        source, metadata = "".join(cell["source"]), cell["metadata"]
        if cell["cell_type"] == "markdown":
            self.prose += source + "\n"
            return
        tags = set(metadata.get("tags", ()))
        if not lectures.ASIDE & tags and not source.startswith("import "):
            self.lines += sum(bool(line.strip()) for line in source.splitlines())
        self.figures += "figure" in metadata.get("mystnb", {})
        self.quizzes += "quiz" in tags
        self.outputs += source + "\n"
        for output in cell["outputs"]:
            texts = [output.get("text", ""), *output.get("data", {}).values()]
            self.outputs += "\n".join("".join(text) for text in texts if isinstance(text, str | list)) + "\n"

    @property
    def minutes(self):
        amounts = lectures.words(self.prose), len(lectures.EQUATION.findall(self.prose))
        amounts += self.lines, self.figures, self.quizzes
        return sum(amount / pace for amount, pace in zip(amounts, lectures.A_MINUTE.values(), strict=True))


@cache
def sections(chapter):
    """The sections of a chapter by their numbers, "6.3". What stands before the first has the number "6.0"."""
    number = f"{chapter}.0"
    found = {number: Section("")}
    for cell in json.loads(PATHS[chapter].read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            if "\n## Exercises" in "\n" + source:
                return found
            if heading := re.search(r"^## (\d+\.\d+) (.+)$", source, re.MULTILINE):
                number = heading[1]
                found[number] = Section(heading[2])
        found[number].add(cell)
    raise AssertionError(f"{PATHS[chapter].name} has no exercises")


SECTIONS = {number: section for chapter in PATHS for number, section in sections(chapter).items()}


@cache
def exercises(chapter):
    """The exercises of a chapter by their numbers: the kind, and what is asked, with its hints and its cells."""
    found, number = {}, None
    for cell in json.loads(PATHS[chapter].read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if heading := re.search(r"^### Exercise (\d+\.\d+) \((\w+)[,)]", source, re.MULTILINE):
            number = heading[1]
            found[number] = [heading[2], ""]
        if number and "solution" not in cell["metadata"].get("tags", ()):
            found[number][1] += source.split(":::{admonition} Solution")[0] + "\n"
        if "## Further reading" in source:
            break
    return found


EXERCISES = {number: exercise for chapter in PATHS for number, exercise in exercises(chapter).items()}


def test_the_minutes_of_the_sections_are_those_of_the_chapter():
    for chapter, path in PATHS.items():
        together = sum(section.minutes for section in sections(chapter).values())
        assert abs(together - lectures.counts(path).reading) <= 1, path.name


# The syllabi.


class Row:
    """A session of a syllabus, as its row says it."""

    def __init__(self, line):
        _, room, text, exercises, work, talk, home = [cell.strip() for cell in line.strip("|").split("|")]
        self.line = line
        self.chapters = [int(found) for found in re.findall(r"\[(\d+)\]\(", room)]
        self.links = re.findall(r"\[(\d+)\]\(\.\./lectures/([\w.-]+)\)", room)
        self.room = spread(re.sub(r"\[.*?\]\(.*?\)", "", room))
        self.home = spread(home)
        self.exercises = re.findall(r"\d+\.\d+", exercises)
        self.text, self.work, self.talk = int(text), int(work), int(talk)


def spread(text):
    """All the sections of "6.1–6.3, 6.5"."""
    found = []
    for first, last in re.findall(r"(\d+\.\d+)(?:–(\d+\.\d+))?", text):
        chapter, start = map(int, first.split("."))
        end = last or first
        assert end.startswith(f"{chapter}."), text
        found += [f"{chapter}.{k}" for k in range(start, int(end.split(".")[1]) + 1)]
    return found


def plan(sessions):
    """The rows of a syllabus."""
    block = PAGES["syllabi"].split(f"## {PLANS[sessions]}\n")[1].split("\n## ")[0]
    return [Row(line) for line in re.findall(r"^\| \d+ \|.*$", block, re.MULTILINE)]


@pytest.mark.parametrize("sessions", PLANS)
def test_a_syllabus_has_its_sessions_and_each_its_minutes(sessions):
    rows = plan(sessions)
    assert len(rows) == sessions, f"a plan of {sessions} sessions: what it has no session for is for home"
    for row in rows:
        assert row.text + row.work + row.talk == SESSION, row.line
        kinds = [EXERCISES[number][0] for number in row.exercises]
        assert row.work == sum(lectures.EXERCISE[kind] for kind in kinds), row.line
        reading = sum(SECTIONS[number].minutes for number in row.room)
        reading += sum(SECTIONS[f"{chapter}.0"].minutes for chapter in row.chapters)
        assert abs(row.text - reading) <= 3, f"{reading:.0f} minutes of text: {row.line}"
        assert row.talk >= 10, row.line


def for_home(text):
    """The chapters that a plan leaves out, as it says above its table."""
    said = re.search(r"Chapters? ((?:\d+, )*\d+(?:\s+and\s+\d+)?)\s+(?:is|are)\s+for\s+home", text)
    return [int(number) for number in re.findall(r"\d+", said[1])] if said else []


def test_a_plan_may_leave_several_chapters_out():
    said = {"Chapter 18 is for home, or not.": [18], "Chapters 12 and 18\nare for home.": [12, 18], "All of it.": []}
    said["Chapters 12, 18 and 20 are for home."] = [12, 18, 20]
    assert [for_home(text) for text in said] == list(said.values())


@pytest.mark.parametrize("sessions", PLANS)
def test_a_syllabus_leaves_nothing_out_silently(sessions):
    seen = []
    for row in plan(sessions):
        assert [(str(chapter), PATHS[chapter].name) for chapter in row.chapters] == row.links
        own = [number for chapter in row.chapters for number in sections(chapter) if not number.endswith(".0")]
        assert sorted(row.room + row.home) == sorted(own), row.line
        assert [chapter for chapter in row.chapters if any(n.split(".")[0] == str(chapter) for n in row.room)]
        seen += row.chapters
    assert seen == sorted(set(seen))
    left = sorted(set(PATHS) - set(seen))
    block = PAGES["syllabi"].split(f"## {PLANS[sessions]}\n")[1].split("\n|")[0]
    assert left == for_home(block), (
        f"{PLANS[sessions]} of book/syllabi.md: a chapter stands in a row, or above the table as in 'Chapter 18 is for home'"
    )


def needed(number):
    """The sections that an exercise names, or whose equations it names."""
    chapter, asked = int(number.split(".")[0]), EXERCISES[number][1]
    found = set(re.findall(r"[Ss]ections? (\d+\.\d+)", asked))
    for label in re.findall(r"\{eq\}`([\w-]+)`", asked):
        found |= {k for k, section in sections(chapter).items() if f"$$ ({label})" in section.prose}
    return found


@pytest.mark.parametrize("sessions", PLANS)
def test_no_exercise_asks_for_what_its_syllabus_left_for_home(sessions):
    told = set()
    for row in plan(sessions):
        told |= set(row.room)
        for number in row.exercises:
            assert needed(number) <= told, f"{number} needs {needed(number) - told}: {row.line}"


def test_what_may_be_skipped_exists_under_that_title():
    block = PAGES["syllabi"].split("## What to skip first\n")[1]
    named = re.findall(r"(\d+\.\d+) \*([^*]+)\*", block)
    assert len(named) == len(re.findall(r"\d+\.\d+", block)) > 18, "each is written as in '1.4 *Title of its section*'"
    for number, title in named:
        assert SECTIONS[number].title == title
    assert {int(number.split(".")[0]) for number, _ in named} == set(PATHS), (
        "'What to skip first' of book/syllabi.md names a section or more of each chapter, and says what to say in its place"
    )


# What a class answers.


def chapters_of(page):
    """The blocks of a page by chapter, whose titles are the chapters' own."""
    blocks = re.findall(r"^## (\d+)\. (.+)\n((?:(?!## ).*\n)*)", PAGES[page], re.MULTILINE)
    return {int(number): (title, block) for number, title, block in blocks}


def block_of(page, chapter):
    """What a page says of a chapter."""
    found = chapters_of(page)
    assert chapter in found, (
        f"book/{page}.md says nothing of chapter {chapter}: its block begins with `## {chapter}. Title`"
    )
    return found[chapter][1]


@pytest.mark.parametrize("page", ["answers", "rubrics"])
def test_a_page_goes_through_the_chapters_under_their_own_titles(page):
    found = chapters_of(page)
    assert list(found) == list(PATHS), f"book/{page}.md has a block of each chapter, `## 7. Title`, and none of a draft"
    for number, (title, _) in found.items():
        assert f"# {number}. {title}\n" in sections(number)[f"{number}.0"].prose


def entries(block):
    """What a definition list defines, and how."""
    return re.findall(r"^(?![:#\[ ])(\S.*)\n((?:: .*\n(?:  .*\n)*)+)", block, re.MULTILINE)


@pytest.mark.parametrize("chapter", PATHS)
def test_each_place_to_predict_has_its_answer(chapter):
    places = Counter(
        f"{number} {section.title}"
        for number, section in sections(chapter).items()
        for _ in range(section.prose.count("**Predict, then run.**"))
    )
    assert sum(places.values()) > 0, f"{PATHS[chapter].name} says nowhere **Predict, then run.**"
    block = block_of("answers", chapter)
    assert f"[The chapter](../lectures/{PATHS[chapter].name})" in block
    answered = [(term, said) for term, said in entries(block) if not term.startswith("*")]
    assert Counter(term for term, _ in answered) == places, (
        "book/answers.md answers each place by its section, `6.3 Title`"
    )
    for term, said in answered:
        assert re.match(r": \*They say:\* .*?\n: \*Reply:\* .+", said, re.DOTALL), term


@pytest.mark.parametrize("chapter", PATHS)
def test_the_numbers_of_a_reply_are_the_chapters(chapter):
    """Each stands in the section that it belongs to, or in what its cells put out."""
    for term, said in entries(block_of("answers", chapter)):
        if not term.startswith("*"):
            section = sections(chapter)[term.split()[0]]
            for number in re.findall(r"-?\d+(?:\.\d+)?", said):
                found = section.prose + section.outputs
                assert re.search(rf"(?<![\d.]){re.escape(number)}0*(?![\d]|\.\d)", found), f"{number}: {term}"


@pytest.mark.parametrize("chapter", PATHS)
def test_each_chapter_has_questions_whose_numbers_are_its_own(chapter):
    asked = [entry for entry in entries(block_of("answers", chapter)) if entry[0].startswith("*")]
    assert len(asked) >= 2, (
        f"book/answers.md has {len(asked)} questions of a class for chapter {chapter}: `*Why?*`, then `: ...`"
    )
    whole = "".join(section.prose + section.outputs for section in sections(chapter).values())
    for question, answer in asked:
        assert question.endswith("?*") or question.endswith(".*"), question
        for number in re.findall(r"[Ss]ection (\d+\.\d+)", answer):
            assert number in sections(chapter), f"{number}: {question}"
        for number in re.findall(r"[Ee]xercise (\d+\.\d+)", answer):
            assert number in exercises(chapter), f"{number}: {question}"
        for number in re.findall(r"chapter (\d+)", answer):
            assert int(number) in PATHS, f"{number}: {question}"
        rest = re.sub(r"(?:[Ss]ection|[Ee]xercise|chapter) [\d.]+\d|chapter \d", "", question + answer)
        for number in re.findall(r"\d+(?:\.\d+)?", rest):
            assert re.search(rf"(?<![\d.]){re.escape(number)}(?![\d]|\.\d)", whole), f"{number}: {question}"


# The rubrics.


@pytest.mark.parametrize("chapter", PATHS)
def test_each_derivation_and_each_transfer_has_ten_points(chapter):
    found = entries(block_of("rubrics", chapter))
    assert [term.split(",")[0] for term, _ in found] == [f"{chapter}.6 derive", f"{chapter}.7 transfer"]
    for term, said in found:
        number, kind = term.split(",")[0].split()
        assert EXERCISES[number][0] == kind
        points = [int(point) for point in re.findall(r"\*\*(\d+)\*\*", said)]
        assert sum(points) == 10, f"{term}: {points}, expected parts of ten, each as **4**"
        assert len(points) > 1, term
        assert all(re.match(r": \*\*\d+\*\* ", line) for line in re.findall("^:.*", said, re.MULTILINE)), term
        assert said.count("**") == 2 * len(re.findall("^:", said, re.MULTILINE)), f"{term}: one point a line"
    names = re.findall(r"`([\w-]+)`", found[0][0])
    asked = re.findall(r'derive\("([\w-]+)"', EXERCISES[f"{chapter}.6"][1])
    assert names == asked, f"{chapter}.6 is asked as {asked}, the rubric names {names}"


def test_what_the_rubrics_say_a_check_does_not_see():
    """Start and goal on one line pass, without a reason; a wrong sign does not."""
    start = r"\lVert x - \mu_0 \rVert^2 - \lVert x - \mu_1 \rVert^2"
    assert derive("01-two-distances", start + r" = 2 (w^\top x + b)").holds
    assert derive("01-two-distances", start + r" = 2 (w^\top x - b)").slip == "a sign is turned"


# The guide.


def test_the_guide_leads_to_the_kit_and_counts_the_exercises():
    guide = (ROOT / "book" / "teaching.md").read_text(encoding="utf-8")
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [entry.get("file") for part in contents["parts"] for entry in part["chapters"]]
    for page in PAGES:
        assert f"]({page}.md)" in guide
        assert f"book/{page}" in files
    text = " ".join(guide.split())
    assert (
        "seven: one or two ask for a prediction, three or four for a function, one for a derivation, one for a" in text
    )
    for chapter in PATHS:
        kinds = Counter(kind for kind, _ in exercises(chapter).values())
        said = f"chapter {chapter} has exercises of these kinds, book/teaching.md says which ones it should have: {dict(kinds)}"
        assert kinds.total() == 7, said
        assert kinds["predict"] in (1, 2), said
        assert kinds["complete"] + kinds["code"] in (3, 4), said
        assert kinds["derive"] == kinds["transfer"] == 1, said
