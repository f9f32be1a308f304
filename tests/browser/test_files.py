"""The files of the built site: complete, whole, and sufficient to themselves."""

import gzip
import hashlib
import json
import math
import re
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from fontTools.ttLib import TTFont

import unity

from .shared import SITE
from .weights import budget, weight

ROOT = Path(__file__).parents[2]
sys.path += [str(ROOT / "scripts"), str(ROOT / "book" / "sphinx")]

import course  # noqa: E402
import notebooks  # noqa: E402

pytestmark = pytest.mark.browser

ELSEWHERE = re.compile(
    r"unpkg\.com|jsdelivr|cdnjs|googleapis|gstatic|polyfill|require(\.min)?\.js|thebe", re.IGNORECASE
)
SLIDER = re.compile(r'data-frame="(\d+)" data-frames="([^"]+)"><img src="([^"]+)"(.*?)</figure>', re.DOTALL)


class Page(HTMLParser):
    """What a page loads, where it leads, and the places in it that can be led to.

    `elements` is how many a browser with scripts makes at once: what stands in a `noscript` waits as text.
    """

    def __init__(self, path):
        super().__init__()
        self.loaded, self.links, self.places, self.tags = [], [], set(), []
        self.elements, self.waiting = 0, False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.places |= {given.get("id"), given.get("name")}
        self.tags.append((tag, given))
        self.elements += not self.waiting
        self.waiting = self.waiting or tag == "noscript"
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "link" and given.get("rel") not in {"canonical", "author", "license"}:
            self.loaded.append(given["href"])
        elif given.get("src"):
            self.loaded.append(given["src"])

    def handle_endtag(self, tag):
        self.waiting = self.waiting and tag != "noscript"


@cache
def page(path):
    return Page(path)


@pytest.fixture
def pages():
    """The pages of the built site: name -> what it holds."""
    if not (SITE / "index.html").exists():
        pytest.skip("the site is not built: make book")
    found = (path for path in SITE.rglob("*.html") if not {"_static", "slides"} & {*path.relative_to(SITE).parts})
    return {path.relative_to(SITE).as_posix(): page(path) for path in found}


def in_toc(entry):
    """The pages that the table of contents names."""
    if isinstance(entry, list):
        return [name for each in entry for name in in_toc(each)]
    if isinstance(entry, dict):
        own = [entry[key] for key in ("root", "file") if key in entry]
        globbed = (
            [p.relative_to(ROOT).with_suffix("").as_posix() for p in ROOT.glob(f"{entry['glob']}.md")]
            if "glob" in entry
            else []
        )
        return (
            own + globbed + [name for key in ("parts", "chapters", "sections") for name in in_toc(entry.get(key, []))]
        )
    return []


def test_contents_name_every_lecture_and_page():
    named = in_toc(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8")))
    assert len(named) == len(set(named))
    written = {
        p.relative_to(ROOT).with_suffix("").as_posix()
        for p in [*ROOT.glob("lectures/*.ipynb"), *ROOT.glob("book/**/*.md")]
    }
    assert written <= set(named)


def test_every_page_of_the_contents_is_built(pages):
    for name in in_toc(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))):
        assert f"{name}.html" in pages


def test_nothing_is_loaded_from_elsewhere(pages):
    for name, each in pages.items():
        for source in each.loaded:
            assert urlsplit(source).scheme in {"", "data"}, f"{name} loads {source[:100]}"
            assert not source.startswith("//"), f"{name} loads {source}"
        scripts = re.findall(r"<(?:script|link)[^>]*>", (SITE / name).read_text(encoding="utf-8"))
        assert not [script for script in scripts if ELSEWHERE.search(script)], name


def test_every_file_that_is_loaded_is_there(pages):
    for name, each in pages.items():
        for source in each.loaded:
            if not source.startswith("data:"):
                assert ((SITE / name).parent / unquote(urlsplit(source).path)).exists(), f"{name} loads {source}"


def test_links_lead_somewhere(pages):
    for name, each in pages.items():
        for link in each.links:
            target = urlsplit(link)
            if target.scheme or link in {"", "#"}:
                continue
            path = ((SITE / name).parent / unquote(target.path)).resolve() if target.path else SITE / name
            assert path.exists(), f"{name} links to {link}"
            if target.fragment and path.suffix == ".html":
                assert unquote(target.fragment) in page(path).places, f"{name} links to {link}"


def test_every_module_is_on_one_page(pages):
    shown = [place for each in pages.values() for place in each.places if str(place).startswith("module-unity.")]
    assert len(shown) == len(set(shown))
    assert {f"module-unity.{name}" for name in unity.__all__} <= set(shown)


