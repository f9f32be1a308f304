"""What chapter 18, *Brains and machines*, needs for itself."""
