"""The works that the book refers to, as its page of references lists them: a title leads to its work."""

from pybtex.plugin import register_plugin
from pybtex.style.formatting.plain import Style
from pybtex.style.template import field, first_of, href, join, optional, sentence

__all__ = ["Linked", "setup"]

ADDRESSES = field("url", raw=True), join["https://doi.org/", field("doi", raw=True)]


class Linked(Style):
    """Pybtex's plain style, in which no address is written out: what a work is called leads there.

    >>> from pybtex.database import parse_string
    >>> work = "@misc{a, author={Ada}, title={On Engines}, year={2024}, url={https://ada.org}}"
    >>> (entry,) = Linked().format_bibliography(parse_string(work, "bibtex"))
    >>> print(entry.text.render_as("html"))
    Ada.
    <a href="https://ada.org">On engines</a>.
    2024.
    """

    def format_title(self, e, which_field, as_sentence=True):
        return self._linked(super().format_title(e, which_field, as_sentence=False), which_field, as_sentence)

    def format_btitle(self, e, which_field, as_sentence=True):
        return self._linked(super().format_btitle(e, which_field, as_sentence=False), which_field, as_sentence)

    def format_web_refs(self, e):
        return optional[""]

    def _linked(self, title, which_field, as_sentence):
        ways = [optional[href(address)[title]] for address in ADDRESSES] if which_field == "title" else []
        title = first_of[(*ways, title)]
        return sentence[title] if as_sentence else title


def setup(app):
    register_plugin("pybtex.style.formatting", "linked", Linked)
