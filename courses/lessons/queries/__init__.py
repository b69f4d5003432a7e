"""Reads of courses: who sees which, what the console shows, what is mine, classes and files."""
