"""Sliders that move a figure: live where a kernel runs, and from stored frames on a page without one."""

import base64
import html
import io
import itertools
import math
import re

import ipywidgets
import matplotlib.pyplot as plt
from IPython.display import display

__all__ = ["Explorer", "explore"]

MOST_FRAMES = 120

# Runs when a slider moves: counts the sliders' positions as digits of one number, which is the frame to show.
ON_INPUT = """
const figure = this.closest('figure'), image = figure.querySelector('img');
let frame = 0;
for (const slider of figure.querySelectorAll('input')) {
  const text = slider.dataset.values.split('|')[slider.value];
  frame = frame * (+slider.max + 1) + +slider.value;
  slider.parentElement.querySelector('output').value = text;
  slider.setAttribute('aria-valuetext', text);
}
const stored = figure.querySelector('template').content.children[frame];
image.src = stored.dataset.src;
image.alt = stored.dataset.alt;
"""


def explore(draw, alt, start=None, **values):
    """One slider a keyword over the values it lists; `draw(**choice)` returns the axes of the figure for a choice.

    `alt` says in words what the figure shows. `start` holds the value at which a slider begins, by the slider's name:
    the most telling one. A slider that it does not name begins at its first value. With a kernel, ipywidgets draws each
    choice when it is asked for; on a static page the same sliders choose between stored frames, and a button plays them.
    `draw` has to be a pure function.

    Raises ValueError where there is no slider, a slider without values, no alt text, more than 120 frames, or a start
    that no slider has.

    >>> def line(slope):
    ...     ax = plt.figure().add_subplot()
    ...     ax.plot([0, 1], [0, slope])
    ...     return ax
    >>> explore(line, "A line through the origin.", start={"slope": 2}, slope=[1, 2, 3])
    Explorer: slope from 1 to 3 (3 values)
    """
    values = {name: list(choices) for name, choices in values.items()}
    start = dict(start or {})
    for name, choices in values.items():
        if not choices:
            raise ValueError(f"explore: the slider {name} has no values")
    for name, value in start.items():
        if value not in values.get(name, ()):
            has = ", ".join(f"{each:g}" for each in values[name]) if name in values else "no values"
            raise ValueError(f"explore: {name} is to start at {value!r}, but the slider {name} has {has}")
    frames = math.prod(map(len, values.values()))
    if not values or frames > MOST_FRAMES:
        raise ValueError(f"explore: {len(values)} sliders with {frames} frames, expected 1 to {MOST_FRAMES} frames")
    if not alt.strip():
        raise ValueError("explore: alt is empty, expected a sentence that says what the figure shows")
    return Explorer(draw, alt, values, {name: start.get(name, choices[0]) for name, choices in values.items()})


def written(value):
    """A number as a figure writes it, with a true minus.

    >>> written(-0.5)
    '\u22120.5'
    """
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")


def label(name):
    """The name of a slider in HTML: what follows its underscore is an index.

    >>> label("w_2")
    'w<sub>2</sub>'
    """
    return re.sub(r"_(\w+)$", r"<sub>\1</sub>", html.escape(name))


class Explorer:
    """What `explore` returns: a display that Jupyter shows as live sliders, and a static page as stored frames."""

    def __init__(self, draw, alt, values, start):
        self.draw, self.alt, self.values, self.start = draw, alt, values, start

    def __repr__(self):
        ranges = (f"{name} from {v[0]:g} to {v[-1]:g} ({len(v)} values)" for name, v in self.values.items())
        return f"Explorer: {', '.join(ranges)}"

    def _repr_mimebundle_(self, **_):
        return {**self.live()._repr_mimebundle_(), "text/plain": repr(self), "text/html": self.static()}

    def live(self):
        """The ipywidgets version: each choice is drawn when it is asked for."""

        def show(**choice):
            figure = self.draw(**choice).figure
            display(figure)
            plt.close(figure)

        sliders = {
            name: ipywidgets.SelectionSlider(
                options=[(written(v), v) for v in choices], value=self.start[name], description=name
            )
            for name, choices in self.values.items()
        }
        return ipywidgets.interactive(show, **sliders)

    def frames(self):
        """Yield (alt text, image as a data URI) for every choice, the last slider turning fastest."""
        for choice in itertools.product(*self.values.values()):
            figure = self.draw(**dict(zip(self.values, choice))).figure
            image = io.BytesIO()
            figure.savefig(image, format="svg", metadata={"Date": None})
            plt.close(figure)
            at = ", ".join(f"{name} = {written(value)}" for name, value in zip(self.values, choice))
            uri = "data:image/svg+xml;base64," + base64.b64encode(image.getvalue()).decode()
            yield f"{self.alt} Here {at}.", uri

    def static(self):
        """The HTML version: every choice is drawn beforehand, and a range input chooses between the frames."""
        frames = list(self.frames())
        stored = "".join(f'<i data-src="{uri}" data-alt="{html.escape(alt)}"></i>' for alt, uri in frames)
        sliders, first = [], 0
        for name, choices in self.values.items():
            texts, at = [written(value) for value in choices], choices.index(self.start[name])
            first = first * len(choices) + at
            sliders.append(
                f'<label><span>{label(name)}</span> <input type="range" min="0" max="{len(texts) - 1}" value="{at}" '
                f'data-values="{"|".join(texts)}" aria-valuetext="{texts[at]}" oninput="{html.escape(ON_INPUT.strip())}">'
                f" <output>{texts[at]}</output></label>"
            )
        alt, uri = frames[first]
        return (
            f'<figure class="slider" data-frame="{first}"><img src="{uri}" alt="{html.escape(alt)}">{"".join(sliders)}'
            f"<template>{stored}</template></figure>"
        )
