"""What pages say of themselves to those who look for them: addresses, descriptions, pictures, data, and the feed."""

import doctest
import json
import re
import sys
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docutils import nodes
from docutils.utils import new_document
from PIL import Image

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "book" / "sphinx"))

import course  # noqa: E402
from found import card, citing, described, feed, head, places, sources  # noqa: E402

ADDRESS = course.Address("ada", "notes")
SAID = citing.citation()
CHAPTER = "lectures/06-the-gradient-of-one-neuron"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("module", [card, citing, described, feed, head, places, sources])
def test_examples(module):
    assert doctest.testmod(module).failed == 0


def test_every_chapter_is_described_on_the_first_page():
    files = [f"lectures/{path.stem}" for path in sorted(ROOT.glob("lectures/*.ipynb"))]
    assert list(described.chapters()) == files
    for page in files:
        said = described.description(page, None)
        assert 20 < len(said) <= 160
        assert said[0].isupper()
        assert not re.search(r"[$*`\\]", said), said


def test_a_page_is_described_by_words_alone():
    document = new_document("page")
    document += nodes.paragraph("", "Short.")
    document += nodes.paragraph("", "A sentence with a formula that is long enough, ", nodes.math("", "x"))
    document += nodes.paragraph("", "This one says in words what the page is about. " * 5)
    assert described.description("book/map", document).startswith("This one says in words what the page is about. This")
    assert len(described.description("book/map", document)) <= 160
    assert described.description("book/map", new_document("page")) == ""


def elements(name, title="The title", description="What it is about."):
    text = head.tags(name, title, description, ADDRESS.site, SAID)
    named = dict(re.findall(r'<meta (?:name|property)="([^"]*)" content="([^"]*)">', text))
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    return named, re.search(r'rel="canonical" href="([^"]*)"', text)[1], data and json.loads(data[1])


def test_a_chapter_says_what_it_is():
    named, canonical, data = elements(CHAPTER, "6. The <gradient>")
    assert canonical == named["og:url"] == data["url"] == f"https://ada.github.io/notes/{CHAPTER}.html"
    assert named["og:title"] == "6. The &lt;gradient&gt;"
    assert named["og:image"] == "https://ada.github.io/notes/cards/06.png"
    assert named["citation_title"].endswith(f"in: {SAID['title']}")
    assert (data["@type"], data["position"], data["isPartOf"]["@type"]) == ("LearningResource", 6, "Course")


def test_the_first_page_is_the_root_and_the_course():
    named, canonical, data = elements(course.FIRST)
    assert canonical == data["url"] == "https://ada.github.io/notes/"
    assert named["og:type"] == "website"
    assert data["@type"] == "Course"
    assert [part["position"] for part in data["hasPart"]] == list(map(course.chapter_number, described.chapters()))
    assert data["license"] == head.LICENCE


def test_another_page_has_no_citation_and_no_data():
    named, canonical, data = elements("book/map")
    assert canonical.endswith("/book/map.html")
    assert data is None
    assert not [name for name in named if name.startswith("citation")]
    assert named["og:image"].endswith("/card.png")


def test_the_data_cannot_end_the_script():
    text = head.tags(CHAPTER, "</script>", "d", ADDRESS.site, SAID)
    assert text.count("</script>") == 1


def test_the_picture_has_the_size_that_is_said():
    for title in ("Short", "Errors flow back through a convolution"):
        with Image.open(BytesIO(card.draw(title, "chapter 15"))) as picture:
            assert picture.size == (card.WIDTH, card.HEIGHT)
            assert len(picture.convert("RGB").getcolors(100_000)) > 10
    assert card.draw("Short") == card.draw("Short")


def test_the_words_of_a_picture_leave_the_neuron_alone():
    """Behind the words the neuron's first input begins: no ink stands before it."""
    for title in ("Harmony in Complexity", *(title for title, _ in described.chapters().values())):
        with Image.open(BytesIO(card.draw(title))) as picture:
            gap = picture.convert("L").crop((card.MOST_RIGHT + 2, 0, card.MOST_RIGHT + 18, card.HEIGHT))
            assert gap.getextrema()[0] > 200, title


def test_another_title_is_another_picture():
    assert card.draw("Short") != card.draw("Other")


def test_last_changes_are_those_of_git():
    found = sources.changes()
    if not found:
        pytest.skip("no git here")
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in found.values())
    assert f"{CHAPTER}.ipynb" in found
    assert sources.edit(f"{CHAPTER}.ipynb", ADDRESS).startswith("https://github.com/ada/notes/blob/main/lectures/")


CHANGELOG = (
    "# Changes\n\nHello.\n\n## Not yet released\n\n* One\n  thing.\n* A & B.\n\n## 0.1.0, 2026-11-21\n\n* The start.\n"
)


def test_the_feed_tells_releases_and_errata():
    told = list(
        feed.entries(CHANGELOG, "E01: a slip\n: text\n", {"CHANGELOG.md": "2026-11-30", "book/errata.md": "2026-11-25"})
    )
    assert [(name, day) for name, day, *_ in told] == [
        ("Not yet released", "2026-11-30"), ("0.1.0", "2026-11-21"), ("Errata of the decks", "2026-11-25"),
    ]  # fmt: skip
    assert told[0][3] == ["One thing.", "A & B."]
    root = ElementTree.fromstring(feed.feed(told, ADDRESS, SAID))
    assert [each.find(f"{ATOM}updated").text[:10] for each in root.iter(f"{ATOM}entry")] == [
        "2026-11-30", "2026-11-25", "2026-11-21",
    ]  # fmt: skip
    assert root.find(f"{ATOM}updated").text == "2026-11-30T00:00:00Z"
    assert "<li>A &amp; B.</li>" in next(root.iter(f"{ATOM}content")).text
    ids = [each.find(f"{ATOM}id").text for each in root.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)


def test_the_feed_has_the_courses_own_changes():
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("CHANGELOG.md", "book/errata.md")]
    *releases, errata = feed.entries(*texts, {"CHANGELOG.md": "2026-11-30", "book/errata.md": "2026-11-30"})
    assert len(releases) == texts[0].count("\n## ")
    assert len(errata[3]) == len(set(re.findall(r"^(E\d\d):", texts[1], re.MULTILINE))) > 20


def test_a_site_map_names_pages_and_days():
    text = places.sitemap([(course.FIRST, None), ("book/map", "2026-11-30")], ADDRESS.site)
    found = [each.text for each in ElementTree.fromstring(text).iter() if (each.text or "").strip()]
    assert found == ["https://ada.github.io/notes/", "https://ada.github.io/notes/book/map.html", "2026-11-30"]


def test_a_lost_reader_finds_the_way_from_any_depth():
    assert '<base href="/notes/">' in places.lost(ADDRESS.site, "Notes")
    assert '<base href="/">' in places.lost("https://ada.github.io", "Notes")


def test_the_entry_of_a_bibliography_is_whole():
    text = citing.bibtex(SAID, ADDRESS.site)
    assert text.startswith("@misc{harmony2026,")
    assert text.count("{") == text.count("}")
    assert SAID["title"] in text
    assert SAID["version"] in text
