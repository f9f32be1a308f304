r"""Read a formula: LaTeX in, syntax trees out.

`names` says what a name is, `grammar.lark` holds the dialect for the parser, `trees` what each of its forms means, and
`parsing` reads. The dialect, form by form:

* `a b`, `a \cdot b`, `a \times b` are the product, of matrices where both are; `\odot` and `\oslash` multiply and
  divide entry by entry, `\star` is the cross-correlation and `*` the convolution that flips. Juxtaposition binds
  tighter than these, these tighter than `+` and `-`. A sum sign reaches to the end of its product.
* A function such as `\log` or `\operatorname{tr}` takes the one factor behind it: `\log a b` is `(\log a) b`, and
  `\tanh^2 z` is `(\tanh z)^2`; `\tanh'` is its derivative. Before a bracket it takes what is inside, and no more:
  `\tanh(z)^2` is `(\tanh z)^2`, but `\tanh z^2` is `\tanh(z^2)`. `\lfloor z \rfloor` is `\operatorname{floor}(z)`, and
  before a bracket `\mathrm{tr}` is `\operatorname{tr}`. The functions stand in `unity.equations.functions`.
* A name is a call before a bracket only where it is known as a function: `\sigma(z)` is a call, `a (1 - a)` a product.
* `p(y \mid x)` is a call whatever stands before the bracket. `a b / c` is `\frac{a b}{c}`, and `\partial J / \partial w` the
  derivative.
* `w_j`, `W_{jk}`, `Y_{i+1,j}` are components, counted from 1; `x^{(i)}` is the column of example i.
* `dW`, `\hat{y}`, `\mathbf{x}`, `f'`, `P^*` are one name each; so is `w_t` or `W_1` where the table of symbols has it.
* Lines of `aligned`, `\qquad` and `\quad` separate clauses; a line that starts with a relation goes on with its chain,
  and one that starts with an ampersand and a sign with its sum: `\\ &\quad + c`.
* `\text{for } j \ne k` behind a clause restricts its free indices; so does `\text{for } i = 1, \dots, n`.
"""

from unity.equations.reader.parsing import ReadError, read

__all__ = ["ReadError", "read"]
