"""Chapter 09, from neuron to layers."""

__all__ = ["ENTRIES"]

ENTRIES = {}
