"""Exercises of chapter 05: about walks down a bowl, and about how long a step may be."""
