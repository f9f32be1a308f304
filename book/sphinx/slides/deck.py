"""A deck as one file: HTML with its style, its script, its font and its pictures, which asks for no other file."""

import base64
import html
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from docutils.utils.smartquotes import smartyPants
from lean import font, joined

__all__ = ["Sheet", "deck"]

HERE = Path(__file__).parent
ASSETS = HERE.parents[1] / "assets"
SLIDERS = ASSETS / "page" / "sliders.js"
COURSE = "Harmony in Complexity"


@dataclass(frozen=True)
class Sheet:
    """A slide as HTML: its words, what it shows, what is said to it, and the section that it belongs to.

    `unfolds` says that the next slide shows all of it, and one line more.
    """

    words: str
    shown: str = ""
    said: str = ""
    section: str = ""
    kind: str = "claim"
    unfolds: bool = False

    def html(self, number, count):
        """The slide, the `number`-th of `count`; its quotation marks and apostrophes are the page's.

        >>> "<h2>The neuron’s “any”</h2>" in Sheet("The neuron's \\"any\\"").html(1, 1)
        True
        """
        heading = "h1" if self.kind == "title" else "h2"
        words = f"<{heading}>{html.escape(smartyPants(self.words, 'q'))}</{heading}>" if self.words else ""
        shown = f'<div class="shown">{self.shown}</div>' if self.shown else ""
        kind = self.kind + " bare" * (not shown) + " unfolds" * self.unfolds
        return (
            f'<section id="{number}" class="{kind}" aria-label="Slide {number} of {count}">'
            f"{words}{shown}<footer><span>{html.escape(self.section)}</span><span>{number} / {count}</span></footer>"
            f'</section><aside aria-label="Notes to slide {number}">{self.said}</aside>'
        )


@cache
def asset(path):
    return path.read_text(encoding="utf-8")


def deck(title, sheets):
    """The file of a chapter's slides.

    >>> "<h2>Right.</h2>" in deck("Two", [Sheet("Two", kind="title"), Sheet("Right.")])
    True
    """
    body = joined.join("\n".join(sheet.html(number, len(sheets)) for number, sheet in enumerate(sheets, 1)))
    letters = font.characters(body)
    faces = {path.stem: path.read_bytes() for path in sorted((ASSETS / "text").glob("*.woff2"))}
    faces["math"] = font.font(letters) if letters else b""
    icon = base64.b64encode((ASSETS / "favicon.svg").read_bytes()).decode()
    style = asset(HERE / "deck.css")
    for name, face in faces.items():
        style = style.replace(f"FACE-{name}", f"data:font/woff2;base64,{base64.b64encode(face).decode()}")
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{html.escape(title)} · slides</title>'
        f'<link rel="icon" href="data:image/svg+xml;base64,{icon}">'
        f"<style>{style}</style></head>\n<body><main>\n{body}\n</main>\n"
        '<nav aria-label="Slides"><button id="back" aria-label="Previous slide">‹</button>'
        '<button id="on" aria-label="Next slide">›</button>'
        '<button id="notes" title="Notes in a window of their own (S)">Notes</button></nav>\n'
        f"<script>\n{{\n{asset(HERE / 'deck.js')}}}\n{{\n{asset(SLIDERS)}}}\n</script></body></html>\n"
    )
