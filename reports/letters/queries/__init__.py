"""Reads of letters and their terms."""
