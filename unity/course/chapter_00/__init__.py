"""What chapter 0, *Where you stand*, needs for itself."""
