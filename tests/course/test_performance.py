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


@pytest.mark.parametrize(
    ("measured", "read"),
    [
        ("1.48e+03, 12", "1,480, 12"),
        ("1e+03", "1,000"),
        ("3e-13, 1e-08", "3·10⁻¹³, 10⁻⁸"),
        ("1e9/s: 105e9 a second in float32", "10⁹/s: 105·10⁹ a second in float32"),
        ("digits, 1797 x 64, 20k x 500", "digits, 1,797 × 64, 20k × 500"),
        ("250000, or 62,500, 0.12, 1024 x 1024, 1 of 7 x 7", "250,000, or 62,500, 0.12, 1,024 × 1,024, 1 of 7 × 7"),
        ("0.98 ± 0.02", "0.98_±_0.02"),
        ("one product w^T X", r"one product $w^\top X$"),
        ("784-128-64-10", "784-128-64-10"),
    ],
)
def test_what_is_measured_is_written_as_a_page_writes_it(measured, read):
    assert performance.written(measured) == read.replace("_", "\N{NO-BREAK SPACE}")


def test_a_precision_has_a_table_of_its_own():
    table = "| way | precision | ms |\n| --- | ---: | ---: |\n| a | float32 | 1 |\n| a | float64 | 2 |\n| b | float32 | 3 |\n"
    assert performance.written(table) == (
        "In float32:\n\n| way | ms |\n| --- | ---: |\n| a | 1 |\n| b | 3 |\n\nIn float64:\n\n| way | ms |\n| --- | ---: |\n| a | 2 |\n"
    )


def test_the_machine_is_named_once_and_where_it_is_another():
    text = f"{GROWN}\n{FLAT}\n" + FLAT.replace("It stands", "Elsewhere").replace("A machine", "Another")
    page = performance.page(
        "<<< machine >>>\n\n<<< It grows >>>\n\n<<< It stands >>>\n\n<<< Elsewhere >>>\n", performance.sections(text)
    )
    assert page.count("A machine.") == 1
    assert page.startswith("A machine.\n")
    assert "Another.\n\n| way | ms |" in page


def test_a_grey_line_is_what_the_words_before_its_table_call_proportion():
    words = "One image: an exponent of 2 is one step for each pixel."
    square = GROWN.replace("A machine.\n", f"A machine.\n\n{words}\n").replace("examples", "side")
    both = GROWN + "\n" + square.partition("A machine.\n")[2]
    page = performance.page("<<< It grows >>>\n", performance.sections(both))
    assert "It grows, drawn over the column *examples*. A grey line is exact proportion." in page
    assert "It grows, drawn over the column *side*. A grey line has the exponent 2." in page


def test_the_page_holds_each_section_and_shows_functions():
    found = performance.sections(GROWN + "\n" + FLAT)
    page = performance.page("<<< It grows >>>\n\n<<< show unity.logistic:forward >>>\n\n<<< It stands >>>\n", found)
    assert "| 1,000 | 8 | 2 |" in page
    assert page.count("```{figure}") == 1
    assert "over examples, from 1,000 to 4,000: ms, from 2 to 8.5, exponent 1.04 ± 0.01." in page
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
