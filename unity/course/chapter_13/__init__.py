"""What chapter 13, 13. Convolution, needs for itself."""
