"""What brains have and networks lack: spikes, synapses that learn on the spot, cells drawn apart; and what both have, counted.

`cells` are drawn apart, `spikes` are what they send, `learning` is what meets at a synapse, and `counts` are published.
"""

from unity.brains.cells import Arbours, arbours, pieces
from unity.brains.counts import COUNTS, Count, heard, listing, published
from unity.brains.learning import cosine, hebb_step, hebbian, learn, oja_step
from unity.brains.spikes import Voltage, charged, firing_rate, integrate, measured_rate, rates

__all__ = [
    "COUNTS",
    "Arbours",
    "Count",
    "Voltage",
    "arbours",
    "charged",
    "cosine",
    "firing_rate",
    "heard",
    "hebb_step",
    "hebbian",
    "integrate",
    "learn",
    "listing",
    "measured_rate",
    "oja_step",
    "pieces",
    "published",
    "rates",
]
