"""Wrong on purpose in places: what the lecture decks print where it fails, written as printed, to be refuted.

Nothing here is for use. What fails is refuted by a test beside its true version, and listed on the page of errata; the
true versions are in `unity.logistic`, `unity.descent`, `unity.layers` and `unity.network`.
"""

from unity.decks.angles import Rounds, compare, train_in_rounds
from unity.decks.counts import TransformerCounts, transformer_counts
from unity.decks.descent import sequential_update, simultaneous_update, slopes_of
from unity.decks.errors import (
    error_by_forward_weights,
    error_without_slope,
    proportional_error,
    shares,
    unnormalised_error,
)
from unity.decks.loops import (
    Trace,
    accumulated,
    cost_without_minus,
    descend_accumulators_set_once,
    descend_by_loops,
    trace,
    z_with_bias_inside_loop,
)
from unity.decks.stack import ForwardPass, back_propagate, forward_pass, random_layers, sums
from unity.decks.training import train_with
from unity.decks.ways import WAYS, by_fractions, by_fractions_and_slope, by_weights, by_weights_and_slope

__all__ = [
    "WAYS",
    "ForwardPass",
    "Rounds",
    "Trace",
    "TransformerCounts",
    "accumulated",
    "back_propagate",
    "by_fractions",
    "by_fractions_and_slope",
    "by_weights",
    "by_weights_and_slope",
    "compare",
    "cost_without_minus",
    "descend_accumulators_set_once",
    "descend_by_loops",
    "error_by_forward_weights",
    "error_without_slope",
    "forward_pass",
    "proportional_error",
    "random_layers",
    "sequential_update",
    "shares",
    "simultaneous_update",
    "slopes_of",
    "sums",
    "trace",
    "train_in_rounds",
    "train_with",
    "transformer_counts",
    "unnormalised_error",
    "z_with_bias_inside_loop",
]
