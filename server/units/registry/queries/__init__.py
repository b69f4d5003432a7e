"""Reads about units, by what is asked."""
