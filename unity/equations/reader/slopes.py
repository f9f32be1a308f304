"""From the parser's tree to ours: derivatives, gradients and Hessians."""

from lark import Transformer, v_args

from unity.equations import tree as t

__all__ = ["Senseless", "Slopes"]


class Senseless(Exception):
    """A form that the grammar allows, but that means nothing; `token` is where it starts."""

    def __init__(self, token, message):
        super().__init__(message)
        self.token = token


def _variables(factors):
    """The variables below a derivative: \\partial x^2 counts x twice."""
    for factor in factors:
        if isinstance(factor, t.Power) and isinstance(factor.exponent, t.Number):
            yield from (factor.base,) * int(factor.exponent.text)
        else:
            yield factor


def _order(token, order):
    """The order that a \\partial or a \\nabla states: 1 where it states none."""
    if order is not None and not isinstance(order, t.Number):
        raise Senseless(token, "the order of a derivative is a number")
    return 1 if order is None else int(order.text)


@v_args(inline=True)
class Slopes(Transformer):
    """The forms that are derivatives; `Trees` has all the others."""

    def below(self, *factors):
        return tuple(_variables(factors))

    def derivative(self, token, order, top, below):
        return t.Derivative(top, self.derivative_operator(token, order, below))

    def derivative_operator(self, token, order, below):
        if _order(token, order) != len(below):
            raise Senseless(token, "the order of a derivative and the number of its variables differ")
        return below

    def slope(self, token, top, slash, variable):
        return t.Derivative(top, (variable,))

    def derive(self, below, top):
        return t.Derivative(top, below)

    def nabla(self, token, variable, order, top):
        if _order(token, order) not in (1, 2):
            raise Senseless(token, "expected a gradient (\\nabla_w) or a Hessian (\\nabla^2_w)")
        return t.Nabla(_order(token, order), variable, top)

    def nabla_order_first(self, token, order, variable, top):
        return self.nabla(token, variable, order, top)
