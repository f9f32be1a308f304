"""Fast versions of what the plain modules derive: each does the same, and a test proves it."""
