"""The feed: what has changed, release by release, and the page of errata, for those who wish to be told."""

import html
import re
from pathlib import Path

import course

from found import citing

__all__ = ["entries", "feed", "setup"]

RELEASE = re.compile(
    r"^## (?P<name>[^\n,]+)(?:, (?P<day>\d{4}-\d\d-\d\d))?\n(?P<text>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL
)
SLIP = re.compile(r"^(E\d+): (.+)$", re.MULTILINE)


def entries(changelog, errata, changed):
    """What is told: (name, day, address within the site or repository, lines), newest first.

    `changed` says when a file last changed; what is not yet released has the day of the list of changes itself.
    """
    newest = changed.get("CHANGELOG.md")
    for found in RELEASE.finditer(changelog):
        day = found["day"] or newest
        lines = [" ".join(item.split()) for item in re.split(r"^\* ", found["text"], flags=re.MULTILINE)[1:]]
        if day and lines:
            yield found["name"].strip(), day, "CHANGELOG.md", lines
    if day := changed.get("book/errata.md"):
        yield "Errata of the decks", day, "book/errata.html", [f"{name}: {says}" for name, says in SLIP.findall(errata)]


def feed(found, address, said):
    """The feed as Atom has it: an entry for each, its lines as a list."""
    entries = [entry(each, address) for each in sorted(found, key=lambda each: each[1], reverse=True)]
    latest = max((day for _, day, *_ in found), default=str(said["date-released"]))
    makers = "".join(f"<author><name>{html.escape(name)}</name></author>" for name in citing.authors(said))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f"<title>{html.escape(said['title'].split(':')[0])}: changes and errata</title><id>{address.site}/</id>"
        f'<link href="{address.site}/"/><link rel="self" href="{address.site}/feed.xml"/>'
        f"<updated>{latest}T00:00:00Z</updated>{makers}\n" + "\n".join(entries) + "\n</feed>\n"
    )


def entry(told, address):
    name, day, place, lines = told
    link = f"{address.site}/{place}" if place.endswith(".html") else f"{address.url}/blob/main/{place}"
    items = html.escape("".join(f"<li>{html.escape(line)}</li>" for line in lines))
    return (
        f'<entry><title>{html.escape(name)}</title><id>{link}#{html.escape(name.replace(" ", "-"))}</id><link href="{link}"/>'
        f'<updated>{day}T00:00:00Z</updated><content type="html">&lt;ul&gt;{items}&lt;/ul&gt;</content></entry>'
    )


def write(app, exception):
    if exception or app.builder.format != "html":
        return
    root = Path(app.srcdir)
    texts = [Path(root, name).read_text(encoding="utf-8") for name in ("CHANGELOG.md", "book/errata.md")]
    told = list(entries(*texts, app.changes))
    Path(app.outdir, "feed.xml").write_text(feed(told, course.address(root), citing.citation()), encoding="utf-8")


def setup(app):
    app.connect("build-finished", write)