def test_public_names_are_on_the_pages(pages):
    places = set().union(*(each.places for each in pages.values()))
    for name in ("geometry.norm", "families.BERNOULLI", "logistic.fit", "shapes.checked", "notebook.quiz"):
        assert f"unity.{name}" in places


def test_signatures_show_shapes(pages):
    source = (SITE / "book" / "api" / "floor-1.html").read_text(encoding="utf-8")
    signature = re.search(r'id="unity\.geometry\.signed_distance">.*?</dt>', source, re.DOTALL)[0]
    assert "Float[Array, 'n m']" in re.sub(r"<[^>]+>", "", signature).replace("&#39;", "'")


def test_docstrings_lead_to_their_equations(pages):
    links = [link for link in pages["book/api/floor-1.html"].links if "#equation-eq-signed-distance" in link]
    assert links


def test_launch_buttons_open_plain_notebooks(pages):
    address = course.address(ROOT)
    lectures = [Path(name).stem for name in pages if name.startswith("lectures/")]
    assert lectures
    for lecture in lectures:
        links = pages[f"lectures/{lecture}.html"].links
        assert address.colab(lecture) in links
        assert address.binder(lecture) in links
        assert f"../notebooks/{lecture}.ipynb" in links
        cells = json.loads((SITE / "notebooks" / f"{lecture}.ipynb").read_text(encoding="utf-8"))["cells"]
        assert "google.colab" in "".join(cells[0]["source"])
    assert not [link for each in pages.values() for link in each.links if "_sources" in link]


def test_mathematics_is_typeset(pages):
    """No page waits for a script to read its formulas, and the font that draws them is there."""
    for name in pages:
        html = (SITE / name).read_text(encoding="utf-8")
        shown = re.sub(r"<(pre|script|code)\b.*?</\1>", "", html, flags=re.DOTALL)
        assert "/api/" in name or not re.search(r"\\\(|\\\[|\\frac", shown), name
        assert ("math.woff2" in html) == ("<math" in html), name
    assert (SITE / "_static" / "math.woff2").stat().st_size < 40_000


def test_text_has_a_face_of_the_site(pages):
    """The face of the formulas: two forms are fetched at once, all three are small, and hold what Latin text is written in."""
    for name in pages:
        html = (SITE / name).read_text(encoding="utf-8")
        if "page.css" in html:
            assert html.count('as="font"') == 2 + ("math.woff2" in html), name
    sheet = (SITE / "_static" / "page.css").read_text(encoding="utf-8")
    for form in ("regular", "italic", "bold"):
        assert f"url(text/{form}.woff2)" in sheet
        path = SITE / "_static" / "text" / f"{form}.woff2"
        assert path.stat().st_size < 15_000
        face = TTFont(path)
        assert face["name"].getDebugName(1).startswith("STIX Two Text")
        assert {*map(chr, range(0x20, 0x7F)), *"é×±·–—‘’“”…−"} <= {*map(chr, face.getBestCmap())}


def test_question_of_a_box_stays_one(pages):
    """Words and formulas of a question stand in one place, beside the field: a label lays out its parts."""
    found = 0
    for name in pages:
        for form in re.findall(r'<form class="answer.*?</form>', (SITE / name).read_text(encoding="utf-8"), re.DOTALL):
            for label in re.findall(r"<label>(.*?)</label>", form, re.DOTALL):
                found += 1
                alone = re.fullmatch(r"<span>.*</span> <(input|select)((?!<math|<span).)*", label, re.DOTALL)
                assert alone, f"{name}: {label}"
    assert found > 50


def test_pages_keep_to_their_budgets(pages):
    over = []
    for name, each in pages.items():
        most, found = budget(name), weight(SITE, name)
        if found.kilobytes > most.kilobytes:
            over.append(f"{name} brings {found.kilobytes:.0f} KB, expected at most {most.kilobytes}")
        if len(found.files) > most.files:
            over.append(f"{name} asks for {len(found.files)} files, expected at most {most.files}")
        if each.elements > most.elements:
            over.append(f"{name} has {each.elements} elements, expected at most {most.elements}")
    assert not over


def test_nothing_is_published_that_no_page_asks_for(pages):
    """Source maps, fonts of icons, scripts and sheets of which the site has no use."""
    asked = {path for name in pages for path in weight(SITE, name).files}
    html = "".join((SITE / name).read_text(encoding="utf-8") for name in pages)
    sheet = (SITE / "_static" / "page.css").read_text(encoding="utf-8")
    for path in (SITE / "_static").rglob("*"):
        if path.is_file():
            assert path.resolve() in asked or path.name in html or f"url({path.name}" in sheet, path
    assert not list(SITE.rglob("*.map"))


