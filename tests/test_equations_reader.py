"""The reader of displayed LaTeX: each form gives a known tree, nonsense is refused with its place, trees round-trip."""

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unity.equations import configuration, functions
from unity.equations import tree as t
from unity.equations.notation import Notation
from unity.equations.reader import ReadError, habits, read

FUNCTIONS = frozenset({"f", "g", "p", "P^*"})


def side(latex, functions=FUNCTIONS):
    """The only side of the only clause of a formula."""
    (clause,) = read(latex, functions)
    assert clause.conditions == ()
    (only,) = clause.chain.sides
    return only


def times(*factors):
    product, *rest = factors
    for factor in rest:
        product = t.Binary("", product, factor)
    return product


def plus(left, right):
    return t.Binary("+", left, right)


def minus(left, right):
    return t.Binary("-", left, right)


def over(top, bottom):
    return t.Binary("/", top, bottom)


def call(function, *arguments, given=()):
    return t.Call(t.Symbol(function), arguments, given)


def chain(*parts):
    return t.Chain(parts[::2], parts[1::2])


one, two, three, ten = (t.Number(text) for text in ("1", "2", "3", "10"))
a, b, c, e, f, g, h, i, j, k, m, n, u, w, x, y, z, J, K, P, W, X, Y = map(t.Symbol, "abcefghijkmnuwxyzJKPWXY")
sigma, alpha, delta = map(t.Symbol, (r"\sigma", r"\alpha", r"\delta"))
w_j, x_j = t.Subscript(w, (j,)), t.Subscript(x, (j,))

NAMES = {
    "x": "x",
    r"\alpha": r"\alpha",
    r"\varepsilon": r"\varepsilon",
    r"\ell": r"\ell",
    "dW": "dW",
    "dz": "dz",
    "d": "d",
    "x'": "x'",
    "f''": "f''",
    "w^*": "w^*",
    r"w^\ast": "w^*",
    r"w^{*}": "w^*",
    r"w^{ \ast }": "w^*",
    r"\hat{y}": r"\hat{y}",
    r"\hat y": r"\hat{y}",
    r"\hat{ y }": r"\hat{y}",
    r"\bar\mu": r"\bar{\mu}",
    r"\tilde{\theta}": r"\tilde{\theta}",
    r"\mathbf{1}": r"\mathbf{1}",
    r"\mathbf x'": r"\mathbf{x}'",
    r"\mathcal{L}^*": r"\mathcal{L}^*",
    r"\mathrm{KL}": r"\mathrm{KL}",
}


@pytest.mark.parametrize(("latex", "name"), NAMES.items())
def test_names(latex, name):
    assert side(latex) == t.Symbol(name)


@pytest.mark.parametrize(
    ("tree", "key"),
    [
        (alpha, "alpha"),
        (t.Symbol(r"\hat{y}"), "hat_y"),
        (t.Symbol(r"\mathbf{1}"), "mathbf_1"),
        (t.Subscript(w, (t.Symbol("t"),)), "w_t"),
        (t.Subscript(w, (one,)), "w_1"),
        (t.Subscript(w, (plus(t.Symbol("t"), one),)), "w_{t+1}"),
        (t.Subscript(delta, (j, k)), "delta_{j,k}"),
        (t.Subscript(t.Subscript(W, (one,)), (j, k)), "W_1_{j,k}"),
        (t.Example(x, i), "x^(i)"),
        (t.Example(x, plus(i, one)), "x^(i+1)"),
        (call("p", k, given=(x,)), "p(k|x)"),
        (call("p", y, times(two, k), given=(x, z)), "p(y,2k|x,z)"),
        (two, "2"),
        (call("f", x), None),
        (plus(a, b), None),
        (t.Subscript(plus(a, b), (j,)), None),
        (t.Example(plus(a, b), j), None),
    ],
)
def test_keys(tree, key):
    assert t.key(tree) == key


@pytest.mark.parametrize(
    ("name", "table"),
    {
        "x": "X",
        "dz": "dZ",
        "dz_1": "dZ_1",
        "hat_y": "hat_Y",
        "delta": "Delta",
        "d": "D",
        "a_t": "A_t",
        "X": "X",
    }.items(),
)
def test_the_table_that_has_a_symbol_as_its_columns(name, table):
    assert t.table_key(name) == table


