"""What chapter 13, *Convolution*, needs for itself."""
