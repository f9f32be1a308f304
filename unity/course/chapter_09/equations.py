"""Chapter 09, from neuron to layers."""

from unity.course.reasons import DECK, EXAMPLE, PICTURE

__all__ = ["SPOKEN"]

SPOKEN = {
    r"Y = \mathrm{Activation}(w_x^T X)": DECK,
    r"H = \mathrm{Activation}(w_z^T T)": DECK,
    r"Z = \mathrm{Activation}(w_y^T Y)": DECK,
    r"W_n A_n": EXAMPLE,
    r"A_1 = x": PICTURE,
    "w_{12}": DECK,
    "y_n": DECK,
    "y_m": DECK,
    "T": DECK,
    "A_3": "what the third layer of a deck hears, in the letters of this book",
    "d_{N+1}": "the sum below names the widths one by one",
}