FORMS = {
    # Numbers, products, sums
    "2": two,
    "0.5": t.Number("0.5"),
    "a b": times(a, b),
    "ab": times(a, b),
    r"a \cdot b": times(a, b),
    r"a \times b": times(a, b),
    "2 a": times(two, a),
    r"a \cdot 2": times(a, two),
    r"2 \cdot 10^{-3}": times(two, t.Power(ten, t.Negative(three))),
    "a b c": times(a, b, c),
    "a (b + c)": times(a, plus(b, c)),
    "a [b + c]": times(a, plus(b, c)),
    "(a + b) (b + c)": times(plus(a, b), plus(b, c)),
    "a + b - c": minus(plus(a, b), c),
    "a - (b - c)": minus(a, minus(b, c)),
    "a / b": over(a, b),
    "a / b c": times(over(a, b), c),
    "a b / c": over(times(a, b), c),
    r"1/m \sum_i x_i": times(over(one, m), t.Reduce(r"\sum", (i,), None, None, t.Subscript(x, (i,)))),
    # Minus
    "-a": t.Negative(a),
    "-a b": t.Negative(times(a, b)),
    "-a + b": plus(t.Negative(a), b),
    "b - a c": minus(b, times(a, c)),
    "a (-b)": times(a, t.Negative(b)),
    r"-a \odot b": t.Negative(t.Binary(r"\odot", a, b)),
    "-a^2": t.Negative(t.Power(a, two)),
    "e^{-z}": t.Power(e, t.Negative(z)),
    # Operators bind less than juxtaposition, more than sums
    r"a b \odot c": t.Binary(r"\odot", times(a, b), c),
    r"a \odot b c": t.Binary(r"\odot", a, times(b, c)),
    r"a + b \odot c": plus(a, t.Binary(r"\odot", b, c)),
    r"a \oslash b \odot c": t.Binary(r"\odot", t.Binary(r"\oslash", a, b), c),
    r"W \star X + b": plus(t.Binary(r"\star", W, X), b),
    "W * X": t.Binary("*", W, X),
    r"W \ast X": t.Binary("*", W, X),
    r"a W \star X": t.Binary(r"\star", times(a, W), X),
    # Powers, transposes, fractions
    "a^2": t.Power(a, two),
    "a^n": t.Power(a, n),
    r"a^\alpha": t.Power(a, alpha),
    "a^{n + 1}": t.Power(a, plus(n, one)),
    "2^n": t.Power(two, n),
    "2^{n}": t.Power(two, n),
    "a b^2": times(a, t.Power(b, two)),
    "(a b)^2": t.Power(times(a, b), two),
    r"a^{\frac{1}{2}}": t.Power(a, over(one, two)),
    r"e^{-\frac{z^2}{2}}": t.Power(e, t.Negative(over(t.Power(z, two), two))),
    r"\Sigma^{-1}": t.Power(t.Symbol(r"\Sigma"), t.Negative(one)),
    r"W^\top": t.Transpose(W),
    r"W^{\top}": t.Transpose(W),
    r"W^\top X": times(t.Transpose(W), X),
    r"(W X)^\top": t.Transpose(times(W, X)),
    r"(W^\top)^2": t.Power(t.Transpose(W), two),
    r"(w^*)^\top": t.Transpose(t.Symbol("w^*")),
    r"(w^*)^{(i)}": t.Example(t.Symbol("w^*"), t.Symbol("i")),
    r"\frac{a}{b}": over(a, b),
    r"\dfrac{a + b}{c}": over(plus(a, b), c),
    r"\tfrac{a}{b} c": times(over(a, b), c),
    r"\frac12": over(one, two),
    r"\frac1m": over(one, m),
    r"\frac n 2 a": times(over(n, two), a),
    r"\tfrac12 \lVert w \rVert^2": times(over(one, two), t.Power(t.Fence("||", w), two)),
    r"\sqrt{a + b}": call(r"\sqrt", plus(a, b)),
    r"\lfloor a + b \rfloor": call(r"\operatorname{floor}", plus(a, b)),
    r"\left\lfloor a \right\rfloor b": times(call(r"\operatorname{floor}", a), b),
    # Components and examples
    "w_j": w_j,
    "w_{j}": w_j,
    "w_1": t.Subscript(w, (one,)),
    "w_{11}": t.Subscript(w, (t.Number("11"),)),
    r"x_\alpha": t.Subscript(x, (alpha,)),
    "W_{jk}": t.Subscript(W, (j, k)),
    "W_{j k}": t.Subscript(W, (j, k)),
    "W_{2k}": t.Subscript(W, (two, k)),
    "W_{k2}": t.Subscript(W, (k, two)),
    "Y_{i+1,j}": t.Subscript(Y, (plus(i, one), j)),
    "X_{i j, k}": t.Subscript(X, (i, j, k)),
    "w_j^2": t.Power(w_j, two),
    r"w_j^\top": t.Transpose(w_j),
    "(a + b)_j": t.Subscript(plus(a, b), (j,)),
    "(W_1)_{jk}": t.Subscript(t.Subscript(W, (one,)), (j, k)),
    "x'_j": t.Subscript(t.Symbol("x'"), (j,)),
    "w^*_j": t.Subscript(t.Symbol("w^*"), (j,)),
    "x^{(i)}": t.Example(x, i),
    "x^{ ( i ) }": t.Example(x, i),
    "x^{(12)}": t.Example(x, t.Number("12")),
    "x^{(i+1)}": t.Example(x, plus(i, one)),
    "x^{(i - 2)}": t.Example(x, minus(i, two)),
    "x_j^{(i)}": t.Example(x_j, i),
    "x^{(i)}_j": t.Subscript(t.Example(x, i), (j,)),
    "(a - y)^{(i)}": t.Example(minus(a, y), i),
    # Functions: one factor; calls of names that are known as functions
    r"\log a": call(r"\log", a),
    r"\log a b": times(call(r"\log", a), b),
    r"\log 2": call(r"\log", two),
    r"\log(a b)": call(r"\log", times(a, b)),
    r"\log \frac{a}{b}": call(r"\log", over(a, b)),
    r"\log a^2": call(r"\log", t.Power(a, two)),
    r"(\log a)^2": t.Power(call(r"\log", a), two),
    r"\log^2 a": t.Power(call(r"\log", a), two),
    r"\tanh^{2} z b": times(t.Power(call(r"\tanh", z), two), b),
    r"\tanh(z)^2": t.Power(call(r"\tanh", z), two),
    r"\tanh z^2": call(r"\tanh", t.Power(z, two)),
    r"\log\left(a\right)^2 b": times(t.Power(call(r"\log", a), two), b),
    r"\operatorname{softmax}(z)_k": t.Subscript(call(r"\operatorname{softmax}", z), (k,)),
    r"\max(a, b)^2": t.Power(call(r"\max", a, b), two),
    r"\mathrm{tr}(W)^\top": t.Transpose(call(r"\operatorname{tr}", W)),
    r"\tanh'(z)": call(r"\tanh'", z),
    r"\log \log a": call(r"\log", call(r"\log", a)),
    r"-\log(1 - a)": t.Negative(call(r"\log", minus(one, a))),
    r"y \log a + b": plus(times(y, call(r"\log", a)), b),
    r"\operatorname{tr}(X)": call(r"\operatorname{tr}", X),
    r"\operatorname{diag} w": call(r"\operatorname{diag}", w),
    r"\operatorname{relu}'(z)": call(r"\operatorname{relu}'", z),
    r"\det X": call(r"\det", X),
    r"\max(a, b)": call(r"\max", a, b),
    r"\min\left(a, b, c\right)": call(r"\min", a, b, c),
    r"\sigma(z)": call(r"\sigma", z),
    r"\sigma(z)^2": t.Power(call(r"\sigma", z), two),
    r"\sigma^2": t.Power(sigma, two),
    r"\sigma'(z)": call(r"\sigma'", z),
    r"\sigma \left( z \right)": call(r"\sigma", z),
    r"\sigma\bigl(z\bigr)": call(r"\sigma", z),
    "f(x)": call("f", x),
    "f(x + h)": call("f", plus(x, h)),
    "f'(x)": call("f'", x),
    "f''(x)": call("f''", x),
    "f(x, y)": call("f", x, y),
    r"p(k \mid x)": call("p", k, given=(x,)),
    r"p(x, y \mid z, a)": call("p", x, y, given=(z, a)),
    "f_k(x)": t.Call(t.Subscript(f, (k,)), (x,)),
    "f_{jk}(x)": t.Call(t.Subscript(f, (j, k)), (x,)),
    "f_j (x)_k": t.Subscript(t.Call(t.Subscript(f, (j,)), (x,)), (k,)),
    "P^*(e)": call("P^*", e),
    r"W^\top f(X)": times(t.Transpose(W), call("f", X)),
    "a (x)": times(a, x),
    "w_j (x)": times(w_j, x),
    "f": f,
    # Sums and their like reach to the end of the product
    r"\sum_{j=1}^{n} w_j x_j": t.Reduce(r"\sum", (j,), one, n, times(w_j, x_j)),
    r"\sum_{j=1}^n w_j + b": plus(t.Reduce(r"\sum", (j,), one, n, w_j), b),
    r"\sum\limits_{j=1}^{n-1} w_j": t.Reduce(r"\sum", (j,), one, minus(n, one), w_j),
    r"\sum_j w_j": t.Reduce(r"\sum", (j,), None, None, w_j),
    r"\sum_{j} w_j": t.Reduce(r"\sum", (j,), None, None, w_j),
    r"\sum_{j, k} W_{jk}": t.Reduce(r"\sum", (j, k), None, None, t.Subscript(W, (j, k))),
    r"\sum_{j \ne k} w_j": t.Reduce(r"\sum", (j,), None, None, w_j, chain(j, r"\ne", k)),
    r"\sum_{j < k} w_j": t.Reduce(r"\sum", (j,), None, None, w_j, chain(j, "<", k)),
    r"\frac{1}{m} \sum_j w_j": times(over(one, m), t.Reduce(r"\sum", (j,), None, None, w_j)),
    r"a \cdot \sum_j w_j": times(a, t.Reduce(r"\sum", (j,), None, None, w_j)),
    r"\sum_j \sum_k W_{jk}": t.Reduce(
        r"\sum", (j,), None, None, t.Reduce(r"\sum", (k,), None, None, t.Subscript(W, (j, k)))
    ),
    r"\sum_j w_j \odot b": t.Binary(r"\odot", t.Reduce(r"\sum", (j,), None, None, w_j), b),
    r"(\sum_j w_j) b": times(t.Reduce(r"\sum", (j,), None, None, w_j), b),
    r"\prod_{j=1}^n w_j": t.Reduce(r"\prod", (j,), one, n, w_j),
    r"\max_k w_k": t.Reduce(r"\max", (k,), None, None, t.Subscript(w, (k,))),
    r"\min_{k} w_k": t.Reduce(r"\min", (k,), None, None, t.Subscript(w, (k,))),
    r"\arg\max_k w_k": t.Reduce(r"\arg\max", (k,), None, None, t.Subscript(w, (k,))),
    r"\arg\,\min_k w_k": t.Reduce(r"\arg\min", (k,), None, None, t.Subscript(w, (k,))),
    # Derivatives
    r"\frac{\partial J}{\partial w}": t.Derivative(J, (w,)),
    r"\frac{\partial}{\partial w} J": t.Derivative(J, (w,)),
    r"\frac{\mathrm{d} f}{\mathrm{d} x}": t.Derivative(f, (x,)),
    r"\frac{\partial J}{\partial w_j} x": times(t.Derivative(J, (w_j,)), x),
    r"\frac{\partial a b}{\partial w}": t.Derivative(times(a, b), (w,)),
    r"\frac{\partial f(x)}{\partial x^{(i)}}": t.Derivative(call("f", x), (t.Example(x, i),)),
    r"\frac{\partial^2 J}{\partial w^2}": t.Derivative(J, (w, w)),
    r"\frac{\partial^{2} J}{\partial w_j \partial w_k}": t.Derivative(J, (w_j, t.Subscript(w, (k,)))),
    r"\frac{\partial^3 J}{\partial w^2 \partial b}": t.Derivative(J, (w, w, b)),
    r"\frac{\partial^2}{\partial w \partial b} J": t.Derivative(J, (w, b)),
    r"\nabla_w J": t.Nabla(1, w, J),
    r"\nabla_{w} J": t.Nabla(1, w, J),
    r"\nabla J": t.Nabla(1, None, J),
    r"\nabla^2_w J": t.Nabla(2, w, J),
    r"\nabla_w^2 J": t.Nabla(2, w, J),
    r"\nabla^{2}_{w} J a": times(t.Nabla(2, w, J), a),
    r"\lim_{h \to 0} f(h)": t.Limit(h, t.Number("0"), call("f", h)),
    r"\lim_{x \to -\infty} x": t.Limit(x, t.Negative(t.Symbol(r"\infty")), x),
    # Bars, brackets, matrices, cases
    r"\lVert w \rVert": t.Fence("||", w),
    r"\left\lVert w \right\rVert": t.Fence("||", w),
    r"\lvert a - b \rvert": t.Fence("|", minus(a, b)),
    r"\langle a, b \rangle": t.Inner(a, b),
    "(a, b, c)": t.Tuple((a, b, c)),
    r"(a, b)^\top": t.Transpose(t.Tuple((a, b))),
    "[y = k]": t.Iverson(chain(y, "=", k)),
    r"[j \leq k] a": times(t.Iverson(chain(j, r"\le", k)), a),
    r"\begin{bmatrix} a & b \\ 1 & 2 \end{bmatrix}": t.Matrix(((a, b), (one, two))),
    r"\begin{pmatrix} a \\ b \end{pmatrix}": t.Matrix(((a,), (b,))),
    r"\begin{bmatrix} x_1 & \cdots & x_n \end{bmatrix}": t.Matrix(
        ((t.Subscript(x, (one,)), t.Dots(), t.Subscript(x, (n,))),)
    ),
    r"\begin{bmatrix} a \\ \vdots \\ b \end{bmatrix}": t.Matrix(((a,), (t.Dots(),), (b,))),
    r"a + \dots + b": plus(plus(a, t.Dots()), b),
    r"a + \ldots": plus(a, t.Dots()),
    r"a - \cdots - b": minus(minus(a, t.Dots()), b),
    r"\begin{cases} a & \text{if } x > 0 \\ b & \text{otherwise} \end{cases}": t.Cases(
        ((a, chain(x, ">", t.Number("0"))), (b, None))
    ),
    r"\begin{cases} a, & \text{for } x \ge 0, \\ b, \text{if } x < 0 \end{cases}": t.Cases(
        ((a, chain(x, r"\ge", t.Number("0"))), (b, chain(x, "<", t.Number("0"))))
    ),
    # What only changes the looks
    r"\displaystyle a\,b\;c": times(a, b, c),
    r"a\!b~c{}": times(a, b, c),
}


