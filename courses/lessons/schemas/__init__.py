"""Wire shapes of courses, of what is mine, and of classes."""
