"""Chapter 07, all examples at once."""

__all__ = ["ENTRIES"]

ENTRIES = {}