@pytest.mark.parametrize(("latex", "tree"), FORMS.items(), ids=list(FORMS))
def test_each_form_has_its_tree(latex, tree):
    assert side(latex) == tree


WHOLE = {
    "a = b": [t.Clause(chain(a, "=", b))],
    "a = b = c": [t.Clause(chain(a, "=", b, "=", c))],
    r"a \approx b": [t.Clause(chain(a, r"\approx", b))],
    r"a \leq b < c": [t.Clause(chain(a, r"\le", b, "<", c))],
    r"a \geq b > c": [t.Clause(chain(a, r"\ge", b, ">", c))],
    r"a \neq b": [t.Clause(chain(a, r"\ne", b))],
    "a = b.": [t.Clause(chain(a, "=", b))],
    "a = b,": [t.Clause(chain(a, "=", b))],
    "a = 0.5.": [t.Clause(chain(a, "=", t.Number("0.5")))],
    r"a = b, \qquad c = d": [t.Clause(chain(a, "=", b)), t.Clause(chain(c, "=", t.Symbol("d")))],
    r"a = b; \quad c = d.": [t.Clause(chain(a, "=", b)), t.Clause(chain(c, "=", t.Symbol("d")))],
    r"a = b \quad \text{where} \quad b = c": [t.Clause(chain(a, "=", b)), t.Clause(chain(b, "=", c))],
    r"a = b \text{ and } b = c": [t.Clause(chain(a, "=", b)), t.Clause(chain(b, "=", c))],
    r"a = b \\ c = a": [t.Clause(chain(a, "=", b)), t.Clause(chain(c, "=", a))],
    r"\begin{aligned} a &= b, \\ c &= a. \end{aligned}": [t.Clause(chain(a, "=", b)), t.Clause(chain(c, "=", a))],
    r"\begin{aligned} a &= b \\ &= c \end{aligned}": [t.Clause(chain(a, "=", b, "=", c))],
    r"\begin{aligned} a &= b \\ &\quad + c \\ &= b \end{aligned}": [
        t.Clause(chain(a, "=", t.Binary("+", b, c), "=", b))
    ],
    r"\begin{aligned} &a \\ &= b \end{aligned}": [t.Clause(chain(a, "=", b))],
    r"\begin{aligned} a &= b \\[2pt] &- c \end{aligned}": [t.Clause(chain(a, "=", t.Binary("-", b, c)))],
    r"\begin{aligned} a &= b \\ -c &= a \end{aligned}": [
        t.Clause(chain(a, "=", b)),
        t.Clause(chain(t.Negative(c), "=", a)),
    ],
    r"\begin{align} a &= b \\[4pt] &\le c \\ x &= y \end{align}": [
        t.Clause(chain(a, "=", b, r"\le", c)),
        t.Clause(chain(x, "=", y)),
    ],
    r"a = b \text{ for } j \ne k": [t.Clause(chain(a, "=", b), (chain(j, r"\ne", k),))],
    r"a = b, \quad \text{for all } j, k": [t.Clause(chain(a, "=", b), (chain(j), chain(k)))],
    r"a = b \text{ for } i = 1, \dots, n": [t.Clause(chain(a, "=", b), (chain(one, r"\le", i, r"\le", n),))],
    r"a = b \text{ for } k, i = 2, \ldots, n - 1, j \ne i": [
        t.Clause(chain(a, "=", b), (chain(k), chain(two, r"\le", i, r"\le", minus(n, one)), chain(j, r"\ne", i)))
    ],
}


