"""What is published for those who look for the site: whole files at its root, and in each page what says what it is."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from PIL import Image

from .shared import SITE
from .test_files import ROOT, course, in_toc, pages, yaml  # noqa: F401
from .visit import NARROW_DARK, WIDE_LIGHT, open_page

pytestmark = pytest.mark.browser

HOME = course.address(ROOT).site
NAMED = re.compile(r'<meta (?:name|property)="([^"]*)" content="([^"]*)"')


def text(name):
    return Path(SITE, name).read_text(encoding="utf-8")


def of_the_book(pages):  # noqa: F811
    return [name for name in pages if name not in {"404.html", "index.html", "search.html"}]


def test_every_page_says_what_it_is(pages):  # noqa: F811
    said = {}
    for name in of_the_book(pages):
        named = dict(NAMED.findall(text(name)))
        assert 30 <= len(named["description"]) <= 165, f"{name}: {named['description']!r}"
        assert not re.search(r"\\[a-z(\[]|\{(?:eq|ref|doc|glue|cite)", named["description"]), name
        assert named["og:title"]
        canonical = re.findall(r'<link rel="canonical" href="([^"]*)"', text(name))
        assert canonical == [named["og:url"]]
        assert canonical == [f"{HOME}/" if name == f"{course.FIRST}.html" else f"{HOME}/{name}"]
        said.setdefault(named["description"], []).append(name)
    assert [names for names in said.values() if len(names) > 1] == []


def test_every_picture_of_a_link_is_there(pages):  # noqa: F811
    for name in of_the_book(pages):
        named = dict(NAMED.findall(text(name)))
        path = SITE / named["og:image"].removeprefix(f"{HOME}/")
        with Image.open(path) as picture:
            assert picture.size == (int(named["og:image:width"]), int(named["og:image:height"]))


def test_the_data_of_pages_can_be_read(pages):  # noqa: F811
    kinds = {}
    for name in of_the_book(pages):
        for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text(name), re.DOTALL):
            kinds.setdefault(json.loads(found)["@type"], []).append(name)
    assert kinds["Course"] == [f"{course.FIRST}.html"]
    assert sorted(kinds["LearningResource"]) == sorted(name for name in pages if name.startswith("lectures/"))


def test_the_site_map_names_every_page(pages):  # noqa: F811
    found = [each.text for each in ElementTree.fromstring(text("sitemap.xml")).iter() if each.tag.endswith("loc")]
    files = [address.removeprefix(f"{HOME}/") or f"{course.FIRST}.html" for address in found]
    assert sorted(files) == sorted(of_the_book(pages))
    named = in_toc(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8")))
    assert {f"{name}.html" for name in named} <= set(files)
    assert f"Sitemap: {HOME}/sitemap.xml" in text("robots.txt")


def test_the_feed_is_whole_and_every_page_names_it(pages):  # noqa: F811
    root = ElementTree.fromstring(text("feed.xml"))
    entries = [each for each in root if each.tag.endswith("entry")]
    assert len(entries) >= 3
    for name in of_the_book(pages):
        assert 'type="application/atom+xml"' in text(name), name


def test_every_page_has_its_licence_and_those_of_authors_a_way_to_change_them(pages):  # noqa: F811
    for name in of_the_book(pages):
        assert 'href="https://creativecommons.org/licenses/by/4.0/"' in text(name), name
        assert "© Copyright" not in text(name)
    if "Last changed" in text("book/map.html") or "Last changed" not in text("book/glossary.html"):
        pytest.skip("no git where the site was built")
    assert f"{course.address(ROOT).url}/edit/main/book/glossary.md" in pages["book/glossary.html"].links


def test_every_page_says_when_the_repository_has_no_address(pages):  # noqa: F811
    for name in of_the_book(pages):
        assert ("has no address of its own yet" in text(name)) == course.address(ROOT).initial, name


def test_the_root_is_the_first_page(site, window):
    page = open_page(window, f"{site}/")
    assert page.title().startswith("Harmony in Complexity: ")
    assert page.locator("h1").inner_text().startswith("Harmony in Complexity")
    assert page.url == f"{site}/"
    page.locator(".bd-article .ways a").first.click()
    page.wait_for_url("**/lectures/01-examples-as-columns.html")


@pytest.mark.parametrize("view", [WIDE_LIGHT, NARROW_DARK], ids=str)
def test_a_lost_reader_can_search(site, window, view):
    page = open_page(window, f"{site}/404.html", view)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    form = page.locator("form").evaluate("form => form.action")
    base = urlsplit(course.address(ROOT).site).path
    assert urlsplit(form).path == f"{base}/search.html"
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0
