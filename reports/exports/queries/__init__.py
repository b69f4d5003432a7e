"""Reads about exports, and the rows that go into them."""
