"""Turn each lecture into a plain notebook, which reads well in Colab and in JupyterLab without knowing MyST.

Labels become numbers, roles become text and links, directives become quotes and folds, quoted results become their
values. What has no plain form here is an error that names the file, the cell and the role or directive. Outputs are
left out: the lectures are stored without their pictures, so a reader would see half of them, and running a cell is
the point of opening a notebook.
"""

import argparse
import html
import json
import re
import sys
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import nbformat
import yaml
from markdown_it.renderer import RendererHTML
from myst_nb.core.variables import format_plain_text
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from pybtex.database import parse_file

ROOT = Path(__file__).parents[1]
if (shared := str(ROOT / "book" / "sphinx")) not in sys.path:
    sys.path.append(shared)

import course  # noqa: E402

__all__ = ["Book", "ConversionError", "convert_all"]

ADMONITIONS = {
    "admonition", "attention", "caution", "danger", "error", "hint", "important", "margin", "note", "seealso",
    "sidebar", "tip", "topic", "warning",
}  # fmt: skip
FOLDS = {"dropdown", "toggle"}
CODE = {"code", "code-block"}
MADE = "# @title How this is made"  # what Colab writes on the folded cell
NAMES = {"seealso": "See also"}
CODE_ROLES = {"code", "class", "data", "exc", "func", "meth", "mod", "obj"}
BLOCKS = {
    "blockquote", "bullet_list", "code_block", "colon_fence", "fence", "heading", "hr", "html_block", "inline",
    "list_item", "math_block", "math_block_label", "myst_block_break", "myst_line_comment", "myst_target",
    "ordered_list", "paragraph", "table", "tbody", "td", "th", "thead", "tr",
}  # fmt: skip
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
ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL)


class ConversionError(Exception):
    """Something in a lecture that has no plain form here; the message says where it stands."""


class Directive(NamedTuple):
    """A fenced directive, read: its name, the words after the name, its options and its content."""

    name: str
    argument: str
    options: dict
    content: str

    @classmethod
    def of(cls, token):
        """Read a token; None where it is plain code."""
        found = re.fullmatch(r"\{([^}\s]+)\}\s*(.*)", token.info.strip(), re.DOTALL)
        if not found:
            if token.type == "colon_fence":
                raise ConversionError(f":::{token.info.strip()}: expected :::{{name}}")
            return None
        lines = token.content.splitlines()
        options = {}
        if lines and lines[0].strip() == "---":
            end = lines.index("---", 1)
            options = yaml.safe_load("\n".join(lines[1:end])) or {}
            lines = lines[end + 1 :]
        while lines and (option := re.fullmatch(r":([\w-]+):\s*(.*)", lines[0])):
            options[option[1]] = option[2]
            lines = lines[1:]
        return cls(found[1], found[2].strip(), options, "\n".join(lines).strip("\n"))

    @property
    def is_fold(self):
        return self.name in FOLDS or "dropdown" in str(self.options.get("class", "")).split()


class Place(NamedTuple):
    """Where a reference leads: the page, and what the reader sees of it."""

    docname: str
    text: str


