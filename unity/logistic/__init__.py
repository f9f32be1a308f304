"""Logistic regression by hand: the cost of one neuron, its gradient and curvature, and the fit that they give.

`model` is the neuron and what it decides, `costs` its cost and the derivatives of it, `optimum` finds the parameters of
least cost. Labels Y come in any form that `unity.arrays.labels` takes; the formulas see one row of numbers 0 and 1. The
same cost and gradient by the deck's loops, in plain Python, are `unity.loops`; their names stand here, too.
"""

from unity.logistic.costs import cost, gradient, hessian, likelihood, log_likelihood, penalised_cost
from unity.logistic.model import accuracy, augment, decide, forward, probability
from unity.logistic.optimum import fit
from unity.loops import cost_by_loops, gradient_by_loops
from unity.newton import Fit as Fit
from unity.newton import NoOptimum as NoOptimum

__all__ = [
    "accuracy",
    "augment",
    "cost",
    "cost_by_loops",
    "decide",
    "fit",
    "forward",
    "gradient",
    "gradient_by_loops",
    "hessian",
    "likelihood",
    "log_likelihood",
    "penalised_cost",
    "probability",
]
