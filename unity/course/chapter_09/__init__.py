"""What chapter 9, *From neuron to layers*, needs for itself."""
