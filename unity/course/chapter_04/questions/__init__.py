"""Exercises of chapter 04: about losses and costs, and about the factor that suits scores best."""
