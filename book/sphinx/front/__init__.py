"""The first page: a number that is alive under its reader's hands, chapters with their pictures, and what the build counts.

One idea a module: `alive` writes the number with its letters and derivatives, `cards` gives each line about a chapter its
picture, `counts` says how much of the book is executed.
"""

from front import alive, cards, counts

__all__ = ["setup"]


def setup(app):
    alive.setup(app)
    cards.setup(app)
    counts.setup(app)
