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
    """The parts of the printed book out of the text of `_toc.yml`: the chapters of each, and the page that sums it up.

    Where chapters are named the book has only these, and the summary of a part that has all of its own.

    Raises ValueError for a chapter that is not there.

    >>> pages = "{file: lectures/01-examples-as-columns}, {file: lectures/02-the-sum-of-vectors}, {file: book/part-1}"
    >>> toc = f"parts: [{{caption: I, chapters: [{pages}]}}]"
    >>> [part.pages for part in parts(toc, ["02"])]
    [['lectures/02-the-sum-of-vectors'], ['book/notation', 'book/glossary', 'book/errata', 'book/references']]
    >>> parts(toc)[0].pages
    ['lectures/01-examples-as-columns', 'lectures/02-the-sum-of-vectors', 'book/part-1']
    """
    found, numbers = [], set()
    for part in yaml.safe_load(toc)["parts"]:
        pages = [entry.get("file", "") for entry in part["chapters"]]
        lectures = {page: page.removeprefix("lectures/")[:2] for page in pages if page.startswith("lectures/")}
        numbers |= set(lectures.values())
        kept = [page for page, number in lectures.items() if not chapters or number in chapters]
        if len(kept) == len(lectures):
            kept += [page for page in pages if page.startswith("book/part-")]
        found.append(Part(part["caption"], kept))
    if unknown := [number for number in chapters if number not in numbers]:
        raise ValueError(f"pdf: there is no chapter {unknown[0]}, only {', '.join(sorted(numbers))}")
    return [*(part for part in found if part.pages), Part("Reference", list(APPENDIX))]
