"""What chapter 2, *The sum of vectors*, needs for itself."""
