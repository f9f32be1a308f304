"""What chapter 5, 5. Descending, needs for itself."""
