"""Where a line may be broken: a long name before its last part, in a table where its parts meet; short code nowhere."""

import re

__all__ = ["place"]

LONG, WIDE, SHORT = 34, 16, 16
"""Characters: from where on a name may be broken, and in a table; up to where code stays on one line."""
CODE = re.compile(r'<code(?: class="([^"]*)")?>([^<]*)</code>')
NAME = re.compile(rf"[\w.]{{{LONG},}}")
LAST = re.compile(r"\.(?=\w+$)")  # one place in a name is enough, and few elements are added
INNER = re.compile(r"(?<=\w)_(?=[^\W_])")
CELL = re.compile(r"<td\b.*?</td>", re.DOTALL)
IN_CELL = re.compile(rf"[\w./(]{{{WIDE},}}")
MEETING = re.compile(r"(?<=\w)[._/(]+(?=\w{3})")


def place(html, page=None):
    """The page with a place to break in each long name, and none in short code.

    >>> place('<code class="literal">unity.course.convolving.convolve_by_definition</code>')
    '<code class="literal">unity.course.convolving.<wbr>convolve_by_definition</code>'
    >>> place('<td><code class="literal">geometry.sum_of_vectors</code></td>')
    '<td><code class="literal">geometry.<wbr>sum_<wbr>of_<wbr>vectors</code></td>'
    >>> place('<code class="literal">f(x, y)</code>')
    '<code class="literal kept">f(x, y)</code>'
    >>> place("<code>A @ B</code> and <code>A</code>")
    '<code class="kept">A @ B</code> and <code>A</code>'
    """
    in_lecture = page and page.name.startswith("lectures/")  # which has elements enough, and no table of names
    return CODE.sub(_code, html if in_lecture else CELL.sub(_cell, html))


def _cell(found):
    return CODE.sub(lambda code: f"<code{_classes(code[1])}>{IN_CELL.sub(_met, code[2])}</code>", found[0])


def _met(found):
    return MEETING.sub(r"\g<0><wbr>", found[0])


def _code(found):
    kind, code = found.groups()
    if " " in code and len(code) <= SHORT:
        return f"<code{_classes(kind, 'kept')}>{code}</code>"
    return f"<code{_classes(kind)}>{NAME.sub(_name, code)}</code>"


def _classes(*names):
    said = " ".join(filter(None, names))
    return f' class="{said}"' if said else ""


def _name(found):
    return LAST.sub(".<wbr>", found[0]) if "." in found[0].rstrip(".") else INNER.sub("_<wbr>", found[0])
