"""What stands in the head of a page: its description, its address, its picture, and the same as data."""

import html
import json
import re
from pathlib import Path

import course

from found import card, citing, described

__all__ = ["linked_data", "setup", "tags"]

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>\s*')


def tags(name, title, description, site, said):
    """The elements of a page of that name: for those who search, who show a link, and who collect citations.

    >>> tags("book/map", "Map", "Which needs which.", "https://ada.github.io", citing.citation()).splitlines()[0]
    '<meta name="description" content="Which needs which.">'
    """
    address = f"{site}/{'' if name == course.FIRST else f'{name}.html'}"
    shown = {
        "og:type": "website" if name == course.FIRST else "article",
        "og:site_name": said["title"].split(":")[0],
        "og:title": title,
        "og:description": description,
        "og:url": address,
        "og:image": f"{site}/{card.name(name)}",
        "og:image:width": card.WIDTH,
        "og:image:height": card.HEIGHT,
        "og:image:alt": card.alt(title if name in described.chapters() else said["title"].split(":")[0]),
    }
    named = {"description": description, "twitter:card": "summary_large_image"}
    if name == course.FIRST or name in described.chapters():
        named |= {
            "citation_title": said["title"] if name == course.FIRST else f"{title}, in: {said['title']}",
            "citation_author": "; ".join(citing.authors(said)),
            "citation_publication_date": str(said["date-released"]).replace("-", "/"),
            "citation_public_url": address,
            "citation_language": "en",
        }
    lines = [f'<meta name="{key}" content="{html.escape(str(value))}">' for key, value in named.items()]
    lines += [f'<meta property="{key}" content="{html.escape(str(value))}">' for key, value in shown.items()]
    lines.append(f'<link rel="canonical" href="{address}">')
    if data := linked_data(name, title, description, site, said):
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
        lines.append(f'<script type="application/ld+json">{text}</script>')
    return "\n".join(lines)


def linked_data(name, title, description, site, said):
    """The course, or a chapter of it, as schema.org describes such; None of other pages."""
    chapters = described.chapters()
    makers = [{"@type": "Organization", "name": author} for author in citing.authors(said)]
    common = {"inLanguage": "en", "isAccessibleForFree": True, "license": LICENCE, "author": makers}
    whole = {"@type": "Course", "name": said["title"], "url": f"{site}/"}
    if name in chapters:
        return {
            "@context": "https://schema.org", "@type": "LearningResource", "name": title, "description": description,
            "url": f"{site}/{name}.html", "learningResourceType": "chapter", "position": course.chapter_number(name),
            "image": f"{site}/{card.name(name)}", "isPartOf": whole, **common,
        }  # fmt: skip
    if name == course.FIRST:
        parts = [
            {
                "@type": "LearningResource",
                "name": part,
                "url": f"{site}/{page}.html",
                "position": course.chapter_number(page),
            }
            for page, (part, _) in chapters.items()
        ]
        return {
            "@context": "https://schema.org", **whole, "description": description, "provider": makers[0],
            "version": said["version"], "datePublished": str(said["date-released"]), "keywords": said["keywords"],
            "image": f"{site}/{card.name(name)}", "hasPart": parts, **common,
        }  # fmt: skip
    return None


def write(app, pagename, templatename, context, doctree):
    """Put the elements into the page, once: docutils says anew how wide a window is."""
    kept = VIEWPORT.sub("", context.get("metatags", ""))
    feed = (
        f'<link rel="alternate" type="application/atom+xml" title="Changes" href="{context["pathto"]("feed.xml", 1)}">'
    )
    if doctree is None:  # no page of the book: the search
        context["metatags"] = f'{kept}\n<meta name="robots" content="noindex">\n{feed}\n'
        return
    said = citing.citation()
    title = said["title"] if pagename == course.FIRST else re.sub(r"<[^>]*>", "", context["title"])
    found = described.description(pagename, doctree) or title
    site = course.address(Path(app.srcdir)).site
    context["metatags"] = f"{kept}\n{tags(pagename, html.unescape(title), found, site, said)}\n{feed}\n"
    if pagename == course.FIRST:
        context["head_title"] = html.escape(said["title"])


def setup(app):
    app.connect("html-page-context", write, priority=800)
