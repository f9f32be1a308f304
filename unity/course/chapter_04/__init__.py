"""What chapter 4, *Likelihood and cross-entropy*, needs for itself."""
