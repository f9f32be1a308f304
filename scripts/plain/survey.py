"""What the lectures refer to: a survey of all pages before the first is written."""

import re
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import course
import nbformat
import yaml
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from pybtex.database import parse_file

from plain.directives import CODE, ConversionError, Directive

__all__ = ["Book", "Place"]


class Place(NamedTuple):
    """Where a reference leads: the page, and what the reader sees of it."""

    docname: str
    text: str


class Book:
    """What the lectures refer to: numbers of equations, titles, named places, quoted results, the bibliography."""

    def __init__(self, root):
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


def read(path):
    """The cells of a notebook, or a page as one cell."""
    if path.suffix == ".ipynb":
        return nbformat.read(path, as_version=4).cells
    return [nbformat.v4.new_markdown_cell(path.read_text(encoding="utf-8"))]
