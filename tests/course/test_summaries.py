"""The four summaries: each formula is its chapter's, each part has one behind its last chapter, and all fit on a sheet."""

import json
import re
from pathlib import Path

import pytest
import yaml

from scripts.lectures import chapters

ROOT = Path(__file__).parents[2]
PARTS = {1: (1, 8), 2: (9, 12), 3: (13, 16), 4: (17, 18)}
"""The first and the last chapter of each part."""
SECTIONS = ["What you can do now", "Formulas", "Shapes", "Words", "Common mistakes", "Where it is used next"]
ROW = re.compile(r"^\| \$(.+)\$ \| .+ \| \{eq\}`(eq-[\w-]+)` \|$", re.MULTILINE)


def summary(part):
    return (ROOT / "book" / f"part-{part}.md").read_text(encoding="utf-8")


def bare(latex):
    """A formula without what only places it, or says how large it is."""
    latex = latex.replace(r"\dfrac", r"\frac")
    return re.sub(r"\\begin\{\w+\}|\\end\{\w+\}|\\qquad|[\s&]", "", latex)


def labelled():
    """label -> (the chapter that displays it, its formula)."""
    found = {}
    for path in chapters(ROOT):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        for latex, label in re.findall(r"\$\$\n((?:(?!\$\$).)*?)\$\$ \((eq-[\w-]+)\)", text, re.DOTALL):
            found[label] = int(path.name[:2]), bare(latex)
    return found


EQUATIONS = labelled()


@pytest.mark.parametrize("part", PARTS)
def test_each_formula_is_that_of_its_equation(part):
    rows = ROW.findall(summary(part))
    assert len(rows) == summary(part).count("{eq}`") >= 8
    for latex, label in rows:
        chapter, displayed = EQUATIONS[label]
        first, last = PARTS[part]
        assert first <= chapter <= last, label
        assert bare(latex) in displayed, f"{label}: {latex}"


@pytest.mark.parametrize("part", PARTS)
def test_a_summary_has_six_sections_and_leads_on(part):
    page = summary(part)
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == SECTIONS
    assert page.count("{term}`") >= 10
    assert "../lectures/" in page.split("## Where it is used next")[1]
    assert page.split("## Common mistakes")[1].split("\n## ")[0].count("\n* ") >= 5


@pytest.mark.parametrize("part", PARTS)
def test_a_summary_stands_behind_its_last_chapter_and_is_linked(part):
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [chapter["file"] for block in toc["parts"] for chapter in block["chapters"]]
    before = files[files.index(f"book/part-{part}") - 1]
    assert int(Path(before).name[:2]) == PARTS[part][1]
    assert f"](../book/part-{part}.md)" in (ROOT / f"{before}.ipynb").read_text(encoding="utf-8")
    for page in ("welcome", "syllabi"):
        assert f"](part-{part}.md)" in (ROOT / "book" / f"{page}.md").read_text(encoding="utf-8")


def test_a_sheet_is_named_for_each_summary():
    style = (ROOT / "book" / "assets" / "harmony.css").read_text(encoding="utf-8")
    for part in PARTS:
        title = re.match(r"# (.+)\n", summary(part))[1]
        assert f"#{title.lower().replace(' ', '-')}" in style
    assert "@page {\n  size: A4;" in style