@pytest.mark.parametrize(("latex", "clauses"), WHOLE.items(), ids=list(WHOLE))
def test_clauses(latex, clauses):
    assert list(read(latex)) == clauses


@pytest.mark.parametrize("latex", [*FORMS, *WHOLE], ids=[*FORMS, *WHOLE])
def test_each_form_is_written_as_it_is_read(latex):
    clauses = read(latex, FUNCTIONS)
    assert read(r", \qquad ".join(map(t.latex, clauses)), FUNCTIONS) == clauses


def test_lines_and_spaces_do_not_matter():
    assert read("a\n  =\n b") == read("a = b")


def test_a_bracket_is_a_call_only_behind_a_function():
    assert side("f(x)", {"f"}) == call("f", x)
    assert side("f(x)", ()) == times(f, x)
    assert side("g(x)", {"f"}) == times(g, x)
    assert side("f(x)", {"f"}) == call("f", x)  # what another formula knew is forgotten
    assert side(r"\sigma(z)", ()) == call(r"\sigma", z)


def test_a_failed_reading_leaves_no_functions_behind():
    with pytest.raises(ReadError):
        read("f(x) )", {"f"})
    assert side("f(x)", ()) == times(f, x)


# Nonsense: the message shows the line, and a caret under the place.

NONSENSE = {
    "": "^",
    "   ": "   ^",
    "a +": "   ^",
    "a = ": "   ^",
    "a ? b": "  ^",
    r"\foo a": "^",
    r"a \leftarrow b": "  ^",
    r"x \in S": "  ^",
    "a - -b": "    ^",
    r"a \cdot -b": "        ^",
    "+ a": "^",
    "a 2": "  ^",
    "(a + b": "      ^",
    "a + b)": "     ^",
    "[a + b": "      ^",
    "{a}": "^",
    r"\frac{a}{b": "          ^",
    r"\frac{a}": "        ^",
    r"\frac{a} b": "         ^",
    r"\frac123": "^",
    r"\sqrt[3]{a}": "     ^",
    r"\hat{a + b}": "^",
    r"\text{so} a": "^",
    "w_": "  ^",
    "w_{}": "    ^",
    "w_{j": "    ^",
    "w_{k22}": "    ^",
    "x^{(i)": "      ^",
    "a^": "  ^",
    "a^{}": "    ^",
    r"\log": "    ^",
    r"\log = a": "     ^",
    r"\sum x": "     ^",
    r"\sum_{j=1}^{n}": "              ^",
    r"\sum_j^n x": "      ^",
    r"\sum_{i=1, j=1}^{n} x": "         ^",
    r"\lim_{x} x": "       ^",
    r"\partial J": "^",
    r"\frac{\partial J}{w}": "                  ^",
    r"\langle a \rangle": "          ^",
    r"\lVert a": "        ^",
    r"\lvert a \rVert": "         ^",
    "[a = b = c]": "       ^",
    "(a, )": "    ^",
    r"\begin{bmatrix} a & b": "                     ^",
    r"\begin{bmatrix} a & \end{bmatrix}": "                    ^",
    r"\begin{cases} a \end{cases}": "                ^",
    r"\begin{matrix} a \end{matrix}": "^",
    r"a = b \text{ for }": "                  ^",
    "= b": "^",
    "a = = b": "    ^",
    "a, b": " ^",
    "a & b": "  ^",
    r"f(a \mid )": "         ^",
}


