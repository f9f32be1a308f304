"""The same form elsewhere: a step through time and a head of attention, each written as a product.

What changes is what stands where the weights stood. A `recurrent` step uses one W at every moment, as a convolution uses
one at every place. An attention `head` computes its weights from the data. A mean never changes them:
`unity.layers.MeanPool`.
"""

from unity.kindred.head import (
    attention,
    attention_error_back,
    attention_weights,
    mix,
    mix_error_back,
    mix_weight_gradient,
    scores,
    softmax_error_back,
)
from unity.kindred.recurrent import (
    back_through_time,
    recurrent_error_back,
    recurrent_step,
    recurrent_weight_gradient,
    stack,
    unroll,
)

__all__ = [
    "attention",
    "attention_error_back",
    "attention_weights",
    "back_through_time",
    "mix",
    "mix_error_back",
    "mix_weight_gradient",
    "recurrent_error_back",
    "recurrent_step",
    "recurrent_weight_gradient",
    "scores",
    "softmax_error_back",
    "stack",
    "unroll",
]
