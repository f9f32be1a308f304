"""What chapter 1, *Examples as columns*, needs for itself."""
