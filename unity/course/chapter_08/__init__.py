"""What chapter 8, *Bending the boundary*, needs for itself."""
