"""python -m unity.grading.autograder ROOT: grade the one submission of a Gradescope container."""

import sys

from unity.grading.autograder.running import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
