"""`python -m unity.grading.cli` is the command unity-grade."""

from unity.grading.cli import main

if __name__ == "__main__":
    main()
