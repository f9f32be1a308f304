"""What chapter 12, *A network that reads digits*, needs for itself."""
