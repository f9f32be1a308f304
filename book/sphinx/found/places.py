"""The files at the root of a site: the first page itself, the list of all pages, and the page for an address that is none."""

import html
import re
from pathlib import Path
from urllib.parse import urlsplit

import course

from found import card, citing, described

__all__ = ["at_root", "lost", "robots", "setup", "sitemap"]

RELATIVE = re.compile(
    r"""(\s(?:href|src|srcset|action|data-content_root|data-frames)=")(?![a-z][a-z+.-]*:|#|//|")([^"]*)"""
)


def at_root(page, folder="book"):
    """A page of a folder as it stands at the root: what it leads to and loads has the same place.

    >>> at_root('<a href="../book/notation.html"> <a href="map.html#x"> <a href="#y"> <img src="https://a.b/">')
    '<a href="book/notation.html"> <a href="book/map.html#x"> <a href="#y"> <img src="https://a.b/">'
    """

    def moved(found):
        start, address = found.groups()
        return start + (address.removeprefix("../") or "./" if address.startswith("../") else f"{folder}/{address}")

    return RELATIVE.sub(moved, page)


def sitemap(pages, site):
    """All pages of the book, with the days of their last changes: (page, day or None)."""
    lines = []
    for page, day in pages:
        address = f"{site}/" if page == course.FIRST else f"{site}/{page}.html"
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<url><loc>{html.escape(address)}</loc>{changed}</url>")
    schema = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{schema}">\n' + "\n".join(lines) + "\n</urlset>\n"


def robots(site):
    """Everybody may read everything.

    >>> print(robots("https://ada.github.io/notes"))
    User-agent: *
    Allow: /
    Sitemap: https://ada.github.io/notes/sitemap.xml
    <BLANKLINE>
    """
    return f"User-agent: *\nAllow: /\nSitemap: {site}/sitemap.xml\n"


LOST = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>No such page - {title}</title>
<link rel="icon" href="data:,">
<base href="{base}/">
<style>
:root {{ color-scheme: light dark }}
body {{ max-width: 36rem; margin: 15vh auto; padding: 0 1.25rem; font: 1.1rem/1.7 STIX Two Text, Georgia, serif }}
input, button {{ font: inherit; padding: 0.3rem 0.7rem }}
</style>
</head>
<body>
<main>
<h1>There is no such page</h1>
<p>Perhaps it has moved, or the address has a typing error. <a href="index.html">The first page</a> has all chapters, and
<a href="book/map.html">the map</a> shows which needs which.</p>
<form action="search.html"><label>Look for <input name="q" type="search"></label> <button>Search</button></form>
</main>
</body>
</html>
"""


def lost(site, title):
    """The page that a server shows for an address that is none. It may stand at any depth, so it says where the site begins."""
    return LOST.format(title=html.escape(title), base=urlsplit(site).path.rstrip("/"))


def write(app, exception):
    """Write them, when all pages stand."""
    if exception or app.builder.format != "html":
        return
    out, site, said = Path(app.outdir), course.address(Path(app.srcdir)).site, citing.citation()
    title = said["title"].split(":")[0]
    pages = []
    for page in sorted(app.env.found_docs):
        path = Path(app.env.doc2path(page)).resolve().relative_to(Path(app.srcdir).resolve()).as_posix()
        pages.append((page, app.changes.get(path)))
    texts = {
        "sitemap.xml": sitemap(pages, site),
        "robots.txt": robots(site),
        "404.html": lost(site, title),
        "index.html": at_root(Path(out, f"{course.FIRST}.html").read_text(encoding="utf-8")),
    }
    for name, text in texts.items():
        (out / name).write_text(text, encoding="utf-8")
    (out / "cards").mkdir(exist_ok=True)
    (out / "card.png").write_bytes(card.draw(title))
    for page, (name, _) in described.chapters().items():
        above = f"{title}, chapter {course.chapter_number(page)}"
        (out / card.name(page)).write_bytes(card.draw(name, above))


def setup(app):
    app.connect("build-finished", write, priority=950)  # after the pages have come to rest