NO_COMMAND = "is no command of the dialect; where it is a function, unity/equations/functions.py needs a line"


@pytest.mark.parametrize("command", ["arctan", "ln", "sgn", "lceil"])
def test_a_command_that_the_dialect_has_not_is_named(command):
    with pytest.raises(ReadError, match=rf"\n\\{command} {NO_COMMAND}$"):
        read(rf"a + \{command}(b)")


@pytest.mark.parametrize("name", functions.FUNCTIONS)
def test_every_function_is_read_and_written(name):
    """Each that stands in the table, before a bracket; those that take a factor, before that, and as a slope."""
    call = t.Call(t.Symbol(name), (t.Symbol("a"),))
    latex = r"\sqrt{a}" if name == r"\sqrt" else f"{name}(a)"
    assert side(latex) == call
    assert side(f"{latex} b") == t.Binary("", call, t.Symbol("b"))
    assert side(t.latex(t.Power(call, t.Number("2")))) == t.Power(call, t.Number("2"))
    if name in functions.prefixed():
        assert side(f"{name} a b") == t.Binary("", call, t.Symbol("b"))
        assert side(f"{name}' a") == t.Call(t.Symbol(f"{name}'"), (t.Symbol("a"),))
        assert side(f"{name}^2 a") == t.Power(call, t.Number("2"))


