"""The picture that stands beside a shared link: the title, and one neuron in the course's three colours."""

import textwrap
from io import BytesIO

from PIL import Image

from found import described

__all__ = ["HEIGHT", "WIDTH", "alt", "draw", "name"]

WIDTH, HEIGHT = 1200, 630
DPI = 100
COLOURS = 64  # of a palette: a quarter of the bytes
INK, X, W, E = "#222222", "#0072B2", "#D55E00", "#00795A"
PAPER = "#f6f6f3"
MOST_RIGHT, MOST_LOW = 780, 120  # where the neuron, and the last line, begin


def name(page):
    """The file of a page's picture: each chapter has its own, all other pages have that of the course.

    >>> name("book/map"), name("lectures/02-the-sum-of-vectors")
    ('card.png', 'cards/02.png')
    """
    return f"cards/{page.removeprefix('lectures/')[:2]}.png" if page in described.chapters() else "card.png"


def alt(title):
    """What the picture shows, in words."""
    return f"The words: {title}. Beside them a neuron, three inputs joined by weights to one output."


def draw(title, above=""):
    """The picture as a PNG, with a line above the title."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=PAPER)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, HEIGHT))
    axes.axis("off")
    lines = "\n".join(textwrap.wrap(title, 16, break_long_words=False))
    axes.text(80, 565, above or "An open course", size=22, color="#555555", va="top")
    words = axes.text(76, 500, lines, size=54, color=INK, weight="bold", va="top", linespacing=1.2)
    while words.get_window_extent().x1 > MOST_RIGHT or words.get_window_extent().y0 < MOST_LOW:
        words.set_size(words.get_size() - 2)
    axes.text(80, 60, "whose equations are run", size=22, color="#555555")
    ends = [(845, 430), (845, 315), (845, 200)]
    for place in ends:
        axes.plot(*zip(place, (1085, 315)), color=W, linewidth=6, zorder=1)
    for place, colour in [*((place, X) for place in ends), ((1085, 315), E)]:
        axes.scatter(*place, s=3600, facecolor=PAPER, edgecolor=colour, linewidth=6, zorder=2)
    canvas.draw()
    few = Image.frombuffer("RGBA", (WIDTH, HEIGHT), canvas.buffer_rgba()).convert("RGB").quantize(COLOURS)
    written = BytesIO()
    few.save(written, "PNG", optimize=True)
    return written.getvalue()
