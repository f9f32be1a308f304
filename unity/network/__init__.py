"""Networks: layers one after the other and a family at the end, run forward, differentiated backward, and trained."""

from unity.network.network import Network
from unity.network.summary import Summary
from unity.network.training import Epoch, Stopped, Training

__all__ = ["Epoch", "Network", "Stopped", "Summary", "Training"]
