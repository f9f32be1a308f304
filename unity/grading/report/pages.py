"""What all pages have in common: the templates, names of files, and text that any page can hold."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import jinja2

__all__ = ["file_of", "number", "parts", "printable", "rendered"]

TEMPLATES = Path(__file__).parents[1] / "templates"


@cache
def _templates():
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: printable(value) if isinstance(value, str) else value,
    )
    environment.filters["number"] = number
    environment.globals["script"] = _script
    return environment


def rendered(template, **shown):
    """A page as text."""
    return "".join(parts(template, **shown))


def parts(template, **shown):
    """The same in parts, one after the other: a long page is never whole in memory."""
    return _templates().get_template(template).generate(**shown)


def _script(name):
    """A script of ours and the hash by which a page allows it, and no other: (text, hash)."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    return text, base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def file_of(student):
    """The name of a student's page: readable, safe on every file system, and of one student only."""
    readable = re.sub(r"[^A-Za-z0-9._-]+", "-", student).strip("-.")[:60] or "student"
    return f"{readable}-{hashlib.sha256(student.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}.html"


def printable(text):
    """Text that any page can hold: names of files may hold bytes that are no characters."""
    return text if text.isascii() else type(text)(str(text).encode("utf-8", "replace").decode())


def number(value, digits=3):
    """A number as a page shows it: whole where it is, else rounded; nothing where there is none.

    >>> number(9.0), number(8.125), number(None)
    ('9', '8.125', '')
    """
    return "" if value is None else f"{round(value, digits):g}"
