"""How a drawing looks where a page is dark: book/assets/harmony.css turns it over, and its hues back."""

import numpy as np

LIGHT = np.array([0.2126, 0.7152, 0.0722])  # what red, green and blue give to how light a colour is, as WCAG 2 has it
HUES = np.array([0.213, 0.715, 0.072])  # the same in CSS's hue-rotate


def turned(colour):
    """A colour (red, green, blue), each from 0 to 1, after invert(0.9) hue-rotate(180deg)."""
    inverted = 0.9 - 0.8 * np.asarray(colour)
    return np.clip(2 * HUES @ inverted - inverted, 0, 1)


def contrast(one, other):
    """How far two colours stand apart, from 1 to 21; text needs 4.5."""
    colours = np.array([one, other])
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    low, high = sorted(linear @ LIGHT)
    return (high + 0.05) / (low + 0.05)
