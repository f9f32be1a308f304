"""The page of performance: what was measured stands in it once, and what grows is drawn with its exponent."""

from pathlib import Path

import pytest

from scripts import performance

ROOT = Path(__file__).parents[2]
GROWN = """## It grows

A machine.

| examples | X, MB | ms |
| --- | ---: | ---: |
| 1,000 | 8 | 2 |
| 4,000 | 32 | 8.5 |
| exponent |  | 1.04 ± 0.01 |
"""
FLAT = "## It stands\n\nA machine.\n\n| way | ms |\n| --- | ---: |\n| one | 1 |\n"


def test_a_section_is_what_stands_below_its_title():
    found = performance.sections(f"# Head\n\nWords.\n\n{FLAT}\n{GROWN}")
    assert list(found) == ["It stands", "It grows"]
    assert found["It stands"].startswith("A machine.")
    assert found["It stands"].endswith("| one | 1 |")


def test_a_table_grows_where_its_last_row_says_how():
    (table,) = performance.tables(GROWN)
    assert performance.grown(table) == [("ms", [1000, 4000], [2, 8.5], "1.04 ± 0.01")]
    assert performance.grown(next(performance.tables(FLAT))) == []


def test_the_page_holds_each_section_and_shows_functions():
    found = performance.sections(GROWN + "\n" + FLAT)
    page = performance.page("<<< It grows >>>\n\n<<< show unity.logistic:forward >>>\n\n<<< It stands >>>\n", found)
    assert "| 1,000 | 8 | 2 |" in page
    assert page.count("```{figure}") == 1
    assert "over examples, from 1000 to 4000: ms, from 2 to 8.5, exponent 1.04 ± 0.01." in page
    assert "return w.T @ X + b\n```" in page


@pytest.mark.parametrize("text", ["<<< It grows >>>\n", "<<< It grows >>>\n<<< It stands >>>\n<<< Who knows >>>\n"])
def test_a_section_that_is_missing_is_said(text):
    with pytest.raises(ValueError, match=r"RESULTS\.md differ in .'(It stands|Who knows)'"):
        performance.page(text, performance.sections(GROWN + "\n" + FLAT))


def test_the_program_writes_the_page_and_its_pictures(tmp_path):
    for folder in ("benchmarks", "book/assets"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "benchmarks/RESULTS.md").write_text(GROWN, encoding="utf-8")
    (tmp_path / "benchmarks/page.md").write_text("# Fast\n\n<<< It grows >>>\n", encoding="utf-8")
    assert performance.main(["--root", str(tmp_path)]) == 0
    picture = (tmp_path / "book/assets/growth-it-grows-1.svg").read_text(encoding="utf-8")
    assert picture.count("<svg") == 1
    assert "assets/growth-it-grows-1.svg" in (tmp_path / "book/performance.md").read_text(encoding="utf-8")


def test_the_committed_results_make_a_page():
    found = performance.sections((ROOT / "benchmarks/RESULTS.md").read_text(encoding="utf-8"))
    page = performance.page((ROOT / "benchmarks/page.md").read_text(encoding="utf-8"), found)
    assert "<<<" not in page
    assert page.count("```{figure}") >= 3
