"""Sliders that move a figure: live where a kernel runs, and from stored frames on a page without one."""

import base64
import html
import io
import itertools

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


def explore(draw, alt, **values):
    """One slider a keyword over the values it lists; `draw(**choice)` returns the axes of the figure for a choice.

    `alt` says in words what the figure shows. With a kernel, ipywidgets draws each choice when it is asked for;
    on a static page the same sliders choose between stored frames. `draw` has to be a pure function.

    Raises ValueError where there is no slider, a slider without values, no alt text, or more than 120 frames.

    >>> def line(slope):
    ...     ax = plt.figure().add_subplot()
    ...     ax.plot([0, 1], [0, slope])
    ...     return ax
    >>> explore(line, "A line through the origin.", slope=[1, 2, 3])
    Explorer: slope from 1 to 3 (3 values)
    """
    values = {name: list(choices) for name, choices in values.items()}
    frames = 1
    for name, choices in values.items():
        if not choices:
            raise ValueError(f"explore: the slider {name} has no values")
        frames *= len(choices)
    if not values or frames > MOST_FRAMES:
        raise ValueError(f"explore: {len(values)} sliders with {frames} frames, expected 1 to {MOST_FRAMES} frames")
    if not alt.strip():
        raise ValueError("explore: alt is empty, expected a sentence that says what the figure shows")
    return Explorer(draw, alt, values)


class Explorer:
    """What `explore` returns: a display that Jupyter shows as live sliders, and a static page as stored frames."""

    def __init__(self, draw, alt, values):
        self.draw, self.alt, self.values = draw, alt, values

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
            name: ipywidgets.SelectionSlider(options=[(f"{v:g}", v) for v in choices], description=name)
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
            at = ", ".join(f"{name} = {value:g}" for name, value in zip(self.values, choice))
            uri = "data:image/svg+xml;base64," + base64.b64encode(image.getvalue()).decode()
            yield f"{self.alt} Here {at}.", uri

    def static(self):
        """The HTML version: every choice is drawn beforehand, and a range input chooses between the frames."""
        frames = list(self.frames())
        stored = "".join(f'<i data-src="{uri}" data-alt="{html.escape(alt)}"></i>' for alt, uri in frames)
        sliders = []
        for name, choices in self.values.items():
            texts = [f"{value:g}" for value in choices]
            sliders.append(
                f'<label><span>{html.escape(name)}</span> <input type="range" min="0" max="{len(texts) - 1}" value="0" '
                f'data-values="{"|".join(texts)}" aria-valuetext="{texts[0]}" oninput="{html.escape(ON_INPUT.strip())}">'
                f" <output>{texts[0]}</output></label>"
            )
        alt, uri = frames[0]
        return (
            f'<figure class="slider"><img src="{uri}" alt="{html.escape(alt)}">{"".join(sliders)}'
            f"<template>{stored}</template></figure>"
        )
