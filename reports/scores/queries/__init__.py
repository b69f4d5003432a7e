"""Reads of scores, by what is asked."""
