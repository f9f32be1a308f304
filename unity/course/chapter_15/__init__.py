"""What chapter 15, *Errors flow back through a convolution*, needs for itself."""
