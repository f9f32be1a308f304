"""The files of the built site: complete, whole, and sufficient to themselves."""

import json
import re
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

import unity

from .shared import SITE

ROOT = Path(__file__).parents[2]
sys.path += [str(ROOT / "scripts"), str(ROOT / "book" / "sphinx")]

import course  # noqa: E402
import notebooks  # noqa: E402

pytestmark = pytest.mark.browser

ELSEWHERE = re.compile(
    r"unpkg\.com|jsdelivr|cdnjs|googleapis|gstatic|polyfill|require(\.min)?\.js|thebe", re.IGNORECASE
)


class Page(HTMLParser):
    """What a page loads, where it leads, and the places in it that can be led to."""

    def __init__(self, path):
        super().__init__()
        self.loaded, self.links, self.places, self.tags = [], [], set(), []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.places |= {given.get("id"), given.get("name")}
        self.tags.append((tag, given))
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "link" and given.get("rel") not in {"canonical", "author", "license"}:
            self.loaded.append(given["href"])
        elif given.get("src"):
            self.loaded.append(given["src"])


@cache
def page(path):
    return Page(path)


@pytest.fixture
def pages():
    """The pages of the built site: name -> what it holds."""
    if not (SITE / "index.html").exists():
        pytest.skip("the site is not built: make book")
    found = (path for path in SITE.rglob("*.html") if "_static" not in path.parts)
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


def test_mathematics_is_served_from_the_site(pages):
    mathjax = SITE / "_static" / "mathjax"
    assert (mathjax / "tex-chtml.js").exists()
    assert len(list((mathjax / "output" / "chtml" / "fonts" / "woff-v2").glob("*.woff"))) > 15
    assert (mathjax / "input" / "tex" / "extensions" / "cancel.js").exists()


def test_equations_have_numbers_of_their_own(pages):
    numbers = [
        number
        for name in pages
        for number in re.findall(r'class="eqno">\(([^)<]+)\)?', (SITE / name).read_text(encoding="utf-8"))
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
        shown = re.findall(r'id="equation-(eq-[\w-]+)"[^>]*>\s*<span class="eqno">\(([\w.]+)\)?', html)
        assert shown == [(label, place.text) for label, place in book.equations.items() if place.docname == docname]
        cells = json.loads((SITE / "notebooks" / f"{Path(name).stem}.ipynb").read_text(encoding="utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells)
        assert re.findall(r"\\tag\{([\w.]+)\}", text) == [number for _, number in shown]
        captions = re.findall(r'<span class="caption-number">(Fig\. [\w.]+) </span>', html)
        assert captions == re.findall(r"^\*\*(Fig\. [\w.]+)\*\* ", text, re.MULTILINE)


def test_search_index_knows_the_words(pages):
    index = (SITE / "searchindex.js").read_text(encoding="utf-8")
    assert "gradient" in index
