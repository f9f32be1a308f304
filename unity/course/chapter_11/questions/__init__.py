"""Exercises of chapter 11: an error that a layer sends back, and back-propagation through a network."""
