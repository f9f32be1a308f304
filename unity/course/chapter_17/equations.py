"""Chapter 17, one form."""

from unity.course.reasons import DECK, EXAMPLE

__all__ = ["SPOKEN"]

ARROW = "an arrow of the figure: what is done to that at which it starts"
SPOKEN = {
    r"T = -0.6": EXAMPLE,
    r"e_k w_t x_j": "one product of three, as the slider meets them; the code that is shown adds them up",
    r"dX": "what comes back to the image, in the figure: the slope of the cost by it, as dA_n is for a layer",
    r"W_1^\top P": ARROW,
    r"P^* W_1": ARROW,
    r"\mathrm{Activation}(w^\top x)": DECK,
    r"E_{n-1} = w^\top E_n": DECK,
    r"\mathrm{Activation}(w^\top X)": DECK,
    r"\mathrm{conv}(w * X)": DECK,
    r"\partial L / \partial w = \mathrm{Conv}(\partial L / \partial Y * X)": DECK,
    r"Y = \mathrm{conv}(w * X)": DECK,
}
