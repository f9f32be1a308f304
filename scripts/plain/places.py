"""Where the references of a page lead: an equation, a named place, another page, a work, a file."""

import re
from pathlib import Path

import course

from plain.directives import ConversionError
from plain.survey import Place

__all__ = ["Places", "known"]


class Places:
    """What one page refers to, as seen from it."""

    def __init__(self, book, docname):
        self.book, self.docname = book, docname

    def url(self, docname, anchor=""):
        """The neighbour notebook for a lecture, the published page for another."""
        if course.chapter_number(docname) is None:
            return f"{self.book.address.site}/{docname}.html{anchor}"
        return "" if docname == self.docname else f"{docname.rsplit('/', 1)[-1]}.ipynb"

    def link(self, place, text=None, anchor=""):
        """A link to a place, or its text alone where it stands in the same notebook."""
        url = self.url(place.docname, anchor)
        return f"[{text or place.text}]({url})" if url else text or f"*{place.text}*"

    def equation(self, label):
        """The number of an equation, with a link where it stands elsewhere."""
        place = known(self.book.equations, label, "equation")
        number = f"({place.text})"
        return number if place.docname == self.docname else self.link(place, number, f"#equation-{label}")

    def named(self, target, shown, *, by_number):
        """A named place, called by its title or, if it is a figure, by its number."""
        place = known(self.book.targets, target, "named place")
        number = self.book.figures.get((place.docname, place.text))
        if by_number and not number:
            raise ConversionError(f"{target}: not a figure with a number")
        return self.link(place, shown or (number if by_number else None), f"#{target}")

    def document(self, target, shown):
        """Another page, called by its title."""
        docname = self.page(target)
        return self.link(Place(docname, self.book.titles[docname]), shown)

    def cite(self, keys, *, in_text):
        works = [known(self.book.references, key.strip(), "work in the bibliography") for key in keys.split(",")]
        url = f"{self.book.address.site}/book/references.html"
        if in_text:
            return " and ".join(f"[{authors} ({year})]({url})" for authors, year in works)
        return f"([{'; '.join(f'{authors}, {year}' for authors, year in works)}]({url}))"

    def page(self, target):
        """The docname of a page named from this one."""
        path = Path("/", target) if target.startswith("/") else Path("/", self.docname).parent / target
        parts = []
        for part in path.with_suffix("" if path.suffix in {".md", ".ipynb"} else path.suffix).parts[1:]:
            parts = parts[:-1] if part == ".." else [*parts, part]
        docname = "/".join(part for part in parts if part != ".")
        if docname not in self.book.titles:
            raise ConversionError(f"{target}: no such page")
        return docname

    def destination(self, target):
        """Where a link leads: a neighbour notebook, the published site, or an address as it is."""
        if re.match(r"[a-z][a-z+.-]*:", target):
            return target
        name, _, anchor = target.partition("#")
        if not name:
            place = known(self.book.targets, anchor, "named place")
            return self.url(place.docname, f"#{anchor}") or f"#{place.text.replace(' ', '-')}"
        file = (self.book.root / self.docname).parent / name
        if file.suffix not in {"", ".md", ".ipynb"} and file.exists():
            return f"{self.book.address.site}/_images/{file.name}"
        return self.url(self.page(name), f"#{anchor}" if anchor else "") or "#"


def known(table, key, what):
    if key not in table:
        raise ConversionError(f"{key}: no such {what}")
    return table[key]
