"""Text within a line without MyST: its roles, and where its links lead."""

import re

from myst_nb.core.variables import format_plain_text

from plain.directives import ConversionError
from plain.places import Places, known

__all__ = ["Paragraphs"]

CODE_ROLES = {"code", "class", "data", "exc", "func", "meth", "mod", "obj"}
INLINES = {
    "code_inline", "em", "hardbreak", "html_inline", "image", "link", "math_inline", "math_single", "myst_role", "s",
    "softbreak", "strong", "text",
}  # fmt: skip

# In order: an escaped character, a role, code, mathematics, the destination of a link or picture.
INLINE = re.compile(
    r"(?P<escape>\\[^\n])"
    r"|\{(?P<role>[a-zA-Z][\w:.+-]*)\}(?P<tick>`+)(?P<text>.+?)(?<!`)(?P=tick)(?!`)"
    r"|(?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|\$(?P<math>[^$\s](?:[^$]*[^$\s])?)\$"
    r"|\]\((?P<destination><[^>\n]*>|[^\s()]+)(?P<title>\s+\"[^\"\n]*\")?\)",
    re.DOTALL,
)


class Paragraphs:
    """Rewrites the paragraphs of one page."""

    def __init__(self, book, docname):
        self.book, self.places = book, Places(book, docname)

    def inline(self, source, children=None):
        """A paragraph without roles. `children` is how the Markdown parser read it; the two have to agree."""
        if children is None:
            children = self.book.parser.parseInline(source)[0].children
        for child in children:
            if re.sub(r"_(open|close)$", "", child.type) not in INLINES:
                raise ConversionError(f"{source.strip()!r}: no plain form for {child.type!r}")
        expected = [(c.meta["name"], " ".join(c.content.split())) for c in children if c.type == "myst_role"]
        found = []

        def plain(match):
            if match["role"]:
                text = " ".join(match["text"].split())
                found.append((match["role"], text))
                return self.role(match["role"], text)
            if match["destination"]:
                return f"]({self.places.destination(match['destination'].strip('<>'))}{match['title'] or ''})"
            return match[0]

        new = INLINE.sub(plain, source)
        if found != expected:
            raise ConversionError(f"{source.strip()!r}: roles read as {found}, expected {expected}")
        return new

    def role(self, name, text):
        """What a reader of the site sees in the role's place."""
        titled = re.fullmatch(r"(.*?)\s*<([^<>]+)>", text, re.DOTALL)
        shown, target = titled.groups() if titled else (None, text)
        if name == "eq":
            return self.places.equation(target)
        if name in {"ref", "numref"}:
            return self.places.named(target, shown, by_number=name == "numref")
        if name == "doc":
            return self.places.document(target, shown)
        if name in {"cite", "cite:p", "cite:t"}:
            return self.places.cite(target, in_text=name == "cite:t")
        if name in {"glue", "glue:text"}:
            key, _, form = target.rpartition(":") if name == "glue:text" and ":" in target else (target, "", "")
            value = known(self.book.glued, key, "quoted result (make execute stores them)")
            return format_plain_text(value, form)
        if name == "term":
            return self.places.document("/book/glossary", shown or target)
        if name == "math":
            return f"${text}$"
        if name.removeprefix("py:") in CODE_ROLES:
            return f"`{shown or target.removeprefix('~')}`"
        if name in {"sub", "sup"}:
            return f"<{name}>{text}</{name}>"
        raise ConversionError(f"no plain form for the role {{{name}}}`{text}`")
