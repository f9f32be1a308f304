"""What a page weighs: the book's pages come with little to fetch, to build and to run, and look as they did.

One idea a module. While Sphinx writes a page, `formulas` typesets its mathematics, `folds` makes its solutions plain HTML
and `listings` colours its code with few elements; `pages` hands the page, as it is written, to `elements`,
`icons`, `names`, `speech`, `frames`, `stills`, `pictures`, `joined` and `room`. When all pages stand, `files` leaves one stylesheet (`stylesheet`), one script, one font (`font`)
and nothing that no page asks for.
"""

from lean import files, folds, formulas, listings


def setup(app):
    listings.setup()
    formulas.setup(app)
    folds.setup(app)
    files.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