class Book:
    """What the lectures refer to: numbers of equations, titles, named places, quoted results, the bibliography."""

    def __init__(self, root=ROOT):
        self.root = Path(root)
        self.config = yaml.safe_load((self.root / "_config.yml").read_text(encoding="utf-8"))
        self.address = course.address(self.root)
        extensions = set(self.config["parse"]["myst_enable_extensions"])
        self.parser = create_md_parser(MdParserConfig(enable_extensions=extensions), RendererHTML)
        self.lectures = sorted(self.root.glob("lectures/*.ipynb"))
        self.equations, self.figures, self.targets, self.titles, self.glued = {}, {}, {}, {}, {}
        for path in [*self.lectures, *sorted(self.root.glob("book/**/*.md"))]:
            self._survey(path)
        contents = self.root / "_toc.yml"
        for docname in re.findall(r"\bfile: *(\S+)", contents.read_text() if contents.exists() else ""):
            # A page that the build writes has no title before.
            self.titles.setdefault(docname, docname.rsplit("/", 1)[-1].capitalize())

    def _survey(self, path):
        docname = path.relative_to(self.root).with_suffix("").as_posix()
        labels, figures = [], []
        for number, cell in enumerate(read(path), 1):
            for output in cell.get("outputs", ()):
                name = output.get("metadata", {}).get("scrapbook", {}).get("name")
                value = output.get("data", {}).get("application/papermill.record/text/plain")
                if name and value is not None:
                    self.glued[name] = value
            if figure := cell.metadata.get("mystnb", {}).get("figure"):
                figures.append((figure.get("name"), figure["caption"]))
            if cell.cell_type == "markdown":
                try:
                    labels += self._survey_text(cell.source, docname, figures)
                except ConversionError as error:
                    raise ConversionError(f"{docname}{path.suffix}, cell {number}: {error}") from None
        for n, label in enumerate(labels, 1):
            if label in self.equations:
                raise ConversionError(
                    f"{docname}{path.suffix}: the equation {label} stands also in {self.equations[label].docname}"
                )
            self.equations[label] = Place(docname, course.number(docname, n))
        for n, (name, caption) in enumerate(figures, 1):
            self.figures[docname, caption] = f"Fig. {course.number(docname, n)}"
            if name:
                self.targets[name] = Place(docname, caption)

    def _survey_text(self, text, docname, figures):
        """The labels of the displayed equations, in order; figures, named places and the page's title are kept."""
        names = []
        tokens = self.parser.parse(text)
        for token, following in zip(tokens, [*tokens[1:], None]):
            if token.type == "math_block_label":
                yield token.info
            elif token.type in {"fence", "colon_fence"} and (directive := Directive.of(token)):
                if directive.name == "math":
                    yield from [directive.options["label"]] if "label" in directive.options else []
                elif directive.name == "figure" and directive.content.strip():
                    figures.append((directive.options.get("name"), directive.content.strip()))
                elif directive.name not in CODE and not directive.name.startswith(("eval", "raw")):
                    yield from self._survey_text(directive.content, docname, figures)
            elif token.type == "myst_target":
                names.append(token.content)
            elif token.type == "heading_open":
                title = "".join(child.content for child in following.children)
                if docname not in self.titles and token.tag == "h1":
                    self.titles[docname] = title = course.numbered_title(docname, title)
                for name in names:
                    self.targets[name] = Place(docname, title)
                names = []

    @cached_property
    def references(self):
        """How the site names each work: key -> authors and year."""
        found = {}
        for file in self.config.get("bibtex_bibfiles", ()):
            for key, entry in parse_file(str(self.root / file)).entries.items():
                people = entry.persons.get("author") or entry.persons.get("editor") or []
                names = [" ".join([*person.prelast_names, *person.last_names]) for person in people]
                if len(names) > 2:
                    names = [f"{names[0]} et al."]
                found[key] = (" and ".join(names) or entry.fields["title"], entry.fields["year"])
        return found

    def url(self, docname, seen_from, anchor=""):
        """The neighbour notebook for a lecture, the published page for another."""
        if course.chapter_number(docname) is None:
            return f"{self.address.site}/{docname}.html{anchor}"
        return "" if docname == seen_from else f"{docname.rsplit('/', 1)[-1]}.ipynb"

    def link(self, place, seen_from, text=None, anchor=""):
        """A link to a place, or its text alone where it stands in the same notebook."""
        url = self.url(place.docname, seen_from, anchor)
        return f"[{text or place.text}]({url})" if url else text or f"*{place.text}*"


def read(path):
    """The cells of a notebook, or a page as one cell."""
    if path.suffix == ".ipynb":
        return nbformat.read(path, as_version=4).cells
    return [nbformat.v4.new_markdown_cell(path.read_text(encoding="utf-8"))]