def test_a_function_needs_one_line():
    """\\arctan with a line in the table alone: it is read, written, evaluated and differentiated."""
    program = r"""
import numpy as np
from unity.equations import functions
functions.FUNCTIONS["\\arctan"] = np.arctan
from unity.equations import read, tree as t
from unity.equations.evaluate import Scope, evaluate
(clause,) = read(r"\arctan a b + \arctan'(a)")
side, scope = clause.chain.sides[0], Scope({"a": 2.0, "b": 3.0})
assert read(t.latex(side)) == (clause,)
assert abs(evaluate(side, scope) - (3 * np.arctan(2) + 1 / 5)) < 1e-9
"""
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize("bracket", ["(", r"\left(", r"\bigl("])
def test_an_upright_word_before_a_bracket_is_a_function(bracket):
    closing = {"(": ")", r"\left(": r"\right)", r"\bigl(": r"\bigr)"}[bracket]
    assert side(rf"\mathrm{{tr}}{bracket}S{closing}") == side(r"\operatorname{tr}(S)")
    assert side(rf"\mathrm{{sgn}}'{bracket}a{closing}") == side(r"\operatorname{sgn}'(a)")
    known = side(rf"\mathrm{{tr}}{bracket}S{closing}", {r"\mathrm{tr}"})  # the book's own
    assert known == t.Call(t.Symbol(r"\mathrm{tr}"), (t.Symbol("S"),))
    assert side(rf"\mathrm{{K}}{bracket}a{closing}") == side(r"\mathrm{K} a")
    assert side(r"\mathrm{tr} S") == t.Binary("", t.Symbol(r"\mathrm{tr}"), t.Symbol("S"))


@pytest.mark.parametrize(("latex", "caret"), NONSENSE.items(), ids=[repr(latex) for latex in NONSENSE])
def test_nonsense_is_refused_at_its_place(latex, caret):
    with pytest.raises(ReadError) as refused:
        read(latex, FUNCTIONS)
    message, line, mark, *hint = str(refused.value).split("\n")
    assert message == "cannot read the formula from here on:"
    assert hint == [f"{name} {NO_COMMAND}" for name in ("\\foo", "\\leftarrow") if name in latex]
    assert line == f"    {latex.rstrip() if not latex.strip() else latex}".ljust(len(line))
    assert mark == f"    {caret if latex.strip() else '^'}"


@pytest.mark.parametrize(
    ("latex", "message", "caret"),
    [
        (r"a = \frac{\partial^2 J}{\partial w}", "order of a derivative and the number of its variables differ", 4),
        (r"\frac{\partial J}{\partial w \partial b}", "order of a derivative and the number of its variables", 0),
        (r"\frac{\partial J}{\partial w^2}", "order of a derivative and the number of its variables", 0),
        (r"\frac{\partial^k J}{\partial w}", "the order of a derivative is a number", 0),
        (r"b \nabla^k_w J", "the order of a derivative is a number", 2),
        (r"\nabla^3_w J", r"expected a gradient (\nabla_w) or a Hessian (\nabla^2_w)", 0),
        (r"a + \sum_{j=1} w_j", "expected both a lower and an upper bound, or none", 4),
        (r"\sum_{j}^{n} w_j", "expected both a lower and an upper bound, or none", 0),
        (r"\prod_{j \ne k}^n w_j", "expected both a lower and an upper bound, or none", 0),
    ],
)
def test_what_the_grammar_allows_but_means_nothing(latex, message, caret):
    with pytest.raises(ReadError, match=re.escape(message)) as refused:
        read(latex)
    assert str(refused.value).split("\n")[1:] == [f"    {latex}", f"    {' ' * caret}^"]


