"""The exercises of the chapters, one module a chapter, each with its EXERCISES."""
