"""What chapter 10, 10. Why a hidden layer, needs for itself."""
