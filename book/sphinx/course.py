"""What the site and the plain notebooks must agree on: the repository's address, and the numbers of equations."""

import re
from pathlib import Path
from typing import NamedTuple

import yaml

__all__ = ["FIRST", "ROOT", "Address", "address", "chapter_number", "number", "numbered_title"]

ROOT = Path(__file__).parents[2]
FIRST = "book/welcome"  # the page with which the course begins


class Address(NamedTuple):
    """A repository on GitHub, and the places that follow from it."""

    owner: str
    name: str

    @classmethod
    def parse(cls, url):
        """Read https://github.com/OWNER/NAME. Raises ValueError, saying what is wrong, for anything else.

        >>> Address.parse("https://github.com/ada/notes.git/").url
        'https://github.com/ada/notes'
        """
        expected = "expected https://github.com/OWNER/NAME"
        found = re.fullmatch(r"(?:([a-z][a-z+.-]*)://)?([^/\s]*)(.*)", url.strip(), flags=re.DOTALL | re.IGNORECASE)
        scheme, host, path = found.groups()
        if (scheme or "").lower() != "https":
            raise ValueError(f"address: {url!r} does not start with https://, {expected}")
        if host.lower() not in {"github.com", "www.github.com"}:
            raise ValueError(
                f"address: {url!r} is not on github.com, where Colab and Pages find the course, {expected}"
            )
        parts = re.fullmatch(r"/([A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)/([A-Za-z0-9._-]+?)(?:\.git)?/?", path)
        if not parts or parts[2] in {".", ".."}:
            raise ValueError(f"address: {url!r} does not name an owner and a repository, {expected}")
        return cls(*parts.groups())

    @property
    def initial(self):
        """Whether nobody has set the address yet."""
        return self.owner == "OWNER"

    @property
    def repository(self):
        return f"{self.owner}/{self.name}"

    @property
    def url(self):
        return f"https://github.com/{self.repository}"

    @property
    def site(self):
        """Where GitHub Pages publishes it: without a last slash."""
        host = f"{self.owner.lower()}.github.io"
        return f"https://{host}" if self.name.lower() == host else f"https://{host}/{self.name}"

    def colab(self, lecture):
        """Where Colab opens the plain notebook of a lecture: on the published branch."""
        return f"https://colab.research.google.com/github/{self.repository}/blob/gh-pages/notebooks/{lecture}.ipynb"

    def binder(self, lecture, branch="main"):
        """Where Binder opens it: in JupyterLab, from the folder that `postBuild` fills."""
        opened = f"lab%2Ftree%2F_build%2Fnotebooks%2F{lecture}.ipynb"
        return f"https://mybinder.org/v2/gh/{self.repository}/{branch}?urlpath={opened}"


def address(root=ROOT):
    """The address that stands in `_config.yml`."""
    return Address.parse(yaml.safe_load((root / "_config.yml").read_text())["repository"]["url"])


def chapter_number(docname):
    """The number in a lecture's file name; None for other pages.

    >>> chapter_number("lectures/06-the-gradient-of-one-neuron")
    6
    """
    found = re.fullmatch(r"(?:.*/)?(\d+)-[^/]+", docname)
    return int(found[1]) if found else None


def number(docname, n):
    """How the n-th labelled equation or figure of a page is numbered: by chapter, or by the initial of another page.

    >>> number("lectures/06-the-gradient-of-one-neuron", 3), number("book/notation", 1)
    ('6.3', 'N.1')
    """
    chapter = chapter_number(docname)
    return f"{docname.rsplit('/', 1)[-1][0].upper() if chapter is None else chapter}.{n}"


def numbered_title(docname, title):
    """A lecture's title with its number before it, as the site and the notebooks show it.

    >>> numbered_title("lectures/02-the-sum-of-vectors", "The sum of vectors")
    '2. The sum of vectors'
    """
    chapter = chapter_number(docname)
    return title if chapter is None or title[:1].isdigit() else f"{chapter}. {title}"
