"""How the course is cited: from CITATION.cff, for those who read and for those who collect."""

from functools import cache
from pathlib import Path

import course
import yaml
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

__all__ = ["bibtex", "citation", "setup"]

FILE = "CITATION.cff"


@cache
def citation(root=course.ROOT):
    """What CITATION.cff says: title, authors, version and so on."""
    return yaml.safe_load(Path(root, FILE).read_text(encoding="utf-8"))


def authors(said):
    """The names of the authors.

    >>> authors({"authors": [{"given-names": "Ada", "family-names": "Lovelace"}, {"name": "Others"}]})
    ['Ada Lovelace', 'Others']
    """
    return [each.get("name") or f"{each['given-names']} {each['family-names']}" for each in said["authors"]]


def bibtex(said, url):
    """The entry for a bibliography.

    >>> said = {"title": "Notes", "authors": [{"name": "Ada and others"}], "version": "1.0", "date-released": "1843-09-01"}
    >>> print(bibtex(said, "https://ada.github.io/notes"))
    @misc{notes1843,
      title = {Notes},
      author = {{Ada and others}},
      year = {1843},
      version = {1.0},
      url = {https://ada.github.io/notes}
    }
    """
    year = str(said["date-released"])[:4]
    key = said["title"].split(":")[0].split()[0].lower() + year
    fields = {
        "title": said["title"],
        "author": " and ".join(f"{{{name}}}" for name in authors(said)),
        "year": year,
        "version": said["version"],
        "url": url,
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key},\n{lines}\n}}"


class Cited(SphinxDirective):
    """``{citation}``: the entry for a bibliography, to be copied."""

    def run(self):
        self.env.note_dependency(str(course.ROOT / FILE))
        text = bibtex(citation(), f"{course.address().site}/")
        return [nodes.literal_block(text, text, language="bibtex")]


def setup(app):
    app.add_directive("citation", Cited)
