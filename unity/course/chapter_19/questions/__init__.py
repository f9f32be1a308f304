"""Exercises of the project."""
