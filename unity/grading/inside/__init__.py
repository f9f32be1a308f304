"""What the sandbox has of the grader: all of it knows nothing of tests and marks.

`child` is the program that answers, over its `channel`; `reading` takes a notebook's file apart, `cells` run in their
order, and `states` are what the names hold behind them. `silent` is the face of `unity.grading` there.
"""