class Converter:
    """Rewrites the cells of one lecture."""

    def __init__(self, book, docname):
        self.book, self.docname = book, docname

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
            new = self.inline("\n".join(lines[start:end]), children)
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
        head = [f"**{self.inline(title)}**", ""] if title else []
        body = [*head, *self.text(content, quoted=True).split("\n")]
        return "\n".join(f"> {line}".rstrip() for line in body)

    def picture(self, directive):
        """A picture of the book, from the published site."""
        alt = directive.options.get("alt", "")
        source = self.destination(directive.argument)
        return f"![{alt}]({source})" + (
            f"\n\n{self.caption(directive.content.strip())}" if directive.content.strip() else ""
        )

    def caption(self, text):
        return f"**{self.book.figures[self.docname, text]}** {self.text(text)}"

    def summary(self, title):
        """A title inside HTML, where Markdown does not reach."""
        plain = html.escape(self.inline(title), quote=False)
        plain = re.sub(r"`([^`]+)`", r"<code>\1</code>", plain)
        plain = re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", plain)
        return re.sub(r"(?<![\w*])\*([^*]+)\*(?![\w*])", r"<i>\1</i>", plain)

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
                return f"]({self.destination(match['destination'].strip('<>'))}{match['title'] or ''})"
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
            place = self.known(self.book.equations, target, "equation")
            number, anchor = f"({place.text})", f"#equation-{target}"
            return number if place.docname == self.docname else self.book.link(place, self.docname, number, anchor)
        if name in {"ref", "numref"}:
            place = self.known(self.book.targets, target, "named place")
            number = self.book.figures.get((place.docname, place.text))
            if name == "numref" and not number:
                raise ConversionError(f"{target}: not a figure with a number")
            return self.book.link(place, self.docname, shown or (number if name == "numref" else None), f"#{target}")
        if name == "doc":
            docname = self.page(target)
            return self.book.link(Place(docname, self.book.titles[docname]), self.docname, shown)
        if name in {"cite", "cite:p", "cite:t"}:
            return self.cite(target, in_text=name == "cite:t")
        if name in {"glue", "glue:text"}:
            key, _, form = target.rpartition(":") if name == "glue:text" and ":" in target else (target, "", "")
            value = self.known(self.book.glued, key, "quoted result (make execute stores them)")
            return format_plain_text(value, form)
        if name == "math":
            return f"${text}$"
        if name.removeprefix("py:") in CODE_ROLES:
            return f"`{shown or target.removeprefix('~')}`"
        if name in {"sub", "sup"}:
            return f"<{name}>{text}</{name}>"
        raise ConversionError(f"no plain form for the role {{{name}}}`{text}`")

    def cite(self, keys, *, in_text):
        works = [self.known(self.book.references, key.strip(), "work in the bibliography") for key in keys.split(",")]
        url = f"{self.book.address.site}/book/references.html"
        if in_text:
            return " and ".join(f"[{authors} ({year})]({url})" for authors, year in works)
        return f"([{'; '.join(f'{authors}, {year}' for authors, year in works)}]({url}))"

    @staticmethod
    def known(table, key, what):
        if key not in table:
            raise ConversionError(f"{key}: no such {what}")
        return table[key]

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
            place = self.known(self.book.targets, anchor, "named place")
            return self.book.url(place.docname, self.docname, f"#{anchor}") or f"#{place.text.replace(' ', '-')}"
        file = (self.book.root / self.docname).parent / name
        if file.suffix not in {"", ".md", ".ipynb"} and file.exists():
            return f"{self.book.address.site}/_images/{file.name}"
        return self.book.url(self.page(name), self.docname, f"#{anchor}" if anchor else "") or "#"

    def cells(self, cell):
        """A cell of a lecture for the plain notebook, and the caption of its figure as a cell of its own."""
        new = self.cell(cell)
        yield new
        if figure := cell.metadata.get("mystnb", {}).get("figure"):
            kept = {key: new.metadata[key] for key in ("slideshow",) if key in new.metadata}
            caption = nbformat.v4.new_markdown_cell(self.caption(figure["caption"]), metadata=kept)
            caption.id = f"{cell.id}-caption"
            yield caption

    def cell(self, cell):
        """A cell for the plain notebook."""
        kept = {key: cell.metadata[key] for key in ("slideshow",) if key in cell.metadata}
        if cell.cell_type == "markdown":
            text = self.text(cell.source)
            for token in self.book.parser.parse(text):
                if token.type in {"math_block_label", "colon_fence", "myst_target"}:
                    raise ConversionError(f"{token.content!r} is left over")
            new = nbformat.v4.new_markdown_cell(text, metadata=kept)
        elif cell.cell_type == "code":
            if {"hide-cell", "hide-input", "remove-input"} & set(cell.metadata.get("tags", ())):
                kept |= {"jupyter": {"source_hidden": True}, "cellView": "form"}  # folded in JupyterLab and in Colab
            made = "made" in cell.metadata.get("tags", ())
            new = nbformat.v4.new_code_cell(f"{MADE}\n{cell.source}" if made else cell.source, metadata=kept)
        else:
            raise ConversionError(f"no plain form for a cell of type {cell.cell_type}")
        new.id = cell.id
        return new


def install(address):
    """The cell that fetches the library where it is missing: in Colab."""
    source = f"""# Colab installs the library here; elsewhere this cell does nothing.
import sys

if "google.colab" in sys.modules:
    %pip install --quiet "harmony-in-complexity[widgets] @ git+{address.url}\""""
    cell = nbformat.v4.new_code_cell(source)
    cell.id = "install"
    return cell


def convert(book, path):
    """A lecture as a plain notebook. Raises ConversionError where something has no plain form."""
    docname = path.relative_to(book.root).with_suffix("").as_posix()
    converter = Converter(book, docname)
    cells = [install(book.address)]
    for number, cell in enumerate(nbformat.read(path, as_version=4).cells, 1):
        try:
            cells += converter.cells(cell)
        except ConversionError as error:
            raise ConversionError(f"{docname}.ipynb, cell {number}: {error}") from None
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "colab": {"name": f"{path.stem}.ipynb", "provenance": [], "toc_visible": True},
    }
    notebook = nbformat.v4.new_notebook(cells=[cell for cell in cells if cell.source.strip()], metadata=metadata)
    nbformat.validate(notebook)
    return notebook


def convert_all(root, target):
    """Write the plain notebook of every lecture into the folder `target`; those of lectures that are gone go too."""
    book, target = Book(root), Path(target)
    notebooks = {path.name: convert(book, path) for path in book.lectures}
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.ipynb"):
        if old.name not in notebooks:
            old.unlink()
    for name, notebook in notebooks.items():
        text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        (target / name).write_text(text, encoding="utf-8")
    return [target / name for name in notebooks]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "_build" / "notebooks", help="default: _build/notebooks")
    try:
        for path in convert_all(ROOT, parser.parse_args(arguments).out):
            print(f"{path} written")
    except ConversionError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