def test_pages_load_one_sheet_and_one_script(pages):
    for name, each in pages.items():
        scripts = [given["src"] for tag, given in each.tags if tag == "script" and given.get("src")]
        sheets = [given["href"] for tag, given in each.tags if tag == "link" and given.get("rel") == "stylesheet"]
        assert len(sheets) <= 1, name
        assert [Path(urlsplit(script).path).name for script in scripts][:1] in ([], ["page.js"]), name
        if name != "search.html":
            assert len(scripts) <= 1, name
            assert all("defer" in given for tag, given in each.tags if tag == "script" and given.get("src")), name


def test_what_a_browser_keeps_has_another_address_when_it_changes(pages):
    """Our own sheet, scripts and font: the digest behind each address is that of the file."""
    own = {"page.css", "page.js", "math.woff2", "finding.js", "searchindex.js"}
    seen = set()
    for name, each in pages.items():
        for source in each.loaded:
            path, query = SITE / Path(name).parent / urlsplit(source).path, urlsplit(source).query
            if path.name in own:
                assert query == f"v={hashlib.sha256(path.read_bytes()).hexdigest()[:8]}", f"{name} loads {source}"
                seen.add(path.name)
    assert seen == own
    sheet = (SITE / "_static" / "page.css").read_text(encoding="utf-8")
    font = hashlib.sha256((SITE / "_static" / "math.woff2").read_bytes()).hexdigest()[:8]
    assert f"url(math.woff2?v={font})" in sheet


def test_pictures_have_their_sizes(pages):
    for name, each in pages.items():
        for tag, given in each.tags:
            if tag == "img" and "/_static/" not in given["src"]:
                assert given.get("width", "").isdigit(), f"{name}: {given['src']}"
                assert given.get("height", "").isdigit(), f"{name}: {given['src']}"


def test_frames_are_the_sliders(pages):
    """Each slider names a file with a frame for every choice, and its page has the one at which the slider starts."""
    found = 0
    for name in pages:
        html = (SITE / name).read_text(encoding="utf-8")
        assert "data:image/svg" not in html, name
        for start, file, first, rest in SLIDER.findall(html):
            frames = json.loads(gzip.decompress((SITE / name).parent.joinpath(file).read_bytes()))
            choices = [len(values.split("|")) for values in re.findall(r'data-values="([^"]*)"', rest)]
            assert len(frames) == math.prod(choices), f"{name}: {file}"
            assert frames[int(start)][1] == (SITE / name).parent.joinpath(first).read_text(encoding="utf-8")
            found += 1
    assert found


def test_equations_have_numbers_of_their_own(pages):
    numbers = [
        number
        for name in pages
        for number in re.findall(r'class="eqno">(?:<a [^>]*>)?\(([^)<]+)\)?', (SITE / name).read_text(encoding="utf-8"))
    ]
    assert numbers
    assert len(numbers) == len(set(numbers))
    assert all(re.fullmatch(r"(\d+|[A-Z])\.\d+", number) for number in numbers)


def test_numbers_of_the_notebooks_are_those_of_the_site(pages):
    """Each equation's and each figure's number in the plain notebook is the number that the page shows."""
    book = notebooks.Book(ROOT)
    for name in pages:
        if not name.startswith("lectures/"):
            continue
        docname, html = name.removesuffix(".html"), (SITE / name).read_text(encoding="utf-8")
        shown = re.findall(r'id="equation-(eq-[\w-]+)"[^>]*>\s*<span class="eqno">(?:<a [^>]*>)?\(([\w.]+)\)?', html)
        assert shown == [(label, place.text) for label, place in book.equations.items() if place.docname == docname]
        cells = json.loads((SITE / "notebooks" / f"{Path(name).stem}.ipynb").read_text(encoding="utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells)
        assert re.findall(r"\\tag\{([\w.]+)\}", text) == [number for _, number in shown]
        captions = re.findall(r'<span class="caption-number">(Fig\. [\w.]+) </span>', html)
        assert captions == re.findall(r"^\*\*(Fig\. [\w.]+)\*\* ", text, re.MULTILINE)


def test_search_index_knows_the_words(pages):
    index = (SITE / "searchindex.js").read_text(encoding="utf-8")
    assert "gradient" in index
