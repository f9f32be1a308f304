"""Where a line may be broken: a long name before its last part, a short call and the shape of an array nowhere."""

import re

__all__ = ["place"]

LONG, SHORT = 34, 16
"""Characters: from where on a name may be broken, and up to where code stays on one line."""
CODE = re.compile(r'<code class="([^"]*)">([^<]*)</code>')
NAME = re.compile(rf"[\w.]{{{LONG},}}")
LAST = re.compile(r"\.(?=\w+$)")  # one place in a name is enough, and few elements are added
INNER = re.compile(r"(?<=\w)_(?=[^\W_])")
# What a reader copies or chooses stays letter by letter what it is.
REST = re.compile(r"<(script|style|pre|svg|code|option)\b.*?</\1>|<[^>]*>|[^<]+", re.DOTALL)
TIMES = re.compile(r"(?<=\d) × (?=\d)")
SHAPE = re.compile(r"(\(\w{1,2},) (?=\w{1,2}\))")


def place(html, page=None):
    """The page with a place to break in each long name, and none in short code, in products of numbers and in shapes.

    >>> place('<code class="literal">unity.course.convolving.convolve_by_definition</code>')
    '<code class="literal">unity.course.convolving.<wbr>convolve_by_definition</code>'
    >>> place('<code class="literal">f(x, y)</code>')
    '<code class="literal kept">f(x, y)</code>'
    >>> place("<p>8 × 8 and (n, m)</p>")
    '<p>8\\xa0×\\xa08 and (n,\\xa0m)</p>'
    >>> place("<option>(n, m)</option>")
    '<option>(n, m)</option>'
    """
    return REST.sub(_whole, CODE.sub(_code, html))


def _code(found):
    kind, code = found.groups()
    if " " in code and len(code) <= SHORT:
        return f'<code class="{kind} kept">{code}</code>'
    return f'<code class="{kind}">{NAME.sub(_name, code)}</code>'


def _name(found):
    return LAST.sub(".<wbr>", found[0]) if "." in found[0].rstrip(".") else INNER.sub("_<wbr>", found[0])


def _whole(found):
    if found[0].startswith("<"):
        return found[0]
    return SHAPE.sub("\\1\N{NO-BREAK SPACE}", TIMES.sub("\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}", found[0]))
