"""What chapter 17, *One form*, needs for itself."""