def test_the_caret_stands_in_the_right_line():
    with pytest.raises(ReadError) as refused:
        read("a = b \\\\\nc = ? d \\\\\ne = f")
    assert str(refused.value).split("\n")[1:] == ["    c = ? d \\\\", "        ^"]


def test_a_fault_of_the_reader_is_not_hidden(monkeypatch):
    from lark.exceptions import VisitError

    from unity.equations.reader import trees

    monkeypatch.setattr(trees, "_indices", None)
    with pytest.raises(VisitError):
        read("w_{jk}")


# Every tree is written as LaTeX that reads back as the same tree. A strategy for each place of the grammar.

LETTERS = st.sampled_from([*"abcmnwxyzAKWXYE", r"\alpha", r"\hat{y}", "dW", "x'", "w^*", r"\mathbf{1}"])
SYMBOLS = LETTERS.map(t.Symbol)
NUMBERS = st.sampled_from(["0", "1", "2", "10", "0.5"]).map(t.Number)
INDEX = st.sampled_from("ijk").map(t.Symbol)
FUNCTION = st.sampled_from(["f", "g'", r"\sigma", "P^*"]).map(t.Symbol)
NAMED = st.sampled_from([r"\log", r"\exp", r"\tanh'", r"\det", r"\operatorname{tr}", r"\sqrt"]).map(t.Symbol)
RELATION = st.sampled_from(["=", "<", ">", r"\le", r"\ge", r"\ne", r"\approx"])


def several(strategy, least=1, most=3):
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


def indices(trees):
    """What stands behind an underscore: a product of symbols would read as several indices."""
    one_index = st.one_of(INDEX, NUMBERS, st.builds(t.Binary, st.sampled_from("+-"), INDEX, NUMBERS))
    return several(one_index)


def chains(trees, least=2):
    return st.integers(least, 3).flatmap(
        lambda size: st.builds(
            t.Chain,
            st.tuples(*[trees] * size),
            st.tuples(*[RELATION] * (size - 1)),
        )
    )


def reduced(trees):
    kinds = st.sampled_from([r"\sum", r"\prod", r"\max", r"\min", r"\arg\max", r"\arg\min"])
    bare = st.builds(
        lambda kind, names, body: t.Reduce(kind, names, None, None, body), kinds, several(INDEX, 1, 2), trees
    )
    bounded = st.builds(
        lambda kind, name, low, high, body: t.Reduce(kind, (name,), low, high, body), kinds, INDEX, trees, trees, trees
    )
    condition = st.sampled_from(["<", r"\ne", r"\le"])
    restricted = st.builds(
        lambda kind, name, relation, other, body: t.Reduce(
            kind, (name,), None, None, body, t.Chain((name, other), (relation,))
        ),
        kinds,
        INDEX,
        condition,
        trees,
        trees,
    )
    return bare | bounded | restricted


def derived(trees):
    variable = st.one_of(SYMBOLS, st.builds(t.Subscript, SYMBOLS, several(INDEX)), st.builds(t.Example, SYMBOLS, INDEX))
    return st.one_of(
        st.builds(t.Derivative, trees, several(variable)),
        st.builds(t.Nabla, st.sampled_from([1, 2]), variable | st.none(), trees),
        st.builds(t.Limit, SYMBOLS, trees, trees),
    )


def bracketed(trees):
    rows = st.integers(1, 3).flatmap(lambda width: several(several(trees | st.just(t.Dots()), width, width)))
    cases = st.tuples(trees, chains(trees) | st.none())
    return st.one_of(
        st.builds(t.Fence, st.sampled_from(["|", "||"]), trees),
        st.builds(t.Inner, trees, trees),
        st.builds(t.Tuple, several(trees, 2, 3)),
        st.builds(t.Matrix, rows),
        st.builds(t.Cases, several(cases)),
        st.builds(lambda a, relation, b: t.Iverson(t.Chain((a, b), (relation,))), trees, RELATION, trees),
    )


def called(trees):
    function = FUNCTION | st.builds(t.Subscript, st.sampled_from("fg").map(t.Symbol), several(INDEX, 1, 2))
    return st.one_of(
        st.builds(t.Call, function, several(trees), st.just(()) | several(trees, 1, 2)),
        st.builds(
            lambda name, argument: t.Call(name, (argument,)), NAMED, trees.filter(lambda x: type(x) is not t.Tuple)
        ),
        st.builds(t.Call, st.sampled_from([r"\max", r"\min"]).map(t.Symbol), several(trees, 2, 3)),
    )


