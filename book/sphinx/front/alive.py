"""The number in which an input, weights and an error meet, for a neuron, a dense layer and a convolution.

The page has the numbers of the neuron as the library computes them; with a script every entry can be changed
(book/assets/page/alive.js), and the other two be chosen.
"""

import json
from html import escape

import numpy as np
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from unity.trilinear import Convolution, Dense

__all__ = ["KINDS", "computed", "figure", "kinds"]

LETTERS = {"E": "the error", "W": "the weights", "X": "the input"}
DERIVATIVES = {
    "E": r"the forward pass, \(W^\top P(X)\)",
    "W": r"the gradient, \(P(X) E^\top\)",
    "X": r"the error sent back, \(P^*(W E)\)",
}
# Product, and E, W, X as the library has them: with a channel and one example.
KINDS = {
    "a neuron": (Dense(), [[0.5]], [[1], [-1], [2]], [[2], [1], [0.5]]),
    "a dense layer": (Dense(), [[0.5], [-1]], [[1, 0.5], [-1, 2], [2, 0]], [[2], [1], [0.5]]),
    "a convolution": (Convolution(2), [[[[1], [0]], [[0], [-1]]]], [[[[1], [-1]], [[2], [0]]]],
                      [[[[1], [2], [0]], [[0], [1], [3]], [[2], [0], [1]]]]),
}  # fmt: skip


def computed(product, E, W, X):
    """The number, and its derivatives by the three letters.

    >>> T, derivatives = computed(*KINDS["a neuron"])
    >>> T, derivatives["X"].ravel().tolist()
    (1.0, [0.5, -0.5, 1.0])
    """
    E, W, X = (np.array(each, float) for each in (E, W, X))
    forward, error_back, gradient = product.derivatives(E, W, X)
    return float(np.sum(E * forward)), {"E": forward, "W": gradient, "X": error_back}


def table(values):
    """Numbers as rows and columns: an image without its channel and its example, a column as it is.

    >>> table([[[[1], [2]], [[3], [4]]]])
    [[1, 2], [3, 4]]
    """
    array = np.array(values)
    return (array if array.ndim == 2 else array.squeeze()).tolist()


def kinds():
    """What the script needs: for each kind E, W, X as tables, and whether a window slides."""
    return {
        name: {**{letter: table(values) for letter, values in zip("EWX", given)}, "slides": product != Dense()}
        for name, (product, *given) in KINDS.items()
    }


def written(number):
    """A number as the page shows it.

    >>> written(-0.5), written(2.0)
    ('−0.5', '2')
    """
    return f"{number:.4g}".replace("-", "−")


def grid(letter, rows, cell):
    width = len(rows[0])
    cells = "".join(cell(letter, value, place) for place, value in enumerate(value for row in rows for value in row))
    return f'<span class="grid" style="--columns: {width}">{cells}</span>'


def entry(letter, value, place):
    return f'<input type="number" step="0.5" value="{value:g}" aria-label="{letter}, entry {place + 1}">'


def derivative(letter, value, place):
    return f"<output>{written(value)}</output>"


def figure(name="a neuron"):
    """The figure, with the numbers of one kind."""
    T, derivatives = computed(*KINDS[name])
    tables = kinds()[name]
    parts = "".join(
        f'<div class="letter {letter}"><span class="name">\\({letter}\\), {LETTERS[letter]}</span>'
        f"{grid(letter, tables[letter], entry)}"
        f'<span class="name">{DERIVATIVES[letter]}</span>{grid(letter, table(derivatives[letter]), derivative)}</div>'
        for letter in "XWE"
    )
    choices = "".join(
        f'<button type="button" aria-pressed="{str(kind == name).lower()}">{kind}</button>' for kind in KINDS
    )
    return (
        f'<figure class="alive" data-kinds="{escape(json.dumps(kinds()))}" aria-label="A number and its three derivatives">'
        f'<div class="kinds pst-js-only" role="group" aria-label="What computes">{choices}</div>'
        f'<p class="number"><span>\\(\\langle E,\\, W^\\top P(X) \\rangle =\\)</span> <output>{written(T)}</output></p>'
        f'<div class="letters">{parts}</div>'
        "<figcaption>Change an entry: type, use the arrow keys, or drag it sideways. The number answers. By how much is "
        "written below: raise an entry by 1, and the number grows by what stands in the same place of its derivative."
        "</figcaption></figure>"
    )


class Alive(SphinxDirective):
    """``{alive}``: the figure."""

    def run(self):
        return [nodes.raw("", figure(), format="html")]


def setup(app):
    app.add_directive("alive", Alive)
