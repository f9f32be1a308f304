"""What chapter 10, *Why a hidden layer*, needs for itself."""
