"""Newton's method for models that are linear in their parameters: the least cost, or the reason why there is none.

`passes` reads the examples block by block, `model` says what is asked of them, `problem` states the cost in coordinates
without units, `newton` steps to its minimum, by curvatures that are `kept` where they are dear; `search` knows where it is,
and `certificate` asks a linear program where curvature cannot tell whether there is a minimum.
"""

from unity.newton.newton import minimise
from unity.newton.passes import check_examples, check_settings, counted
from unity.newton.problem import LinearModel
from unity.newton.result import Fit, NoOptimum

__all__ = ["Fit", "LinearModel", "NoOptimum", "check_examples", "check_settings", "counted", "minimise"]