def grown(trees):
    example = INDEX | NUMBERS.filter(lambda number: "." not in number.text)
    example = example | st.builds(t.Binary, st.sampled_from("+-"), INDEX, st.just(t.Number("1")))
    return st.one_of(
        st.builds(t.Subscript, trees.filter(lambda tree: not isinstance(tree, t.Number)), indices(trees)),
        st.builds(t.Example, trees, example),
        st.builds(t.Negative, trees),
        st.builds(t.Binary, st.sampled_from(["+", "-", "", "/", r"\odot", r"\oslash", r"\star", "*"]), trees, trees),
        st.builds(
            lambda first, sign, last: t.Binary(sign, t.Binary(sign, first, t.Dots()), last),
            trees,
            st.sampled_from("+-"),
            trees,
        ),
        st.builds(t.Power, trees, trees),
        st.builds(t.Transpose, trees),
        reduced(trees),
        derived(trees),
        bracketed(trees),
        called(trees),
    )


TREES = st.recursive(SYMBOLS | NUMBERS, grown, max_leaves=8)


@settings(max_examples=300)
@given(TREES)
def test_a_tree_reads_back_as_itself(tree):
    (clause,) = read(t.latex(tree), FUNCTIONS)
    assert clause == t.Clause(t.Chain((tree,), ()))


SMALL = st.recursive(SYMBOLS | NUMBERS, grown, max_leaves=3)


@settings(max_examples=100)
@given(several(st.builds(t.Clause, chains(SMALL), st.just(()) | several(chains(SMALL, 1), 1, 2)), 1, 2))
def test_clauses_read_back_as_themselves(clauses):
    assert read(r", \qquad ".join(map(t.latex, clauses)), FUNCTIONS) == clauses


@settings(max_examples=100)
@given(TREES)
def test_children_are_replaced_one_by_one(tree):
    below = t.children(tree)
    for place, child in enumerate(below):
        assert t.replace_child(tree, place, child) == tree
        changed = t.children(t.replace_child(tree, place, t.Symbol("Q")))
        assert changed == (*below[:place], t.Symbol("Q"), *below[place + 1 :])
    assert list(t.walk(tree)) == [tree, *(node for child in below for node in t.walk(child))]


def test_no_latex_for_what_is_no_tree():
    with pytest.raises(TypeError, match="latex: 3 is no tree of a formula"):
        t.latex(3)


# Habits of other books

HABITS = {
    "w^T": (r"w^T x", r"w^\top x", r"T is read as an exponent: the transpose is written ^\top"),
    r"\|w\|": (r"\|w\|^2", r"\lVert w \rVert^{2}", r"a norm is written \lVert w \rVert"),
    "||w||": (r"||w|| + ||x||", r"\lVert w \rVert + \lVert x \rVert", r"a norm is written \lVert w \rVert"),
    "|z|": (r"|z| a |w|", r"\lvert z \rvert a \lvert w \rvert", r"an absolute value is written \lvert z \rvert"),
    r"\operatorname*{argmax}": (r"\operatorname*{argmax}_j o_j", r"\arg\max_{j} o_{j}", r"it is written \arg\max_j"),
    r"\hat{\mathbf{y}}": (r"\hat{\mathbf y}_2", r"\hat{\mathbf{y}}_{2}", "a name has one accent"),
    r"\text{where}": (
        r"a_j = 1, \text{where } j \ne k",
        r"a_{j} = 1 \text{ for } j \ne k",
        r"a condition on indices is",
    ),
    "dy/dx": (r"\frac{dL}{dw}", r"\frac{\partial L}{\partial w}", "a quotient of names is read"),
}


@pytest.mark.parametrize(("habit", "written", "meant", "instead"), [(k, *v) for k, v in HABITS.items()], ids=HABITS)
def test_a_habit_is_declared_or_refused(habit, written, meant, instead):
    with pytest.raises(ReadError) as error:
        read(written)
    assert str(error.value).startswith(instead)
    assert f"or the project declares habits = ['{habit}']:\n    {written}\n" in str(error.value)
    with Notation(habits=frozenset({habit})).used():
        assert [t.latex(clause) for clause in read(written)] == [meant]


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        (r"\sigma^2(z)", r"is written \sigma(z)^2"),
        (r"a = b \text{ on } c", r"\text{...} may hold where, and, so, for"),
        (r"\tanh^2(z)^3", "a mark before a bracket and one behind it"),
        (r"\tanh^2\left(z\right)^\top", "a mark before a bracket and one behind it"),
        ("x^2^3", "TeX refuses a double superscript"),
        (r"x^\top^2", "TeX refuses a double superscript"),
        (r"x^{(i)}^\top", "TeX refuses a double superscript"),
        (r"w^*^{2}", "TeX refuses a double superscript"),
    ],
)
def test_what_no_habit_makes_readable_is_refused_in_words(written, instead):
    with pytest.raises(ReadError, match=re.escape(instead)):
        read(written)


@pytest.mark.parametrize(
    "written",
    [
        r"\frac{dW}{m}",
        r"\frac{d}{\lVert w \rVert}",
        r"c = b, \quad \text{where } b = 1",
        "(x^2)^3",
        r"\tanh^2(z) + x^2",
    ],
)
def test_what_looks_like_a_habit_is_read(written):
    assert read(written)


def test_the_configuration_knows_every_habit():
    assert set(habits.HABITS) == set(configuration.HABITS) == set(HABITS)
