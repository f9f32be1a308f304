"""The printed book: which pages it has, and on which page of a PDF a thing stands."""

import doctest
from pathlib import Path

import pytest

from scripts.pdf import __main__ as command
from scripts.pdf import contents, press
from scripts.pdf.places import places

ROOT = Path(__file__).parents[2]
TOC = (ROOT / "_toc.yml").read_text(encoding="utf-8")


def test_examples_of_the_contents():
    result = doctest.testmod(contents)
    assert result.failed == 0
    assert result.attempted


def test_the_book_has_every_chapter_in_its_part_and_what_is_looked_up():
    """Behind the chapters of a part stands the page that sums it up."""
    *chapters, reference = contents.parts(TOC)
    lectures = [f"lectures/{path.stem}" for path in sorted(ROOT.glob("lectures/*.ipynb"))]
    assert [page for part in chapters for page in part.pages if page.startswith("lectures/")] == lectures
    summaries = [f"book/{path.stem}" for path in sorted(ROOT.glob("book/part-*.md"))]
    assert [part.pages[-1] for part in chapters if len(part.pages) > 1] == summaries
    assert len(summaries) == 4
    assert [part.title for part in chapters] == [
        "Before you begin",
        "I. One neuron",
        "II. Many neurons",
        "III. Seeing",
        "IV. Unity",
        "A project",
    ]
    assert reference == ("Reference", list(contents.APPENDIX))


def test_a_summary_is_printed_with_all_of_its_part():
    part, _ = contents.parts(TOC, ["17", "18"])
    assert [page[-6:] for page in part.pages] == ["e-form", "chines", "part-4"]
    part, _ = contents.parts(TOC, ["17"])
    assert part.pages == ["lectures/17-one-form"]


def test_a_chapter_that_is_not_there_is_named(capsys):
    assert command.main(["06", "66"]) == 1
    assert capsys.readouterr().err.startswith("pdf: there is no chapter 66, only 00, 01, 02, ")


def test_without_a_site_or_a_browser_it_says_what_is_missing(tmp_path, monkeypatch):
    with pytest.raises(FileNotFoundError, match="make book"), press.opened(tmp_path):
        pass
    monkeypatch.setattr(press, "browser", lambda: None)
    with pytest.raises(FileNotFoundError, match="no Chromium"), press.opened(tmp_path):
        pass


def pdf(*objects):
    """A PDF of objects, numbered from 1."""
    return b"".join(b"%d 0 obj\n<<%s>>\nendobj\n" % (number, body) for number, body in enumerate(objects, 1))


def test_places_are_pages_in_the_order_of_the_tree():
    """The objects of pages need not be in order, and a long book has a tree of trees."""
    found = places(
        pdf(
            b"/Type /Page\n/Parent 4 0 R",
            b"/Type /Page\n/Parent 4 0 R",
            b"/Type /Page\n/Parent 5 0 R",
            b"/Type /Pages\n/Count 2\n/Kids [2 0 R 1 0 R]",
            b"/Type /Pages\n/Count 3\n/Kids [4 0 R 3 0 R]",
            b"/eq-a--b [2 0 R /XYZ 6 836.88 0]\n/c_d [1 0 R /XYZ 6 8 0]\n/e [3 0 R /XYZ 6 8 0]",
        )
    )
    assert found == {"eq-a--b": 1, "c_d": 2, "e": 3}


def test_places_say_what_a_pdf_lacks():
    with pytest.raises(ValueError, match="0 trees of pages, expected 1"):
        places(pdf(b"/Type /Page"))
    with pytest.raises(ValueError, match="no targets of links"):
        places(pdf(b"/Type /Page", b"/Type /Pages\n/Kids [1 0 R]"))
