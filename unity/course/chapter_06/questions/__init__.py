"""Exercises of chapter 06: about errors and gradients, and about the loop that is to be repaired."""
