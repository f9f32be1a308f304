"""Whole Markdown texts without MyST: displayed equations, directives, pictures and titles."""

import html
import re

import course

from plain.directives import CODE, FOLDS, ConversionError, Directive
from plain.paragraphs import Paragraphs

__all__ = ["Blocks"]

ADMONITIONS = {
    "admonition", "attention", "caution", "danger", "error", "hint", "important", "margin", "note", "seealso",
    "sidebar", "tip", "topic", "warning",
}  # fmt: skip
NAMES = {"seealso": "See also"}
BLOCKS = {
    "blockquote", "bullet_list", "code_block", "colon_fence", "fence", "heading", "hr", "html_block", "inline",
    "list_item", "math_block", "math_block_label", "myst_block_break", "myst_line_comment", "myst_target",
    "ordered_list", "paragraph", "table", "tbody", "td", "th", "thead", "tr",
}  # fmt: skip
ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL)


class Blocks:
    """Rewrites the texts of one page."""

    def __init__(self, book, docname):
        self.book, self.docname, self.paragraphs = book, docname, Paragraphs(book, docname)

    def text(self, source, *, quoted=False):
        """Markdown without MyST: what has a plain form already is copied as it was written.

        `quoted` keeps each equation on one line: the marks of a quote would fall into it.
        """
        lines, edits, spans, titles = source.split("\n"), {}, {}, set()
        for token in self.book.parser.parse(source):
            kind = re.sub(r"_(open|close)$", "", token.type)
            if kind not in BLOCKS:
                raise ConversionError(f"no plain form for the block {kind!r}")
            if token.type == "heading_open" and token.tag == "h1":
                titles.add(tuple(token.map))
            elif kind == "inline":
                spans.setdefault(tuple(token.map), []).extend(token.children)
            elif kind in {"myst_target", "myst_line_comment", "myst_block_break"}:
                start, end = token.map
                edits[start, end + (end < len(lines) and not lines[end].strip())] = []
            elif kind in {"math_block", "math_block_label", "fence", "colon_fence"}:
                start, end = token.map
                first = lines[start].lstrip()
                indent = lines[start][: len(lines[start]) - len(first)]
                inside_quote = quoted or first.startswith(">")
                new = self.equation(token, inside_quote) if kind.startswith("math") else self.directive(token)
                if new is None:
                    continue
                if not first.startswith(("$", "`", "~", ":")):
                    if first.startswith(">") and kind.startswith("math") and "\n" not in new:
                        indent = "> "
                    else:
                        raise ConversionError(f"{first!r}: start the block on a line of its own")
                edits[start, end] = [(indent + line).rstrip() for line in new.split("\n")]
        for (start, end), children in spans.items():
            new = self.paragraphs.inline("\n".join(lines[start:end]), children)
            if (start, end) in titles:
                new = "# " + course.numbered_title(self.docname, new.strip("# "))
            edits[start, end] = new.split("\n")
        parts, done = [], 0
        for (start, end), new in sorted(edits.items()):
            parts += lines[done:start] + new
            done = max(done, end)
        return "\n".join(parts + lines[done:]).strip("\n")

    def equation(self, token, on_one_line):
        """A displayed equation with its number as a tag."""
        return self.display(token.content, token.info if token.type == "math_block_label" else None, on_one_line)

    def display(self, latex, label, on_one_line):
        latex = latex.strip()
        if r"\\" in ENVIRONMENT.sub("", latex):
            latex = rf"\begin{{split}}{latex}\end{{split}}"  # as the site does
        if label:
            if re.search(r"\\begin\{(align|equation|gather|multline)\*?\}", latex):
                raise ConversionError(f"{label}: a numbered environment within $$: write aligned for align")
            latex += rf" \tag{{{self.book.equations[label].text}}}"
        if on_one_line:
            if re.search(r"(?<!\\)%", latex):
                raise ConversionError(f"{label}: a comment within an equation that has to stand on one line")
            return f"$$ {' '.join(latex.split())} $$"
        return f"$$\n{latex}\n$$"

    def directive(self, token):
        """A directive in plain Markdown; None for code, which stays as it is."""
        directive = Directive.of(token)
        if directive is None:
            return None
        name, argument, options, content = directive
        if name == "math":
            return self.display("\n".join(filter(None, [argument, content])), options.get("label"), False)
        if name in CODE:
            return f"```{argument}\n{content}\n```"
        if name in {"figure", "image"}:
            return self.picture(directive)
        if name not in ADMONITIONS | FOLDS:
            raise ConversionError(f"no plain form for the directive {{{name}}}")
        title = argument if name in {"admonition", "margin", "sidebar", "topic"} | FOLDS else ""
        if argument and not title:
            content = f"{argument}\n\n{content}".strip()
        title = title or ("" if name in {"margin", "sidebar", "topic"} else NAMES.get(name, name.capitalize()))
        if directive.is_fold:
            return f"<details>\n<summary>{self.summary(title)}</summary>\n\n{self.text(content)}\n\n</details>"
        head = [f"**{self.paragraphs.inline(title)}**", ""] if title else []
        body = [*head, *self.text(content, quoted=True).split("\n")]
        return "\n".join(f"> {line}".rstrip() for line in body)

    def picture(self, directive):
        """A picture of the book, from the published site."""
        alt = directive.options.get("alt", "")
        source = self.paragraphs.places.destination(directive.argument)
        return f"![{alt}]({source})" + (
            f"\n\n{self.caption(directive.content.strip())}" if directive.content.strip() else ""
        )

    def caption(self, text):
        return f"**{self.book.figures[self.docname, text]}** {self.text(text)}"

    def summary(self, title):
        """A title inside HTML, where Markdown does not reach."""
        plain = html.escape(self.paragraphs.inline(title), quote=False)
        plain = re.sub(r"`([^`]+)`", r"<code>\1</code>", plain)
        plain = re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", plain)
        return re.sub(r"(?<![\w*])\*([^*]+)\*(?![\w*])", r"<i>\1</i>", plain)
