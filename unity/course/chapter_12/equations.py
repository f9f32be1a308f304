"""Chapter 12, a network that reads digits."""

from unity.course.reasons import EXPECTED

__all__ = ["ACCEPTED", "SPOKEN"]

ACCEPTED = {
    ("eq-first-step", "swap X and \\alpha", "0.1"): "The step is a number, and may stand anywhere in a product.",
    ("eq-share-right", "add a transpose", "0.1.1.1"): "A matrix and its transpose share their diagonal.",
}

SPOKEN = {
    r"n s^2": EXPECTED,
    r"n s^2 / 2": EXPECTED,
    r"E_1 = (W_2 E_2) \odot f'(Z_1)": "chapter 11 derives it for every layer",
    r"s^2 n_{\mathrm{out}}": EXPECTED,
    r"2 / n_{\mathrm{out}}": EXPECTED,
    r"2 / n_{\mathrm{in}}": EXPECTED,
    r"2 / (n_{\mathrm{in}} + n_{\mathrm{out}})": EXPECTED,
}
