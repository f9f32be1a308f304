"""What chapter 14, *One layer, two pictures*, needs for itself."""
