"""The equations of chapter 16, a network that sees, by what they are about."""
