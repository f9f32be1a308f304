"""What chapter 11, *Errors flow back*, needs for itself."""
