"""What happens to each page as it is written: Sphinx asks this loader of templates for the page, and writes what it gets."""

from pathlib import Path
from typing import NamedTuple

from sphinx.jinja2glue import BuiltinTemplateLoader

from lean import breaks, elements, frames, icons, joined, names, pictures, room, speech, stills

__all__ = ["Page", "Pages"]

STEPS = (
    elements.spare, icons.draw, names.say, speech.in_summaries, frames.detach, stills.detach, pictures.tell_sizes,
    joined.join, breaks.place, room.keep,
)  # fmt: skip


class Page(NamedTuple):
    """A page that is being written: its name, and the builder that writes it."""

    name: str
    builder: object

    @property
    def root(self):
        """The way from the page to the site's root."""
        return "../" * self.name.count("/")

    def picture(self, address):
        """The file of a picture that the page names; None for one that is not among the book's pictures."""
        return pictures.source(self.builder, self.name, address)

    def write(self, name, content):
        """Write a file that the page asks for."""
        path = Path(self.builder.outdir, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


class Pages(BuiltinTemplateLoader):
    """Sphinx's own templates, whose pages go through the steps above."""

    def init(self, builder, *arguments, **named):
        self.builder = builder
        super().init(builder, *arguments, **named)

    def render(self, template, context):
        html = super().render(template, context)
        if "pagename" in context:
            page = Page(context["pagename"], self.builder)
            for step in STEPS:
                html = step(html, page)
        return html
