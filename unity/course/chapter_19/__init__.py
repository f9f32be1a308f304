"""What chapter 19, *Your own network*, needs for itself."""
