"""What chapter 7, *All examples at once*, needs for itself."""
