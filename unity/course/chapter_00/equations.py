"""Chapter 00, where you stand."""

__all__ = ["ACCEPTED"]

ACCEPTED = {("eq-refresher-bell", "swap \\mu and x", "0.1"): "A square does not see the sign."}
