"""What the sandbox has in the place of `unity.grading`: `silent` for its face, and the `child` that runs a student's cells."""
