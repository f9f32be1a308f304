r"""Formulas of the pages that are kept as they are: they cannot be run, and quote nothing that is. Each has its reason.

The key is the formula itself, so one that is changed on the page has no reason any more, and one that is gone is idle.
"""

__all__ = ["SPOKEN"]

DECK = "a deck writes it so"
NUMBERS = "a deck's numbers, or those of the paper that the page cites"
EXAMPLE = "an example that nothing else on the page has"
CONDITION = "a condition: it holds for some numbers only"
EXPECTED = "what holds in the mean over all draws, or in the limit"
PICTURE = "a figure's program puts a number in for the letter"
REMARK = "a consequence that is said once, and not derived"

SPOKEN = {
    "lectures/01-*": {r"\hat y = w^T x + b": DECK, r"\hat y = w^T x": DECK},
    "lectures/02-*": {
        r"\langle w_1, w_2 \rangle / \lVert w \rVert": DECK,
        r"w \cdot X > c": DECK,
        r"w \cdot X < c": DECK,
        r"w_k\,e_k": PICTURE,
    },
    "lectures/03-*": {
        r"1 / \lvert \Sigma \rvert": DECK,
        r"\lambda_0 e^{-\lambda_0 x}": EXAMPLE,
        r"\lambda_1 e^{-\lambda_1 x}": EXAMPLE,
    },
    "lectures/04-*": {
        r"z = 710": EXAMPLE,
        r"\epsilon": DECK,
        r"u \in X": DECK,
        r"v^\top x = 0": CONDITION,
        r"e^{-J}": REMARK,
        r"z = v \tanh(w x)": EXAMPLE,
    },
    "lectures/05-*": {
        r"\lVert w^{t+1} - w^t \rVert_2 \le \varepsilon": DECK,
        r"\lVert dw \rVert \le \varepsilon = 10^{-4}": DECK,
        r"10^{-4}": DECK,
        r"2/L^*": REMARK,
    },
    "lectures/08-*": {r"f(z) = z^2": EXAMPLE, r"-3 + x_1^2 + x_2^2 \ge 0": DECK, r"x_2 / x_1": EXAMPLE},
    "lectures/09-*": {
        r"Y = Activation(w_x^T X)": DECK,
        r"H = Activation(w_z^T T)": DECK,
        r"Z = Activation(w_y^T Y)": DECK,
        r"W_n A_n": EXAMPLE,
        r"A_1 = x": PICTURE,
    },
    "lectures/12-*": {
        r"n s^2": EXPECTED,
        r"n s^2 / 2": EXPECTED,
        r"E_1 = (W_2 E_2) \odot f'(Z_1)": "chapter 11 derives it for every layer",
        r"s^2 n_{out}": EXPECTED,
        r"2 / n_{out}": EXPECTED,
        r"2 / n_{in}": EXPECTED,
        r"2 / (n_{in} + n_{out})": EXPECTED,
    },
    "lectures/14-*": {
        r"t_l (\Phi - 1)": "a step of a proof by counting",
        r"t_l (\Phi - 1) + h_l": "a step of a proof by counting",
        r"t_l > h_l": CONDITION,
        r"y_{q}": PICTURE,
        r"y_q": PICTURE,
    },
    "lectures/15-*": {r"\operatorname{Conv}(\partial L / \partial Y * X)": DECK, r"P^*(W Z)": EXAMPLE},
    "lectures/16-*": {
        r"f(u) \le f(v)": CONDITION,
        r"u \le v": CONDITION,
        r"u < v": CONDITION,
        r"f(u) > f(v)": CONDITION,
    },
    "lectures/18-*": {
        r"10^{11}": NUMBERS,
        r"10^{15}": NUMBERS,
        r"I = 0.9": EXAMPLE,
        r"s / h": EXPECTED,
        r"e^{-s / \tau}": EXPECTED,
        r"I (1 - e^{-s / \tau})": EXPECTED,
        r"e^{s / \tau}": EXPECTED,
    },
    "book/errata.md": {
        r"\hat y = P(y = 1 \mid x)": DECK,
        r"w^T x": DECK,
        r"\sigma(w^\top x)": "the augmented form, in which b is a weight",
        r"\vec w": DECK,
        r"\vec A + \vec B": DECK,
        r"w \cdot x > c": DECK,
        r"w \cdot x < c": DECK,
        r"w^T X = 0": DECK,
        r"\langle w_1, w_2 \rangle / \lVert w \rVert": DECK,
        r"a_k = (\Sigma^{-1} \mu_k)^\top x - \frac{1}{2} \mu_k^\top \Sigma^{-1} \mu_k + \log P(k)": "chapter 3 runs it",
        r"z = 37": EXAMPLE,
        r"p(k \mid x) = 1 / (1 + e^{-z})": DECK,
        r"k = 1": CONDITION,
        r"k = 0": CONDITION,
        r"1 / (1 + e^{z})": "chapter 3 runs it, as the sigmoid of -z",
        r"L(\hat y, y)": DECK,
        r"L(y, \hat y)": DECK,
        r"h(u)": DECK,
        r"u \in X": DECK,
        r"u, v \in X": DECK,
        r"h(\lambda u + (1 - \lambda) v) \leq \lambda h(u) + (1 - \lambda) h(v)": "chapter 4 runs it",
        r"0 \leq \lambda \leq 1": "chapter 4 runs it",
        r"\lVert w^{t+1} - w^t \rVert_2 \le \varepsilon": DECK,
        r"\lVert dw \rVert \le \varepsilon = 10^{-4}": DECK,
        r"\alpha = 0.1": EXAMPLE,
        r"dJ/dw < 0": DECK,
        r"J \mathrel{+}= [y \log a + (1 - y) \log(1 - a)]": DECK,
        r"J = 0": DECK,
        r"dw = 0": DECK,
        r"db = 0": DECK,
        r"m / (m - 1)": REMARK,
        r"(n_x, 1)": DECK,
        r"n_x > 1": CONDITION,
        r"dJ(b, w_1, \dots, w_n) / dw_j": DECK,
        r"\partial J / \partial w_j": "what the deck means",
        r"\theta = (-1, 0, 0, 1, 1)^\top": DECK,
        r"-3 + x_1^2 + x_2^2 \ge 0": DECK,
        r"x_1^2 + x_2^2 \ge 1": CONDITION,
        r"Y = Activation(w_x^T X)": DECK,
        r"Z = Activation(w_y^T Y)": DECK,
        r"Y = Activation(W^T X)": DECK,
        r"w_x^T": DECK,
        r"n > m": CONDITION,
        r"n < m": CONDITION,
        r"w_{11} / (w_{11} + w_{21})": DECK,
        r"w_i^n = w_i^n - \alpha \, \partial E_n / \partial w_i^n": DECK,
        r"w_i^n = w_i^{n-1} - \dots": DECK,
        r"10^6": NUMBERS,
        r"10^{11}": NUMBERS,
        r"1.74 \times 10^{11}": NUMBERS,
        r"4.7 \times 10^6": NUMBERS,
        r"1.06 \times 10^7": NUMBERS,
    },
    "book/notation.md": {r"w^\top x > c": CONDITION},
}
