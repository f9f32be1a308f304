"""What chapter 16, *A network that sees*, needs for itself."""
