"""What chapter 3, *From Gaussians to the sigmoid*, needs for itself."""
