"""Nets as their author writes them: an example is a row."""
