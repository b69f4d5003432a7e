"""Reads for bulletins."""
