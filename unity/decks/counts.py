"""How large a transformer is, counted from its depth and its width instead of guessed."""

from typing import NamedTuple

__all__ = ["TransformerCounts", "transformer_counts"]


class TransformerCounts(NamedTuple):
    """The weights of a transformer's layers, their hidden units, and all outputs of their linear maps."""

    weights: int
    hidden: int
    outputs: int


def transformer_counts(depth: int, width: int) -> TransformerCounts:
    """What stands in a transformer of `depth` layers on tokens of `width` numbers, without biases and vocabulary.

        weights = 12 depth width^2,   hidden = 4 depth width,   outputs = 9 depth width

    Each layer has four square maps for attention (queries, keys, values and their way out), then a hidden layer four
    times as wide as a token and the map back: 4 + 4 + 4 squares of the width. Whoever counts neurons has to say which:
    the hidden units, which have an activation, or every number that a linear map gives, 4 + 4 + 1 widths.

    Raises ValueError where depth or width is not positive.

    Equation: eq-transformer-weights.
    Source: *Logistic Regression & Neural Networks*, brains and machines. The example is the largest model of Brown
    et al., *Language Models are Few-Shot Learners*, 2020, table 2.1.

    >>> transformer_counts(depth=96, width=12288)
    TransformerCounts(weights=173946175488, hidden=4718592, outputs=10616832)
    """
    if depth < 1 or width < 1:
        raise ValueError(f"transformer_counts: depth = {depth}, width = {width}, expected both to be at least 1")
    return TransformerCounts(12 * depth * width**2, 4 * depth * width, 9 * depth * width)
