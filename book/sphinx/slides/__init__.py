"""Slides for a room, one file a chapter, written while the book is built: one claim each, and one thing that shows it.

`plan` reads from the cells of a lecture which slides they ask for; `show` finds in the page what a slide shows, and what
is said to it; `deck` makes of them one file that asks for no other. `write` does it for each lecture that Sphinx writes.
"""

from slides import write


def setup(app):
    write.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
