"""Figures that are dragged: points and sliders that move what is drawn, in a notebook and on a page without a kernel.

A figure is a scene, a script that draws in the reader's browser, and the numbers at which it begins. What all scenes share
stands in `drag.js`. Scripts and numbers stand in the output itself, so it is as alive on a page as where a kernel runs.
"""

import base64
import html
import io
import json
from importlib.resources import files

import matplotlib.pyplot as plt
import numpy as np

__all__ = ["Draggable", "drag"]

HOW = "Drag it, or reach it with the Tab key and move it with the arrow keys."


def drag(scene, alt, ax, **given):
    """A figure that is dragged: `scene` is its script, which reads the numbers and arrays `given`.

    `alt` says in words what the figure shows. What the reader has made of it is said below it, in words and numbers. `ax` are
    the axes of the picture that stands where no script runs: it is kept, and its figure closed.

    Raises ValueError where there is no alt text, or where a number is not finite.

    >>> ax = plt.figure().add_subplot()
    >>> drag("paint = () => `x is ${given.x}`; screen(100); update();", "Nothing but words.", ax, x=np.array([1.0, 2.0]))
    Draggable: x
    """
    if not alt.strip():
        raise ValueError("drag: alt is empty, expected a sentence that says what the figure shows")
    for name, value in given.items():
        if not np.all(np.isfinite(np.asarray(value, float))):
            raise ValueError(f"drag: {name} has entries that are not finite, expected numbers")
    still = io.BytesIO()
    ax.figure.savefig(still, format="svg", metadata={"Date": None})
    plt.close(ax.figure)
    return Draggable(scene, alt, still.getvalue(), {name: np.asarray(value).tolist() for name, value in given.items()})


class Draggable:
    """What `drag` returns: HTML whose own script draws it."""

    def __init__(self, scene, alt, still, given):
        self.scene, self.alt, self.still, self.given = scene, alt, still, given

    def __repr__(self):
        return f"Draggable: {', '.join(self.given)}"

    def _repr_html_(self):
        alt, still = html.escape(self.alt), base64.b64encode(self.still).decode()
        shared = files("unity.notebook").joinpath("drag.js").read_text(encoding="utf-8")
        given = json.dumps(self.given, separators=(",", ":"))
        return (
            f'<figure class="drag" role="group" aria-label="{alt}">'
            f'<noscript><img src="data:image/svg+xml;base64,{still}" alt="{alt}"></noscript><small hidden>{HOW}</small>'
            f'<script>(() => {{\n"use strict";\nconst figure = document.currentScript.parentElement, given = {given};\n'
            f"{shared}\n{self.scene}\n}})();</script></figure>"
        )
