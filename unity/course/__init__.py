"""What is this course's alone: what a chapter shows beside the library, a module for each subject."""
