"""A Gradescope autograder: a zip that holds an assignment and all that grades it, and what runs in its container.

`packing` makes the zip, with the two scripts `setup.sh` and `run_autograder` that Gradescope asks for; `running` is what the
second one starts. Source: Gradescope's autograder documentation, https://gradescope-autograders.readthedocs.io.
"""
