"""Which pages of the site the printed book has, in which order."""

from typing import NamedTuple

import yaml

__all__ = ["APPENDIX", "Part", "parts"]

APPENDIX = ("book/notation", "book/glossary", "book/errata", "book/references")
"""What stands behind the chapters: what a reader on paper looks up."""


class Part(NamedTuple):
    """A part of the book: its title, and its pages by their names on the site."""

    title: str
    pages: list


def parts(toc, chapters=()):
    """The parts of the printed book out of the text of `_toc.yml`; of the chapters only some, where these are named.

    Raises ValueError for a chapter that is not there.

    >>> toc = "parts: [{caption: I, chapters: [{file: lectures/01-examples-as-columns}, {file: lectures/02-the-sum-of-vectors}]}]"
    >>> [part.pages for part in parts(toc, ["02"])]
    [['lectures/02-the-sum-of-vectors'], ['book/notation', 'book/glossary', 'book/errata', 'book/references']]
    """
    found = []
    for part in yaml.safe_load(toc)["parts"]:
        pages = [entry["file"] for entry in part["chapters"] if entry.get("file", "").startswith("lectures/")]
        if pages:
            found.append(Part(part["caption"], pages))
    numbers = {page.removeprefix("lectures/")[:2] for part in found for page in part.pages}
    if unknown := [number for number in chapters if number not in numbers]:
        raise ValueError(f"pdf: there is no chapter {unknown[0]}, only {', '.join(sorted(numbers))}")
    if chapters:
        found = [
            Part(part.title, [p for p in part.pages if p.removeprefix("lectures/")[:2] in chapters]) for part in found
        ]
    return [*(part for part in found if part.pages), Part("Reference", list(APPENDIX))]
