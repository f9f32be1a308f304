"""Coloured code with few elements: words that a style draws like the text around them need none of their own."""

from functools import cache

from pygments.formatters import HtmlFormatter
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES, Generic, Text, Whitespace

__all__ = ["STYLES", "Listing", "drawn_as"]

STYLES = ("a11y-high-contrast-light", "a11y-high-contrast-dark")
# A prompt and an output are left out when a listing is copied: they keep their classes.
APART = (Generic.Prompt, Generic.Output)


@cache
def look(token):
    """How a kind of word is drawn, in the light and in the dark."""
    return tuple(tuple(sorted(get_style_by_name(name).style_for_token(token).items())) for name in STYLES)


@cache
def drawn_as(token):
    """The first kind of word that looks the same in both styles; plain text where this one does.

    >>> from pygments.token import Name, Punctuation
    >>> drawn_as(Name), drawn_as(Punctuation)
    (Token.Text, Token.Text)
    """
    while token not in STANDARD_TYPES:
        token = token.parent
    if token in APART:
        return token
    return next(kind for kind in (Text, *STANDARD_TYPES) if kind not in APART and look(kind) == look(token))


def ended(tokens):
    """The words of a listing without the empty lines at its end.

    >>> ended([(Text, "1\\n"), (Text, "\\n")])
    [(Token.Text, '1\\n')]
    """
    words = list(tokens)
    while len(words) > 1 and not words[-1][1].strip() and words[-2][1].endswith("\n"):
        words.pop()
    return words


class Listing(HtmlFormatter):
    """Pygments' own formatter, with one element for words beside each other that are drawn alike."""

    def format_unencoded(self, tokensource, outfile):
        super().format_unencoded(self.merged(tokensource), outfile)

    def merged(self, tokensource):
        before = Text
        for token, text in ended(tokensource):
            # White space has no colour: it belongs to what stands before it. A dot belongs to the names on its sides.
            if token not in Whitespace and not (token in Text and text.isspace()):
                before = Text if text == "." else drawn_as(token)
            yield before, text

    def wrap(self, source):
        for code, piece in super().wrap(source):
            yield code, piece.replace("<span></span>", "")


def setup():
    from sphinx.highlighting import PygmentsBridge

    PygmentsBridge.html_formatter = Listing
