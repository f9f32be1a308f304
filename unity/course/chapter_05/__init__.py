"""What chapter 5, *Descending*, needs for itself."""
