"""Chapter 11, errors flow back."""

__all__ = ["ENTRIES"]

ENTRIES = {}
