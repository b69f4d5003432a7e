"""Reads about the annual rotation."""
