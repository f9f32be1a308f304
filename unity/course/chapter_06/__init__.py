"""What chapter 6, *The gradient of one neuron*, needs for itself."""
